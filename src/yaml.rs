//! YAML as a tree of nodes that know where they stand. The only place that knows the YAML library.
//!
//! A typed deserialiser stops at the first error; authors of rules want all of them at once. So files are read into
//! [`Node`]s first, and [`Fields`] takes them apart while errors gather in [`Errors`].

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::load_error::LoadError;
use crate::source::Span;

/// A YAML file at hand: the name to print and its text.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub text: Arc<str>,
}

impl File {
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        File { name: name.into(), text: text.into() }
    }

    pub fn error(&self, span: Span, message: impl Into<String>) -> LoadError {
        LoadError {
            file: self.name.clone(),
            text: self.text.clone(),
            span,
            message: message.into(),
            label: "here".into(),
            hint: None,
        }
    }
}

impl LoadError {
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Errors gathered so far.
pub type Errors = Vec<LoadError>;

#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    /// In bytes of the file; quotes included, trailing white space not.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    /// A scalar as text, whatever YAML takes it for: `100`, `1.0` and `true` keep their spelling.
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// The largest rule or config file that is read, in bytes.
const LARGEST_FILE: usize = 4 << 20;

/// Reads a file of one or more YAML documents.
pub fn parse(file: &File) -> Result<Vec<Node>, Box<LoadError>> {
    if file.text.len() > LARGEST_FILE {
        let error = file.error(Span::new(0, 0), "this file is larger than 4 MiB");
        return Err(Box::new(error.hint("split it into several files")));
    }
    let options = serde_saphyr::options! { strict_booleans: true };
    let parsed: Result<Vec<Spanned<Raw>>, _> = serde_saphyr::from_multiple_with_options(&file.text, options);
    match parsed {
        Ok(documents) => Ok(documents.into_iter().map(|raw| node(raw, &file.text)).collect()),
        Err(error) => Err(Box::new(syntax_error(file, &error))),
    }
}

/// As the YAML library hands it over; scalars that YAML types are taken from the source by their span.
enum Raw {
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

impl Node {
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// A list's items; a single value counts as a list of one, nothing as an empty list.
    pub fn items(&self) -> Vec<&Node> {
        match &self.value {
            Value::List(items) => items.iter().collect(),
            Value::Null => Vec::new(),
            _ => vec![self],
        }
    }

    /// The text of a scalar that must not be empty.
    pub fn expect_text(&self, file: &File, errors: &mut Errors) -> Option<String> {
        match &self.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Text(_) => {
                errors.push(
                    file.error(self.span, "this text is empty")
                        .label("empty")
                        .hint("write the text, or take the entry out"),
                );
                None
            }
            Value::Null => {
                errors.push(
                    file.error(line_of(self.span, &file.text), "nothing stands here")
                        .label("read as nothing")
                        .hint("text that begins with `#`, or is `~` or `null`, must be put in quotes"),
                );
                None
            }
            _ => {
                errors.push(
                    file.error(self.span, format!("expected text, found {}", self.kind()))
                        .label("expected text")
                        .hint("put text that holds `: `, `[` or `{` in quotes"),
                );
                None
            }
        }
    }

    /// A list of texts, or one text.
    pub fn expect_texts(&self, file: &File, errors: &mut Errors) -> Vec<String> {
        self.items().into_iter().filter_map(|item| item.expect_text(file, errors)).collect()
    }

    pub fn expect_number<T: std::str::FromStr>(&self, file: &File, errors: &mut Errors) -> Option<T> {
        let number = self.text().and_then(|text| text.trim().parse().ok());
        if number.is_none() {
            let error = file.error(self.span, "expected a number").label("not a number");
            errors.push(error.hint("write digits, such as `4` or `0.5`"));
        }
        number
    }

    pub fn expect_bool(&self, file: &File, errors: &mut Errors) -> Option<bool> {
        match self.text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let error = file.error(self.span, "expected `true` or `false`").label("neither true nor false");
                errors.push(error.hint("write `true` or `false`, without quotes"));
                None
            }
        }
    }

    /// One of a closed list of words.
    pub fn expect_word<T: Copy>(&self, words: &[(&str, T)], file: &File, errors: &mut Errors) -> Option<T> {
        let text = self.expect_text(file, errors)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            errors.push(unknown(file, self.span, "value", &text, &names));
        }
        found
    }
}

/// An error for a name that is none of the known ones, with the nearest of them.
pub fn unknown(file: &File, span: Span, what: &str, found: &str, known: &[&str]) -> LoadError {
    let error = file.error(span, format!("unknown {what} `{found}`")).label(format!("unknown {what}"));
    match nearest(found, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None if known.len() <= 30 => error.hint(format!("one of: {}", known.join(", "))),
        None => error.hint(format!("there are {}, such as {}", known.len(), known[..3].join(", "))),
    }
}

/// The line that a place is in, without the white space around it.
fn line_of(span: Span, text: &str) -> Span {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    Span::new(start + (line.len() - line.trim_start().len()), start + line.trim_end().len())
}

/// The known name that is closest to what was typed, where one is close.
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let close = known.map(|name| (strsim::jaro_winkler(found, name), name)).filter(|(score, _)| *score > 0.8);
    close.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name)
}

/// Takes a map apart by key; what was never asked for is an error.
pub struct Fields<'a> {
    entries: &'a [(Node, Node)],
    known: Vec<&'static str>,
    pub span: Span,
    pub file: &'a File,
}

impl<'a> Fields<'a> {
    /// `None` with an error where the node is no map. Repeated keys are refused by the YAML library.
    pub fn of(node: &'a Node, file: &'a File, errors: &mut Errors) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Fields { entries, known: Vec::new(), span: node.span, file }),
            _ => {
                let found = format!("expected keys and values, found {}", node.kind());
                let hint = match node.value {
                    Value::List(_) => "a dash begins a list; write the keys without it",
                    _ => "write each key on a line of its own, a colon and a space after it",
                };
                errors.push(file.error(node.span, found).label("expected `key: value`").hint(hint));
                None
            }
        }
    }

    /// Whether the key is there, with a value or without.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.text() == Some(key))
    }

    /// The value of `key`; `None` where it is absent or stands for nothing.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let (_, value) = self.entries.iter().find(|(name, _)| name.text() == Some(key))?;
        (value.value != Value::Null).then_some(value)
    }

    pub fn require(&mut self, key: &'static str, errors: &mut Errors) -> Option<&'a Node> {
        let taken = self.take(key);
        if taken.is_none() {
            let at = self.entries.first().map_or(self.span, |(name, _)| name.span);
            let error = self.file.error(at, format!("`{key}` is missing")).label(format!("needs `{key}`"));
            errors.push(error.hint(format!("add `{key}: …` beside the other keys here")));
        }
        taken
    }

    pub fn text(&mut self, key: &'static str, errors: &mut Errors) -> Option<String> {
        self.take(key).and_then(|node| node.expect_text(self.file, errors))
    }

    pub fn texts(&mut self, key: &'static str, errors: &mut Errors) -> Vec<String> {
        self.take(key).map_or_else(Vec::new, |node| node.expect_texts(self.file, errors))
    }

    /// Reports every key that was not asked for.
    pub fn finish(self, errors: &mut Errors) {
        for (name, _) in self.entries {
            let key = name.text().unwrap_or_default();
            if !self.known.contains(&key) {
                errors.push(unknown(self.file, name.span, "key", key, &self.known));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (File, Node) {
        let file = File::new("t.yml", text);
        let node = parse(&file).unwrap().remove(0);
        (file, node)
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let (file, node) = one("é: 'ünï ☃'\nlist:\n  - 100\n  - true\n  - \"a: b\"\n  - plain words  # comment\n");
        let Value::Map(entries) = &node.value else { panic!() };
        assert_eq!(&file.text[entries[0].1.span.range()], "'ünï ☃'");
        let items = entries[1].1.items();
        let texts: Vec<_> = items.iter().map(|i| i.text().unwrap()).collect();
        assert_eq!(texts, ["100", "true", "a: b", "plain words"]);
        let slices: Vec<_> = items.iter().map(|i| &file.text[i.span.range()]).collect();
        assert_eq!(slices, ["100", "true", "\"a: b\"", "plain words"]);
    }

    #[test]
    fn unknown_and_missing_keys_are_all_reported() {
        let (file, node) = one("id: a\ntitel: b\nwhy: c\n");
        let mut errors = Errors::new();
        let mut fields = Fields::of(&node, &file, &mut errors).unwrap();
        fields.require("id", &mut errors);
        fields.require("title", &mut errors);
        fields.finish(&mut errors);
        let messages: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
        assert_eq!(messages, ["`title` is missing", "unknown key `titel`", "unknown key `why`"]);
        assert_eq!(errors[1].hint.as_deref(), Some("did you mean `title`?"));
        assert_eq!(&file.text[errors[1].span.range()], "titel");
    }

    #[test]
    fn the_traps_of_yaml_get_a_hint() {
        for (text, hint) in [
            ("a: *guaranteed\n", "begins with `*`"),
            ("a: @cure\n", "begins with `@`"),
            ("a: \"clinically proven\" results\n", "whole value in quotes"),
            ("a: 'cures\nb: 1\n", "never closed"),
            ("a:\n  - Warning: cures: all\n", "a colon and a space"),
        ] {
            let error = parse(&File::new("t.yml", text)).unwrap_err();
            assert!(error.hint.as_deref().unwrap_or("").contains(hint), "{text}: {error:?}");
        }
    }

    #[test]
    fn a_deep_file_is_refused_quickly() {
        assert!(parse(&File::new("t.yml", "[".repeat(100_000))).is_err());
    }

    #[test]
    fn nothing_where_text_is_wanted_is_named() {
        let (file, node) = one("- #1 doctor recommended\n- ok\n");
        let mut errors = Errors::new();
        assert_eq!(node.expect_texts(&file, &mut errors), ["ok"]);
        assert!(errors[0].hint.as_deref().unwrap().contains("`#`"));
    }
}
