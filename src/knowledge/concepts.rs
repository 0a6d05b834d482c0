//! Concepts: named sets of phrases, with the kind of thing they speak of.

use serde::{Deserialize, Serialize};

use super::row::NamedPhrase;
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// What an affirmed mention of a concept amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SpeaksOf {
    /// Affirmed: a claim. Denied: a limiting statement.
    Benefit,
    /// Affirmed: a disclosure. Denied: a safety claim.
    Risk,
    /// Affirmed: a status claim. Denied: a status disclosure.
    Status,
    /// Affirmed: a limit of the evidence. Denied: an overclaim.
    Limit,
}

pub const SPEAKS_OF: &[(&str, SpeaksOf)] = &[
    ("benefit", SpeaksOf::Benefit),
    ("risk", SpeaksOf::Risk),
    ("status", SpeaksOf::Status),
    ("limit", SpeaksOf::Limit),
];

/// What an entry does with the concept it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// `concept:` makes it.
    Make,
    /// `concept+:` adds to one that another file makes.
    Add,
    /// `concept-:` takes phrases, as they are written there, out of one.
    Remove,
}

/// A concept as written, or a change to one.
#[derive(Debug, Clone)]
pub struct Concept {
    pub entry: Entry,
    pub id: String,
    pub speaks_of: Option<SpeaksOf>,
    pub about: String,
    pub verbs: Vec<NamedPhrase>,
    pub nouns: Vec<NamedPhrase>,
    pub phrases: Vec<NamedPhrase>,
    /// A mention that lies inside one of these is none.
    pub except: Vec<NamedPhrase>,
    /// Concepts whose mentions are mentions of this one too, with the place that names them.
    pub includes: Vec<(String, Span)>,
    pub span: Span,
    pub file: File,
}

pub(super) const CONCEPT: Shape = Shape {
    name: "concept",
    about: "A named set of phrases, with the kind of thing they speak of.",
    keys: &[&[
        key("concept", Text, "The id, by which rules ask for it: `<id>`."),
        key("concept+", Text, "Adds to a concept that another file makes."),
        key("concept-", Text, "Takes phrases out of a concept, as they are written there."),
        key("speaks-of", Word(|| words_of(SPEAKS_OF)), "What an affirmed mention amounts to; nothing where left out."),
        key("about", Text, "What the concept holds, for whoever keeps it."),
        key("includes", Texts, "Concepts whose mentions are mentions of this one too."),
        key("verbs", Texts, "Verbs, found in every inflection."),
        key("nouns", Texts, "Nouns, found in singular and plural."),
        key("phrases", Texts, "Phrases in the phrase language."),
        key("except", Texts, "A mention that lies inside one of these is none."),
    ]],
    any_of: &[&["concept", "concept+", "concept-"]],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Concept> {
    let mut fields = Fields::shaped(node, &CONCEPT, file, errors)?;
    let added = fields.take("concept+");
    let removed = fields.take("concept-");
    let (entry, id_node) = match (added, removed) {
        (None, None) => (Entry::Make, fields.require("concept", errors)),
        (added, removed) => {
            let others = [removed.filter(|_| added.is_some()), fields.take("concept")];
            for other in others.into_iter().flatten() {
                let error = file
                    .error(other.span, "an entry does one thing: it makes a concept, adds to one or takes out of one");
                errors.push(
                    error.hint(
                        "keep one of `concept`, `concept+` and `concept-`; write an entry for each of the others",
                    ),
                );
            }
            let entry = if added.is_some() { Entry::Add } else { Entry::Remove };
            (entry, added.or(removed))
        }
    };
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let speaks_of = fields.take("speaks-of").and_then(|node| node.expect_word(SPEAKS_OF, file, errors));
    let about = fields.text("about", errors).unwrap_or_default();
    let verbs = NamedPhrase::list(fields.take("verbs"), file, errors);
    let nouns = NamedPhrase::list(fields.take("nouns"), file, errors);
    let phrases = NamedPhrase::list(fields.take("phrases"), file, errors);
    let except = NamedPhrase::list(fields.take("except"), file, errors);
    let includes = NamedPhrase::list(fields.take("includes"), file, errors);
    fields.finish(errors);
    Some(Concept {
        entry,
        id: id?,
        speaks_of,
        about,
        verbs,
        nouns,
        phrases,
        except,
        includes: includes.into_iter().map(|phrase| (phrase.text, phrase.span)).collect(),
        span: id_node.map_or(node.span, |node| node.span),
        file: file.clone(),
    })
}
