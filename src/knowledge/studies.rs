//! Studies that pages cite: what was studied, how, and what came out.

use super::row::{NOTE_KEYS, NamedPhrase, Row, SourceNote, Table};
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{Errors, Fields, File, Node};

pub(super) const STUDY: Shape = Shape {
    name: "study",
    about: "A study that pages cite: what was studied, how, and what came out.",
    keys: &[
        &[
            needed("study", Text, "The id."),
            key("name", Text, "How messages call it; the id where it is left out."),
            key("aliases", Texts, "The phrases by which copy names it."),
            key("doi", Texts, "Its DOI, by which links to it are known."),
            key("pmid", Texts, "Its PubMed number."),
            key("registry", Texts, "Its number in a registry of trials."),
            key("treatment", Texts, "The treatment studied, by id."),
            key("condition", Texts, "The condition studied, by id."),
            key("route", Texts, "How the treatment was given."),
            key("design", Texts, "How the study was made."),
            key("n", Texts, "How many people took part."),
            key("population", Texts, "Who they were."),
            key("result", Texts, "positive, mixed, negative or \"null\", in quotes."),
            key("finding", Texts, "What came out, in one sentence."),
        ],
        NOTE_KEYS,
    ],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Row> {
    let mut fields = Fields::shaped(node, &STUDY, file, errors)?;
    let id_node = fields.require("study", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.text("name", errors);
    let phrases = NamedPhrase::list(fields.take("aliases"), file, errors);
    let mut attributes = Vec::new();
    for key in
        ["doi", "pmid", "treatment", "condition", "route", "design", "n", "population", "result", "finding", "registry"]
    {
        attributes.push((key.into(), fields.texts(key, errors)));
    }
    let note = SourceNote::take(&mut fields, errors);
    fields.finish(errors);
    let id = id?;
    attributes.push(("id".into(), vec![id.clone()]));
    Some(Row {
        table: Table::Study,
        name: name.unwrap_or_else(|| id.clone()),
        phrases,
        excludes: Vec::new(),
        attributes,
        note,
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
        id,
    })
}
