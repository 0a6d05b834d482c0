//! What an open element, of HTML or of Markdown, says of the text inside it.

use super::document::{BlockId, BlockKind, Traits, Visibility};
use super::tag::Tag;

/// An element as a reader announces it. Everything is on top of what the elements around it say.
#[derive(Debug, Clone)]
pub struct Element {
    pub tag: Tag,
    /// Flows with the text around it, and so does not end a block.
    pub inline: bool,
    /// Opened by Markdown: end tags of HTML inside do not reach it.
    pub fence: bool,
    pub visibility: Visibility,
    pub traits: Traits,
    /// Of blocks inside; `None` leaves the kind as it is.
    pub kind: Option<BlockKind>,
    pub role: Role,
    /// Text inside stands out as bold.
    pub bold: bool,
    /// Script, style, code: no prose inside.
    pub silent: bool,
}

/// What an element is to the structure of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Plain,
    List,
    Item,
    Table,
    /// `<thead>`, or the head row of a Markdown table.
    TableHead,
    Row,
    Cell(Cell),
    /// A quotation, or a testimonial: something one person says.
    Quote,
    /// The line that names who says it.
    Attribution,
    Details,
    /// `<summary>`: seen while the rest is not.
    Summary,
    Terms,
    Term,
    /// The clickable line of an accordion.
    Toggle,
    Link,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub header: bool,
    /// `scope=row`, `scope=col`.
    pub of_row: bool,
    pub of_column: bool,
    pub columns: usize,
}

impl Element {
    pub fn block(tag: Tag) -> Element {
        Element { inline: false, ..Element::inline(tag) }
    }

    pub fn inline(tag: Tag) -> Element {
        Element {
            tag,
            inline: true,
            fence: false,
            visibility: Visibility::Visible,
            traits: Traits::default(),
            kind: None,
            role: Role::Plain,
            bold: false,
            silent: false,
        }
    }

    pub fn with_kind(mut self, kind: BlockKind) -> Element {
        self.kind = Some(kind);
        self
    }

    pub fn with_role(mut self, role: Role) -> Element {
        self.role = role;
        self
    }

    /// Opened by Markdown.
    pub fn fenced(mut self) -> Element {
        self.fence = true;
        self
    }
}

/// An open element, with what holds inside it.
#[derive(Debug)]
pub(super) struct Scope {
    pub tag: Tag,
    pub inline: bool,
    pub fence: bool,
    pub role: Role,
    pub context: Context,
    /// Inline, and text inside must not be read with the text around it.
    pub aside: bool,
    pub bold: bool,
    pub silent: bool,
    pub data: Data,
}

/// What holds for a block that opens here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Context {
    pub kind: Option<BlockKind>,
    pub visibility: Visibility,
    pub traits: Traits,
}

/// What a container remembers of the blocks inside it, to govern others by.
#[derive(Debug)]
pub(super) enum Data {
    None,
    List { lead_in: Option<BlockId> },
    Table(Box<TableData>),
    Quote { first: u32, attribution: Option<BlockId> },
    Details { question: Option<BlockId> },
    Terms { term: Option<BlockId>, question: bool },
}

#[derive(Debug, Default)]
pub(super) struct TableData {
    /// By column.
    pub headers: Vec<Vec<BlockId>>,
    pub row_header: Option<BlockId>,
    pub rows: usize,
    /// Of the cell that is open, and of the next.
    pub column: usize,
    pub next_column: usize,
    pub row_has_data: bool,
}

impl Context {
    pub fn inside(self, element: &Element) -> Context {
        let (a, b) = (self.traits, element.traits);
        let is_attribution = element.role == Role::Attribution;
        Context {
            // A button inside a heading is the heading's way to fold its section.
            kind: match (self.kind, element.kind) {
                (Some(BlockKind::Heading(_)), Some(BlockKind::CallToAction | BlockKind::FinePrint)) => self.kind,
                (around, own) => own.or(around),
            },
            visibility: self.visibility.max_with(element.visibility),
            traits: Traits {
                testimonial: a.testimonial || b.testimonial,
                footer: a.footer || b.footer,
                fine_print: a.fine_print || b.fine_print,
                navigation: a.navigation || b.navigation,
                struck: a.struck || b.struck,
                quoted: (a.quoted || b.quoted) && !is_attribution,
            },
        }
    }
}

impl Visibility {
    /// The less visible of the two.
    pub fn max_with(self, other: Visibility) -> Visibility {
        match (self, other) {
            (Visibility::Hidden, _) | (_, Visibility::Hidden) => Visibility::Hidden,
            (Visibility::Collapsed, _) | (_, Visibility::Collapsed) => Visibility::Collapsed,
            _ => Visibility::Visible,
        }
    }
}
