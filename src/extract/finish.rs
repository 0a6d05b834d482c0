//! The end of a page: what can only be settled when all its blocks are known.

use super::builder::Builder;
use super::document::{BlockId, BlockKind, ByteCount, Document, SectionId};
use super::html;
use super::normalise::FILLER;
use super::text_map::TextMap;
use crate::source::Span;

impl Builder {
    /// Adds a comment of the template language. `span` is all of it, `body` what stands between the delimiters.
    pub fn template_comment(&mut self, span: Span, body: Span) {
        self.comments.push((span, body));
    }

    /// Ends the page. `source` is its whole text.
    pub fn finish(mut self, source: &str) -> Document {
        self.leave_to(0);
        self.break_block();
        self.add_template_comments(source);
        let mut doc = self.doc;
        // An address that a template makes is kept as it stands in the file.
        for link in doc.links.iter_mut().filter(|link| link.url.contains(FILLER)) {
            if let Some(written) = link.url_span.and_then(|span| source.get(span.range())) {
                link.url = written.to_owned();
            }
        }
        settle_navigation(&mut doc);
        let ends = if doc.directives.is_empty() { Vec::new() } else { block_ends(&doc) };
        for directive in &mut doc.directives {
            let next = ends.partition_point(|&end| end <= directive.span.start);
            directive.block = (next < ends.len()).then_some(BlockId(next as u32));
        }
        doc.directives.sort_by_key(|directive| directive.span.start);
        let not_prose = merged(self.not_prose);
        // A brace in a script is nothing that had to be followed.
        doc.not_read.retain(|gap| !is_covered(gap.span, &not_prose));
        doc.not_read.sort_by_key(|gap| gap.span.start);
        doc.bytes = count(source.len(), &not_prose, merged(doc.not_read.iter().map(|gap| gap.span).collect()));
        doc
    }

    /// They stand behind everything else, each in the section that it was written in.
    fn add_template_comments(&mut self, source: &str) {
        let comments = std::mem::take(&mut self.comments);
        let ends = if comments.is_empty() { Vec::new() } else { block_ends(&self.doc) };
        let map = TextMap::identity(Span::new(0, source.len()));
        for (span, body) in comments {
            let next = ends.partition_point(|&end| end <= span.start);
            let before = next.checked_sub(1).map_or(SectionId(0), |at| self.doc.blocks[at].section);
            let first = self.doc.blocks.len();
            html::comment(self, source, span, body, &map);
            for block in &mut self.doc.blocks[first..] {
                block.section = before;
                block.governors.clear();
            }
        }
    }
}

/// The longest entry of a menu, in words. What is longer than that tells something.
const LONGEST_ENTRY: usize = 8;

/// What leads elsewhere and says nothing: short entries of menus and forms, and blocks made of links alone, if they are
/// a row of them, an item of a list, or stand in the footer.
fn settle_navigation(doc: &mut Document) {
    let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).count();
    let mut linked: Vec<(usize, usize)> = vec![(0, 0); doc.blocks.len()];
    for link in doc.links.iter().filter(|link| !link.call_to_action) {
        let (links, length) = &mut linked[link.block.0 as usize];
        *links += 1;
        *length += letters(&doc.text[link.text.range()]);
    }
    let text = &doc.text;
    for (block, (links, length)) in doc.blocks.iter_mut().zip(linked) {
        let text = &text[block.span.range()];
        let is_entry = || text.split_whitespace().nth(LONGEST_ENTRY).is_none();
        let is_links = || links > 0 && length * 5 >= letters(text) * 4;
        let is_listed = block.traits.footer || block.kind == BlockKind::ListItem;
        block.traits.navigation = match block.kind {
            BlockKind::Paragraph if is_filed_under(text) => true,
            BlockKind::CallToAction | BlockKind::Heading(_) => false,
            _ if links > 2 => is_links(),
            _ => (block.traits.navigation && is_entry()) || (is_listed && is_links() && is_entry()),
        };
    }
}

/// Whether a paragraph is a line of labels under which an article is filed ("Tags: sleep, pain relief"): names of
/// other pages, and no sentence.
fn is_filed_under(text: &str) -> bool {
    const LABELS: &[&str] =
        &["tags", "tag", "category", "categories", "keywords", "topics", "filed under", "posted in"];
    let Some((label, rest)) = text.split_once(':') else { return false };
    LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known)) && !rest.trim_end().ends_with(['.', '!', '?'])
}

/// By block: where the source of it and of all blocks before it ends. Ascending, and so fit for a binary search.
fn block_ends(doc: &Document) -> Vec<usize> {
    let mut last = 0;
    let ends = doc.blocks.iter().map(|block| {
        last = last.max(doc.map.hull(block.span).end);
        last
    });
    ends.collect()
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

fn is_covered(span: Span, by: &[Span]) -> bool {
    let at = by.partition_point(|other| other.start <= span.start);
    at > 0 && by[at - 1].contains(span)
}

fn count(len: usize, not_prose: &[Span], not_read: Vec<Span>) -> ByteCount {
    let total = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let unread = total(&not_read);
    let both = total(&merged(not_prose.iter().copied().chain(not_read).collect()));
    ByteCount { read: len - both, not_prose: both - unread, not_read: unread }
}
