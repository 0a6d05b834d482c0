//! The message of a rule: plain words, and names in braces that are filled with what was found.

use crate::source::Span;

/// A piece of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'m> {
    Words(&'m str),
    /// `{name}` or `{name|what to say where there is none}`.
    Name {
        name: &'m str,
        otherwise: Option<&'m str>,
        /// Of the name, in bytes of the message.
        at: Span,
    },
}

/// What can be named besides the concepts that the rule's test finds. `statement` is what a duty asks for.
pub const NAMES: &[&str] = &["use", "treatment", "condition", "claim", "phrase", "statement"];

/// The pieces of a message in their order. A brace that is never closed is plain words.
pub fn pieces(message: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = message.get(at..).filter(|rest| !rest.is_empty())?;
        let inner = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
        if let Some(inner) = inner {
            let (name, otherwise) = inner.split_once('|').map_or((inner, None), |(name, other)| (name, Some(other)));
            let start = at + 1;
            at += inner.len() + 2;
            return Some(Piece::Name { name, otherwise, at: Span::new(start, start + name.len()) });
        }
        let words = rest[1..].find('{').map_or(rest, |next| &rest[..next + 1]);
        at += words.len();
        Some(Piece::Words(words))
    })
}

/// A message with nothing found to fill it: what is to be said where there is none of a name.
pub fn unfilled(message: &str) -> String {
    let words = |piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Name { name, otherwise, .. } => otherwise.map_or_else(|| name.replace('-', " "), str::to_owned),
    };
    pieces(message).map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_words() {
        let name = |name, otherwise, start| Piece::Name { name, otherwise, at: Span::new(start, start + 3) };
        let read = |message| pieces(message).collect::<Vec<_>>();
        assert_eq!(
            read("sells {use|this} for {abc}."),
            [
                Piece::Words("sells "),
                name("use", Some("this"), 7),
                Piece::Words(" for "),
                name("abc", None, 22),
                Piece::Words(".")
            ]
        );
        assert_eq!(read("{use}"), [name("use", None, 1)]);
        assert_eq!(read("a { b"), [Piece::Words("a "), Piece::Words("{ b")]);
        assert!(read("").is_empty());
        assert_eq!(unfilled("sells {use|this} for {must-have}."), "sells this for must have.");
    }
}
