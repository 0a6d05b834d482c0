//! What extraction yields: one folded text for the whole page, its map back to the source, and the page's structure.

use serde::{Deserialize, Serialize};

use super::text_map::TextMap;
use crate::source::Span;

/// A page as the later stages see it. All spans are byte offsets into `text`, unless said otherwise.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The prose of all blocks in reading order, normalised and folded; a `\n` ends each block and stands nowhere else.
    pub text: String,
    /// From `text` to [`crate::source::Source::text`].
    pub map: TextMap,
    /// In order of `span`. Together with the line ends between them they partition `text`.
    pub blocks: Vec<Block>,
    /// Section 0 is the page before its first heading. A section's parent has a lower index.
    pub sections: Vec<Section>,
    pub links: Vec<Link>,
    /// Every front-matter value, with its key path, and the language of an HTML page as `lang`; values that are copy also
    /// stand in `blocks`.
    pub metadata: Vec<Metadata>,
    /// Comments that begin with `fairbalance:`.
    pub directives: Vec<Directive>,
    pub not_read: Vec<NotRead>,
    pub bytes: ByteCount,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionId(pub u32);

impl Document {
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// The headings above a block, outermost first.
    pub fn headings(&self, section: SectionId) -> Vec<BlockId> {
        let mut chain = Vec::new();
        let mut at = Some(section);
        while let Some(id) = at {
            chain.extend(self.section(id).heading);
            at = self.section(id).parent;
        }
        chain.reverse();
        chain
    }
}

/// A run of prose that no phrase may cross the end of.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    pub visibility: Visibility,
    pub section: SectionId,
    /// Blocks whose words hold for this one too. The heading chain and the page title are not repeated here.
    pub governors: Vec<Governor>,
    /// What the markup says the block is for, read from tags, classes, ids, roles and ARIA by the lists in `traits.rs`.
    pub traits: Traits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// `<title>`, front-matter `title`, `og:title`.
    Title,
    /// Meta description, `og:description`, front-matter `description`, `summary`, `excerpt`.
    MetaDescription,
    /// Level 1 to 6.
    Heading(u8),
    Paragraph,
    ListItem,
    TableCell,
    Quotation,
    Caption,
    /// A button, or a link styled as one.
    CallToAction,
    AltText,
    /// `aria-label`, `title` attributes, form labels, placeholders.
    Label,
    Footnote,
    FinePrint,
    /// Any other front-matter value that reads as copy.
    FrontMatter,
    JsonLd,
}

impl BlockKind {
    /// Every kind; all levels of heading are one.
    pub const ALL: [BlockKind; 15] = [
        BlockKind::Title,
        BlockKind::MetaDescription,
        BlockKind::Heading(1),
        BlockKind::Paragraph,
        BlockKind::ListItem,
        BlockKind::TableCell,
        BlockKind::Quotation,
        BlockKind::Caption,
        BlockKind::CallToAction,
        BlockKind::AltText,
        BlockKind::Label,
        BlockKind::Footnote,
        BlockKind::FinePrint,
        BlockKind::FrontMatter,
        BlockKind::JsonLd,
    ];

    /// The name used in reports and in rules.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::MetaDescription => "meta description",
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list item",
            BlockKind::TableCell => "table cell",
            BlockKind::Quotation => "quotation",
            BlockKind::Caption => "caption",
            BlockKind::CallToAction => "call to action",
            BlockKind::AltText => "alt text",
            BlockKind::Label => "label",
            BlockKind::Footnote => "footnote",
            BlockKind::FinePrint => "fine print",
            BlockKind::FrontMatter => "front matter",
            BlockKind::JsonLd => "JSON-LD",
        }
    }

    /// Whether a reader does not see it as running text of the page: metadata and attributes.
    pub fn is_metadata(self) -> bool {
        matches!(
            self,
            BlockKind::Title
                | BlockKind::MetaDescription
                | BlockKind::AltText
                | BlockKind::Label
                | BlockKind::FrontMatter
                | BlockKind::JsonLd
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Visibility {
    #[default]
    Visible,
    /// Behind `<details>`, an accordion, a tab, a "read more".
    Collapsed,
    /// `hidden`, `display:none`, `aria-hidden`, `<noscript>`, `<template>`, a comment.
    Hidden,
}

impl Visibility {
    pub fn name(self) -> &'static str {
        match self {
            Visibility::Visible => "visible",
            Visibility::Collapsed => "collapsed",
            Visibility::Hidden => "hidden",
        }
    }
}

/// A small set of flags; see the fields of the lists in `traits.rs` for what sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    /// Inside a testimonial or review.
    pub testimonial: bool,
    /// Inside `<footer>`, or an element named as one.
    pub footer: bool,
    /// `<small>`, or an element named fine print, disclaimer text size and the like.
    pub fine_print: bool,
    /// Leads elsewhere and says nothing: an entry of a menu, a link of the footer, the name of a form's field.
    pub navigation: bool,
    /// Inside `<del>`, `<s>`: withdrawn text.
    pub struck: bool,
    /// Inside a quotation, whatever the block's own kind.
    pub quoted: bool,
}

/// A block that governs another, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governor {
    pub role: GovernorRole,
    pub block: BlockId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GovernorRole {
    /// The paragraph that leads into a list: "Our infusions help with:".
    LeadIn,
    ColumnHeader,
    RowHeader,
    /// A question heading, `<dt>`, `<summary>` or question paragraph above its answer.
    Question,
    /// The line that names who speaks a quotation.
    Attribution,
}

/// A heading and what stands under it up to the next heading of its level.
#[derive(Debug, Clone)]
pub struct Section {
    pub heading: Option<BlockId>,
    /// 0 for the page itself, else 1 to 6.
    pub level: u8,
    pub parent: Option<SectionId>,
}

/// A link in running text, with the text it stands on.
#[derive(Debug, Clone)]
pub struct Link {
    pub text: Span,
    pub block: BlockId,
    /// As written, entities decoded.
    pub url: String,
    /// Of the URL in the source's text, where extraction knows it.
    pub url_span: Option<Span>,
    /// Styled or tagged as a button.
    pub call_to_action: bool,
}

/// A value that the page declares of itself.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// Keys from the outside in, list positions as numbers: `faq.0.answer`.
    pub path: String,
    pub value: String,
    /// In the source's text.
    pub span: Span,
}

/// A comment addressed to this program.
#[derive(Debug, Clone)]
pub struct Directive {
    /// What follows `fairbalance:`, trimmed.
    pub body: String,
    /// Of the whole comment, in the source's text.
    pub span: Span,
    /// The block that follows the comment, or that holds it.
    pub block: Option<BlockId>,
}

/// Bytes of a file that extraction could not follow.
#[derive(Debug, Clone)]
pub struct NotRead {
    /// In the source's text.
    pub span: Span,
    pub reason: String,
}

/// Where the bytes of a file went. The three add up to the length of its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByteCount {
    /// Prose, and the markup around it.
    pub read: usize,
    /// Scripts, styles, code.
    pub not_prose: usize,
    pub not_read: usize,
}
