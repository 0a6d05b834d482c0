//! Masks what MDX adds to Markdown: imports and exports, expressions in braces, comments in braces.
//!
//! Tags of components are left for the HTML reader. An expression that is one plain string keeps its words.

use super::builder::Builder;
use super::mask::Mask;
use crate::source::Span;

pub(super) fn mask(mask: &mut Mask, builder: &mut Builder) {
    let mut scanner = Scanner { mask, builder, failures: 0 };
    let text = scanner.mask.text;
    let mut at = 0;
    let mut fence: Option<&str> = None;
    let mut after_blank = true;
    while at < text.len() {
        let line_end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
        let line = &text[at..line_end];
        let trimmed = line.trim_start();
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                fence = None;
            }
        } else if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark)) {
            fence = Some(mark);
        } else if after_blank && is_module_line(line) {
            at = scanner.module(at);
            continue;
        } else {
            // An expression may reach over lines; go on behind it.
            let end = scanner.line(at, line_end);
            if end > line_end {
                at = end;
                after_blank = false;
                continue;
            }
        }
        after_blank = trimmed.is_empty();
        at = line_end + 1;
    }
}

struct Scanner<'m, 'a, 'b> {
    mask: &'m mut Mask<'a>,
    builder: &'b mut Builder,
    /// Braces that never closed. After a few, little is spent on looking.
    failures: usize,
}

const MAX_EXPRESSION: usize = 64 * 1024;
const MAX_AFTER_FAILURES: usize = 256;
const MANY_FAILURES: usize = 16;

impl Scanner<'_, '_, '_> {
    /// Masks the expressions that begin in a line. Returns where the last one ends.
    fn line(&mut self, start: usize, end: usize) -> usize {
        let text = self.mask.text;
        let mut at = start;
        while at < end {
            let Some(found) = memchr::memchr3(b'{', b'`', b'\\', &text.as_bytes()[at..end]) else { return at };
            at += found;
            match text.as_bytes()[at] {
                b'\\' => at += 2,
                b'`' => {
                    let ticks = text.as_bytes()[at..].iter().take_while(|b| **b == b'`').count();
                    let close = text[at + ticks..end].find(&text[at..at + ticks]);
                    at += close.map_or(ticks, |n| ticks + n + ticks);
                }
                _ => at = self.expression(at, end),
            }
        }
        at
    }

    fn expression(&mut self, open: usize, line_end: usize) -> usize {
        let text = self.mask.text;
        let Some(end) = closing_brace(text.as_bytes(), open, self.limit()) else {
            self.failures += 1;
            let span = Span::new(open, line_end);
            self.mask.word(span);
            self.builder.not_read(span, "an expression that does not end");
            return line_end;
        };
        let (span, body) = (Span::new(open, end), Span::new(open + 1, end - 1));
        let inner = text[body.range()].trim();
        if let Some(comment) = inner.strip_prefix("/*").and_then(|c| c.strip_suffix("*/")) {
            let start = body.start + (text[body.range()].len() - text[body.range()].trim_start().len()) + 2;
            self.mask.blank(span);
            self.builder.template_comment(span, Span::new(start, start + comment.len()));
        } else if is_plain_string(inner) {
            self.string(span, inner);
        } else {
            self.mask.word(span);
        }
        end
    }

    fn limit(&self) -> usize {
        if self.failures < MANY_FAILURES { MAX_EXPRESSION } else { MAX_AFTER_FAILURES }
    }

    /// `{"words"}`: the words stay. As the value of an attribute they need quotes.
    fn string(&mut self, span: Span, inner: &str) {
        let text = self.mask.text;
        let start = span.start + text[span.range()].find(inner).unwrap_or(1);
        let words = Span::new(start + 1, start + inner.len() - 1);
        self.mask.nothing(Span::new(span.start, words.start));
        self.mask.nothing(Span::new(words.end, span.end));
        if text[..span.start].ends_with('=') && !text[words.range()].contains('"') {
            self.mask.nothing(Span::new(span.start + 1, words.start));
            self.mask.nothing(Span::new(words.end, span.end - 1));
            self.mask.quote(span.start);
            self.mask.quote(span.end - 1);
        }
    }

    /// Masks an import or export up to the blank line behind it. Returns where that is.
    fn module(&mut self, start: usize) -> usize {
        let bytes = self.mask.text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            match bytes[at] {
                b'{' | b'(' | b'[' => {
                    let end = closing_brace(bytes, at, self.limit());
                    self.failures += usize::from(end.is_none());
                    at = end.unwrap_or(at + 1);
                    continue;
                }
                b'\n' if matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r')) => break,
                b'\r' if bytes.get(at + 1) == Some(&b'\r') => break,
                _ => at += 1,
            }
        }
        let span = Span::new(start, at.min(bytes.len()));
        self.mask.blank(span);
        self.builder.not_prose(span);
        span.end.max(start + 1)
    }
}

fn is_module_line(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix("import ") {
        return rest.contains(['"', '\'']) || rest.trim_end().ends_with(['{', ',']);
    }
    let Some(rest) = line.strip_prefix("export ") else { return false };
    ["const ", "let ", "var ", "default ", "function ", "async ", "class ", "type ", "interface ", "{", "*"]
        .iter()
        .any(|word| rest.starts_with(word))
}

/// Behind the bracket that closes the one at `open`: quotes, template literals and comments are passed over.
fn closing_brace(bytes: &[u8], open: usize, limit: usize) -> Option<usize> {
    let end = bytes.len().min(open + limit);
    let mut depth = 0usize;
    // Depths at which a template literal goes on after its `${…}`.
    let mut literals: Vec<usize> = Vec::new();
    let mut at = open;
    while at < end {
        match bytes[at] {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' if literals.last() == Some(&depth) => {
                literals.pop();
                depth -= 1;
                at = literal(bytes, at + 1, end, &mut depth, &mut literals)?;
                continue;
            }
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            quote @ (b'"' | b'\'') => at = string_end(bytes, at, end, quote),
            b'`' => {
                at = literal(bytes, at + 1, end, &mut depth, &mut literals)?;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += 2 + memchr::memmem::find(&bytes[at + 2..end.max(at + 2)], b"*/")? + 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Goes to the end of a template literal, or into its next `${`.
fn literal(bytes: &[u8], from: usize, end: usize, depth: &mut usize, literals: &mut Vec<usize>) -> Option<usize> {
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'`' => return Some(at + 1),
            b'\\' => at += 1,
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                *depth += 1;
                literals.push(*depth);
                return Some(at + 2);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The closing quote; or the opening one again, where it is an apostrophe in text.
fn string_end(bytes: &[u8], open: usize, end: usize, quote: u8) -> usize {
    let mut at = open + 1;
    while at < end {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' => return open,
            b if b == quote => return at,
            _ => {}
        }
        at += 1;
    }
    open
}

fn is_plain_string(inner: &str) -> bool {
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    quote.is_some_and(|quote| {
        inner.len() >= 2 && inner.ends_with(quote) && {
            let words = &inner[1..inner.len() - 1];
            !words.contains([quote, '\\', '<']) && !words.contains("${")
        }
    })
}
