//! Text that YAML reads as something else, without a word: what stands behind `#` is cut off, and a dash that is out of
//! line is taken into the text above it.

use super::read::line_around;
use super::{Errors, File, LoadError, Node, Value};
use crate::source::Span;

/// Adds a mistake for each such place in what was read of a file.
pub fn swallowed(documents: &[Node], file: &File, errors: &mut Errors) {
    documents.iter().for_each(|node| walk(node, file, errors));
}

fn walk(node: &Node, file: &File, errors: &mut Errors) {
    match &node.value {
        Value::Null => {}
        Value::Text(_) if is_plain(node.span, &file.text) => {
            errors.extend(cut_off(node.span, file));
            errors.extend(dash_within(node.span, file));
        }
        Value::Text(_) => {}
        Value::List(items) => items.iter().for_each(|item| walk(item, file, errors)),
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            walk(key, file, errors);
            walk(value, file, errors);
        }),
    }
}

/// Whether a text stands without quotes, and not below a `|` or `>`.
fn is_plain(span: Span, text: &str) -> bool {
    let line = line_around(text, span.start);
    let begins_its_line = text[line.start..span.start].trim().is_empty();
    let above = if begins_its_line { text[..line.start].trim_end() } else { "" };
    let above = above.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    !text[span.range()].starts_with(['"', '\'', '|', '>']) && !above.ends_with(['|', '>'])
}

/// ` #` right behind the text, with no space after it: more likely `#1` than a comment.
fn cut_off(span: Span, file: &File) -> Option<LoadError> {
    let line = line_around(&file.text, span.end);
    let rest = &file.text[span.end..line.end.max(span.end)];
    let comment = rest.trim();
    let is_word = comment.strip_prefix('#')?.starts_with(|c: char| !c.is_whitespace() && c != '#');
    if !is_word || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let start = span.end + (rest.len() - rest.trim_start().len());
    let error =
        file.error(Span::new(start, start + comment.len()), "the value ends before `#`, which begins a comment");
    let value = file.text[span.start..start + comment.len()].replace('\'', "''");
    let quoted = if value.contains('\n') { String::new() } else { format!(": '{value}'") };
    let hint = format!("put the whole value in quotes{quoted}; or put a space after `#` if a comment is meant");
    Some(error.label("left out").hint(hint))
}

/// A further line of the text that begins with a dash.
fn dash_within(span: Span, file: &File) -> Option<LoadError> {
    let text = &file.text[span.range()];
    let (at, line) = text.match_indices('\n').find_map(|(at, _)| {
        let line = text[at + 1..].lines().next()?;
        let dash = line.trim_start();
        dash.starts_with('-').then(|| (at + 1 + (line.len() - dash.len()), dash.trim_end()))
    })?;
    let (message, hint) = match line.starts_with("- ") {
        true => (
            "this dash is not in line with those above it, so it is read as more of the text before it",
            "move it under the other dashes; or put the text in quotes if the dash belongs to it",
        ),
        false => (
            "no space stands after this dash, so it is read as more of the text before it",
            "write `- ` and the text, in line with the other dashes; or put the text in quotes if the dash belongs to it",
        ),
    };
    let span = Span::new(span.start + at, span.start + at + line.len());
    Some(file.error(span, message).label("not a list item").hint(hint))
}
