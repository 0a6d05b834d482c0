//! Reads HTML: whole documents, fragments, and the pieces of HTML that stand in Markdown.

use super::builder::Builder;
use super::document::{BlockKind, Metadata, Visibility};
use super::entities::{Decoded, decode};
use super::html_attributes::Attributes;
use super::html_element::element;
use super::json_ld;
use super::scope::Element;
use super::tag::Tag;
use super::text_map::TextMap;
use super::tokens::{Handler, TagToken, tokenize};
use crate::source::Span;

/// How much of the HTML this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// To its end: what is open then was never closed.
    Fragment,
    /// One tag or comment in a line of Markdown; its element goes on after it.
    Inline,
}

/// Reads `text`, the output of `map`, into `builder`. Elements may have been opened before and may stay open.
pub fn read(builder: &mut Builder, text: &str, map: &TextMap, part: Part) {
    tokenize(text, &mut Reader { builder, text, map, part, json_ld: false });
}

struct Reader<'a> {
    builder: &'a mut Builder,
    text: &'a str,
    map: &'a TextMap,
    part: Part,
    /// Inside of `<script type="application/ld+json">`.
    json_ld: bool,
}

impl Handler for Reader<'_> {
    fn text(&mut self, span: Span) {
        if self.json_ld {
            return json_ld::read(self.builder, self.text, span, self.map);
        }
        for part in decode(&self.text[span.range()], false) {
            let at = Span::new(span.start + part.span().start, span.start + part.span().end);
            match part {
                Decoded::Verbatim(_) => self.builder.text(&self.text[at.range()], at, self.map),
                Decoded::Named(_, characters) => self.builder.atomic(characters, self.map.hull(at)),
                Decoded::Numeric(_, c) => self.builder.atomic(c.encode_utf8(&mut [0; 4]), self.map.hull(at)),
            }
        }
    }

    fn tag(&mut self, token: &TagToken) {
        let tag = Tag::from_name(&token.name);
        if token.is_end {
            self.end(tag, token.span);
        } else {
            self.start(tag, token);
        }
    }

    fn comment(&mut self, span: Span, body: Span) {
        comment(self.builder, self.text, span, body, self.map);
    }

    fn unterminated(&mut self, span: Span, what: &'static str) {
        if self.part == Part::Fragment {
            self.builder.not_read(self.map.hull(span), format!("{what} swallows the rest"));
        }
    }
}

impl Reader<'_> {
    fn start(&mut self, tag: Tag, token: &TagToken) {
        self.end_implied(tag);
        let source = self.map.hull(token.span);
        let attributes = Attributes::read(self.text, token);
        let builder = &mut *self.builder;
        if let (Tag::Html, Some(language)) = (tag, attributes.language) {
            let value = attributes.decoded(self.text, language);
            builder.doc.metadata.push(Metadata { path: "lang".to_owned(), value, span: self.map.hull(language) });
        }
        match tag {
            Tag::Br => return builder.line_break(source),
            Tag::Wbr => return,
            Tag::Hr => builder.break_block(),
            // A footnote mark or an exponent is no part of the word before it.
            Tag::Sup => builder.atomic(" ", Span::new(source.end, source.end)),
            Tag::Q => builder.atomic("\"", source),
            Tag::Code | Tag::Kbd | Tag::Samp if !builder.sinks.is_empty() => builder.placeholder(source),
            _ => {}
        }
        let element = element(tag, &attributes, builder);
        let is_component = matches!(tag, Tag::Other(_)) && token.self_closing;
        if tag.is_void() || is_component {
            attributes.add_copy(builder, tag, element.visibility, self.text, self.map);
            return;
        }
        let (is_link, call_to_action) = (tag == Tag::A, element.kind == Some(BlockKind::CallToAction));
        self.json_ld = tag == Tag::Script && attributes.is_json_ld(self.text);
        if self.json_ld {
            builder.enter(Element { silent: false, ..element });
        } else {
            builder.enter(element);
        }
        if is_link && let Some(href) = attributes.href {
            let url = attributes.decoded(self.text, href);
            builder.begin_link(url, Some(self.map.hull(href)), call_to_action);
        }
        attributes.add_copy(builder, tag, Visibility::Visible, self.text, self.map);
    }

    fn end_implied(&mut self, tag: Tag) {
        if tag.closes_paragraph() {
            let stops = |other: Tag| other == Tag::P || other == Tag::Button || other.is_boundary();
            self.leave_first(stops, |other| other == Tag::P);
        }
        let (targets, shields) = tag.implied_end();
        if !targets.is_empty() {
            let stops = |other: Tag| targets.contains(&other) || shields.contains(&other);
            self.leave_first(stops, |other| targets.contains(&other));
        }
    }

    /// Closes the innermost element that `stops` the search, if it is one to close.
    fn leave_first(&mut self, stops: impl Fn(Tag) -> bool, closes: impl Fn(Tag) -> bool) {
        let found = self.builder.open_tags().find(|(_, scope)| stops(scope.tag));
        if let Some(depth) = found.filter(|(_, scope)| closes(scope.tag)).map(|(depth, _)| depth) {
            self.builder.leave_to(depth);
        }
    }

    fn end(&mut self, tag: Tag, span: Span) {
        self.json_ld = false;
        let is_heading = matches!(tag, Tag::Heading(_));
        let in_table = matches!(tag, Tag::Table | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Tr | Tag::Td | Tag::Th);
        let stops = |other: Tag| if in_table { other == Tag::Table } else { other.is_boundary() };
        let matches = |other: Tag| other == tag || (is_heading && matches!(other, Tag::Heading(_)));
        let mut blocks_inside = false;
        let mut found = None;
        for (depth, scope) in self.builder.open_tags() {
            if matches(scope.tag) {
                found = Some(depth);
                break;
            }
            if stops(scope.tag) {
                break;
            }
            blocks_inside |= !scope.inline;
        }
        match found {
            None if tag == Tag::P => self.builder.break_block(),
            None if tag == Tag::Br => self.builder.line_break(self.map.hull(span)),
            None => {}
            // `<a><p>…</a>`: the paragraph is not the link's to close.
            Some(_) if blocks_inside && tag == Tag::A => self.builder.end_link(),
            Some(_) if blocks_inside && tag.is_inline() && !matches!(tag, Tag::Other(_) | Tag::Button) => {}
            Some(depth) => {
                if tag == Tag::Q {
                    self.builder.atomic("\"", self.map.hull(span));
                }
                self.builder.leave_to(depth);
            }
        }
    }
}

/// A comment: a directive, or hidden prose. `span` and `body` lie in `text`, the output of `map`.
pub(super) fn comment(builder: &mut Builder, text: &str, span: Span, body: Span, map: &TextMap) {
    let content = &text[body.range()];
    let trimmed = content.trim();
    if let Some(directive) = trimmed.strip_prefix("fairbalance:") {
        return builder.directive(directive, map.hull(span));
    }
    // Conditional comments of old browsers, and the block marks of a content system.
    if trimmed.starts_with(['[', '<']) && trimmed.contains("[endif]")
        || trimmed.starts_with("[if")
        || is_block_mark(trimmed)
    {
        return;
    }
    if builder.scopes.last().is_some_and(|scope| scope.silent) || !reads_as_prose(content) {
        return;
    }
    builder.aside(BlockKind::Paragraph, Visibility::Hidden, |sink| {
        for (is_markup, at) in split_markup(content) {
            let at = Span::new(body.start + at.start, body.start + at.end);
            if !is_markup {
                sink.html(text, at, map, false);
            } else if !is_inline_tag(&text[at.range()]) {
                let end = map.hull(at).end;
                sink.atomic(" ", Span::new(end, end));
            }
        }
    });
}

fn is_inline_tag(markup: &str) -> bool {
    let name = markup.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    Tag::from_name(name.to_ascii_lowercase().as_bytes()).is_inline()
}

fn is_block_mark(comment: &str) -> bool {
    comment.trim_start_matches('/').starts_with("wp:")
}

/// Whether three words or more stand in it that are not code.
pub(super) fn reads_as_prose(text: &str) -> bool {
    const WORDS: usize = 3;
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '=' && c != '{' && c != '_');
        word.chars().any(char::is_alphabetic)
            && !word.contains(['=', '{', '}', '_', '<', '>', '/', '(', ';', '\\', '@'])
    };
    let prose = split_markup(text).filter(|(is_markup, _)| !is_markup);
    let mut words = prose.flat_map(|(_, at)| text[at.range()].split_whitespace());
    let code = text.contains("=>") || text.contains("();") || text.contains("{\"");
    !code && words.by_ref().filter(|word| is_word(word)).take(WORDS).count() == WORDS
}

/// Tags, and what stands between them.
fn split_markup(text: &str) -> impl Iterator<Item = (bool, Span)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = if rest.starts_with('<') { rest.find('>') } else { None };
        let (is_markup, len) = match (end, rest.starts_with('<')) {
            (Some(end), _) => (true, end + 1),
            // No tag ends any more.
            (None, true) => (false, rest.len()),
            (None, false) => (false, rest.find('<').unwrap_or(rest.len())),
        };
        at += len;
        Some((is_markup, Span::new(at - len, at)))
    })
}
