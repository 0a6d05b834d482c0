//! Studies that pages cite: what was studied, how, and what came out.

use super::row::{NamedPhrase, Row, SourceNote, Table};
use crate::yaml::{Errors, Fields, File, Node};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Row> {
    let mut fields = Fields::of(node, file, errors)?;
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
