//! Organs and what is said of each: "kidney trouble", "swelling of the knee" and "thyroid health" are one grammar, not a
//! list. It is multiplied out when rules load, into rows of the conditions table and phrases of a concept.

use super::row::{NamedPhrase, Row, SourceNote, Table};
use super::{Concept, Entry};
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{Errors, Fields, File, Node};

/// A part of the body, or a system of it, with its names.
#[derive(Debug)]
pub struct Organ {
    id: String,
    system: Vec<String>,
    words: Vec<NamedPhrase>,
    /// Kinds of saying that mean something else of this organ.
    except: Vec<String>,
    span: Span,
    file: File,
}

/// A kind of saying about organs.
#[derive(Debug)]
pub struct OrganSaying {
    kind: String,
    /// Words that follow the organ: "heart TROUBLE".
    behind: Vec<NamedPhrase>,
    /// Words that lead up to it: "DISEASE OF THE heart".
    before: Vec<NamedPhrase>,
    flags: Vec<String>,
    /// The concept that the phrases belong to. Without one, organ and kind make a condition.
    concept: Option<String>,
}

pub(super) const ORGAN: Shape = Shape {
    name: "organ",
    about: "An organ or part of the body, and the words for it.",
    keys: &[&[
        needed("organ", Text, "The id."),
        key("system", Texts, "Systems of the body it belongs to."),
        needed("words", SomeTexts, "What copy calls it."),
        key("except", Texts, "Sayings that are not said of it."),
    ]],
    any_of: &[],
};

pub(super) const SAYING: Shape = Shape {
    name: "organ-saying",
    about: "Words that make a condition, or a mention of a concept, of every organ.",
    keys: &[&[
        needed("saying", Text, "The kind of saying."),
        key("behind", Texts, "Words that stand behind the organ."),
        key("before", Texts, "Words that stand before it."),
        key("flags", Texts, "Marks of the conditions that are made."),
        key("concept", Text, "The concept that is mentioned, where no condition is made."),
    ]],
    any_of: &[],
};

pub(super) fn read_organ(node: &Node, file: &File, errors: &mut Errors) -> Option<Organ> {
    let mut fields = Fields::shaped(node, &ORGAN, file, errors)?;
    let id_node = fields.require("organ", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let system = fields.texts("system", errors);
    let words = NamedPhrase::list(fields.require("words", errors), file, errors);
    let except = fields.texts("except", errors);
    fields.finish(errors);
    Some(Organ {
        id: id?,
        system,
        words,
        except,
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
    })
}

pub(super) fn read_saying(node: &Node, file: &File, errors: &mut Errors) -> Option<OrganSaying> {
    let mut fields = Fields::shaped(node, &SAYING, file, errors)?;
    let kind = fields.require("saying", errors).and_then(|node| node.expect_text(file, errors));
    let behind = NamedPhrase::list(fields.take("behind"), file, errors);
    let before = NamedPhrase::list(fields.take("before"), file, errors);
    let flags = fields.texts("flags", errors);
    let concept = fields.text("concept", errors);
    fields.finish(errors);
    Some(OrganSaying { kind: kind?, behind, before, flags, concept })
}

/// Multiplies organs and sayings out. A pair whose row the conditions table has adds its phrases to that row; the rows
/// that it lacks come last, so that a phrase which a row names itself stays with that row.
pub fn multiply_out(organs: &[Organ], sayings: &[OrganSaying], conditions: &mut Vec<Row>, concepts: &mut Vec<Concept>) {
    for organ in organs {
        for saying in sayings.iter().filter(|saying| !organ.except.contains(&saying.kind)) {
            let phrases = organ.phrases(saying);
            if let Some(concept) = &saying.concept {
                concepts.push(organ.addition(concept, phrases));
                continue;
            }
            let id = format!("{}-{}", organ.id, saying.kind);
            match conditions.iter_mut().find(|row| row.id == id) {
                Some(row) => row.phrases.extend(phrases),
                None => conditions.push(organ.row(id, saying, phrases)),
            }
        }
    }
}

impl Organ {
    fn phrases(&self, saying: &OrganSaying) -> Vec<NamedPhrase> {
        let organ = either(&self.words);
        let behind = saying.behind.iter().map(|word| format!("{organ} {}", word.text));
        let before = saying.before.iter().map(|word| format!("{} {organ}", word.text));
        behind.chain(before).map(|text| NamedPhrase { text, span: self.span, file: self.file.clone() }).collect()
    }

    fn row(&self, id: String, saying: &OrganSaying, phrases: Vec<NamedPhrase>) -> Row {
        Row {
            table: Table::Condition,
            name: id.replace('-', " "),
            phrases,
            excludes: Vec::new(),
            attributes: vec![
                ("id".into(), vec![id.clone()]),
                ("system".into(), self.system.clone()),
                ("flags".into(), saying.flags.clone()),
            ],
            note: SourceNote::default(),
            span: self.span,
            file: self.file.clone(),
            id,
        }
    }

    fn addition(&self, concept: &str, phrases: Vec<NamedPhrase>) -> Concept {
        Concept {
            entry: Entry::Add,
            id: concept.to_owned(),
            speaks_of: None,
            about: String::new(),
            verbs: Vec::new(),
            nouns: Vec::new(),
            phrases,
            except: Vec::new(),
            includes: Vec::new(),
            span: self.span,
            file: self.file.clone(),
        }
    }
}

fn either(words: &[NamedPhrase]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    format!("({})", texts.join("|"))
}
