//! Which concepts are asked for: by rules, by statements, by the program itself. The others are there to be parts of
//! phrases, and are forgotten once these are joined.

use super::ConceptId;
use super::compiled::{Body, Measure, Pattern, SlotRuleContent, Test};
use super::ruleset::Ruleset;

/// Concepts of the packs that the program asks for by name.
pub const BY_NAME: &[&str] = &[
    "benefit",
    "care-given",
    "caution-heading",
    "condition-aside",
    "disease-claim",
    "efficacy",
    "evidence-limit",
    "goods",
    "offer",
    "our-side",
    "rival-treatment",
    "standard-care",
    "tells-risks",
];

/// The concepts that rules and statements ask for.
pub fn by_rules(ruleset: &Ruleset) -> Vec<ConceptId> {
    let mut asked = Vec::new();
    let mut pattern = |pattern: &Pattern| asked.extend(pattern.queries.iter().map(|query| query.concept));
    for rule in &ruleset.rules {
        let mut test = |test: &Test| test.patterns.iter().for_each(&mut pattern);
        if let Body::Test(body) = &rule.body {
            test(body);
        }
        rule.unless.iter().for_each(&mut test);
        rule.lower.iter().chain(&rule.raise).for_each(|change| test(&change.test));
        match &rule.body {
            Body::Measure(Measure::Ratio { of, .. } | Measure::Grade { of, .. }) => of.iter().for_each(&mut pattern),
            Body::Measure(Measure::Density { of, .. } | Measure::FirstAfterShare { of, .. }) => pattern(of),
            Body::Measure(Measure::FirstAfter { of, after }) => [of, after].into_iter().for_each(&mut pattern),
            Body::Test(_) => {}
        }
    }
    for statement in &ruleset.statements {
        statement.linked_by.iter().chain(&statement.contradicted_by).for_each(&mut pattern);
        for slot in &statement.slots {
            if let SlotRuleContent::Any(any) = &slot.content {
                any.iter().for_each(&mut pattern);
            }
        }
    }
    asked
}

/// By concept: whether anything looks at its mentions, or they decide how others are read.
pub fn flags(ruleset: &Ruleset) -> Vec<bool> {
    let known = &ruleset.known;
    let mut asked = by_rules(ruleset);
    asked.extend([known.treatment, known.condition, known.risk, known.citation, known.call_to_action]);
    let topics = ruleset.rules.iter().filter_map(|rule| rule.topic.as_deref());
    asked.extend(BY_NAME.iter().copied().chain(topics).filter_map(|name| ruleset.concept_named(name)));
    let mut flags: Vec<bool> = ruleset.concepts.iter().map(|concept| concept.speaks_of.is_some()).collect();
    for id in asked {
        for member in &ruleset.concept(id).members {
            flags[member.0 as usize] = true;
        }
    }
    flags
}
