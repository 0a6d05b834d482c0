//! Reads Markdown: CommonMark with tables, footnotes, strikethrough, task lists and heading attributes.
//!
//! `pulldown-cmark` gives each piece of text as an exact slice of the source, or as one entity. HTML in it is read by
//! the HTML reader through the same builder, so that an element may open in one HTML block and close in another.

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag as Mark,
};

use super::builder::Builder;
use super::document::{BlockKind, Traits, Visibility};
use super::html::{self, Part};
use super::scope::{Cell, Element, Role};
use super::tag::Tag;
use super::text_map::TextMap;
use crate::source::Span;

/// Reads `text`, which begins at `base` in the source.
pub fn read(builder: &mut Builder, text: &str, base: usize, mdx: bool) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let map = TextMap::identity(Span::new(base, base + text.len()));
    let mut reader = Reader { builder, text, base, map, open: Vec::new(), html: Vec::new(), in_table_head: false, mdx };
    let mut events = Parser::new_ext(text, options).into_offset_iter();
    for (event, range) in events.by_ref() {
        reader.event(event, Span::new(range.start, range.end));
    }
    reader.end_html();
    let mut titles: Vec<(usize, usize, String)> = Vec::new();
    for (_, definition) in events.reference_definitions().iter() {
        if let Some(title) = &definition.title {
            titles.push((definition.span.start, definition.span.end, title.to_string()));
        }
    }
    // The parser keeps them in a hash table.
    titles.sort();
    titles.into_iter().for_each(|(start, end, title)| reader.title(&title, Span::new(start, end)));
}

struct Reader<'a> {
    builder: &'a mut Builder,
    text: &'a str,
    base: usize,
    map: TextMap,
    /// Depths of the open marks.
    open: Vec<usize>,
    /// Lines of the open HTML block.
    html: Vec<Span>,
    in_table_head: bool,
    mdx: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, at: Span) {
        match event {
            Event::Start(Mark::HtmlBlock) => self.open.push(usize::MAX),
            Event::Start(mark) => {
                let depth = self.start(mark, at);
                self.open.push(depth);
            }
            Event::End(_) => {
                self.end_html();
                if let Some(depth) = self.open.pop() {
                    self.builder.leave_to(depth);
                }
            }
            Event::Text(text) => self.words(&text, at),
            Event::Html(_) => self.html.push(at),
            Event::InlineHtml(_) => {
                let map = TextMap::identity(self.source(at));
                html::read(self.builder, &self.text[at.range()], &map, Part::Inline);
            }
            Event::Code(_) => self.builder.placeholder(self.source(at)),
            Event::SoftBreak => self.builder.soft_break(self.source(at)),
            Event::HardBreak => self.builder.line_break(self.source(at)),
            Event::Rule => self.builder.break_block(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, mark: Mark, at: Span) -> usize {
        let element = match mark {
            // Not fenced: `</div>` at the end of a paragraph closes a `<div>` above it.
            Mark::Paragraph => return self.builder.enter(Element::block(Tag::P)),
            Mark::Heading { level, .. } => {
                let level = heading_level(level);
                Element::block(Tag::Heading(level)).with_kind(BlockKind::Heading(level))
            }
            Mark::BlockQuote(None) => quotation(),
            // A note of GitHub's is no quotation.
            Mark::BlockQuote(Some(
                BlockQuoteKind::Note
                | BlockQuoteKind::Tip
                | BlockQuoteKind::Important
                | BlockQuoteKind::Warning
                | BlockQuoteKind::Caution,
            )) => Element::block(Tag::Div),
            // MDX has no indented code: it is the text of a component, indented with it.
            Mark::CodeBlock(CodeBlockKind::Indented) if self.mdx => Element::block(Tag::P),
            Mark::CodeBlock(_) => {
                self.builder.not_prose(self.source(at));
                Element { silent: true, ..Element::block(Tag::Pre) }
            }
            Mark::List(_) => Element::block(Tag::Ul).with_role(Role::List),
            Mark::Item => Element::block(Tag::Li).with_kind(BlockKind::ListItem).with_role(Role::Item),
            Mark::FootnoteDefinition(_) => Element::block(Tag::Div).with_kind(BlockKind::Footnote),
            Mark::Table(_) => Element::block(Tag::Table).with_role(Role::Table),
            Mark::TableHead => {
                self.in_table_head = true;
                let depth = self.builder.enter(Element::block(Tag::Thead).with_role(Role::TableHead).fenced());
                self.builder.enter(Element::block(Tag::Tr).with_role(Role::Row).fenced());
                return depth;
            }
            Mark::TableRow => {
                self.in_table_head = false;
                Element::block(Tag::Tr).with_role(Role::Row)
            }
            Mark::TableCell => self.cell(),
            Mark::Strong => Element { bold: true, ..Element::inline(Tag::Strong) },
            Mark::Strikethrough => {
                let traits = Traits { struck: true, ..Traits::default() };
                Element { traits, ..Element::inline(Tag::Del) }
            }
            Mark::Link { link_type, dest_url, title, .. } => return self.link(link_type, &dest_url, &title, at),
            Mark::Image { title, .. } => {
                self.title(&title, at);
                Element::inline(Tag::Img).with_kind(BlockKind::AltText)
            }
            _ => Element::inline(Tag::Span),
        };
        self.builder.enter(element.fenced())
    }

    fn cell(&self) -> Element {
        let cell = Cell { header: self.in_table_head, of_row: false, of_column: false, columns: 1 };
        let tag = if self.in_table_head { Tag::Th } else { Tag::Td };
        Element::block(tag).with_kind(BlockKind::TableCell).with_role(Role::Cell(cell))
    }

    fn link(&mut self, kind: LinkType, url: &str, title: &str, at: Span) -> usize {
        let url_at = self.find_last(url, at);
        if kind == LinkType::Inline {
            self.title(title, at);
        }
        let depth = self.builder.enter(Element::inline(Tag::A).with_role(Role::Link).fenced());
        self.builder.begin_link(url.to_owned(), url_at.map(|at| self.source(at)), false);
        depth
    }

    /// The title of a link or image comes without its place; it is looked for inside the link alone.
    fn title(&mut self, title: &str, at: Span) {
        if let Some(found) = self.find_last(title, at) {
            let (text, map) = (&self.text[found.range()], &self.map);
            self.builder.aside(BlockKind::Label, Visibility::Visible, |sink| sink.text(text, found, map));
        }
    }

    fn find_last(&self, wanted: &str, within: Span) -> Option<Span> {
        let start = within.start + self.text[within.range()].rfind(wanted).filter(|_| !wanted.is_empty())?;
        Some(Span::new(start, start + wanted.len()))
    }

    fn words(&mut self, words: &CowStr, at: Span) {
        let slice = &self.text[at.range()];
        // Nearly always the very slice; the parser owns or invents the rest.
        if std::ptr::eq(slice, &**words) || *slice == **words {
            self.builder.text(&self.text[at.range()], at, &self.map);
        } else {
            self.builder.atomic(words, self.source(at));
        }
    }

    /// Reads the HTML block that has just ended. Its lines are one text; quote marks and indents stand between them.
    fn end_html(&mut self) {
        let (Some(first), Some(last)) = (self.html.first(), self.html.last()) else { return };
        let whole = Span::new(first.start, last.end);
        if self.html.windows(2).all(|pair| pair[0].end == pair[1].start) {
            let map = TextMap::identity(self.source(whole));
            html::read(self.builder, &self.text[whole.range()], &map, Part::Fragment);
        } else {
            let (mut text, mut map) = (String::with_capacity(whole.len()), TextMap::default());
            for &line in &self.html {
                text.push_str(&self.text[line.range()]);
                map.push_identity(self.base + line.start, line.len());
            }
            html::read(self.builder, &text, &map, Part::Fragment);
        }
        self.html.clear();
    }

    fn source(&self, span: Span) -> Span {
        Span::new(self.base + span.start, self.base + span.end)
    }
}

fn quotation() -> Element {
    let traits = Traits { quoted: true, ..Traits::default() };
    Element { traits, ..Element::block(Tag::Blockquote).with_kind(BlockKind::Quotation).with_role(Role::Quote) }
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
