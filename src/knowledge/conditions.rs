//! Conditions: what copy may claim to treat, with aliases, lay names and the symptoms that stand for them.

use super::row::{NOTE_KEYS, NamedPhrase, Row, SourceNote, Table};
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{Errors, Fields, File, Node};

pub(super) const CONDITION: Shape = Shape {
    name: "condition",
    about: "What copy may claim to treat.",
    keys: &[
        &[
            needed("condition", Text, "The id, by which rules and tables name it."),
            key("name", Text, "How messages call it; the id where it is left out."),
            key("system", Texts, "Systems of the body it belongs to."),
            key("aliases", Texts, "The phrases by which doctors and marketers name it."),
            key("lay", Texts, "How patients call it."),
            key("symptoms", Texts, "Symptoms so much its own that they stand for it."),
            key("stigma", Texts, "Terms that blame or pity."),
            key("excludes", Texts, "Wordings that hold one of the phrases and mean something else."),
            key("flags", Texts, "Marks that rules ask for: incurable, serious, cosmetic …"),
        ],
        NOTE_KEYS,
    ],
    any_of: &[&["aliases", "lay", "symptoms", "stigma"]],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Row> {
    let mut fields = Fields::shaped(node, &CONDITION, file, errors)?;
    let id_node = fields.require("condition", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.text("name", errors);
    let mut phrases = NamedPhrase::list(fields.take("aliases"), file, errors);
    phrases.extend(NamedPhrase::list(fields.take("lay"), file, errors));
    phrases.extend(NamedPhrase::list(fields.take("symptoms"), file, errors));
    phrases.extend(NamedPhrase::list(fields.take("stigma"), file, errors));
    let excludes = NamedPhrase::list(fields.take("excludes"), file, errors);
    let system = fields.texts("system", errors);
    let flags = fields.texts("flags", errors);
    let note = SourceNote::take(&mut fields, errors);
    fields.finish(errors);
    let id = id?;
    Some(Row {
        table: Table::Condition,
        name: name.unwrap_or_else(|| id.replace('-', " ")),
        phrases,
        excludes,
        attributes: vec![("id".into(), vec![id.clone()]), ("system".into(), system), ("flags".into(), flags)],
        note,
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
        id,
    })
}
