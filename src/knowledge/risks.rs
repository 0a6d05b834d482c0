//! Named risks: the phrasings by which a page may tell each of them.

use super::row::{NamedPhrase, Row, SourceNote, Table};
use crate::yaml::{Errors, Fields, File, Node};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Row> {
    let mut fields = Fields::of(node, file, errors)?;
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
