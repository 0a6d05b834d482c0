//! Compiling on top of what is compiled already: a team's own files beside the built-in packs.
//!
//! The built-in packs are many times as large as any pack of a team's own, and they are in the program as compiled. Own
//! files add to them: concepts, rows and rules get the next free numbers, phrases go into the same lexicon. What reaches
//! back into the base, such as a phrase taken out of one of its concepts, needs a compilation from the beginning.

use super::super::compiled::{Body, Rule, StatementRule, Test};
use super::super::extend::Draft;
use super::super::pack::{self, PackFile, PackInfo};
use super::super::ruleset::Ruleset;
use super::super::vocabulary::Vocabulary;
use super::Compiler;
use crate::knowledge::{Entry, Knowledge, Verbs, WordLists};
use crate::rule::id;

/// What is compiled already; nothing where files are compiled from the beginning.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// Rows without their phrases, which are in the lexicon.
    pub tables: Knowledge,
    pub statements: Vec<StatementRule>,
    pub rules: Vec<Rule>,
    pub packs: Vec<PackInfo>,
    pub verbs: Verbs,
    pub word_lists: WordLists,
}

impl Compiler {
    /// Compiles files that begin with built-in packs on top of these as they are stored. `None` where the files have
    /// mistakes, which are told best by a compilation from the beginning, or reach back into the base.
    pub fn run_on_built_in(files: &[PackFile], stored: impl FnOnce() -> Option<Ruleset>) -> Option<Ruleset> {
        let (names, own) = pack::after_built_in(files)?;
        let mut compiler = Compiler::on(stored()?, &names);
        compiler.read_all(own);
        if compiler.reaches_into_base() {
            return None;
        }
        compiler.link(own, files).ok().map(|authored| authored.ruleset)
    }

    fn on(mut base: Ruleset, packs: &[&str]) -> Compiler {
        let is_chosen = |name: &str| packs.contains(&name);
        base.packs.retain(|pack| is_chosen(&pack.name));
        base.rules.retain(|rule| is_chosen(id::pack(&rule.card.id)));
        let mut compiler = Compiler::new(false);
        compiler.tests = base.rules.iter().flat_map(tests).map(|test| test.number).max().unwrap_or(0);
        compiler.vocabulary = Vocabulary::on(&mut base);
        let Ruleset {
            treatments,
            conditions,
            risks,
            studies,
            authorities,
            profiles,
            cues,
            signals,
            verbs,
            word_lists,
            ..
        } = base;
        compiler.base = Base {
            tables: Knowledge {
                treatments,
                conditions,
                risks,
                studies,
                authorities,
                profiles,
                cues,
                signals,
                ..Knowledge::default()
            },
            statements: base.statements,
            rules: base.rules,
            packs: base.packs,
            verbs,
            word_lists,
        };
        compiler
    }

    /// Whether what was read changes the base rather than adding to it. Conditions do: a phrase that two rows have goes
    /// to the earlier, and rows that are made of organs come last.
    fn reaches_into_base(&self) -> bool {
        let read = &self.knowledge;
        !read.conditions.is_empty()
            || !read.organs.is_empty()
            || !read.organ_sayings.is_empty()
            || read.concepts.iter().any(|concept| concept.entry == Entry::Remove)
    }

    /// The base's rules that these extend, or that those extend in turn, as they are written.
    pub(super) fn lent(&self, drafts: &[Draft]) -> Vec<Draft> {
        let mut lent: Vec<Draft> = Vec::new();
        let mut wanted: Vec<String> = drafts.iter().filter_map(Draft::extends).collect();
        while let Some(name) = wanted.pop() {
            let Some(rule) = self.base.rules.iter().find(|rule| rule.card.id == name) else { continue };
            if lent.iter().any(|draft| draft.full_id().as_ref() == Some(&name)) {
                continue;
            }
            let pack = id::pack(&name);
            let documents = crate::yaml::parse(&rule.file).unwrap_or_default();
            let drafts =
                documents.into_iter().map(|node| Draft { pack: pack.to_owned(), file: rule.file.clone(), node });
            let found = drafts.into_iter().find(|draft| draft.full_id().as_ref() == Some(&name));
            wanted.extend(found.iter().filter_map(Draft::extends));
            lent.extend(found);
        }
        lent
    }
}

/// Every test of a rule.
fn tests(rule: &Rule) -> impl Iterator<Item = &Test> {
    let body = match &rule.body {
        Body::Test(test) => Some(test),
        Body::Measure(_) => None,
    };
    let changes = rule.lower.iter().chain(&rule.raise).map(|change| &change.test);
    body.into_iter().chain(&rule.unless).chain(changes)
}
