//! A row of a table, and the phrases it is mentioned by.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Key, Shape, key};
use crate::yaml::{Errors, Fields, File, Node, Value};

/// A phrase with its place in the file it comes from.
#[derive(Debug, Clone)]
pub struct NamedPhrase {
    pub text: String,
    pub span: Span,
    pub file: File,
}

impl NamedPhrase {
    /// All phrases of a list.
    pub fn list(node: Option<&Node>, file: &File, errors: &mut Errors) -> Vec<NamedPhrase> {
        let items = node.map_or_else(Vec::new, Node::items);
        let read = |item: &Node, errors: &mut Errors| {
            let text = item.expect_text(file, errors)?;
            Some(NamedPhrase { text, span: item.span, file: file.clone() })
        };
        items.into_iter().filter_map(|item| read(item, errors)).collect()
    }
}

/// The tables whose rows can be mentioned in copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Table {
    Treatment,
    Condition,
    Risk,
    Study,
}

impl Table {
    /// What a row of it is called.
    pub fn name(self) -> &'static str {
        match self {
            Table::Treatment => "treatment",
            Table::Condition => "condition",
            Table::Risk => "risk",
            Table::Study => "study",
        }
    }

    /// The concept whose mentions are mentions of the table's rows.
    pub fn concept(self) -> &'static str {
        match self {
            Table::Treatment => "treatment",
            Table::Condition => "condition",
            Table::Risk => "named-risk",
            Table::Study => "study",
        }
    }
}

/// One row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub table: Table,
    pub id: String,
    /// How messages call it.
    pub name: String,
    #[serde(skip)]
    pub phrases: Vec<NamedPhrase>,
    /// Wordings that hold one of the phrases and mean something else.
    #[serde(skip)]
    pub excludes: Vec<NamedPhrase>,
    /// What rules may ask for, by name. A name that is absent has no value.
    pub attributes: Vec<(Cow<'static, str>, Vec<String>)>,
    pub note: SourceNote,
    /// Of the row's id, for errors.
    #[serde(skip)]
    pub span: Span,
    #[serde(skip)]
    pub file: File,
}

impl Row {
    pub fn attribute(&self, name: &str) -> &[String] {
        self.attributes.iter().find(|(key, _)| *key == name).map_or(&[], |(_, values)| values)
    }

    /// One value, where there is one.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.attribute(name).first().map(String::as_str)
    }
}

/// Keys that say where a row's facts come from.
pub(super) const NOTE_KEYS: &[Key] = &[
    key("as_of", Date, "The day on which the facts were checked."),
    key("source", TextOrMap(&SOURCE), "Where the facts come from: a word, or an id with title and address."),
    key("sources", TextsOrMaps(&SOURCE, 0), "Further sources."),
    key("volatile", Flag, "Whether the facts change often and age first."),
];

const SOURCE: Shape = Shape {
    name: "source",
    about: "A source with its address.",
    keys: &[&[
        key("id", Text, "A short name."),
        key("title", Text, "What reports show."),
        key("url", Text, "The address."),
        key("retrieved", Date, "The day on which it was read."),
    ]],
    any_of: &[&["id", "title"]],
};

/// Where a fact comes from, and as of when.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SourceNote {
    /// `YYYY-MM-DD`; empty where nothing says.
    pub as_of: String,
    pub source: String,
    pub volatile: bool,
}

impl SourceNote {
    pub fn take(fields: &mut Fields, errors: &mut Errors) -> SourceNote {
        let file = fields.file;
        let as_of = fields.date("as_of", errors).unwrap_or_default();
        let volatile = fields.take("volatile").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
        let source = fields.take("source").map_or_else(String::new, |node| source_name(node, file, errors));
        for node in fields.take("sources").map_or_else(Vec::new, Node::items) {
            source_name(node, file, errors);
        }
        SourceNote { as_of, source, volatile }
    }
}

/// A source is a word, or `{id, title, url}`; its title is what reports show.
fn source_name(node: &Node, file: &File, errors: &mut Errors) -> String {
    if !matches!(node.value, Value::Map(_)) {
        return node.expect_text(file, errors).unwrap_or_default();
    }
    let Some(mut fields) = Fields::shaped(node, &SOURCE, file, errors) else { return String::new() };
    let id = fields.text("id", errors).unwrap_or_default();
    let title = fields.text("title", errors);
    fields.text("url", errors);
    fields.date("retrieved", errors);
    fields.finish(errors);
    title.unwrap_or(id)
}
