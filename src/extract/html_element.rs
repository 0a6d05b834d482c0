//! What a tag and its attributes make of an element.

use super::builder::Builder;
use super::document::{BlockKind, Traits, Visibility};
use super::html_attributes::Attributes;
use super::scope::{Cell, Element, Role};
use super::tag::Tag;
use super::traits::Marks;

/// Where it stands decides too: a `<footer>` in a quotation names who speaks.
pub(super) fn element(tag: Tag, attributes: &Attributes, builder: &Builder) -> Element {
    // Classes of the page as a whole say nothing of its parts.
    let is_page = matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::Head);
    let marks = if is_page { Marks::NONE } else { attributes.marks };
    let mut element = Element { inline: tag.is_inline(), ..Element::inline(tag) };
    of_tag(&mut element, attributes, builder);
    of_marks(&mut element, marks, attributes, builder);
    let shown = marks.has(Marks::SHOWN);
    if attributes.hidden || (marks.has(Marks::HIDDEN) && !shown) {
        element.visibility = Visibility::Hidden;
    } else if attributes.until_found || (marks.has(Marks::COLLAPSED) && !shown) {
        element.visibility = element.visibility.max_with(Visibility::Collapsed);
    }
    if attributes.heading_role {
        element.inline = false;
        element.kind = Some(BlockKind::Heading(attributes.heading_level.unwrap_or(2)));
    }
    element
}

fn of_tag(element: &mut Element, attributes: &Attributes, builder: &Builder) {
    let in_quote = builder.has_role(Role::Quote);
    match element.tag {
        Tag::Title if builder.is_inside(Tag::Svg) => element.kind = Some(BlockKind::Label),
        Tag::Title => element.kind = Some(BlockKind::Title),
        Tag::Heading(level) => element.kind = Some(BlockKind::Heading(level)),
        Tag::A => element.role = Role::Link,
        Tag::B | Tag::Strong => element.bold = true,
        Tag::Ul | Tag::Ol | Tag::Menu => element.role = Role::List,
        Tag::Li => (element.kind, element.role) = (Some(BlockKind::ListItem), Role::Item),
        Tag::Dl => element.role = Role::Terms,
        Tag::Dt => element.role = Role::Term,
        Tag::Table => element.role = Role::Table,
        Tag::Thead => element.role = Role::TableHead,
        Tag::Tr => element.role = Role::Row,
        Tag::Td | Tag::Th => {
            element.kind = Some(BlockKind::TableCell);
            element.role = Role::Cell(Cell {
                header: element.tag == Tag::Th,
                of_row: attributes.row_scope,
                of_column: attributes.column_scope,
                columns: attributes.columns,
            });
        }
        Tag::Blockquote => quotation(element),
        Tag::Cite if in_quote => attribution(element),
        Tag::Footer if in_quote => attribution(element),
        Tag::Footer => element.traits.footer = true,
        Tag::Nav => element.traits.navigation = true,
        Tag::Figcaption => attribution(element),
        Tag::Caption => element.kind = Some(BlockKind::Caption),
        Tag::Details => {
            element.role = Role::Details;
            if !attributes.open {
                element.visibility = Visibility::Collapsed;
            }
        }
        Tag::Summary => element.role = Role::Summary,
        Tag::Button if attributes.toggles => (element.inline, element.role) = (false, Role::Toggle),
        Tag::Button => element.kind = Some(BlockKind::CallToAction),
        Tag::Small => (element.kind, element.traits.fine_print) = (Some(BlockKind::FinePrint), true),
        Tag::S | Tag::Del => element.traits.struck = true,
        Tag::Label | Tag::Legend | Tag::Option | Tag::Textarea => {
            (element.kind, element.traits.navigation) = (Some(BlockKind::Label), true);
        }
        // Shown only where something else is not: no scripts, no player, no frames.
        Tag::Noscript | Tag::Template | Tag::Object | Tag::Canvas | Tag::Video | Tag::Audio => {
            element.visibility = Visibility::Hidden;
        }
        Tag::Dialog if !attributes.open => element.visibility = Visibility::Collapsed,
        Tag::Script | Tag::Style | Tag::Pre | Tag::Code | Tag::Kbd | Tag::Samp | Tag::Iframe => element.silent = true,
        _ => {}
    }
}

fn of_marks(element: &mut Element, marks: Marks, attributes: &Attributes, builder: &Builder) {
    if marks == Marks::NONE {
        return;
    }
    let traits = &mut element.traits;
    *traits = Traits {
        testimonial: marks.has(Marks::TESTIMONIAL),
        footer: traits.footer || (marks.has(Marks::FOOTER) && !builder.has_role(Role::Quote)),
        fine_print: traits.fine_print || marks.has(Marks::FINE_PRINT),
        navigation: traits.navigation || marks.has(Marks::NAVIGATION),
        ..*traits
    };
    let is_plain = element.role == Role::Plain && element.kind.is_none();
    if marks.has(Marks::QUOTATION) && is_plain && !element.inline {
        quotation(element);
    }
    if marks.has(Marks::ATTRIBUTION) && is_plain && (builder.has_role(Role::Quote) || !element.inline) {
        element.role = Role::Attribution;
        element.inline = false;
    } else if marks.has(Marks::TESTIMONIAL)
        && !element.inline
        && matches!(element.role, Role::Plain | Role::Item)
        && is_container(element)
    {
        element.role = Role::Quote;
    }
    if marks.has(Marks::BUTTON) && matches!(element.tag, Tag::A | Tag::Span | Tag::Div | Tag::Label) {
        element.kind = Some(BlockKind::CallToAction);
    }
    if marks.has(Marks::TOGGLE) || (attributes.toggles && marks.has(Marks::BUTTON)) {
        element.role = if element.role == Role::Plain { Role::Toggle } else { element.role };
        if element.kind == Some(BlockKind::CallToAction) {
            element.kind = None;
        }
        element.inline &= element.role != Role::Toggle;
    }
    if marks.has(Marks::FOOTNOTE) && !element.inline {
        element.kind = Some(BlockKind::Footnote);
    } else if marks.has(Marks::FINE_PRINT) && is_plain {
        element.kind = Some(BlockKind::FinePrint);
    } else if marks.has(Marks::CAPTION) && is_plain {
        element.kind = Some(BlockKind::Caption);
    } else if marks.has(Marks::LIST_ITEM) && is_plain {
        (element.kind, element.role, element.inline) = (Some(BlockKind::ListItem), Role::Item, false);
    }
}

fn quotation(element: &mut Element) {
    element.kind = Some(BlockKind::Quotation);
    element.role = Role::Quote;
    element.traits.quoted = true;
}

fn attribution(element: &mut Element) {
    element.kind = Some(BlockKind::Caption);
    element.role = Role::Attribution;
    element.inline = false;
}

fn is_container(element: &Element) -> bool {
    matches!(element.tag, Tag::Div | Tag::Section | Tag::Article | Tag::Aside | Tag::Figure | Tag::Li | Tag::Blockquote)
}
