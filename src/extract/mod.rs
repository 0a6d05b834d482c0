//! From a file to its prose: one folded text, its map, and the structure of the page.
//!
//! ```text
//! text → templates masked, same length → Markdown, HTML or text reader → Builder → Document
//! ```
//!
//! Readers announce elements and text to the one [`builder::Builder`]; HTML inside Markdown goes through the same builder,
//! so both share one structure.

pub mod builder;
pub mod document;
pub mod entities;
mod finish;
mod front_matter;
pub mod html;
mod html_attributes;
mod html_element;
mod json_ld;
mod lookalike;
pub mod markdown;
mod mask;
mod mdx;
pub mod normalise;
mod scalar;
pub mod scope;
pub mod sink;
mod structure;
pub mod tag;
pub mod templates;
pub mod text;
pub mod text_map;
mod tokens;
pub mod traits;

use serde::{Deserialize, Serialize};

use builder::Builder;
use document::Document;
use text_map::TextMap;

use crate::source::{Source, Span};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    Markdown,
    /// Markdown with JSX, imports and expressions.
    Mdx,
    Html,
    Text,
}

/// File endings of template languages that wrap another format: `page.html.erb`, `post.md.j2`.
const TEMPLATE_ENDINGS: &[&str] = &[
    "erb",
    "ejs",
    "liquid",
    "njk",
    "nunjucks",
    "hbs",
    "handlebars",
    "mustache",
    "j2",
    "jinja",
    "jinja2",
    "twig",
    "php",
    "phtml",
    "tmpl",
    "gohtml",
];

impl Format {
    /// The format of a path by its ending; `None` for files that are not read.
    pub fn of_path(path: &str) -> Option<Format> {
        let name = path.rsplit(['/', '\\']).next()?;
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Some(Format::Markdown),
            "mdx" => Some(Format::Mdx),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "txt" | "text" => Some(Format::Text),
            // A template of something that is read is that; a template of something else (`app.js.erb`) is not read.
            template if TEMPLATE_ENDINGS.contains(&template) => match stem.rsplit_once('.') {
                Some((_, inner)) if inner.chars().all(|c| c.is_ascii_alphabetic()) => Format::of_path(stem),
                _ => Some(Format::Html),
            },
            _ => None,
        }
    }
}

/// Reads a file. Never fails: what could not be followed is in [`Document::not_read`].
pub fn extract(source: &Source, format: Format) -> Document {
    let text = source.text();
    let mut builder = Builder::new(text.len());
    let masked = templates::mask(text, format, &mut builder);
    let body = match format {
        Format::Text => 0,
        _ => front_matter::read(&mut builder, text, &masked),
    };
    let rest = &masked[body..];
    let map = TextMap::identity(Span::new(body, text.len()));
    match format {
        Format::Html => html::read(&mut builder, rest, &map, html::Part::Fragment),
        Format::Text => text::read(&mut builder, rest, &map),
        Format::Markdown | Format::Mdx => markdown::read(&mut builder, rest, body, format == Format::Mdx),
    }
    builder.finish(text)
}
