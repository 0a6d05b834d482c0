//! An open block: its text as decoded, and how it becomes part of the document.

use super::builder::Builder;
use super::document::{Block, BlockId, BlockKind, Governor, Link};
use super::entities::{Decoded, decode};
use super::normalise::{FILLER, fold_into};
use super::scope::Context;
use super::text_map::TextMap;
use crate::source::Span;

/// Text on its way into a block.
#[derive(Debug, Default)]
pub struct Sink {
    pub(super) text: String,
    pub(super) map: TextMap,
    pub(super) context: Context,
    /// How many elements were open when it was.
    pub(super) depth: usize,
    pub(super) governors: Vec<Governor>,
    /// `(link, start, end)` in `text`; an open one ends at `usize::MAX`.
    pub(super) links: Vec<(u32, usize, usize)>,
    /// Line breaks since the last word.
    pub(super) breaks: usize,
    /// A line of a quotation has just ended; the next may name who speaks.
    pub(super) after_break: bool,
    /// Not all of it is bold.
    pub(super) plain: bool,
}

#[derive(Debug)]
pub(super) struct OpenLink {
    pub url: String,
    pub url_span: Option<Span>,
    pub call_to_action: bool,
}

impl Sink {
    /// Adds `text`, which is `span` of the output of `map`.
    pub fn text(&mut self, text: &str, span: Span, map: &TextMap) {
        self.text.push_str(text);
        self.map.push_span(map, span);
    }

    /// Adds `text` that stands for the whole of `source`.
    pub fn atomic(&mut self, text: &str, source: Span) {
        self.text.push_str(text);
        self.map.push_atomic(text.len(), source);
    }

    /// Adds `span` of `text`, its character references decoded.
    pub fn html(&mut self, text: &str, span: Span, map: &TextMap, in_attribute: bool) {
        for part in decode(&text[span.range()], in_attribute) {
            let at = Span::new(span.start + part.span().start, span.start + part.span().end);
            match part {
                Decoded::Verbatim(_) => self.text(&text[at.range()], at, map),
                Decoded::Named(_, characters) => self.atomic(characters, map.hull(at)),
                Decoded::Numeric(_, c) => self.atomic(c.encode_utf8(&mut [0; 4]), map.hull(at)),
            }
        }
    }

    pub(super) fn begin_link(&mut self, link: u32) {
        if self.links.last().is_none_or(|&(last, _, end)| last != link || end != usize::MAX) {
            self.links.push((link, self.text.len(), usize::MAX));
        }
    }

    pub(super) fn end_link(&mut self) {
        let len = self.text.len();
        if let Some((_, _, end)) = self.links.last_mut().filter(|(_, _, end)| *end == usize::MAX) {
            *end = len;
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.map.clear();
        self.links.clear();
        self.governors.clear();
        (self.breaks, self.after_break, self.plain) = (0, false, false);
    }
}

impl Builder {
    /// Normalises a block and adds it to the document, unless nothing is left of it.
    pub(super) fn close(&mut self, mut sink: Sink, aside: bool) -> Option<BlockId> {
        sink.end_link();
        let id = self.fold_block(&mut sink, aside);
        sink.clear();
        self.spare.push(sink);
        id
    }

    fn fold_block(&mut self, sink: &mut Sink, aside: bool) -> Option<BlockId> {
        let start = self.doc.text.len();
        let mut marks: Vec<usize> = sink.links.iter().flat_map(|&(_, start, end)| [start, end]).collect();
        fold_into(&sink.text, &sink.map, &mut self.doc.text, &mut self.doc.map, &mut marks);
        let span = Span::new(start, self.doc.text.len());
        if self.doc.text[start..].chars().all(|c| c == FILLER || c == ' ') {
            self.doc.text.truncate(start);
            self.doc.map.truncate(start);
            return None;
        }
        let end = self.doc.map.source_end();
        self.doc.text.push('\n');
        self.doc.map.push_atomic(1, Span::new(end, end));

        let id = BlockId(self.doc.blocks.len() as u32);
        let kind = sink.context.kind.unwrap_or(BlockKind::Paragraph);
        self.doc.blocks.push(Block {
            kind,
            span,
            visibility: sink.context.visibility,
            section: self.structure.section(),
            governors: std::mem::take(&mut sink.governors),
            traits: sink.context.traits,
        });
        for (&(link, _, _), mark) in sink.links.iter().zip(marks.chunks_exact(2)) {
            self.add_link(link, Span::new(mark[0], mark[1].min(span.end)), id);
        }
        if !aside {
            self.structure.block_ended(&mut self.doc, &mut self.scopes, id, !sink.plain);
        }
        Some(id)
    }

    fn add_link(&mut self, link: u32, span: Span, block: BlockId) {
        let text = self.doc.text.get(span.range()).unwrap_or("");
        let start = span.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        if start >= end {
            return;
        }
        let OpenLink { url, url_span, call_to_action } = &self.links[link as usize];
        let link = Link {
            text: Span::new(start, end),
            block,
            url: url.clone(),
            url_span: *url_span,
            call_to_action: *call_to_action,
        };
        self.push_link(link);
    }
}
