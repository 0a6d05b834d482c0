//! A ruleset: everything that rules and tables say, compiled and ready to be run over pages.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::compiled::{ConceptId, Query, Rule, StatementRule};
use super::pack::{self, PackFile, PackInfo};
use super::stored;
use crate::finding::RuleCard;
use crate::knowledge::{Authority, Cue, Row, Signal, SpeaksOf, Treatment};
use crate::load_error::LoadError;
use crate::phrase::lexicon::Lexicon;

/// Compiled packs. Immutable; shared between threads.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ruleset {
    pub(crate) concepts: Vec<ConceptEntry>,
    #[serde(skip)]
    pub(crate) concept_ids: FxHashMap<String, ConceptId>,
    #[serde(with = "super::stored::lexicon")]
    pub(crate) lexicon: Lexicon,
    /// By the lexicon's target numbers.
    pub(crate) targets: Vec<Target>,
    /// By the lexicon's slot numbers.
    pub(crate) slots: Vec<Query>,
    pub(crate) treatments: Vec<Treatment>,
    pub(crate) conditions: Vec<Row>,
    pub(crate) risks: Vec<Row>,
    pub(crate) studies: Vec<Row>,
    pub(crate) statements: Vec<StatementRule>,
    pub(crate) authorities: Vec<Authority>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) packs: Vec<PackInfo>,
    pub(crate) known: Known,
}

/// A concept, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConceptEntry {
    pub id: String,
    pub speaks_of: Option<SpeaksOf>,
    /// The concept itself and all it includes.
    pub members: Vec<ConceptId>,
}

/// What a phrase of the lexicon leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    Mention {
        concept: ConceptId,
        row: Option<u32>,
    },
    /// A mention inside this is none.
    Except {
        concept: ConceptId,
        row: Option<u32>,
    },
    Cue(u32),
    Signal(u32),
}

/// Concepts that the engine itself asks for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Known {
    pub treatment: ConceptId,
    pub condition: ConceptId,
    pub risk: ConceptId,
    pub study: ConceptId,
    pub use_: ConceptId,
    pub duty: ConceptId,
    pub citation: ConceptId,
    pub number: ConceptId,
    pub percent: ConceptId,
    pub money: ConceptId,
    pub duration: ConceptId,
    pub date: ConceptId,
    pub quotation: ConceptId,
    pub link: ConceptId,
    pub unlisted_citation: ConceptId,
    pub call_to_action: ConceptId,
    pub question: ConceptId,
}

impl Ruleset {
    /// Compiles files; all errors of all files come back at once.
    pub fn load(files: &[PackFile]) -> Result<Ruleset, Vec<LoadError>> {
        Compiler::run(files)
    }

    /// The built-in packs of these names, or `None` where one is unknown. They load without errors: a test sees to it.
    /// All of them together are in the program as compiled; a choice of them, and rules changed since, are compiled now.
    pub fn built_in(packs: &[&str]) -> Option<Result<Ruleset, Vec<LoadError>>> {
        if pack::built_in_names().iter().all(|name| packs.contains(name))
            && let Some(ruleset) = stored::built_in()
        {
            return packs.iter().all(|name| pack::built_in_names().contains(name)).then_some(Ok(ruleset));
        }
        pack::built_in(packs).map(|files| Ruleset::load(&files))
    }

    /// Every phrase that is a plain row of words, with all its inflections; for measuring against other searchers.
    pub fn literal_phrases(&self) -> Vec<String> {
        self.lexicon.literals()
    }

    pub fn packs(&self) -> &[PackInfo] {
        &self.packs
    }

    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    pub fn cards(&self) -> impl Iterator<Item = &RuleCard> {
        self.rules.iter().map(|rule| &rule.card)
    }

    pub fn concept_named(&self, name: &str) -> Option<ConceptId> {
        self.concept_ids.get(name).copied()
    }

    /// Each statement's id and the sample that shows how it may be written.
    pub fn statement_samples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.statements.iter().map(|statement| (statement.id.as_str(), statement.sample.as_str()))
    }

    pub fn concept(&self, id: ConceptId) -> &ConceptEntry {
        &self.concepts[id.0 as usize]
    }

    /// The row that a mention of a table's concept stands for.
    pub fn row(&self, concept: ConceptId, row: u32) -> Option<&Row> {
        let row = row as usize;
        if concept == self.known.treatment {
            self.treatments.get(row).map(|treatment| &treatment.row)
        } else if concept == self.known.condition {
            self.conditions.get(row)
        } else if concept == self.known.risk {
            self.risks.get(row)
        } else if concept == self.known.study {
            self.studies.get(row)
        } else {
            None
        }
    }
}
