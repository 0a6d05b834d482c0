//! Concepts and statements that no rule reaches.

use std::collections::BTreeSet;

use super::{Check, Found};
use crate::knowledge::Entry;
use crate::rule::ruleset::{Authored, Ruleset, Target};
use crate::rule::{ConceptId, asked};

pub(super) fn check(authored: &Authored, found: &mut Found) {
    let reached = reached(&authored.ruleset);
    let is_topic = |name: &str| authored.ruleset.rules.iter().any(|rule| rule.topic.as_deref() == Some(name));
    for concept in authored.concepts.iter().filter(|concept| concept.entry == Entry::Make) {
        let Some(id) = authored.ruleset.concept_named(&concept.id) else { continue };
        if !reached.contains(&id) && !asked::BY_NAME.contains(&concept.id.as_str()) && !is_topic(&concept.id) {
            let message = format!("no rule looks for <{}>", concept.id);
            let place = concept.file.error(concept.span, message).label("not used");
            let hint = "use it in a rule's `find`, in another concept's phrases or `includes`; or take it out";
            found.add(Check::Unused, place.hint(hint));
        }
    }
    let required: BTreeSet<usize> =
        authored.ruleset.rules.iter().filter_map(|rule| rule.require.as_ref()).map(|r| r.statement).collect();
    for (number, rule) in authored.ruleset.statements.iter().enumerate() {
        let Some(statement) = authored.statements.iter().find(|statement| statement.id == rule.id) else { continue };
        if !required.contains(&number) {
            let message = format!("no rule requires the statement `{}`", statement.id);
            let place = statement.file.error(statement.span, message).label("not used");
            let hint = format!("write `require: {{statement: {}}}` in a rule, or take it out", statement.id);
            found.add(Check::Unused, place.hint(hint));
        }
    }
}

/// Every concept whose mentions some rule, statement, cue or signal takes, directly or as part of another.
fn reached(ruleset: &Ruleset) -> BTreeSet<ConceptId> {
    let mut waiting = asked::by_rules(ruleset);
    let mut reached = BTreeSet::new();
    // Slots of joined phrases: those of a concept count once it is reached, those of signals at once.
    let lexicon = &ruleset.lexicon;
    let slots_of = |composite: u32| {
        lexicon.parts(composite).iter().filter_map(|part| match part {
            crate::phrase::composite::Part::Slot(slot) => Some(ruleset.slots[*slot as usize].concept),
            _ => None,
        })
    };
    let composites = 0..lexicon.composites() as u32;
    let target = |composite: u32| ruleset.targets[lexicon.target(composite) as usize];
    for composite in composites.clone().filter(|at| matches!(target(*at), Target::Cue(_) | Target::Signal(_))) {
        waiting.extend(slots_of(composite));
    }
    while let Some(id) = waiting.pop() {
        for &member in &ruleset.concept(id).members {
            if reached.insert(member) {
                let of = |at: &u32| match target(*at) {
                    Target::Mention { concept, .. } | Target::Except { concept, .. } => concept == member,
                    _ => false,
                };
                waiting.extend(composites.clone().filter(of).flat_map(slots_of));
            }
        }
        reached.insert(id);
    }
    reached
}
