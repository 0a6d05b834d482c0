//! HTML character references, decoded with their ranges.
//!
//! The table is that of the HTML standard; the rules are too: longest name wins, old names need no semicolon, and in an
//! attribute an old name before a letter, digit or `=` is not one, so that `?a=1&copy=2` stays an address.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::source::Span;

/// A stretch of text, verbatim or decoded. Spans are offsets into the text given to [`decode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    Verbatim(Span),
    Named(Span, &'static str),
    Numeric(Span, char),
}

/// Splits `text` into what stands as it is and the references in it.
pub fn decode(text: &str, in_attribute: bool) -> impl Iterator<Item = Decoded> + '_ {
    let mut at = 0;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if let Some(reference) = waiting.take() {
            return Some(reference);
        }
        let start = at;
        let mut search = at;
        while let Some(found) = memchr::memchr(b'&', &text.as_bytes()[search..]) {
            let amp = search + found;
            let Some(reference) = reference_at(text, amp, in_attribute) else {
                search = amp + 1;
                continue;
            };
            at = reference.span().end;
            if start == amp {
                return Some(reference);
            }
            waiting = Some(reference);
            return Some(Decoded::Verbatim(Span::new(start, amp)));
        }
        at = text.len();
        (start < at).then(|| Decoded::Verbatim(Span::new(start, text.len())))
    })
}

/// The decoded text alone.
pub fn decode_to_string(text: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for part in decode(text, in_attribute) {
        match part {
            Decoded::Verbatim(span) => out.push_str(&text[span.range()]),
            Decoded::Named(_, characters) => out.push_str(characters),
            Decoded::Numeric(_, c) => out.push(c),
        }
    }
    out
}

impl Decoded {
    pub fn span(self) -> Span {
        match self {
            Decoded::Verbatim(span) | Decoded::Named(span, _) | Decoded::Numeric(span, _) => span,
        }
    }
}

/// Names without the ampersand, old ones without a semicolon among them.
static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| entities::ENTITIES.iter().map(|e| (&e.entity[1..], e.characters)).collect());

/// Length of `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;
/// The old names, those without a semicolon, have at most six letters.
const LONGEST_OLD_NAME: usize = 6;

fn reference_at(text: &str, amp: usize, in_attribute: bool) -> Option<Decoded> {
    let rest = &text[amp + 1..];
    if let Some(digits) = rest.strip_prefix('#') {
        return numeric(digits, amp);
    }
    let letters = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    if letters < 2 {
        return None;
    }
    if rest.as_bytes().get(letters) == Some(&b';')
        && let Some(characters) = NAMES.get(&rest[..=letters])
    {
        return Some(Decoded::Named(Span::new(amp, amp + letters + 2), characters));
    }
    let (length, characters) =
        (2..=letters.min(LONGEST_OLD_NAME)).rev().find_map(|n| Some((n, *NAMES.get(&rest[..n])?)))?;
    let next = rest.as_bytes().get(length);
    if in_attribute && next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'=') {
        return None;
    }
    Some(Decoded::Named(Span::new(amp, amp + 1 + length), characters))
}

fn numeric(digits: &str, amp: usize) -> Option<Decoded> {
    let (radix, skip) = if digits.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = &digits[skip..];
    let count = digits.bytes().take_while(|b| (*b as char).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    // More digits than fit are still one reference, to nothing.
    let code = u32::from_str_radix(&digits[..count], radix).unwrap_or(u32::MAX);
    let semicolon = usize::from(digits.as_bytes().get(count) == Some(&b';'));
    let span = Span::new(amp, amp + 2 + skip + count + semicolon);
    Some(Decoded::Numeric(span, character(code)))
}

/// What the standard makes of a code: Windows-1252 for the C1 range, the replacement character for what cannot be.
fn character(code: u32) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match code {
        0 => '\u{FFFD}',
        0x80..=0x9F => WINDOWS[code as usize - 0x80],
        _ => char::from_u32(code).unwrap_or('\u{FFFD}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_what_only_looks_like_one() {
        for (written, decoded) in [
            ("ca&nbsp;n&#99;er", "ca\u{a0}ncer"),
            ("&notit; &notin; &copy2 &ampx", "¬it; ∉ ©2 &x"),
            ("&unknown; & &; &#; &#x; &#xZZ", "&unknown; & &; &#; &#x; &#xZZ"),
            ("&#150;&#x2019;&#0;&#x110000;&#99999999999;", "–’\u{fffd}\u{fffd}\u{fffd}"),
            ("&CounterClockwiseContourIntegral;&acE;", "∳∾̳"),
            ("R&amp;D&amp", "R&D&"),
            ("&é &aé", "&é &aé"),
        ] {
            assert_eq!(decode_to_string(written, false), decoded, "{written:?}");
        }
    }

    #[test]
    fn an_address_in_an_attribute_keeps_its_ampersands() {
        assert_eq!(decode_to_string("?a=1&copy=2&reg;&lt", true), "?a=1&copy=2®<");
        assert_eq!(decode_to_string("?a=1&copy=2", false), "?a=1©=2");
    }

    #[test]
    fn parts_tile_the_text() {
        let text = "a&amp;b&nope;&lt";
        let spans: Vec<Span> = decode(text, false).map(Decoded::span).collect();
        assert_eq!(spans, [Span::new(0, 1), Span::new(1, 6), Span::new(6, 13), Span::new(13, 16)]);
    }
}
