//! From the YAML library's values to nodes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::{File, Node, Value, syntax};
use crate::load_error::{Kind, LoadError};
use crate::source::Span;

/// The largest rule or config file that is read, in bytes.
const LARGEST_FILE: usize = 4 << 20;

/// Reads a file of one or more YAML documents.
pub fn parse(file: &File) -> Result<Vec<Node>, Box<LoadError>> {
    if file.text.len() > LARGEST_FILE {
        let error = file.error(Span::new(0, 0), "this file is larger than 4 MiB");
        return Err(Box::new(LoadError { kind: Kind::Unreadable, ..error }.hint("split it into several files")));
    }
    let parsed: Result<Vec<Spanned<Raw>>, _> = serde_saphyr::from_multiple_with_options(&file.text, options());
    let documents = parsed.map_err(|error| Box::new(syntax::error(file, &error)))?;
    Ok(documents.into_iter().map(|raw| node(raw, &file.text)).collect())
}

/// Reads one document as it is handed over, for front matter; `None` where there is nothing in it.
pub(crate) fn document(text: &str) -> Result<Option<Spanned<Raw>>, serde_saphyr::Error> {
    serde_saphyr::from_str_with_options(text, options())
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! { strict_booleans: true }
}

/// As the YAML library hands it over; scalars that YAML types are taken from the source by their span.
pub(crate) enum Raw {
    Null,
    Text(String),
    Typed,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = scalar_span(&raw.referenced, text);
    match raw.value {
        Raw::Null => Node { value: Value::Null, span },
        Raw::Text(value) => Node { value: Value::Text(value), span },
        Raw::Typed => Node { value: Value::Text(text[span.range()].to_owned()), span },
        Raw::List(items) => {
            let items: Vec<Node> = items.into_iter().map(|item| node(item, text)).collect();
            let span = items.last().map_or(span, |last| Span::new(span.start.min(items[0].span.start), last.span.end));
            let span = closed(span, text);
            Node { value: Value::List(items), span }
        }
        Raw::Map(entries) => {
            let entries: Vec<(Node, Node)> = entries.into_iter().map(|(k, v)| (node(k, text), node(v, text))).collect();
            let span = entries
                .last()
                .map_or(span, |(k, v)| Span::new(span.start.min(entries[0].0.span.start), v.span.end.max(k.span.end)));
            let span = closed(span, text);
            Node { value: Value::Map(entries), span }
        }
    }
}

/// A list or map in brackets with its closing one.
fn closed(span: Span, text: &str) -> Span {
    let close = match text.as_bytes().get(span.start) {
        Some(b'{') => '}',
        Some(b'[') => ']',
        _ => return span,
    };
    let rest = &text[span.end..];
    let inner = rest.trim_start_matches([' ', ',']);
    if inner.starts_with(close) { Span::new(span.start, span.end + (rest.len() - inner.len()) + 1) } else { span }
}

pub(super) fn scalar_span(location: &serde_saphyr::Location, text: &str) -> Span {
    let at = location.span();
    // Errors of the scanner carry a line and a column only.
    let start = at.byte_offset().map(|offset| offset as usize).filter(|&offset| offset > 0 || location.line() <= 1);
    let start = start.unwrap_or_else(|| offset_of(text, location.line(), location.column())).min(text.len());
    let len = at.byte_len().map_or(0, |len| len as usize);
    let mut start = start;
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (start + len).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let trimmed = text[start..end].trim_end();
    Span::new(start, start + trimmed.len())
}

/// The byte offset of a 1-based line and column.
fn offset_of(text: &str, line: u64, column: u64) -> usize {
    let line_start: usize = text.split_inclusive('\n').take((line as usize).saturating_sub(1)).map(str::len).sum();
    let rest = &text[line_start..];
    line_start + rest.char_indices().nth((column as usize).saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// The line that a place is in, without its end.
pub(super) fn line_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..start + text[start..end].trim_end_matches('\r').len()
}
