//! What classes, ids and roles say of an element, as lists of names.
//!
//! Names are compared in lower case. A *token* is a whole class name; a *word* is a part of one between `-`, `_` and a
//! change of case, so that `testimonial` is found in `card-testimonial__body` and in `TestimonialCard`. Names that mean
//! something else inside others (`hidden`, `collapse`, `active`) are tokens only.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What one name, or all names of an element together, say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    pub const NONE: Marks = Marks(0);
    /// Not shown to anyone who looks at the page.
    pub const HIDDEN: Marks = Marks(1);
    /// Shown after a click.
    pub const COLLAPSED: Marks = Marks(1 << 1);
    /// Takes back `COLLAPSED`: this panel is the one that shows.
    pub const SHOWN: Marks = Marks(1 << 2);
    pub const TESTIMONIAL: Marks = Marks(1 << 3);
    pub const FOOTER: Marks = Marks(1 << 4);
    pub const FINE_PRINT: Marks = Marks(1 << 5);
    pub const NAVIGATION: Marks = Marks(1 << 6);
    pub const BUTTON: Marks = Marks(1 << 7);
    pub const FOOTNOTE: Marks = Marks(1 << 8);
    /// Names who speaks a testimonial.
    pub const ATTRIBUTION: Marks = Marks(1 << 9);
    pub const CAPTION: Marks = Marks(1 << 10);
    /// The line of an accordion that is always shown.
    pub const TOGGLE: Marks = Marks(1 << 11);
    pub const QUOTATION: Marks = Marks(1 << 12);
    pub const LIST_ITEM: Marks = Marks(1 << 13);

    pub const fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

/// Whole class names and ids.
const TOKENS: &[(Marks, &[&str])] = &[
    (
        Marks::HIDDEN,
        &[
            // Utility frameworks (Bootstrap, Tailwind, Bulma) and content systems. Text for screen readers only is not
            // seen, and a notice nobody sees is not given.
            "hidden",
            "d-none",
            "invisible",
            "is-hidden",
            "u-hidden",
            "hide",
            "display-none",
            "sr-only",
            "visually-hidden",
            "visuallyhidden",
            "screen-reader-text",
            "screen-reader-only",
            "offscreen",
            "element-invisible",
        ],
    ),
    (
        Marks::COLLAPSED,
        &[
            "collapse",
            "collapsed-content",
            "accordion-collapse",
            "accordion-content",
            "accordion__content",
            "accordion-body",
            "accordion__body",
            "accordion-panel",
            "accordion__panel",
            "panel-collapse",
            "tab-pane",
            "tab-panel",
            "tabpanel",
            "tabcontent",
            "tab-content-item",
            "w-tab-pane",
            "faq-answer-collapsed",
            "read-more-content",
            "more-text",
            "more-content",
            "expandable-content",
            "toggle-content",
            "dropdown-content",
            "modal",
            "modal-body",
            "modal-dialog",
            "offcanvas",
            "popup",
            "popup-content",
            "lightbox",
            "tooltip",
            "tooltip-content",
            "popover",
        ],
    ),
    (Marks::SHOWN, &["show", "active", "open", "is-active", "is-open", "w--tab-active", "in"]),
    (
        Marks::TOGGLE,
        &[
            "accordion-button",
            "accordion__button",
            "accordion-header",
            "accordion__header",
            "accordion-title",
            "accordion__title",
            "accordion-toggle",
            "faq-question",
            "faq__question",
            "toggle-title",
        ],
    ),
    (Marks::FINE_PRINT, &["fine-print", "small-print", "mouse-type", "text-xs", "text-tiny"]),
    (Marks::BUTTON, &["btn", "button", "cta", "wp-block-button__link", "elementor-button", "w-button"]),
    (
        Marks::ATTRIBUTION,
        &[
            "author",
            "attribution",
            "testimonial-author",
            "testimonial__author",
            "testimonial-name",
            "testimonial__name",
            "testimonial-cite",
            "review-author",
            "reviewer",
            "reviewer-name",
            "client-name",
            "quote-author",
            "quote__author",
            "blockquote-footer",
            "cite",
        ],
    ),
    (Marks::FOOTNOTE, &["footnotes", "footnote", "endnotes", "endnote", "footnote-definition", "references"]),
    (Marks::CAPTION, &["caption", "wp-caption-text", "image-caption", "figure-caption", "wp-element-caption"]),
    (
        Marks::NAVIGATION,
        &["nav", "navbar", "menu", "breadcrumb", "breadcrumbs", "site-header", "main-menu", "pagination"],
    ),
];

/// Parts of class names and ids.
const WORDS: &[(Marks, &[&str])] = &[
    (Marks::TESTIMONIAL, &["testimonial", "testimonials", "review", "reviews", "testimony"]),
    (Marks::FOOTER, &["footer", "colophon"]),
    (Marks::FINE_PRINT, &["fineprint", "smallprint", "disclaimer", "disclaimers", "legalese"]),
    (Marks::BUTTON, &["btn", "cta"]),
    (Marks::NAVIGATION, &["navbar", "navigation", "breadcrumb", "breadcrumbs", "navmenu"]),
    (Marks::QUOTATION, &["blockquote", "pullquote"]),
    (Marks::FOOTNOTE, &["footnote", "footnotes"]),
];

/// Values of `role`.
const ROLES: &[(Marks, &[&str])] = &[
    (Marks::COLLAPSED, &["tabpanel", "dialog", "alertdialog", "tooltip"]),
    (Marks::FOOTER, &["contentinfo"]),
    (Marks::NAVIGATION, &["navigation", "menu", "menubar"]),
    (Marks::BUTTON, &["button"]),
    (Marks::FOOTNOTE, &["doc-footnote", "doc-endnotes", "doc-endnote"]),
    (Marks::QUOTATION, &["blockquote", "doc-pullquote"]),
    (Marks::CAPTION, &["caption"]),
    (Marks::LIST_ITEM, &["listitem"]),
];

/// Attributes of any element that hold copy.
pub const COPY_ATTRIBUTES: &[&str] =
    &["title", "aria-label", "aria-description", "aria-roledescription", "placeholder"];

/// Attributes of components (JSX, web components) that hold copy by common custom.
pub const COMPONENT_ATTRIBUTES: &[&str] = &[
    "heading",
    "headline",
    "subtitle",
    "subheading",
    "description",
    "text",
    "label",
    "caption",
    "quote",
    "tagline",
    "cta",
];

/// `name` and `property` values of `<meta>` that hold a title.
pub const META_TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "title"];

/// `name` and `property` values of `<meta>` that hold a description.
pub const META_DESCRIPTIONS: &[&str] = &[
    "description",
    "og:description",
    "twitter:description",
    "dc.description",
    "abstract",
    "og:image:alt",
    "twitter:image:alt",
];

/// Keys of JSON-LD that hold copy.
pub const JSON_LD_KEYS: &[&str] = &[
    "name",
    "alternatename",
    "headline",
    "alternativeheadline",
    "description",
    "disambiguatingdescription",
    "abstract",
    "text",
    "articlebody",
    "reviewbody",
    "caption",
    "slogan",
    "positivenotes",
    "negativenotes",
    "award",
    "about",
    "keywords",
];

static TOKEN_MARKS: LazyLock<FxHashMap<&str, Marks>> = LazyLock::new(|| index(TOKENS));
static WORD_MARKS: LazyLock<FxHashMap<&str, Marks>> = LazyLock::new(|| index(WORDS));

/// Reads the value of a `class` or `id` attribute.
pub fn of_names(value: &str) -> Marks {
    let mut marks = Marks::NONE;
    for token in value.split_ascii_whitespace() {
        let mut lower = [0; 48];
        let Some(lower) = lower.get_mut(..token.len()) else { continue };
        lower.copy_from_slice(token.as_bytes());
        lower.make_ascii_lowercase();
        let Ok(name) = std::str::from_utf8(lower) else { continue };
        marks = marks.with(TOKEN_MARKS.get(name).copied().unwrap_or_default());
        if is_shown_at_some_width(name) {
            marks = marks.with(Marks::SHOWN);
        }
        for (start, end) in words(token) {
            marks = marks.with(WORD_MARKS.get(&name[start..end]).copied().unwrap_or_default());
        }
    }
    marks
}

/// Reads the value of a `role` attribute.
pub fn of_role(value: &str) -> Marks {
    let first = value.split_ascii_whitespace().next().unwrap_or("");
    let found = ROLES.iter().find(|(_, roles)| roles.iter().any(|role| role.eq_ignore_ascii_case(first)));
    found.map_or(Marks::NONE, |(marks, _)| *marks)
}

/// Reads the value of a `style` attribute.
pub fn of_style(value: &str) -> Marks {
    for declaration in value.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        let is_zero =
            |v: &str| v.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse::<f32>() == Ok(0.0);
        let hides = match property.as_str() {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "font-size" | "opacity" | "max-height" => is_zero(value),
            "text-indent" | "left" => value.starts_with("-999"),
            _ => false,
        };
        if hides {
            return Marks::HIDDEN;
        }
    }
    Marks::NONE
}

/// `md:block` of Tailwind, `d-md-flex` of Bootstrap: hidden on small screens only.
fn is_shown_at_some_width(name: &str) -> bool {
    let displays = ["block", "flex", "inline", "inline-block", "grid", "table-cell"];
    let rest = name.split_once(':').or_else(|| name.strip_prefix("d-")?.split_once('-'));
    rest.is_some_and(|(width, display)| {
        matches!(width, "sm" | "md" | "lg" | "xl" | "2xl" | "xxl") && displays.contains(&display)
    })
}

/// Parts of a name between hyphens, underscores and changes to upper case.
fn words(name: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = name.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        at += 1;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() && !starts_word(bytes, at)
            || !name.is_char_boundary(at)
        {
            at += 1;
        }
        let end = at;
        while at < bytes.len() && bytes[at].is_ascii() && !bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        Some((start, end))
    })
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()
}

fn index(lists: &[(Marks, &[&'static str])]) -> FxHashMap<&'static str, Marks> {
    let mut map: FxHashMap<&str, Marks> = FxHashMap::default();
    for (marks, names) in lists {
        for &name in *names {
            let entry = map.entry(name).or_default();
            *entry = entry.with(*marks);
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_whole_and_in_parts() {
        assert!(of_names("card-testimonial__body").has(Marks::TESTIMONIAL));
        assert!(of_names("TestimonialCard").has(Marks::TESTIMONIAL));
        assert!(of_names("md:block HIDDEN").has(Marks::HIDDEN));
        assert!(!of_names("hidden-gem overflow-hidden preview").has(Marks::HIDDEN.with(Marks::TESTIMONIAL)));
        assert!(of_names("btn-primary").has(Marks::BUTTON));
        assert_eq!(of_names("é--é ünï _ -"), Marks::NONE);
        assert_eq!(of_names(&"x".repeat(200)), Marks::NONE);
    }

    #[test]
    fn styles_that_hide() {
        for style in
            ["display : none", "color:red;DISPLAY:NONE !important", "font-size: 0px", "opacity:0", "left:-9999px"]
        {
            assert_eq!(of_style(style), Marks::HIDDEN, "{style}");
        }
        for style in ["display:block", "font-size:0.8em", "opacity:0.5", "background:url(display:none)", ""] {
            assert_eq!(of_style(style), Marks::NONE, "{style}");
        }
    }
}
