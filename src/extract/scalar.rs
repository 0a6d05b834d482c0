//! Where the characters of a quoted or folded value stand: YAML and TOML strings.

use super::text_map::TextMap;
use crate::source::Span;

/// The map of `value` to its written form `raw`, which begins at `base`.
///
/// The parser has decoded the value; this walks both side by side. Should they part, the whole value stands for the
/// whole of `raw`.
pub(super) fn align(value: &str, raw: &str, base: usize) -> TextMap {
    walk(value, raw, base).unwrap_or_else(|| {
        let mut map = TextMap::default();
        map.push_atomic(value.len(), Span::new(base, base + raw.trim_end().len()));
        map
    })
}

fn walk(value: &str, raw: &str, base: usize) -> Option<TextMap> {
    let mut map = TextMap::default();
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote_len = match quote {
        Some(quote) if raw.len() >= 6 && raw.chars().take(3).all(|c| c == quote) => 3,
        Some(_) => 1,
        None => 0,
    };
    let mut at = quote_len;
    for c in value.chars() {
        at = step(c, raw, at, base, quote, &mut map)?;
    }
    Some(map)
}

/// Maps one character of the value; returns where the written form goes on.
fn step(c: char, raw: &str, mut at: usize, base: usize, quote: Option<char>, map: &mut TextMap) -> Option<usize> {
    loop {
        let rest = raw.get(at..)?;
        let written = rest.chars().next()?;
        let mut atomic = |len: usize| {
            map.push_atomic(c.len_utf8(), Span::new(base + at, base + at + len));
            Some(at + len)
        };
        if written == '\\' && quote == Some('"') {
            match escape(rest)? {
                (Some(decoded), len) if decoded == c => return atomic(len),
                (Some(_), _) => return None,
                // A line end that the writer took back.
                (None, len) => at += len,
            }
        } else if c == '\'' && quote == Some('\'') && rest.starts_with("''") {
            return atomic(2);
        } else if written == c {
            map.push_identity(base + at, c.len_utf8());
            return Some(at + c.len_utf8());
        } else if written.is_whitespace() {
            let run = rest.len() - rest.trim_start().len();
            if c.is_whitespace() {
                return atomic(run);
            }
            at += run;
        } else {
            return None;
        }
    }
}

/// What an escape of YAML or TOML stands for, and its length; `None` for an escaped line end.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let sign = rest[1..].chars().next()?;
    let hex = |digits: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
        Some((Some(char::from_u32(code)?), 2 + digits))
    };
    let decoded = match sign {
        'x' => return hex(2),
        'u' => return hex(4),
        'U' => return hex(8),
        '\n' | '\r' => return Some((None, 1 + rest[1..].len() - rest[1..].trim_start().len())),
        'n' => '\n',
        't' | '\t' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{C}',
        'e' => '\u{1B}',
        '0' => '\0',
        'a' => '\u{7}',
        'v' => '\u{B}',
        '_' => '\u{A0}',
        'N' => '\u{85}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        other => other,
    };
    Some((Some(decoded), 1 + sign.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(value: &str, raw: &str) -> Vec<String> {
        let map = align(value, raw, 0);
        let word = |w: &str| {
            let start = value.find(w).unwrap();
            map.source_ranges(Span::new(start, start + w.len()))
                .iter()
                .map(|s| &raw[s.range()])
                .collect::<Vec<_>>()
                .join("|")
        };
        value.split_whitespace().map(word).collect()
    }

    #[test]
    fn every_style_is_exact() {
        assert_eq!(sources("plain words", "plain words"), ["plain", "words"]);
        assert_eq!(sources("it's \"so\" é", "\"it's \\\"so\\\" \\u00e9\""), ["it's", "\\\"so\\\"", "\\u00e9"]);
        assert_eq!(sources("it's so", "'it''s so'"), ["it''s", "so"]);
        assert_eq!(sources("two lines here", "two\n    lines\n    here"), ["two", "lines", "here"]);
        assert_eq!(sources("twolines", "\"two\\\n   lines\""), ["two|lines"]);
        assert_eq!(sources("cut short", "\"\"\"\ncut \\\n  short\"\"\""), ["cut", "short"]);
    }

    #[test]
    fn what_does_not_align_stands_for_the_whole() {
        assert_eq!(align("abc", "xyz", 5).source_ranges(Span::new(1, 2)), [Span::new(5, 8)]);
    }
}
