//! Reads plain text: the conventions that people write notes and mails in.

use super::builder::Builder;
use super::document::{BlockKind, Traits};
use super::scope::{Element, Role};
use super::tag::Tag;
use super::text_map::TextMap;
use crate::source::Span;

/// Reads `text`, the output of `map`. Lines of a paragraph join; blank lines, bullets and quote marks part blocks.
pub fn read(builder: &mut Builder, text: &str, map: &TextMap) {
    let mut reader = Reader { builder, text, map, list: None, item: None, quote: None, last_line: None };
    let mut lines = Lines { text, at: 0 }.peekable();
    let mut after_blank = true;
    while let Some(line) = lines.next() {
        let before_blank = lines.peek().is_none_or(|next| reader.content(*next).is_empty());
        reader.line(line, after_blank, before_blank);
        after_blank = reader.content(line).is_empty();
    }
    reader.end_list();
    reader.end_quote();
}

struct Reader<'a> {
    builder: &'a mut Builder,
    text: &'a str,
    map: &'a TextMap,
    /// Depths of the open list, its open item, and the open quotation.
    list: Option<usize>,
    item: Option<usize>,
    quote: Option<usize>,
    /// The line end before this line, in the text.
    last_line: Option<Span>,
}

/// A short line that stands alone is a heading up to here.
const HEADING_CHARS: usize = 80;
const HEADING_WORDS: usize = 12;

impl Reader<'_> {
    fn content(&self, line: Span) -> Span {
        let text = &self.text[line.range()];
        let start = line.start + (text.len() - text.trim_start().len());
        Span::new(start, start + text.trim().len())
    }

    fn line(&mut self, line: Span, after_blank: bool, before_blank: bool) {
        let mut content = self.content(line);
        let is_quoted = self.text[content.range()].starts_with('>');
        if is_quoted {
            self.begin_quote();
            let inner = self.text[content.range()].trim_start_matches(['>', ' ', '\t']);
            content.start = content.end - inner.len();
        } else if self.quote.is_some() {
            self.end_list();
            self.end_quote();
        }
        let text = &self.text[content.range()];
        if text.is_empty() || is_rule(text) {
            self.builder.break_block();
            self.last_line = None;
            return;
        }
        if let Some(marker) = bullet(text) {
            self.begin_item();
            content.start += marker;
            self.push(content);
        } else if self.item.is_some() && (after_blank && content.start == line.start) {
            self.end_list();
            self.flow(content, after_blank, before_blank);
        } else if self.item.is_some() || is_quoted {
            self.push(content);
        } else {
            self.flow(content, after_blank, before_blank);
        }
        self.last_line = Some(Span::new(content.end, content.end));
    }

    fn flow(&mut self, content: Span, after_blank: bool, before_blank: bool) {
        let text = &self.text[content.range()];
        let capitals = is_all_capitals(text);
        if after_blank && ((before_blank && is_title(text)) || capitals) || (capitals && before_blank) {
            let level = if capitals { 1 } else { 2 };
            let depth = self.builder.enter(Element::block(Tag::Heading(level)).with_kind(BlockKind::Heading(level)));
            self.last_line = None;
            self.push(content);
            self.builder.leave_to(depth);
        } else {
            self.push(content);
        }
    }

    fn push(&mut self, content: Span) {
        if let Some(end) = self.last_line {
            let end = self.map.hull(Span::new(end.start, content.start));
            self.builder.soft_break(end);
        }
        self.builder.text(&self.text[content.range()], content, self.map);
    }

    fn begin_item(&mut self) {
        self.last_line = None;
        if self.list.is_none() {
            self.builder.break_block();
            self.list = Some(self.builder.enter(Element::block(Tag::Ul).with_role(Role::List)));
        }
        if let Some(item) = self.item {
            self.builder.leave_to(item);
        }
        self.item =
            Some(self.builder.enter(Element::block(Tag::Li).with_kind(BlockKind::ListItem).with_role(Role::Item)));
    }

    fn end_list(&mut self) {
        if let Some(list) = self.list.take() {
            self.builder.leave_to(list);
            self.last_line = None;
        }
        self.item = None;
    }

    fn begin_quote(&mut self) {
        if self.quote.is_none() {
            self.end_list();
            self.last_line = None;
            let traits = Traits { quoted: true, ..Traits::default() };
            let element = Element::block(Tag::Blockquote).with_kind(BlockKind::Quotation).with_role(Role::Quote);
            self.quote = Some(self.builder.enter(Element { traits, ..element }));
        }
    }

    fn end_quote(&mut self) {
        if let Some(quote) = self.quote.take() {
            self.builder.leave_to(quote);
            self.last_line = None;
        }
    }
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = Span::new(self.at, self.at + len);
        let end = if rest[len..].starts_with(b"\r\n") { 2 } else { 1 };
        self.at += len + end;
        Some(line)
    }
}

/// Length of a bullet or number with the space behind it.
fn bullet(text: &str) -> Option<usize> {
    let sign = text.chars().next()?;
    let marker = match sign {
        '-' | '*' | '+' | '•' | '‣' | '▪' | '●' | '○' | '◦' | '✓' | '✔' | '–' => sign.len_utf8(),
        '0'..='9' => {
            let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
            text[digits..].starts_with(['.', ')']).then_some(digits + 1).filter(|_| digits < 4)?
        }
        _ => return None,
    };
    let rest = &text[marker..];
    let content = rest.trim_start();
    (content.len() < rest.len() && !content.is_empty()).then(|| text.len() - content.len())
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'_' | b'~' | b'#' | b' '))
}

fn is_title(text: &str) -> bool {
    let ends = ['.', '!', ',', ';', ':', '"', '”', ')'];
    let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    begins && text.len() <= HEADING_CHARS && !text.ends_with(ends) && text.split_whitespace().count() <= HEADING_WORDS
}

fn is_all_capitals(text: &str) -> bool {
    let letters = text.chars().take(HEADING_CHARS + 1).filter(|c| c.is_alphabetic()).count();
    letters >= 4 && text.len() <= HEADING_CHARS && !text.ends_with(['.', '!']) && !text.contains(char::is_lowercase)
}
