//! The one way to make a [`Document`]: readers of every format announce elements and push text with its source.
//!
//! The builder decides where blocks begin and end. Text that must not be read with the text around it (hidden, struck
//! out, a button, an `alt`) stands *aside*: it becomes a block of its own behind the block that it interrupts, so
//! that the sentence around it stays whole. Each block is normalised once, when it ends.

use super::document::{BlockKind, Directive, Document, Link, NotRead, Section, Visibility};
use super::normalise::FILLER;
use super::scope::{Context, Element, Role, Scope};
use super::sink::{OpenLink, Sink};
use super::structure::Structure;
use super::tag::Tag;
use super::text_map::TextMap;
use crate::source::Span;

/// Elements deeper than this are transparent, as they are to browsers; it bounds the work per tag.
const MAX_DEPTH: usize = 512;

pub struct Builder {
    pub(super) doc: Document,
    pub(super) scopes: Vec<Scope>,
    pub(super) structure: Structure,
    /// Open blocks: that of the flow, and those that stand aside inside it.
    pub(super) sinks: Vec<Sink>,
    /// Closed blocks that wait for the block of the flow to end.
    pub(super) deferred: Vec<Sink>,
    pub(super) spare: Vec<Sink>,
    pub(super) links: Vec<OpenLink>,
    link: Option<u32>,
    bold: usize,
    silent: usize,
    pub(super) not_prose: Vec<Span>,
    /// Comments of the template language: `(whole, body)`.
    pub(super) comments: Vec<(Span, Span)>,
}

impl Builder {
    pub fn new(capacity: usize) -> Builder {
        let section = Section { heading: None, level: 0, parent: None };
        // About what dense markup takes; 12 bytes each.
        const BYTES_PER_SEGMENT: usize = 48;
        let mut map = TextMap::default();
        map.reserve(capacity / BYTES_PER_SEGMENT);
        let doc =
            Document { map, text: String::with_capacity(capacity), sections: vec![section], ..Document::default() };
        Builder {
            doc,
            scopes: Vec::new(),
            structure: Structure::default(),
            sinks: Vec::new(),
            deferred: Vec::new(),
            spare: Vec::new(),
            links: Vec::new(),
            link: None,
            bold: 0,
            silent: 0,
            not_prose: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// Opens an element. Returns its depth, for [`Builder::leave_to`].
    pub fn enter(&mut self, element: Element) -> usize {
        if !element.inline {
            self.break_block();
        }
        let depth = self.scopes.len();
        if depth >= MAX_DEPTH {
            return depth;
        }
        let around = self.context();
        let mut context = around.inside(&element);
        if element.role == Role::Summary
            && let Some(details) = self.scopes.iter().rposition(|s| s.role == Role::Details)
        {
            context.visibility = match details.checked_sub(1) {
                Some(outer) => self.scopes[outer].context.visibility.max_with(element.visibility),
                None => element.visibility,
            };
        }
        let data = self.structure.enter(element.role, &mut self.scopes, self.doc.blocks.len());
        let aside = element.inline && context != around;
        self.bold += usize::from(element.bold);
        self.silent += usize::from(element.silent);
        self.scopes.push(Scope {
            tag: element.tag,
            inline: element.inline,
            fence: element.fence,
            role: element.role,
            context,
            aside,
            bold: element.bold,
            silent: element.silent,
            data,
        });
        if aside && !self.sinks.is_empty() {
            self.open_sink(context);
        }
        depth
    }

    /// Closes the innermost element.
    pub fn leave(&mut self) {
        let depth = self.scopes.len();
        let Some(scope) = self.scopes.last() else { return };
        if !scope.inline {
            self.break_block();
        } else if scope.aside {
            while self.sinks.len() > 1 && self.sinks.last().is_some_and(|sink| sink.depth >= depth) {
                self.close_aside();
            }
            if self.sinks.first().is_some_and(|sink| sink.depth >= depth) {
                self.break_block();
            }
        }
        let Some(scope) = self.scopes.pop() else { return };
        self.bold -= usize::from(scope.bold);
        self.silent -= usize::from(scope.silent);
        if scope.role == Role::Link {
            self.end_link();
        }
        self.structure.leave(&scope, self.doc.blocks.len());
    }

    /// Closes elements until `depth` of them are open.
    pub fn leave_to(&mut self, depth: usize) {
        while self.scopes.len() > depth {
            self.leave();
        }
    }

    /// The open elements from the inside out, up to the innermost that Markdown opened.
    pub(super) fn open_tags(&self) -> impl Iterator<Item = (usize, &Scope)> {
        self.scopes.iter().enumerate().rev().take_while(|(_, scope)| !scope.fence)
    }

    pub fn is_inside(&self, tag: Tag) -> bool {
        self.scopes.iter().any(|scope| scope.tag == tag)
    }

    pub(super) fn has_role(&self, role: Role) -> bool {
        self.scopes.iter().any(|scope| scope.role == role)
    }

    /// The kind that a block opening here would have, if an element gives one.
    pub fn kind(&self) -> Option<BlockKind> {
        self.context().kind
    }

    /// Adds `text`, which is `span` of the output of `map`.
    pub fn text(&mut self, text: &str, span: Span, map: &TextMap) {
        if self.silent > 0 {
            self.not_prose.extend(map.source_ranges(span));
            return;
        }
        let blank = text.bytes().all(|b| b.is_ascii_whitespace());
        if !blank && self.sinks.last().is_some_and(|sink| sink.after_break) && begins_attribution(text) {
            self.break_block();
        }
        let Some(sink) = self.sink_for(blank) else { return };
        sink.text.push_str(text);
        sink.map.push_span(map, span);
    }

    /// Adds `text` that stands for the whole of `source`, in the source's text.
    pub fn atomic(&mut self, text: &str, source: Span) {
        if self.silent > 0 {
            return;
        }
        let Some(sink) = self.sink_for(text.trim().is_empty()) else { return };
        sink.text.push_str(text);
        sink.map.push_atomic(text.len(), source);
    }

    /// A word that is not prose, such as code in a line: holds its place, so that its neighbours do not join.
    pub fn placeholder(&mut self, source: Span) {
        self.atomic(FILLER.encode_utf8(&mut [0; 3]), source);
        self.not_prose.push(source);
    }

    /// A line end that the page shows. Two with nothing between end the block.
    pub fn line_break(&mut self, source: Span) {
        if self.silent > 0 {
            return;
        }
        let second = self.sinks.last().is_some_and(|sink| sink.breaks > 0);
        if second && !matches!(self.kind(), Some(BlockKind::Heading(_))) {
            return self.break_block();
        }
        self.soft_break(source);
        if let Some(sink) = self.sinks.last_mut() {
            sink.breaks += 1;
        }
    }

    /// A line end in the source that the page shows as a space.
    pub fn soft_break(&mut self, source: Span) {
        self.atomic(" ", source);
        let in_quote = self.has_role(Role::Quote);
        if let Some(sink) = self.sinks.last_mut() {
            sink.after_break = in_quote || sink.text.trim_start().starts_with(['"', '“', '«']);
        }
    }

    /// Begins a link over the text that follows, up to the end of the element that was entered for it.
    pub fn begin_link(&mut self, url: String, url_span: Option<Span>, call_to_action: bool) {
        self.end_link();
        self.link = Some(self.links.len() as u32);
        self.links.push(OpenLink { url, url_span, call_to_action });
    }

    pub fn end_link(&mut self) {
        if self.link.take().is_some() {
            for sink in &mut self.sinks {
                sink.end_link();
            }
        }
    }

    /// Adds a block that stands aside: an attribute, a comment. `fill` gives its text.
    pub fn aside(&mut self, kind: BlockKind, visibility: Visibility, fill: impl FnOnce(&mut Sink)) {
        let mut context = self.context();
        context.kind = Some(kind);
        context.visibility = context.visibility.max_with(visibility);
        let mut sink = self.new_sink(context);
        fill(&mut sink);
        if let Some(link) = self.link {
            sink.links.push((link, 0, sink.text.len()));
        }
        if self.sinks.is_empty() {
            self.close(sink, true);
        } else {
            self.deferred.push(sink);
        }
    }

    /// Ends the block of the flow, if one is open.
    pub fn break_block(&mut self) {
        while self.sinks.len() > 1 {
            self.close_aside();
        }
        if let Some(sink) = self.sinks.pop() {
            self.close(sink, false);
        }
        for sink in std::mem::take(&mut self.deferred) {
            self.close(sink, true);
        }
    }

    /// Counts `source` as read and not prose.
    pub fn not_prose(&mut self, source: Span) {
        self.not_prose.push(source);
    }

    pub fn not_read(&mut self, span: Span, reason: impl Into<String>) {
        self.doc.not_read.push(NotRead { span, reason: reason.into() });
    }

    pub fn directive(&mut self, body: &str, span: Span) {
        self.doc.directives.push(Directive { body: body.trim().to_owned(), span, block: None });
    }

    pub(super) fn context(&self) -> Context {
        self.scopes.last().map(|scope| scope.context).unwrap_or_default()
    }

    fn open_sink(&mut self, context: Context) {
        let sink = self.new_sink(context);
        self.sinks.push(sink);
    }

    fn new_sink(&mut self, context: Context) -> Sink {
        let mut sink = self.spare.pop().unwrap_or_default();
        sink.context = context;
        sink.depth = self.scopes.len();
        sink.governors = self.structure.governors(&self.scopes, context.kind);
        sink
    }

    fn close_aside(&mut self) {
        if let Some(mut sink) = self.sinks.pop() {
            sink.end_link();
            self.deferred.push(sink);
        }
    }

    /// The block that text goes to. White space opens none.
    fn sink_for(&mut self, blank: bool) -> Option<&mut Sink> {
        if self.sinks.is_empty() {
            if blank {
                return None;
            }
            self.open_sink(self.context());
        }
        let (bold, link) = (self.bold > 0, self.link);
        let sink = self.sinks.last_mut()?;
        if !blank {
            sink.breaks = 0;
            sink.after_break = false;
            sink.plain |= !bold;
            if let Some(link) = link {
                sink.begin_link(link);
            }
        }
        Some(sink)
    }

    pub(super) fn push_link(&mut self, link: Link) {
        self.doc.links.push(link);
    }
}

fn begins_attribution(text: &str) -> bool {
    text.trim_start().starts_with(['—', '–', '―']) || text.trim_start().starts_with("--")
}
