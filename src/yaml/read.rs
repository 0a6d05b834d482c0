//! From the YAML library's values to nodes, and from its errors to ours.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::{File, Node, Value};
use crate::load_error::LoadError;
use crate::source::Span;

/// The largest rule or config file that is read, in bytes.
const LARGEST_FILE: usize = 4 << 20;

/// Reads a file of one or more YAML documents.
pub fn parse(file: &File) -> Result<Vec<Node>, Box<LoadError>> {
    if file.text.len() > LARGEST_FILE {
        let error = file.error(Span::new(0, 0), "this file is larger than 4 MiB");
        return Err(Box::new(error.hint("split it into several files")));
    }
    let parsed: Result<Vec<Spanned<Raw>>, _> = serde_saphyr::from_multiple_with_options(&file.text, options());
    match parsed {
        Ok(documents) => Ok(documents.into_iter().map(|raw| node(raw, &file.text)).collect()),
        Err(error) => Err(Box::new(syntax_error(file, &error))),
    }
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

fn scalar_span(location: &serde_saphyr::Location, text: &str) -> Span {
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

/// A syntax error in the library's words, with the way out of the traps that copy in YAML runs into.
fn syntax_error(file: &File, error: &serde_saphyr::Error) -> LoadError {
    let span = error.location().map_or(Span::new(0, 0), |location| scalar_span(&location, &file.text));
    let said = error.without_snippet().to_string();
    // The library repeats the position that the underline shows already.
    let said = said.split(" at line ").next().unwrap_or(&said);
    let message = match said.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, rest)) => rest.to_owned(),
        None => said.to_owned(),
    };
    let line_start = file.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = file.text[line_start..].find('\n').map_or(file.text.len(), |at| line_start + at);
    if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
        let key = key.split(',').next().unwrap_or(key);
        let error = file.error(span, format!("the key `{key}` stands here twice")).label("again");
        return error.hint("keep one of the two; several values are written as a list");
    }
    let span = if span.is_empty() { stumbled_on(&file.text, span.start, line_start..line_end) } else { span };
    let error = file.error(span, format!("not valid YAML: {message}"));
    match trap(&file.text[line_start..line_end]) {
        Some(hint) => error.hint(hint),
        None => error.hint("check quotes, colons and indentation on this line and the one above it"),
    }
}

/// What to underline where the library tells only where it gave up: the value there, else the line; or the tabs before it.
fn stumbled_on(text: &str, at: usize, range: std::ops::Range<usize>) -> Span {
    let line = text[range.clone()].trim_end();
    let indent = line.len() - line.trim_start().len();
    if line[..indent].contains('\t') {
        return Span::new(range.start, range.start + indent);
    }
    let value = line.len() - value_of(line).len();
    let start = if at >= range.start + value { value } else { indent };
    Span::new(range.start + start, range.start + line.len())
}

/// A line without its dash and key.
fn value_of(line: &str) -> &str {
    let value = line.trim_start().trim_start_matches("- ");
    match value.split_once(": ") {
        Some((key, value)) if !key.contains(' ') => value,
        _ => value,
    }
}

/// What to do about a line that YAML cannot read, or reads as something else.
fn trap(line: &str) -> Option<String> {
    let value = value_of(line);
    let first = value.chars().next()?;
    if line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t') {
        return Some("YAML indents with spaces, never with tabs".into());
    }
    match first {
        '*' | '&' | '@' | '`' | '!' | '%' => Some(format!(
            "a value that begins with `{first}` means something else in YAML; put it in quotes: '{value}'"
        )),
        '"' | '\'' if value.matches(first).count() == 1 => {
            Some(format!("the quote {first} is opened and never closed"))
        }
        '"' | '\'' if !value.trim_end().ends_with(first) => Some(format!(
            "text goes on after the closing {first}; put the whole value in quotes: '{}'",
            value.replace('\'', "''")
        )),
        '[' | '{' => Some("brackets open a list or map in YAML; close them, or put the whole value in quotes".into()),
        _ if value.contains(": ") => {
            Some("a colon and a space make a key in YAML; put the whole value in quotes".into())
        }
        _ => None,
    }
}
