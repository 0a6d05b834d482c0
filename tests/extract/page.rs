//! An extracted page, and short ways to ask it questions.

use fairbalance::extract::document::{BlockKind, Document, GovernorRole, Visibility};
use fairbalance::extract::{Format, extract};
use fairbalance::source::{Source, Span};

pub struct Page {
    pub source: Source,
    pub doc: Document,
}

pub fn page(format: Format, text: &str) -> Page {
    let source = Source::from_text("page", text);
    let doc = extract(&source, format);
    let page = Page { source, doc };
    page.check();
    page
}

pub fn html(text: &str) -> Page {
    page(Format::Html, text)
}

pub fn markdown(text: &str) -> Page {
    page(Format::Markdown, text)
}

impl Page {
    /// What holds of every document.
    pub fn check(&self) {
        let (doc, text) = (&self.doc, self.source.text());
        assert_eq!(doc.map.len(), doc.text.len());
        assert_eq!(doc.bytes.read + doc.bytes.not_prose + doc.bytes.not_read, text.len());
        let mut at = 0;
        for block in &doc.blocks {
            assert_eq!(block.span.start, at, "blocks and line ends partition the text");
            assert!(!block.span.is_empty());
            assert!(!doc.text[block.span.range()].contains('\n'));
            assert_eq!(doc.text[block.span.range()].trim(), &doc.text[block.span.range()]);
            assert_eq!(&doc.text[block.span.end..block.span.end + 1], "\n");
            at = block.span.end + 1;
            let mut last = 0;
            for piece in doc.map.pieces_in(block.span) {
                assert!(piece.src.start >= last, "the map runs forward within a block: {block:?}");
                assert!(text.get(piece.src.range()).is_some(), "a range of whole characters in the file");
                last = piece.src.end;
            }
            assert!((block.section.0 as usize) < doc.sections.len());
            assert!(block.governors.iter().all(|g| (g.block.0 as usize) < doc.blocks.len()));
        }
        assert_eq!(at, doc.text.len());
        for link in &doc.links {
            assert!(doc.block(link.block).span.contains(link.text));
        }
        for (i, section) in doc.sections.iter().enumerate() {
            assert!(section.parent.is_none_or(|parent| (parent.0 as usize) < i));
        }
        for gap in &doc.not_read {
            assert!(text.get(gap.span.range()).is_some());
        }
    }

    /// Each block as `kind: text`, with its visibility where that is not plain.
    pub fn blocks(&self) -> Vec<String> {
        let show = |block: &fairbalance::extract::document::Block| {
            let mark = match block.visibility {
                Visibility::Visible => "",
                Visibility::Collapsed => "collapsed ",
                Visibility::Hidden => "hidden ",
            };
            let level = if let BlockKind::Heading(n) = block.kind { n.to_string() } else { String::new() };
            format!("{mark}{}{level}: {}", block.kind.name(), &self.doc.text[block.span.range()])
        };
        self.doc.blocks.iter().map(show).collect()
    }

    pub fn text(&self, block: usize) -> &str {
        &self.doc.text[self.doc.blocks[block].span.range()]
    }

    /// The index of the block that holds `text`.
    pub fn find(&self, text: &str) -> usize {
        let found = (0..self.doc.blocks.len()).find(|&i| self.text(i).contains(text));
        found.unwrap_or_else(|| panic!("{text:?} is not in {:#?}", self.blocks()))
    }

    /// What governs the block that holds `text`, as `(role, text)`.
    pub fn governors(&self, text: &str) -> Vec<(GovernorRole, &str)> {
        let block = &self.doc.blocks[self.find(text)];
        block.governors.iter().map(|g| (g.role, self.text(g.block.0 as usize))).collect()
    }

    /// The source of `phrase`, its ranges joined by `|`.
    pub fn slices(&self, phrase: &str) -> String {
        let start = self.doc.text.find(phrase).unwrap_or_else(|| panic!("{phrase:?} is not in {:?}", self.doc.text));
        let ranges = self.doc.map.source_ranges(Span::new(start, start + phrase.len()));
        ranges.into_iter().map(|range| self.source.slice(range)).collect::<Vec<_>>().join("|")
    }

    pub fn unread(&self) -> Vec<&str> {
        self.doc.not_read.iter().map(|gap| self.source.slice(gap.span)).collect()
    }
}
