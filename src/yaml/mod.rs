//! YAML as a tree of nodes that know where they stand. The only place that knows the YAML library.
//!
//! A typed deserialiser stops at the first error; authors of rules want all of them at once. So files are read into
//! [`Node`]s first, and [`Fields`] takes them apart while errors gather in [`Errors`].

mod fields;
pub(crate) mod read;
pub mod shape;
mod swallowed;
mod syntax;

use std::sync::Arc;

use jiff::civil::Date;

use crate::load_error::{Kind, LoadError};
use crate::source::Span;

pub use fields::Fields;
pub use read::parse;
pub use swallowed::swallowed;

/// A YAML file at hand: the name to print and its text.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct File {
    pub name: String,
    /// Not kept in compiled packs.
    #[serde(skip)]
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
            kind: Kind::Mistake,
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

    /// The same as an error for a name that nothing read so far declares.
    pub fn of_unknown_name(mut self) -> Self {
        self.kind = Kind::UnknownName;
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

    /// A day, written `2026-11-22`.
    pub fn expect_date(&self, file: &File, errors: &mut Errors) -> Option<Date> {
        let text = self.expect_text(file, errors)?;
        // The library takes `20261122` for a date too.
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "2026-11-22".len());
        if date.is_none() {
            let error = file.error(self.span, format!("`{text}` is not a date")).label("not a date");
            errors.push(error.hint("write the year, the month and the day, as in 2026-11-22"));
        }
        date
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

/// The known value that an open list likely means by one that it does not know: a letter or two apart, or cut short.
pub fn misspelt<'k, S: AsRef<str>>(found: &str, known: &'k [S]) -> Option<&'k str> {
    let lower = found.to_lowercase();
    let is_same = |known: &&S| known.as_ref().eq_ignore_ascii_case(found);
    let letters = |known: &str| match known.len().min(lower.len()) {
        // Short ones, such as `us-tx` and `us-tn`, are too much alike.
        0..=5 => 0,
        _ => 2,
    };
    let is_near = |name: &&str| {
        // `usa` for `us`; `us-ny` is another place.
        let longer = lower.strip_prefix(name).is_some_and(|rest| rest.len() == 1 && rest != "-");
        longer || strsim::damerau_levenshtein(&lower, name) <= letters(name)
    };
    if known.iter().any(|name| is_same(&name)) {
        return None;
    }
    let near = known.iter().map(AsRef::as_ref).filter(is_near);
    near.min_by_key(|name| strsim::damerau_levenshtein(&lower, name))
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
