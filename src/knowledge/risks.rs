//! Named risks: the phrasings by which a page may tell each of them.

use super::row::{NOTE_KEYS, NamedPhrase, Row, SourceNote, Table};
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{Errors, Fields, File, Node};

pub(super) const RISK: Shape = Shape {
    name: "risk",
    about: "A risk that pages name: affirmed it is a disclosure, denied a safety claim.",
    keys: &[
        &[
            needed("risk", Text, "The id, by which treatments name it."),
            key("name", Text, "How messages call it; the id where it is left out."),
            needed("phrases", SomeTexts, "The phrases that tell of it."),
            key("excludes", Texts, "Wordings that hold one of the phrases and mean something else."),
            key("serious", Flag, "Whether it is a serious one."),
        ],
        NOTE_KEYS,
    ],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Row> {
    let mut fields = Fields::shaped(node, &RISK, file, errors)?;
    let id_node = fields.require("risk", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.text("name", errors);
    let phrases = NamedPhrase::list(fields.take("phrases"), file, errors);
    let excludes = NamedPhrase::list(fields.take("excludes"), file, errors);
    let serious = fields.take("serious").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
    let note = SourceNote::take(&mut fields, errors);
    fields.finish(errors);
    let id = id?;
    let flags = if serious { vec!["serious".to_owned()] } else { Vec::new() };
    Some(Row {
        table: Table::Risk,
        name: name.unwrap_or_else(|| id.replace('-', " ")),
        phrases,
        excludes,
        attributes: vec![("id".into(), vec![id.clone()]), ("flags".into(), flags)],
        note,
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
        id,
    })
}
