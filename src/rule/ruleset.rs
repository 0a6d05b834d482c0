//! A ruleset: everything that rules and tables say, compiled and ready to be run over pages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::asked;
use super::compile::Compiler;
use super::compiled::{ConceptId, Query, Rule, StatementRule};
use super::message::unfilled;
use super::pack::{self, PackFile, PackInfo};
use super::stored;
use super::written::RuleWritten;
use crate::finding::RuleCard;
use crate::knowledge::{
    Authority, Concept, Cue, NamedPhrase, PRODUCT_CLASSES, Profile, Row, Signal, SpeaksOf, Statement, Treatment, Verbs,
    WordLists,
};
use crate::load_error::LoadError;
use crate::mention::Waiting;
use crate::phrase::lexicon::{self, Lexicon};

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
    /// Where the phrase of each target stands, by the same numbers; empty but in a ruleset that was loaded for authors.
    #[serde(skip)]
    pub(crate) origins: Vec<Option<Origin>>,
    /// By the lexicon's slot numbers.
    pub(crate) slots: Vec<Query>,
    pub(crate) treatments: Vec<Treatment>,
    pub(crate) conditions: Vec<Row>,
    pub(crate) risks: Vec<Row>,
    pub(crate) studies: Vec<Row>,
    pub(crate) statements: Vec<StatementRule>,
    pub(crate) authorities: Vec<Authority>,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) verbs: Verbs,
    pub(crate) word_lists: WordLists,
    pub(crate) rules: Vec<Rule>,
    pub(crate) packs: Vec<PackInfo>,
    pub(crate) known: Known,
    /// Worked out when the first page is read.
    #[serde(skip)]
    pub(super) waiting: OnceLock<Waiting>,
    /// By concept; as `waiting`.
    #[serde(skip)]
    pub(super) asked: OnceLock<Vec<bool>>,
}

/// A ruleset with what its authors wrote.
#[derive(Debug)]
pub struct Authored {
    pub ruleset: Ruleset,
    pub concepts: Vec<Concept>,
    pub statements: Vec<Statement>,
    /// By full id.
    pub rules: BTreeMap<String, RuleWritten>,
}

/// A concept, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConceptEntry {
    pub id: String,
    pub speaks_of: Option<SpeaksOf>,
    /// The concept itself and all it includes.
    pub members: Vec<ConceptId>,
}

/// A phrase of a concept, a table's row or a rule, where it is written.
#[derive(Debug, Clone)]
pub struct Origin {
    pub phrase: NamedPhrase,
    /// `concept benefit`, `treatment ketamine-iv`, `no-side-effects`: whose it is.
    pub owner: String,
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
    /// The ruleset of some files; all errors of all files come back at once. Quick where they begin with built-in packs;
    /// see [`Ruleset::load_on_built_in`].
    pub fn load(files: &[PackFile]) -> Result<Ruleset, Vec<LoadError>> {
        Ruleset::load_on_built_in(files).map_or_else(|| Ruleset::compile(files), Ok)
    }

    /// Takes built-in packs that `files` begin with as they were compiled, and compiles the rest on top of them: a fifth
    /// of the work. `None` where the files begin otherwise, have mistakes, or change what is built in rather than adding
    /// to it: with conditions or organs of their own, or a phrase taken out of a concept.
    pub fn load_on_built_in(files: &[PackFile]) -> Option<Ruleset> {
        Compiler::run_on_built_in(files, stored::built_in)
    }

    /// As [`Ruleset::load`], from the files alone.
    pub fn compile(files: &[PackFile]) -> Result<Ruleset, Vec<LoadError>> {
        Compiler::run(files, false).map(|authored| authored.ruleset)
    }

    /// As [`Ruleset::compile`], keeping for each phrase where it stands, for those who work on rules. It judges the same.
    pub fn load_for_authors(files: &[PackFile]) -> Result<Authored, Vec<LoadError>> {
        Compiler::run(files, true)
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

    /// Where the phrase of a target stands, in a ruleset that was loaded for authors.
    pub fn origin(&self, target: lexicon::Target) -> Option<&Origin> {
        self.origins.get(target as usize)?.as_ref()
    }

    /// Every phrase that is a plain row of words, with all its inflections; for measuring against other searchers.
    pub fn literal_phrases(&self) -> Vec<String> {
        self.lexicon.literals()
    }

    pub fn packs(&self) -> &[PackInfo] {
        &self.packs
    }

    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
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

    /// Each statement's id and the sample that shows how it may be written, of no treatment in particular.
    pub fn statement_samples(&self) -> impl Iterator<Item = (&str, String)> {
        self.statements.iter().map(|statement| (statement.id.as_str(), unfilled(&statement.sample)))
    }

    /// What a page fact is known to be: by the program, the rules (but the one named), profiles and authorities.
    pub fn fact_values(&self, name: &str, but: Option<&str>) -> Vec<String> {
        let mut values: Vec<String> = match name {
            "product" => PRODUCT_CLASSES.iter().map(|&class| class.to_owned()).collect(),
            "audience" => ["patients", "consumers", "professionals"].map(str::to_owned).to_vec(),
            _ => Vec::new(),
        };
        let others = self.rules.iter().filter(|rule| Some(rule.card.id.as_str()) != but);
        let asked = others.flat_map(|rule| &rule.applies_to).filter(|fact| fact.name == name);
        values.extend(asked.flat_map(|fact| fact.value.listed().unwrap_or_default()).cloned());
        let profiles = self.profiles.iter().flat_map(|profile| profile.page.named());
        values.extend(profiles.filter(|(fact, _)| fact == name).map(|(_, value)| value));
        for authority in &self.authorities {
            match name {
                "jurisdiction" => values.push(authority.jurisdiction.clone()),
                "product" => values.extend(authority.products.iter().cloned()),
                _ => {}
            }
        }
        values.sort();
        values.dedup();
        values
    }

    /// Where to look for the composites that a sentence may hold.
    pub(crate) fn waiting(&self) -> &Waiting {
        self.waiting.get_or_init(|| Waiting::new(&self.lexicon, &self.slots, &self.concepts, &self.targets))
    }

    /// Whether anything looks at a concept's mentions once phrases are joined.
    pub(crate) fn is_asked(&self, concept: ConceptId) -> bool {
        self.asked.get_or_init(|| asked::flags(self))[concept.0 as usize]
    }

    /// What verbs of benefit do, and how far.
    pub fn verbs(&self) -> &Verbs {
        &self.verbs
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
