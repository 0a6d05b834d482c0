//! What the rules know: concepts, and the tables of treatments, conditions, risks, studies and authorities.
//!
//! Tables are read from YAML by one file each here. A row that can be mentioned in copy is a [`Row`]: an id, a name for
//! messages, phrases, and attributes that rules ask for by name (`treatment.class`).

mod authorities;
mod concepts;
mod conditions;
mod cues;
mod organs;
mod profiles;
mod risks;
mod row;
mod statements;
mod studies;
mod treatments;
mod verbs;
mod word_lists;

pub use authorities::{Authority, Reach};
pub use concepts::{Concept, Entry, SpeaksOf};
pub use cues::{Cue, CueClass, Direction, Signal, SignalKind};
pub use organs::{Organ, OrganSaying};
pub use profiles::Profile;
pub use row::{NamedPhrase, Row, SourceNote, Table};
pub use statements::{Slot, SlotContent, Spread, Statement};
pub use treatments::{PRODUCT_CLASSES, STATUS, Status, StatusRow, Treatment};
pub use verbs::{Strength, VerbEffect, VerbRow, Verbs};
pub use word_lists::{WordList, WordListWritten, WordLists, Words};

use crate::yaml::shape::Takes::{Maps, Texts};
use crate::yaml::shape::{Shape, key};
use crate::yaml::{Errors, Fields, File, Node};

/// Everything that was read from files outside of the rules themselves, unresolved.
#[derive(Debug, Default)]
pub struct Knowledge {
    pub concepts: Vec<Concept>,
    pub treatments: Vec<Treatment>,
    pub conditions: Vec<Row>,
    pub risks: Vec<Row>,
    pub studies: Vec<Row>,
    pub statements: Vec<Statement>,
    pub authorities: Vec<Authority>,
    pub profiles: Vec<Profile>,
    pub cues: Vec<Cue>,
    pub signals: Vec<Signal>,
    pub verbs: Vec<VerbRow>,
    pub word_lists: Vec<WordListWritten>,
    /// Words of plain English, in small letters: no names of brands.
    pub plain_words: Vec<String>,
    pub organs: Vec<Organ>,
    pub organ_sayings: Vec<OrganSaying>,
}

/// A document of tables, any number of them.
pub(crate) const VOCABULARY: Shape = Shape {
    name: "vocabulary",
    about: "Concepts, tables, statements and authorities, for all rules.",
    keys: &[&[
        key("concepts", Maps(&concepts::CONCEPT), "Named sets of phrases."),
        key("treatments", Maps(&treatments::TREATMENT), "Drugs, devices, supplements, procedures."),
        key("conditions", Maps(&conditions::CONDITION), "What copy may claim to treat."),
        key("organs", Maps(&organs::ORGAN), "Organs, of which conditions are made."),
        key("organ-sayings", Maps(&organs::SAYING), "What is said of every organ."),
        key("risks", Maps(&risks::RISK), "Risks that pages name."),
        key("studies", Maps(&studies::STUDY), "Studies that pages cite."),
        key("statements", Maps(&statements::STATEMENT), "Disclosures that a duty may ask for."),
        key("authorities", Maps(&authorities::AUTHORITY), "Laws, guidance and policies that rules name."),
        key("profiles", Maps(&profiles::PROFILE), "Facts about the pages of a kind of site, by name."),
        key("cues", Maps(&cues::CUE), "Words that change how mentions are read."),
        key("signals", Maps(&cues::SIGNAL), "Signs of what a sentence is about."),
        key("benefit-verbs", Maps(&verbs::VERBS), "What verbs of benefit do, and how far."),
        key("word-lists", Maps(&word_lists::WORDS), "Words by which sentences are read."),
        key("plain-words", Texts, "Words that are no brand where they stand with a capital."),
    ]],
    any_of: &[],
};

impl Knowledge {
    /// Adds the entries of one YAML document: each of its keys names a table.
    pub fn add(&mut self, document: &Node, file: &File, errors: &mut Errors) {
        let Some(mut fields) = Fields::shaped(document, &VOCABULARY, file, errors) else { return };
        each(&mut fields, "concepts", errors, |node, errors| self.concepts.extend(concepts::read(node, file, errors)));
        each(&mut fields, "treatments", errors, |node, errors| {
            self.treatments.extend(treatments::read(node, file, errors));
        });
        each(&mut fields, "conditions", errors, |node, errors| {
            self.conditions.extend(conditions::read(node, file, errors));
        });
        each(&mut fields, "risks", errors, |node, errors| self.risks.extend(risks::read(node, file, errors)));
        each(&mut fields, "studies", errors, |node, errors| self.studies.extend(studies::read(node, file, errors)));
        each(&mut fields, "statements", errors, |node, errors| {
            self.statements.extend(statements::read(node, file, errors));
        });
        each(&mut fields, "authorities", errors, |node, errors| {
            self.authorities.extend(authorities::read(node, file, errors));
        });
        each(&mut fields, "profiles", errors, |node, errors| self.profiles.extend(profiles::read(node, file, errors)));
        each(&mut fields, "cues", errors, |node, errors| self.cues.extend(cues::read_cue(node, file, errors)));
        each(&mut fields, "signals", errors, |node, errors| self.signals.extend(cues::read_signal(node, file, errors)));
        each(&mut fields, "benefit-verbs", errors, |node, errors| self.verbs.extend(verbs::read(node, file, errors)));
        each(&mut fields, "word-lists", errors, |node, errors| {
            self.word_lists.extend(word_lists::read(node, file, errors));
        });
        self.plain_words.extend(fields.texts("plain-words", errors));
        each(&mut fields, "organs", errors, |node, errors| self.organs.extend(organs::read_organ(node, file, errors)));
        each(&mut fields, "organ-sayings", errors, |node, errors| {
            self.organ_sayings.extend(organs::read_saying(node, file, errors));
        });
        fields.finish(errors);
    }

    /// Makes rows and phrases of what is written as a grammar, once all files are read.
    pub fn multiply_out(&mut self) {
        organs::multiply_out(&self.organs, &self.organ_sayings, &mut self.conditions, &mut self.concepts);
    }

    /// Every row that copy can mention needs words to be mentioned by; a study may be known by its citation alone.
    pub fn check_phrases(&self, errors: &mut Errors) {
        let treatments = self.treatments.iter().map(|treatment| &treatment.row);
        for row in treatments.chain(&self.conditions).chain(&self.risks).filter(|row| row.phrases.is_empty()) {
            let error = row.file.error(row.span, format!("`{}` has no phrase to be mentioned by", row.id));
            errors.push(error.hint("list the words that copy uses for it under `aliases` or `phrases`"));
        }
    }

    /// Puts the tables of `earlier` before these.
    pub fn follow(&mut self, earlier: Knowledge) {
        prepend(&mut self.treatments, earlier.treatments);
        prepend(&mut self.conditions, earlier.conditions);
        prepend(&mut self.risks, earlier.risks);
        prepend(&mut self.studies, earlier.studies);
        prepend(&mut self.authorities, earlier.authorities);
        prepend(&mut self.profiles, earlier.profiles);
        prepend(&mut self.cues, earlier.cues);
        prepend(&mut self.signals, earlier.signals);
    }

    /// Fills in what entries take from others of their kind, once all files are read.
    pub fn resolve(&mut self, errors: &mut Errors) {
        profiles::resolve(&mut self.profiles, errors);
    }
}

fn prepend<T>(own: &mut Vec<T>, mut earlier: Vec<T>) {
    earlier.append(own);
    *own = earlier;
}

fn each(fields: &mut Fields, key: &'static str, errors: &mut Errors, mut read: impl FnMut(&Node, &mut Errors)) {
    for item in fields.take(key).map_or_else(Vec::new, Node::items) {
        read(item, errors);
    }
}
