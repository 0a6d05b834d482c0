//! YAML and TOML front matter: every value with its key path and place, and those that are copy as blocks.

use std::fmt;

use serde_saphyr::Spanned;
use toml::de::{DeTable, DeValue};

use super::builder::Builder;
use super::document::{BlockKind, Metadata, Visibility};
use super::html::{self, reads_as_prose};
use super::scalar::align;
use super::scope::Element;
use super::tag::Tag;
use crate::source::Span;
use crate::yaml::{self, read::Raw};

/// Reads the front matter of `masked`, if it begins with one. Returns where the page's body begins.
pub fn read(builder: &mut Builder, source: &str, masked: &str) -> usize {
    let fence = match masked.get(..3) {
        Some(fence @ ("---" | "+++")) => fence,
        _ => return 0,
    };
    let Some(first_line) = line_end(masked, 0).filter(|&(end, _)| masked[3..end].trim().is_empty()) else { return 0 };
    let content_start = first_line.1;
    if !has_keys(masked, content_start, fence) {
        return 0;
    }
    let Some((content_end, body)) = closing_fence(masked, content_start, fence) else {
        let end = keys_end(masked, content_start);
        builder.not_read(Span::new(0, end), "front matter that does not end");
        return 0;
    };
    let content = Span::new(content_start, content_end);
    let values = if fence == "---" { yaml(&masked[content.range()]) } else { toml(&masked[content.range()]) };
    match values {
        Ok(values) => {
            for value in values {
                let span = Span::new(content.start + value.span.start, content.start + value.span.end);
                add(builder, source, masked, value.path, &value.text, span);
            }
        }
        Err(problem) => builder.not_read(content, format!("front matter that cannot be read: {problem}")),
    }
    body
}

struct Value {
    path: String,
    text: String,
    /// In the content, quotes included.
    span: Span,
}

fn add(builder: &mut Builder, source: &str, masked: &str, path: String, text: &str, span: Span) {
    let raw = &masked[span.range()];
    let span = Span::new(span.start, span.start + raw.trim_end().len());
    if let Some(kind) = kind(&path, text) {
        let map = align(text, &masked[span.range()], span.start);
        if text.contains(['<', '&']) {
            let depth = builder.enter(Element::block(Tag::Div).with_kind(kind));
            html::read(builder, text, &map, html::Part::Inline);
            builder.leave_to(depth);
        } else {
            builder.aside(kind, Visibility::Visible, |sink| sink.text(text, Span::new(0, text.len()), &map));
        }
    }
    // A value that a template makes is kept as it stands in the file.
    let value = if text.contains(super::normalise::FILLER) { source[span.range()].to_owned() } else { text.to_owned() };
    builder.doc.metadata.push(Metadata { path, value, span });
}

fn kind(path: &str, text: &str) -> Option<BlockKind> {
    let lower = path.to_ascii_lowercase();
    // `seo.title` is what `title` is.
    let key =
        ["seo.", "meta.", "og.", "metadata."].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    match key {
        "title" | "seo_title" | "seotitle" | "meta_title" | "metatitle" | "og_title" | "page_title" => {
            Some(BlockKind::Title)
        }
        "description" | "summary" | "excerpt" | "meta_description" | "metadescription" | "seo_description"
        | "seodescription" | "og_description" | "abstract" => Some(BlockKind::MetaDescription),
        _ => reads_as_prose(text).then_some(BlockKind::FrontMatter),
    }
}

fn line_end(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.as_bytes().get(from..)?;
    let len = memchr::memchr2(b'\n', b'\r', rest)?;
    let end = if rest[len..].starts_with(b"\r\n") { 2 } else { 1 };
    Some((from + len, from + len + end))
}

/// Lines as `(start, end, next)`.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let (end, next) = line_end(text, at).unwrap_or((text.len(), text.len()));
        at = next;
        Some((start, end, next))
    })
}

/// A thematic break above a paragraph is no front matter: the first line that says something must hold a key.
fn has_keys(text: &str, from: usize, fence: &str) -> bool {
    for (start, end, _) in lines(text, from) {
        let line = text[start..end].trim();
        if line == fence {
            return true;
        }
        if !line.is_empty() && !line.starts_with('#') {
            return is_key_line(line);
        }
    }
    false
}

fn is_key_line(line: &str) -> bool {
    let Some((key, rest)) = line.split_once([':', '=']) else { return line.starts_with(['[', '{', '-', '%']) };
    let key = key.trim().trim_matches(['"', '\'']);
    let after = rest.is_empty() || rest.starts_with([' ', '\t', '"', '\'', '[', '{']) || line.contains('=');
    after
        && !key.is_empty()
        && key.len() < 64
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | ' '))
}

fn closing_fence(text: &str, from: usize, fence: &str) -> Option<(usize, usize)> {
    lines(text, from).find_map(|(start, end, next)| {
        let line = text[start..end].trim_end();
        (line == fence || (fence == "---" && line == "...")).then_some((start, next))
    })
}

fn keys_end(text: &str, from: usize) -> usize {
    let keys = lines(text, from).take_while(|&(start, end, _)| !text[start..end].trim().is_empty());
    keys.last().map_or(from, |(_, end, _)| end)
}

fn yaml(text: &str) -> Result<Vec<Value>, String> {
    let document = yaml::read::document(text).map_err(|error| first_line(&error))?;
    let mut values = Vec::new();
    if let Some(document) = document {
        yaml_values(document, String::new(), text, &mut values);
    }
    Ok(values)
}

fn yaml_values(raw: Spanned<Raw>, path: String, text: &str, values: &mut Vec<Value>) {
    match raw.value {
        Raw::Map(entries) => {
            for (key, value) in entries {
                if let Some((key, _)) = scalar(key, text) {
                    yaml_values(value, join(&path, &key), text, values);
                }
            }
        }
        Raw::List(items) => {
            for (i, item) in items.into_iter().enumerate() {
                yaml_values(item, join(&path, &i.to_string()), text, values);
            }
        }
        Raw::Null | Raw::Typed | Raw::Text(_) => {
            values.extend(scalar(raw, text).map(|(value, span)| Value { path, text: value, span }));
        }
    }
}

/// A scalar's text, as it is written where YAML takes it for a number or a date, and its place.
fn scalar(raw: Spanned<Raw>, text: &str) -> Option<(String, Span)> {
    let span = raw.defined.span();
    let (start, len) = (span.byte_offset()? as usize, span.byte_len()? as usize);
    let written = text.get(start..start + len)?;
    let value = match raw.value {
        Raw::Text(value) => value,
        Raw::Null | Raw::Typed => written.trim().to_owned(),
        Raw::List(_) | Raw::Map(_) => return None,
    };
    Some((value, Span::new(start, start + len)))
}

fn toml(text: &str) -> Result<Vec<Value>, String> {
    // TOML knows no lone carriage return; YAML and editors take one for a line's end.
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let lines: String = text.char_indices().map(|(at, c)| if is_lone(at) { '\n' } else { c }).collect();
    let text = lines.as_str();
    let table = DeTable::parse(text).map_err(|error| first_line(&error.message()))?;
    let mut values = Vec::new();
    toml_table(table.get_ref(), "", text, &mut values);
    values.sort_by_key(|value| value.span.start);
    Ok(values)
}

fn toml_table(table: &DeTable, path: &str, text: &str, values: &mut Vec<Value>) {
    for (key, value) in table {
        toml_value(value.get_ref(), join(path, key.get_ref()), value.span(), text, values);
    }
}

fn toml_value(value: &DeValue, path: String, span: std::ops::Range<usize>, text: &str, values: &mut Vec<Value>) {
    match value {
        DeValue::Table(table) => toml_table(table, &path, text, values),
        DeValue::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                toml_value(item.get_ref(), join(&path, &i.to_string()), item.span(), text, values);
            }
        }
        scalar => {
            let Some(written) = text.get(span.clone()) else { return };
            let value = scalar.as_str().unwrap_or(written.trim()).to_owned();
            values.push(Value { path, text: value, span: Span::new(span.start, span.end) });
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn first_line(error: &dyn fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
