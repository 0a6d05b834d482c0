//! Words: what phrases are made of and what the matcher walks over.
//!
//! A word is a run of letters and digits, with apostrophes inside it, or one of the signs `% $ # + &`. A number keeps
//! its decimal point and thousands commas. In scripts without word spaces each character is a word.

use crate::source::Span;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Space, hyphen, quotation marks, trade-mark signs: nothing a phrase cares about.
    Open,
    /// A comma: only a phrase with a comma in that place goes on.
    Comma,
    /// Any other punctuation, or a block's end: every phrase ends here.
    Closed,
}

/// One word of a text, in bytes of that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub start: u32,
    pub end: u32,
    /// Whether the word is found in a text as `[H]elp`: the letter in brackets belongs to it.
    pub bracketed: bool,
    pub gap: Gap,
}

impl Word {
    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// The word in lower case, as the vocabulary holds it. `buffer` saves an allocation a word.
    pub fn key<'b>(&self, text: &str, buffer: &'b mut String) -> &'b str {
        buffer.clear();
        let slice = &text[self.start as usize..self.end as usize];
        for c in slice.chars() {
            match c {
                '[' | ']' if self.bracketed => {}
                'A'..='Z' => buffer.push(c.to_ascii_lowercase()),
                c if c.is_ascii() => buffer.push(c),
                c => buffer.extend(c.to_lowercase()),
            }
        }
        buffer
    }

    /// A word of up to eight ASCII letters, in lower case, as one number: its first letter in the lowest byte. One load
    /// and a mask, which does for most words of a text.
    pub fn packed(&self, text: &str) -> Option<u64> {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const NOT_ASCII: u64 = 0x80 * EACH;
        let (start, length) = (self.start as usize, (self.end - self.start) as usize);
        if self.bracketed || !(1..=8).contains(&length) {
            return None;
        }
        let eight = <[u8; 8]>::try_from(text.as_bytes().get(start..start + 8)?).ok()?;
        let key = u64::from_le_bytes(eight) & (u64::MAX >> (64 - 8 * length));
        if key & NOT_ASCII != 0 {
            return None;
        }
        // All eight at once: a byte's top bit is set by the one sum from `A` on, and by the other from behind `Z` on.
        let capitals = (key + u64::from(0x80 - b'A') * EACH) ^ (key + u64::from(0x7F - b'Z') * EACH);
        Some(key | (capitals & NOT_ASCII) >> 2)
    }

    pub fn starts_with_digit(&self, text: &str) -> bool {
        text.as_bytes()[self.start as usize].is_ascii_digit()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A word of its own.
    Sign,
    Apostrophe,
    Comma,
    Open,
    Closed,
    NonAscii,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Closed; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'%' | b'$' | b'#' | b'+' | b'&' => Class::Sign,
            b'\'' => Class::Apostrophe,
            b',' => Class::Comma,
            b' ' | b'-' | b'"' | b'*' | b'_' | b'~' | b'^' | b'`' => Class::Open,
            0x80..=0xFF => Class::NonAscii,
            _ => Class::Closed,
        };
        byte += 1;
    }
    table
}

/// Cuts `text[span]` into words. `words` is added to; the first word of the span has an open gap.
pub fn words(text: &str, span: Span, words: &mut Vec<Word>) {
    let bytes = &text.as_bytes()[..span.end];
    let mut at = span.start;
    let mut gap = Gap::Open;
    while at < bytes.len() {
        let start = at;
        let mut bracketed = false;
        match CLASSES[bytes[at] as usize] {
            Class::Letter | Class::Digit => at = word_end(text, bytes, at),
            Class::Sign => at += 1,
            Class::NonAscii => {
                let c = text[at..].chars().next().unwrap_or(' ');
                at += c.len_utf8();
                if is_ideograph(c) || matches!(c, '€' | '£') {
                } else if c.is_alphanumeric() {
                    at = word_end(text, bytes, start);
                } else {
                    // Symbols such as a trade-mark sign or a check mark part nothing, bullets do.
                    if matches!(c, '•' | '·' | '|' | '▪' | '●' | '✓' | '✔' | '★') {
                        gap = Gap::Closed;
                    }
                    continue;
                }
            }
            Class::Comma => {
                gap = gap.max(Gap::Comma);
                at += 1;
                continue;
            }
            Class::Open | Class::Apostrophe => {
                at += 1;
                continue;
            }
            Class::Closed => {
                if let Some(end) = bracketed_word(text, bytes, at) {
                    at = end;
                    bracketed = true;
                } else {
                    // "U.S." and "C.diff" hold together: a stop right between letters parts nothing.
                    let inner = bytes[at] == b'.'
                        && at > span.start
                        && bytes[at - 1].is_ascii_alphanumeric()
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
                    if !inner && !is_initial(bytes, span.start, at) {
                        gap = Gap::Closed;
                    }
                    at += 1;
                    continue;
                }
            }
        }
        words.push(Word { start: start as u32, end: at as u32, bracketed, gap });
        gap = Gap::Open;
    }
}

fn word_end(text: &str, bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match CLASSES[bytes[at] as usize] {
            Class::Letter | Class::Digit => at += 1,
            Class::Apostrophe if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) && at > start => at += 1,
            Class::Comma | Class::Closed
                if (bytes[at] == b',' || bytes[at] == b'.')
                    && bytes[at - 1].is_ascii_digit()
                    && bytes[start].is_ascii_digit()
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) =>
            {
                at += 1;
            }
            Class::NonAscii => {
                let Some(c) = text[at..].chars().next() else { break };
                if !c.is_alphanumeric() || is_ideograph(c) {
                    break;
                }
                at += c.len_utf8();
            }
            _ => break,
        }
    }
    at
}

/// Whether the stop at `at` follows the initial of a name that goes on in small letters: "C. difficile", "E. coli".
fn is_initial(bytes: &[u8], start: usize, at: usize) -> bool {
    bytes[at] == b'.'
        && at > start
        && bytes[at - 1].is_ascii_uppercase()
        && (at - 1 == start || matches!(bytes[at - 2], b' ' | b'(' | b'"'))
        && bytes.get(at + 1) == Some(&b' ')
        && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase)
}

/// `[H]elp`, as editors mark a changed first letter.
fn bracketed_word(text: &str, bytes: &[u8], at: usize) -> Option<usize> {
    let marked = bytes[at] == b'['
        && bytes.get(at + 1)?.is_ascii_alphabetic()
        && *bytes.get(at + 2)? == b']'
        && bytes.get(at + 3)?.is_ascii_alphabetic();
    marked.then(|| word_end(text, bytes, at + 3))
}

/// Letters of scripts that put no space between words.
fn is_ideograph(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x0E00..=0x0EFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(String, Gap)> {
        let mut found = Vec::new();
        words(text, Span::new(0, text.len()), &mut found);
        let mut buffer = String::new();
        found.iter().map(|w| (w.key(text, &mut buffer).to_owned(), w.gap)).collect()
    }

    #[test]
    fn words_and_what_stands_between_them() {
        use Gap::*;
        for (text, expected) in [
            ("Risk-free, don't!", vec![("risk", Open), ("free", Open), ("don't", Comma)]),
            ("100% of 1,500.5 mg.", vec![("100", Open), ("%", Open), ("of", Open), ("1,500.5", Open), ("mg", Open)]),
            ("safe. Effective", vec![("safe", Open), ("effective", Closed)]),
            ("U.S. law", vec![("u", Open), ("s", Open), ("law", Closed)]),
            ("(C. difficile) E. coli", vec![("c", Closed), ("difficile", Open), ("e", Closed), ("coli", Open)]),
            ("[H]elp us", vec![("help", Open), ("us", Open)]),
            ("GlowSema™ \"works\"", vec![("glowsema", Open), ("works", Open)]),
            ("治愈 cures", vec![("治", Open), ("愈", Open), ("cures", Open)]),
            ("one • two", vec![("one", Open), ("two", Closed)]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(w, g)| (w.to_owned(), g)).collect();
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
