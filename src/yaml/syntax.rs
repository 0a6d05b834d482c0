//! What YAML cannot read, told to whoever wrote it: where it went wrong, which is often above the place where the
//! library gave up, and the way out of the traps that copy in YAML runs into.

use std::ops::Range;

use super::read::{line_around, scalar_span};
use super::{File, LoadError};
use crate::load_error::Kind;
use crate::source::Span;

/// A syntax error of the library as a mistake in the file.
pub(super) fn error(file: &File, error: &serde_saphyr::Error) -> LoadError {
    let text = &*file.text;
    let span = error.location().map_or(Span::new(0, 0), |location| scalar_span(&location, text));
    let said = error.without_snippet().to_string();
    // The library repeats the position that the underline shows already.
    let said = said.split(" at line ").next().unwrap_or(&said);
    let message = match said.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, rest)) => rest.to_owned(),
        None => said.to_owned(),
    };
    if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
        let key = key.split(',').next().unwrap_or(key);
        let error = file.error(span, format!("the key `{key}` stands here twice")).label("again");
        return LoadError { kind: Kind::Unreadable, ..error }
            .hint("keep one of the two; several values are written as a list");
    }
    let line = line_around(text, span.start);
    let told = empty_entry(file, line.clone())
        .or_else(|| sign_in_brackets(file, line.clone()))
        .or_else(|| open_bracket(file, line.end))
        .or_else(|| dash(file, line.clone()))
        .or_else(|| key_out_of_line(file, line.clone()))
        .unwrap_or_else(|| {
            let span = if span.is_empty() { stumbled_on(text, span.start, line.clone()) } else { span };
            let error = file.error(span, format!("not valid YAML: {message}"));
            match trap(&text[line]) {
                Some(hint) => error.hint(hint),
                None => error.hint("check quotes, colons and indentation on this line and the one above it"),
            }
        });
    LoadError { kind: Kind::Unreadable, ..told }
}

/// Two commas with nothing between them, or one behind the opening bracket.
fn empty_entry(file: &File, line: Range<usize>) -> Option<LoadError> {
    let places = flow(&file.text, &line);
    let (before, at) = places.windows(2).find_map(|two| match two {
        [(before, ',' | '[' | '{'), (at, ',')] => Some((*before, *at)),
        _ => None,
    })?;
    let is_first = !file.text[before..].starts_with(',');
    let where_ = if is_first { "before the first comma" } else { "between two commas" };
    let error = file.error(Span::new(before, at + 1), format!("an empty entry {where_}")).label("nothing in it");
    Some(error.hint("take out one of the commas, or write the entry that is missing"))
}

/// Signs with a meaning of their own in YAML.
const SIGNS: [char; 6] = ['*', '&', '@', '`', '!', '%'];

/// A value in brackets that begins with one of them.
fn sign_in_brackets(file: &File, line: Range<usize>) -> Option<LoadError> {
    let places = flow(&file.text, &line);
    let at = places.windows(2).find_map(|two| match two {
        [(_, ',' | '[' | '{' | ':'), (at, sign)] if SIGNS.contains(sign) => Some(*at),
        _ => None,
    })?;
    let value = file.text[at..line.end].split([',', ']', '}']).next().unwrap_or_default().trim_end();
    let error = file.error(Span::new(at, at + value.len()), "this value begins with a sign of YAML's own");
    Some(error.label("not in quotes").hint(sign_hint(value)))
}

fn sign_hint(value: &str) -> String {
    let sign = value.chars().next().unwrap_or_default();
    let does = if sign == '*' { "begins a reference" } else { "means something else" };
    format!("a value that begins with `{sign}` {does} in YAML; put it in quotes: '{value}'")
}

/// What stands in brackets in a line, quoted text and white space left out, each with its place.
fn flow(text: &str, line: &Range<usize>) -> Vec<(usize, char)> {
    let start = line.start + value_at(&text[line.clone()]);
    let mut quote = None;
    let mut before = ' ';
    let mut places = Vec::new();
    if !text[start..line.end].starts_with(['[', '{']) {
        return places;
    }
    for (at, c) in text[start..line.end].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            // An apostrophe within a word is none.
            None if matches!(c, '"' | '\'') && "[{,: ".contains(before) => {
                quote = Some(c);
                places.push((start + at, c));
            }
            None if c == '#' && before == ' ' => break,
            None if c.is_whitespace() => {}
            None => places.push((start + at, c)),
        }
        before = c;
    }
    places
}

/// A bracket that is still open where a later line, up to `end`, begins a key or a dash of its own.
fn open_bracket(file: &File, end: usize) -> Option<LoadError> {
    let text = &*file.text;
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut indent = 0;
    let mut at = 0;
    for line in text[..end].split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if !open.is_empty() && indent_of(line) <= indent && begins_anew(line) {
            break;
        }
        let places = match open.is_empty() {
            true => {
                indent = indent_of(line);
                flow(text, &range)
            }
            false => text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)).collect(),
        };
        for (at, c) in places {
            match c {
                '[' | '{' => open.push((at, c)),
                ']' | '}' => drop(open.pop()),
                _ => {}
            }
        }
    }
    let (at, bracket) = *open.first()?;
    let line = line_around(text, at);
    let close = if bracket == '[' { ']' } else { '}' };
    let error = file.error(Span::new(at, line.end), format!("this `{bracket}` is never closed")).label("opens here");
    Some(error.hint(format!("end it with `{close}`; or put the whole value in quotes if it is text")))
}

/// A line that begins a list item or has a key.
fn begins_anew(line: &str) -> bool {
    line.trim_start().starts_with("- ") || key_of(line).is_some()
}

/// A dash with no space after it, or less deep than the one above.
fn dash(file: &File, line: Range<usize>) -> Option<LoadError> {
    let (text, depth) = (&file.text[line.clone()], indent_of(&file.text[line.clone()]));
    let item = text[depth..].strip_prefix('-').filter(|rest| !rest.starts_with('-'))?;
    let above = lines_above(&file.text, line.start).next().map(|range| &file.text[range])?;
    let is_below_item = above.trim_start().starts_with("- ");
    let (message, hint) = if !item.starts_with(' ') {
        ("no space stands after this dash", "write `- ` and the text, in line with the other dashes")
    } else if is_below_item && indent_of(above) != depth {
        ("this dash is not in line with the one above it", "move it under the other dashes")
    } else {
        return None;
    };
    let span = Span::new(line.start + depth, line.start + text.trim_end().len());
    Some(file.error(span, message).label("not a list item").hint(hint))
}

/// A line that stands deeper than a key above it that stands at the depth of an empty one: that key should stand deeper too.
fn key_out_of_line(file: &File, line: Range<usize>) -> Option<LoadError> {
    let text = &*file.text;
    let depth = indent_of(&text[line.clone()]);
    let above = lines_above(text, line.start).find(|range| indent_of(&text[range.clone()]) < depth)?;
    let key = key_of(&text[above.clone()])?;
    let empty = lines_above(text, above.start).next().map(|range| &text[range])?;
    let holder = key_of(empty).filter(|_| empty.trim_end().ends_with(':'))?;
    let column = indent_of(&text[above.clone()]);
    if indent_of(empty) != column {
        return None;
    }
    let span = Span::new(above.start + column, above.start + column + key.len() + 1);
    let error = file.error(span, format!("`{key}` stands beside `{holder}`, which holds nothing then"));
    Some(error.label("not indented").hint(format!("if it belongs to `{holder}`, put two more spaces before it")))
}

/// The lines above a place that say something, the nearest first.
fn lines_above(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let range = line_around(text, at.checked_sub(1)?);
        at = range.start;
        Some(range)
    })
    .filter(|range| {
        let line = text[range.clone()].trim_start();
        !line.is_empty() && !line.starts_with('#')
    })
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key that a line begins with.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let key = line.split_once(": ").map(|(key, _)| key).or_else(|| line.strip_suffix(':'))?;
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c)) && !key.starts_with('-'))
        .then_some(key)
}

/// What to underline where the library tells only where it gave up: the value there, else the line; or the tabs before it.
fn stumbled_on(text: &str, at: usize, range: Range<usize>) -> Span {
    let line = text[range.clone()].trim_end();
    let indent = line.len() - line.trim_start().len();
    if line[..indent].contains('\t') {
        return Span::new(range.start, range.start + indent);
    }
    let value = value_at(line);
    let start = if at >= range.start + value { value } else { indent };
    Span::new(range.start + start, range.start + line.len())
}

/// Where in a line the value begins, behind its dashes and key.
fn value_at(line: &str) -> usize {
    let value = line.trim_start().trim_start_matches("- ");
    let value = match value.split_once(": ") {
        Some((key, value)) if !key.contains([' ', '[', '{']) || key_of(line).is_some() => value,
        _ => value,
    };
    line.len() - value.len()
}

/// What to do about a line that YAML cannot read, or reads as something else.
fn trap(line: &str) -> Option<String> {
    let value = &line[value_at(line)..];
    let first = value.chars().next()?;
    if line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t') {
        return Some("YAML indents with spaces, never with tabs".into());
    }
    match first {
        first if SIGNS.contains(&first) => Some(sign_hint(value)),
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
