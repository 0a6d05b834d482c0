//! Strings of JSON-LD that hold copy, with exact ranges through their escapes.

use super::builder::Builder;
use super::document::{BlockKind, Visibility};
use super::html;
use super::scope::Element;
use super::tag::Tag;
use super::text_map::TextMap;
use super::traits::JSON_LD_KEYS;
use crate::source::Span;

/// Adds a block for each string under one of [`JSON_LD_KEYS`]. `span` is the JSON in `text`, the output of `map`.
/// JSON that is broken is read as far as its strings go.
pub fn read(builder: &mut Builder, text: &str, span: Span, map: &TextMap) {
    for value in copy_strings(text, span) {
        let (decoded, decoded_map) = unescape(text, value);
        let decoded_map = decoded_map.compose(map);
        // Answers of question pages are often HTML.
        if decoded.contains(['<', '&']) {
            let depth = builder.enter(Element::block(Tag::Div).with_kind(BlockKind::JsonLd));
            html::read(builder, &decoded, &decoded_map, html::Part::Fragment);
            builder.leave_to(depth);
        } else {
            let whole = Span::new(0, decoded.len());
            builder.aside(BlockKind::JsonLd, Visibility::Visible, |sink| sink.text(&decoded, whole, &decoded_map));
        }
    }
}

/// Ranges, without quotes, of the string values of copy keys; strings in an array belong to the array's key.
fn copy_strings(text: &str, span: Span) -> Vec<Span> {
    let bytes = &text.as_bytes()[..span.end];
    let mut found = Vec::new();
    // One entry per open container: is it an object, and is the key that now holds in it one of copy.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let mut expects_key = false;
    let mut at = span.start;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                open.push((true, false));
                expects_key = true;
            }
            b'[' => open.push((false, open.last().is_some_and(|o| o.1))),
            b'}' | b']' => {
                open.pop();
                expects_key = false;
            }
            b',' => expects_key = open.last().is_some_and(|o| o.0),
            b':' => expects_key = false,
            b'"' => {
                let end = string_end(bytes, at + 1);
                let content = Span::new(at + 1, end);
                match open.last_mut() {
                    Some((true, copy)) if expects_key => *copy = is_copy_key(&text[content.range()]),
                    Some((_, true)) if end < bytes.len() => found.push(content),
                    _ => {}
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_copy_key(key: &str) -> bool {
    JSON_LD_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or(&[])) {
        at += found;
        if bytes[at] == b'"' {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

fn unescape(text: &str, span: Span) -> (String, TextMap) {
    let (mut out, mut map) = (String::with_capacity(span.len()), TextMap::default());
    let mut at = span.start;
    while at < span.end {
        let rest = &text[at..span.end];
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        map.push_identity(at, plain);
        at += plain;
        if at < span.end {
            let (c, len) = escape(&rest[plain..]);
            out.push(c);
            map.push_atomic(c.len_utf8(), Span::new(at, at + len));
            at += len;
        }
    }
    (out, map)
}

/// The character of the escape that `text` begins with, and its length in bytes.
fn escape(text: &str) -> (char, usize) {
    match text[1..].chars().next() {
        Some('n' | 'r' | 't' | 'b' | 'f') => (' ', 2),
        Some('u') => match (unit(text, 2), unit(text, 8)) {
            (Some(high @ 0xD800..0xDC00), Some(low @ 0xDC00..0xE000)) if text[6..].starts_with("\\u") => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (char::from_u32(code).unwrap_or('\u{FFFD}'), 12)
            }
            (Some(code), _) => (char::from_u32(code).unwrap_or('\u{FFFD}'), 6),
            (None, _) => ('u', 2),
        },
        Some(c) => (c, 1 + c.len_utf8()),
        None => ('\\', 1),
    }
}

fn unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(json: &str) -> Vec<String> {
        copy_strings(json, Span::new(0, json.len())).into_iter().map(|s| unescape(json, s).0).collect()
    }

    #[test]
    fn copy_is_found_by_its_key() {
        let json = r#"{"@type":"FAQPage","name":"A \"b\" \u00e9","url":"x","mainEntity":[{"name":"Q?","acceptedAnswer":{"text":"Yes\nit \ud83d\ude00"}}],"keywords":["a","b"]}"#;
        assert_eq!(strings(json), ["A \"b\" é", "Q?", "Yes it 😀", "a", "b"]);
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        assert_eq!(strings(r#"{"name": "a", text: "b", "name" "c", "#), ["a", "b"]);
        assert_eq!(strings(r#"]}"name":"x""#), Vec::<String>::new());
        assert_eq!(strings(r#"{"text":"\u12é\"#), Vec::<String>::new());
        assert_eq!(strings(r#"{"text":"\u12é\q\ud800"}"#), ["u12éq\u{fffd}"]);
        assert_eq!(strings(r#"{"text":"never ends"#), Vec::<String>::new());
    }
}
