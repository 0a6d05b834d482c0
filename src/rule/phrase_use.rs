//! Which phrases some example uses, and which none does.

use std::collections::{BTreeMap, BTreeSet};

use super::ruleset::{Authored, Ruleset, Target};
use crate::knowledge::NamedPhrase;
use crate::phrase::lexicon;

/// The phrases of a concept, a table's row, or a rule.
#[derive(Debug, Clone)]
pub struct PhraseUse<'r> {
    /// `concept benefit`, `treatment ketamine-iv`, `no-side-effects`.
    pub owner: &'r str,
    /// All of them.
    pub phrases: usize,
    /// Those that no example holds, as they stand in their file.
    pub unused: Vec<&'r NamedPhrase>,
}

/// For every owner of phrases in the files that `counts` takes, which of them are among those `noted`.
pub fn phrase_use<'r>(
    authored: &'r Authored,
    noted: &BTreeSet<lexicon::Target>,
    counts: &dyn Fn(&str) -> bool,
) -> Vec<PhraseUse<'r>> {
    let mut by_owner: BTreeMap<(&str, &str), PhraseUse<'r>> = BTreeMap::new();
    for (number, origin) in origins(&authored.ruleset) {
        if !counts(&origin.phrase.file.name) {
            continue;
        }
        let key = (origin.phrase.file.name.as_str(), origin.owner.as_str());
        let fresh = PhraseUse { owner: &origin.owner, phrases: 0, unused: Vec::new() };
        let owner = by_owner.entry(key).or_insert(fresh);
        owner.phrases += 1;
        if !noted.contains(&number) {
            owner.unused.push(&origin.phrase);
        }
    }
    let mut all: Vec<PhraseUse> = by_owner.into_values().collect();
    for owner in &mut all {
        owner.unused.sort_by_key(|phrase| phrase.span);
    }
    all
}

/// Every phrase that makes a mention, with its number; exceptions are not looked for by themselves.
fn origins(ruleset: &Ruleset) -> impl Iterator<Item = (lexicon::Target, &super::ruleset::Origin)> {
    let mentions = ruleset.targets.iter().enumerate();
    mentions
        .filter(|(_, target)| matches!(target, Target::Mention { .. }))
        .filter_map(|(number, _)| Some((number as lexicon::Target, ruleset.origin(number as lexicon::Target)?)))
}
