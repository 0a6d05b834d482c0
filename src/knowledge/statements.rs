//! Statements: disclosures that a duty may ask for, as slots to fill or as exact words.

use serde::{Deserialize, Serialize};

use super::row::NamedPhrase;
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// How far apart the slots of a statement may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spread {
    Sentence,
    Block,
    Section,
    Page,
}

const SPREAD: &[(&str, Spread)] =
    &[("sentence", Spread::Sentence), ("block", Spread::Block), ("section", Spread::Section), ("page", Spread::Page)];

#[derive(Debug, Clone)]
pub struct Statement {
    pub id: String,
    /// Completes "this page lacks …".
    pub name: String,
    /// A wording that satisfies it; `{treatment}` and its like are filled for each finding.
    pub sample: String,
    /// Where the sample stands.
    pub sample_span: Span,
    pub spread: Spread,
    pub says: Vec<Slot>,
    /// Exact wordings, any of which will do.
    pub text: Vec<NamedPhrase>,
    /// What a link says that leads to the statement on another page.
    pub linked_by: Vec<NamedPhrase>,
    /// Wordings that say the opposite elsewhere on the page.
    pub contradicted_by: Vec<NamedPhrase>,
    pub span: Span,
    pub file: File,
}

/// One thing that a statement must say.
#[derive(Debug, Clone)]
pub struct Slot {
    pub name: String,
    pub content: SlotContent,
}

#[derive(Debug, Clone)]
pub enum SlotContent {
    /// Any one of these patterns.
    Any(Vec<NamedPhrase>),
    /// At least so many different named risks, out of a list; both may name an attribute of the treatment.
    AtLeast { count: NamedPhrase, of: Option<NamedPhrase> },
}

pub(super) const STATEMENT: Shape = Shape {
    name: "statement",
    about: "A disclosure that a duty may ask for, as slots to fill or as exact words.",
    keys: &[&[
        needed("statement", Text, "The id, by which rules ask for it."),
        needed("name", Text, "Completes \"this page lacks …\"."),
        key("sample", Text, "A wording that satisfies it."),
        key("spread", Word(|| words_of(SPREAD)), "How far apart its slots may stand; `block` where it is left out."),
        key("says", Maps(&SLOT), "What it must say, as slots; all of them."),
        key("text", Texts, "Exact wordings, any of which will do. A near miss counts as altered."),
        key("linked-by", Texts, "What a link says that leads to it on another page."),
        key("contradicted-by", Texts, "Wordings that say the opposite elsewhere on the page."),
    ]],
    any_of: &[&["says", "text"]],
};

const SLOT: Shape = Shape {
    name: "slot",
    about: "One thing that a statement must say.",
    keys: &[&[
        needed("slot", Text, "What it is, for messages."),
        key("any", Texts, "Patterns, any of which fills it."),
        key("at least", Text, "How many different named risks fill it: a number, or `treatment.minimum-risks`."),
        key("of", Text, "The list they are counted from: `treatment.must-disclose`."),
    ]],
    any_of: &[&["any", "at least"]],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Statement> {
    let mut fields = Fields::shaped(node, &STATEMENT, file, errors)?;
    let id_node = fields.require("statement", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.require("name", errors).and_then(|node| node.expect_text(file, errors));
    let sample_node = fields.take("sample");
    let sample = sample_node.and_then(|node| node.expect_text(file, errors)).unwrap_or_default();
    let spread = fields.take("spread").and_then(|node| node.expect_word(SPREAD, file, errors));
    let says_nodes = fields.take("says").map_or_else(Vec::new, Node::items);
    let says: Vec<Slot> = says_nodes.into_iter().filter_map(|node| read_slot(node, file, errors)).collect();
    let text = NamedPhrase::list(fields.take("text"), file, errors);
    let linked_by = NamedPhrase::list(fields.take("linked-by"), file, errors);
    let contradicted_by = NamedPhrase::list(fields.take("contradicted-by"), file, errors);
    if says.is_empty() && text.is_empty() {
        let error = file.error(node.span, "a statement needs `says` (slots) or `text` (exact words)");
        errors.push(error.hint("`says: [{slot: what it is, any: [phrases]}]`"));
    }
    fields.finish(errors);
    Some(Statement {
        id: id?,
        name: name?,
        sample,
        sample_span: sample_node.map_or(node.span, |node| node.span),
        spread: spread.unwrap_or(Spread::Block),
        says,
        text,
        linked_by,
        contradicted_by,
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
    })
}

fn read_slot(node: &Node, file: &File, errors: &mut Errors) -> Option<Slot> {
    let mut fields = Fields::shaped(node, &SLOT, file, errors)?;
    let name = fields.require("slot", errors).and_then(|node| node.expect_text(file, errors));
    let any = NamedPhrase::list(fields.take("any"), file, errors);
    let count = NamedPhrase::list(fields.take("at least"), file, errors).pop();
    let of = NamedPhrase::list(fields.take("of"), file, errors).pop();
    let span = fields.span;
    fields.finish(errors);
    let content = match (any.is_empty(), count) {
        (false, None) => SlotContent::Any(any),
        (true, Some(count)) => SlotContent::AtLeast { count, of },
        _ => {
            let error = file.error(span, "a slot is filled by `any` (patterns) or by `at least` (a number)");
            errors.push(error.hint("write one of the two: `any: [phrases]` or `at least: 2`"));
            return None;
        }
    };
    Some(Slot { name: name?, content })
}
