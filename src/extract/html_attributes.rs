//! The attributes of a tag that matter here, read in one pass.

use super::builder::Builder;
use super::document::{BlockKind, Visibility};
use super::entities::decode_to_string;
use super::tag::Tag;
use super::text_map::TextMap;
use super::tokens::TagToken;
use super::traits::{self, COMPONENT_ATTRIBUTES, COPY_ATTRIBUTES, META_DESCRIPTIONS, META_TITLES, Marks};
use crate::source::Span;

/// Spans lie in the text that the tag was read from.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub marks: Marks,
    pub hidden: bool,
    /// `hidden="until-found"`.
    pub until_found: bool,
    pub open: bool,
    /// Opens and closes something else: `aria-expanded`, `data-toggle`.
    pub toggles: bool,
    pub heading_role: bool,
    pub heading_level: Option<u8>,
    pub row_scope: bool,
    pub column_scope: bool,
    pub columns: usize,
    pub href: Option<Span>,
    pub language: Option<Span>,
    kind: Option<Span>,
    name: Option<Span>,
    content: Option<Span>,
    value: Option<Span>,
    alt: Option<Span>,
    labels: Vec<Span>,
    component: Vec<Span>,
}

/// The limit of HTML itself.
const MAX_COLUMNS: usize = 1000;

impl Attributes {
    pub fn read(text: &str, token: &TagToken) -> Attributes {
        let mut read = Attributes { columns: 1, ..Attributes::default() };
        for attribute in &token.attributes {
            let mut buffer = [0; 24];
            let written = &text.as_bytes()[attribute.name.range()];
            let Some(name) = buffer.get_mut(..written.len()) else { continue };
            name.copy_from_slice(written);
            name.make_ascii_lowercase();
            if let Ok(name) = std::str::from_utf8(name) {
                read.add(name, &text[attribute.value.range()], attribute.value);
            }
        }
        read
    }

    fn add(&mut self, name: &str, value: &str, span: Span) {
        let is = |wanted: &str| value.trim().eq_ignore_ascii_case(wanted);
        match name {
            "class" | "id" | "classname" => self.marks = self.marks.with(traits::of_names(value)),
            "style" => self.hidden |= traits::of_style(value).has(Marks::HIDDEN),
            "role" => {
                self.heading_role = is("heading");
                self.marks = self.marks.with(traits::of_role(value));
            }
            "hidden" if is("until-found") => self.until_found = true,
            "hidden" => self.hidden = true,
            "aria-hidden" => self.hidden |= is("true"),
            "aria-expanded" | "data-toggle" | "data-bs-toggle" => self.toggles = true,
            "aria-level" => self.heading_level = value.trim().parse().ok().filter(|level| (1..=6).contains(level)),
            "open" => self.open = true,
            "scope" => {
                self.row_scope = is("row") || is("rowgroup");
                self.column_scope = is("col") || is("colgroup");
            }
            "colspan" => self.columns = value.trim().parse().unwrap_or(1).clamp(1, MAX_COLUMNS),
            "href" => self.href = Some(span),
            "lang" => self.language = Some(span),
            "type" => self.kind = Some(span),
            "name" | "property" | "itemprop" => self.name = Some(span),
            "content" => self.content = Some(span),
            "value" => self.value = Some(span),
            "alt" => self.alt = Some(span),
            _ if COPY_ATTRIBUTES.contains(&name) => self.labels.push(span),
            _ if COMPONENT_ATTRIBUTES.contains(&name) => self.component.push(span),
            _ => {}
        }
    }

    pub fn is_json_ld(&self, text: &str) -> bool {
        self.kind.is_some_and(|kind| text[kind.range()].trim().eq_ignore_ascii_case("application/ld+json"))
    }

    pub fn decoded(&self, text: &str, value: Span) -> String {
        decode_to_string(text[value.range()].trim(), true)
    }

    /// Adds the copy that stands in attributes, as blocks beside the text.
    pub fn add_copy(&self, builder: &mut Builder, tag: Tag, visibility: Visibility, text: &str, map: &TextMap) {
        let mut add = |kind, span: Span| {
            if !text[span.range()].trim().is_empty() {
                builder.aside(kind, visibility, |sink| sink.html(text, span, map, true));
            }
        };
        if tag == Tag::Meta {
            if let (Some(kind), Some(content)) =
                (self.name.and_then(|name| meta_kind(&text[name.range()])), self.content)
            {
                add(kind, content);
            }
            return;
        }
        if let Some(alt) = self.alt {
            add(BlockKind::AltText, alt);
        }
        let is_button = |kind: &str| ["submit", "button", "reset"].iter().any(|b| b.eq_ignore_ascii_case(kind.trim()));
        if let Some(value) =
            self.value.filter(|_| tag == Tag::Input && self.kind.is_some_and(|k| is_button(&text[k.range()])))
        {
            add(BlockKind::CallToAction, value);
        }
        let component = matches!(tag, Tag::Other(_)).then_some(&self.component);
        for &label in self.labels.iter().chain(component.into_iter().flatten()) {
            add(BlockKind::Label, label);
        }
    }
}

fn meta_kind(name: &str) -> Option<BlockKind> {
    let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    if is_in(META_TITLES) {
        Some(BlockKind::Title)
    } else {
        is_in(META_DESCRIPTIONS).then_some(BlockKind::MetaDescription)
    }
}
