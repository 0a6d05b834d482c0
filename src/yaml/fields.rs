//! Taking a map apart, key by key, while errors gather.

use super::shape::Shape;
use super::{Errors, File, Node, Value, nearest, unknown};
use crate::load_error::LoadError;
use crate::source::Span;

/// Takes a map apart by key; what was never asked for is an error.
pub struct Fields<'a> {
    entries: &'a [(Node, Node)],
    known: Vec<&'static str>,
    shape: Option<&'static Shape>,
    pub span: Span,
    pub file: &'a File,
}

impl<'a> Fields<'a> {
    /// `None` with an error where the node is no map. Repeated keys are refused by the YAML library.
    pub fn of(node: &'a Node, file: &'a File, errors: &mut Errors) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Fields { entries, known: Vec::new(), shape: None, span: node.span, file }),
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

    /// The same for a map whose keys are declared.
    pub fn shaped(node: &'a Node, shape: &'static Shape, file: &'a File, errors: &mut Errors) -> Option<Self> {
        if let (Some(text), Some(key)) = (node.text(), shape.first_key()) {
            let found = format!("a {} is written with keys, and here stands a text", shape.name);
            let text = if text.contains([':', '#', ',', '{', '}', '[', ']', '\'']) { "\u{2026}" } else { text.trim() };
            let error = file.error(node.span, found).label("expected `key: value`");
            errors.push(error.hint(format!("write `{{{key}: {text}}}`")));
            return None;
        }
        Some(Fields { shape: Some(shape), ..Fields::of(node, file, errors)? })
    }

    /// The same where a text may stand in place of the map: a sentence with a colon in it is no map.
    pub fn shaped_unless_text(
        node: &'a Node,
        shape: &'static Shape,
        file: &'a File,
        errors: &mut Errors,
    ) -> Option<Self> {
        if let Value::Map(entries) = &node.value
            && let [(key, value)] = entries.as_slice()
            && let Some(name) = key.text().filter(|name| shape.keys().all(|known| known.name != *name))
            && (name.contains(' ') || nearest(name, shape.keys().map(|known| known.name)).is_none())
            && !file.text[node.span.start..].starts_with('{')
        {
            let message = format!("a colon and a space make `{name}` a key in YAML");
            let text = file.text[key.span.start..value.span.end.max(key.span.end)].replace('\'', "''");
            let error = file.error(Span::new(key.span.start, value.span.end.max(key.span.end)), message);
            errors.push(error.label("read as `key: value`").hint(format!("put the whole text in quotes: '{text}'")));
            return None;
        }
        Fields::shaped(node, shape, file, errors)
    }

    /// Whether the key is there, with a value or without.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.text() == Some(key))
    }

    /// Where `key` stands with nothing behind it.
    pub fn empty(&self, key: &str) -> Option<Span> {
        let (name, _) =
            self.entries.iter().find(|(name, value)| name.text() == Some(key) && value.items().is_empty())?;
        Some(name.span)
    }

    /// The value of `key`; `None` where it is absent or stands for nothing.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        let (_, value) = self.entries.iter().find(|(name, _)| name.text() == Some(key))?;
        (value.value != Value::Null).then_some(value)
    }

    pub fn require(&mut self, key: &'static str, errors: &mut Errors) -> Option<&'a Node> {
        let taken = self.take(key);
        let empty = self.entries.iter().find(|(name, value)| name.text() == Some(key) && value.value == Value::Null);
        if let Some((name, _)) = empty {
            let error = self.file.error(name.span, format!("`{key}` holds nothing")).label("empty");
            errors.push(
                error.hint("write its value behind the colon, or below it with two more spaces before each line"),
            );
        } else if taken.is_none() {
            let at = self.entries.first().map_or(self.span, |(name, _)| name.span);
            let error = self.file.error(at, format!("`{key}` is missing")).label(format!("needs `{key}`"));
            errors.push(error.hint(format!("add `{key}: …` beside the other keys here")));
        }
        taken
    }

    pub fn text(&mut self, key: &'static str, errors: &mut Errors) -> Option<String> {
        self.take(key).and_then(|node| node.expect_text(self.file, errors))
    }

    /// A day as it is written: `2026-11-22`.
    pub fn date(&mut self, key: &'static str, errors: &mut Errors) -> Option<String> {
        let date = self.take(key).and_then(|node| node.expect_date(self.file, errors));
        date.map(|date| date.to_string())
    }

    pub fn texts(&mut self, key: &'static str, errors: &mut Errors) -> Vec<String> {
        self.take(key).map_or_else(Vec::new, |node| node.expect_texts(self.file, errors))
    }

    /// Reports every key that was not asked for.
    pub fn finish(self, errors: &mut Errors) {
        self.check_declaration();
        let in_braces = self.file.text[self.span.start..].starts_with('{');
        for (at, (name, value)) in self.entries.iter().enumerate() {
            let key = name.text().unwrap_or_default();
            if !self.known.contains(&key) && in_braces && at > 0 && value.value == Value::Null {
                errors.push(self.split_by_comma(&self.entries[at - 1].1, name));
            } else if !self.known.contains(&key) {
                errors.push(unknown(self.file, name.span, "key", key, &self.known));
            }
        }
    }

    /// A text in braces that a comma ends before its last words.
    fn split_by_comma(&self, before: &Node, rest: &Node) -> LoadError {
        let span = Span::new(before.span.start.min(rest.span.start), rest.span.end);
        let text = &self.file.text[span.range()];
        let message = "the comma ends this text: inside `{ }` it begins the next key";
        let error = self.file.error(span, message).label("two entries");
        error.hint(format!("put the text in quotes: '{}'", text.replace('\'', "''")))
    }

    /// Where tests run, a reader that asks for other keys than are declared is a mistake in this program.
    fn check_declaration(&self) {
        let Some(shape) = self.shape.filter(|_| cfg!(any(test, debug_assertions))) else { return };
        let declared = |name: &str| shape.keys().any(|key| key.name == name);
        let undeclared: Vec<_> = self.known.iter().filter(|name| !declared(name)).collect();
        let unread: Vec<_> = shape.keys().map(|key| key.name).filter(|name| !self.known.contains(name)).collect();
        assert!(
            undeclared.is_empty() && unread.is_empty(),
            "the shape `{}` does not declare {undeclared:?}; its reader does not ask for {unread:?}",
            shape.name
        );
    }
}
