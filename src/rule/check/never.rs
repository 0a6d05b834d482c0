//! Rules, and parts of rules, that can make no difference: what they ask for cannot be.

use super::{Check, Found};
use crate::assertion::record::{About, Voice};
use crate::extract::document::BlockKind;
use crate::knowledge::{Row, STATUS, Strength, VerbEffect};
use crate::rule::ConceptId;
use crate::rule::compiled::{Body, Fact, Pattern, Rule, Test};
use crate::rule::ruleset::{Authored, Ruleset, Target};
use crate::rule::value::Value;
use crate::rule::written::{RuleWritten, TestWritten, Told};
use crate::source::Span;
use crate::yaml::nearest;

pub(super) fn check(authored: &Authored, found: &mut Found) {
    let phrased = phrased(&authored.ruleset);
    for rule in &authored.ruleset.rules {
        let Some(written) = authored.rules.get(&rule.card.id) else { continue };
        if !(found.counts)(&rule.file.name) {
            continue;
        }
        let mut tell = |span: Span, message: String, hint: String| {
            let place = rule.file.error(span, message).label("can never hold");
            found.add(Check::NeverHolds, place.hint(hint));
        };
        if let Body::Test(test) = &rule.body {
            facts(&authored.ruleset, test, &written.test, &mut tell);
            subjects(&rule.body, test, &written.test, &mut tell);
            silent(&authored.ruleset, &phrased, test, &written.test, &mut tell);
        }
        let others = rule.unless.iter().zip(&written.unless);
        let changes = rule.lower.iter().chain(&rule.raise).map(|change| &change.test);
        let written_changes = written.lower.iter().chain(&written.raise).map(|change| &change.test);
        for (test, test_written) in others.chain(changes.zip(written_changes)) {
            facts(&authored.ruleset, test, test_written, &mut tell);
            subjects(&rule.body, test, test_written, &mut tell);
            silent(&authored.ruleset, &phrased, test, test_written, &mut tell);
        }
        levels(rule, written, &mut tell);
        excuses(rule, written, &mut tell);
    }
}

type Tell<'t> = dyn FnMut(Span, String, String) + 't;

/// Concepts that some phrase leads to; what the program finds by itself counts too.
fn phrased(ruleset: &Ruleset) -> Vec<bool> {
    let known = &ruleset.known;
    let mut phrased = vec![false; ruleset.concepts.len()];
    let own = [
        known.use_,
        known.duty,
        known.citation,
        known.number,
        known.percent,
        known.money,
        known.duration,
        known.date,
        known.quotation,
        known.link,
        known.call_to_action,
        known.question,
    ];
    own.iter().for_each(|id| phrased[id.0 as usize] = true);
    for target in &ruleset.targets {
        if let Target::Mention { concept, .. } = target {
            phrased[concept.0 as usize] = true;
        }
    }
    phrased
}

/// Patterns over concepts without a phrase.
fn silent(ruleset: &Ruleset, phrased: &[bool], test: &Test, written: &TestWritten, tell: &mut Tell) {
    let has_phrase = |id: ConceptId| ruleset.concept(id).members.iter().any(|member| phrased[member.0 as usize]);
    let is_silent = |pattern: &Pattern| !pattern.queries.iter().any(|query| has_phrase(query.concept));
    for (pattern, told) in test.patterns.iter().zip(&written.find).filter(|(pattern, _)| is_silent(pattern)) {
        let message = format!("{} can never be found: no phrase leads to it", pattern.written);
        tell(told.span, message, "give the concept `phrases`, `verbs`, `nouns` or `includes`".to_owned());
    }
}

/// Facts that nothing has: words that are none of a closed list, and lists of which no row of a table has one.
fn facts(ruleset: &Ruleset, test: &Test, written: &TestWritten, tell: &mut Tell) {
    let all = test.conditions.iter().flatten();
    for (fact, told) in all.zip(written.conditions.iter().flatten()) {
        let (Value::OneOf(list) | Value::Not(list) | Value::Only(list)) = &fact.value else { continue };
        let Some(known) = closed(fact).or_else(|| of_table(ruleset, fact)) else { continue };
        let is_known = |value: &&String| known.iter().any(|one| one.eq_ignore_ascii_case(value));
        // A table may get the other rows of a list later.
        if closed(fact).is_none() && list.iter().any(|value| is_known(&value)) {
            continue;
        }
        for value in list.iter().filter(|value| !is_known(value)) {
            let place = told.values.iter().find(|told: &&Told<String>| told.value.contains(value.as_str()));
            let span = place.map_or(told.name.span, |told| told.span);
            let hint = match nearest(value, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.len() <= 20 => format!("it can be: {}", known.join(", ")),
                None => format!("there are {} values, such as {}", known.len(), known[..3].join(", ")),
            };
            tell(span, format!("{}.{} is never `{value}`", fact.subject, fact.key), hint);
        }
    }
}

/// Facts of a use, a duty or a table's row where nothing that is looked for can be one.
fn subjects(body: &Body, test: &Test, written: &TestWritten, tell: &mut Tell) {
    let Body::Test(own) = body else { return };
    let names: Vec<&str> = own
        .patterns
        .iter()
        .chain(&test.patterns)
        .flat_map(|pattern| &pattern.queries)
        .map(|q| q.name.as_str())
        .collect();
    // Parts of a phrase with slots have facts too.
    let has_slots =
        own.patterns.iter().chain(&test.patterns).any(|pattern| pattern.queries.iter().any(|q| q.name == "phrase"));
    for (fact, told) in test.conditions.iter().flatten().zip(written.conditions.iter().flatten()) {
        let subject = fact.subject.as_str();
        let is_known = match subject {
            "page" => true,
            "use" | "duty" => names.contains(&subject),
            "treatment" | "condition" => has_slots || names.contains(&subject) || names.contains(&"use"),
            _ => true,
        };
        if !is_known && !matches!(fact.value, Value::None | Value::Not(_)) {
            let message = format!("{subject}.{} is never known here: `find` looks for no <{subject}>", fact.key);
            tell(told.name.span, message, format!("add <{subject}> to `find`"));
        }
    }
}

/// All that a fact can be, where the program says so.
fn closed(fact: &Fact) -> Option<Vec<String>> {
    let names: Vec<&str> = match (fact.subject.as_str(), fact.key.as_str()) {
        ("page", "offers" | "informs") => vec!["yes", "no"],
        ("page", "sells") => vec!["care", "products"],
        ("page", "voice") => [About::Offer, About::General, About::Unclear].map(About::name).to_vec(),
        ("page", _) => return None,
        ("use", "status") => STATUS.iter().map(|(name, _)| *name).collect(),
        ("use", "via") => vec!["sentence", "lead-in", "heading", "title", "carried", "table header", "question"],
        (_, "about") => [About::Offer, About::General, About::Unclear].map(About::name).to_vec(),
        (_, "by") => {
            [Voice::Page, Voice::Patient, Voice::Regulator, Voice::Study, Voice::Other].map(Voice::name).to_vec()
        }
        (_, "direction") => VerbEffect::names(),
        (_, "strength") => Strength::names(),
        (_, "in") => BlockKind::ALL.map(BlockKind::name).to_vec(),
        _ => return None,
    };
    Some(names.into_iter().map(str::to_owned).collect())
}

/// All that the rows of a table have for a fact; `None` where none has any.
fn of_table(ruleset: &Ruleset, fact: &Fact) -> Option<Vec<String>> {
    let (table, key) = match (fact.subject.as_str(), fact.key.as_str()) {
        (_, key) if key.ends_with("count") => return None,
        ("use", "treatment") => ("treatment", "id"),
        ("use", "condition") => ("condition", "id"),
        (subject, key) => (subject, key),
    };
    let rows: Vec<&Row> = match table {
        "treatment" => ruleset.treatments.iter().map(|treatment| &treatment.row).collect(),
        "condition" => ruleset.conditions.iter().collect(),
        _ => return None,
    };
    let of_row = |row: &&Row| if key == "id" { vec![row.id.clone()] } else { row.attribute(key).to_vec() };
    let mut values: Vec<String> = rows.iter().flat_map(of_row).collect();
    values.sort();
    values.dedup();
    (!values.is_empty()).then_some(values)
}

/// Changes of level that change nothing.
fn levels(rule: &Rule, written: &RuleWritten, tell: &mut Tell) {
    let level = rule.card.level;
    let highest = rule.raise.iter().map(|change| change.to).chain([level]).max().unwrap_or(level);
    for (change, told) in rule.raise.iter().zip(&written.raise).filter(|(change, _)| change.to <= level) {
        let message = format!("this raises to {}, and the rule is at level {} anyway", change.to.name(), level.name());
        tell(told.test.span, message, "name a higher level after `to:`, or take it out".to_owned());
    }
    for (change, told) in rule.lower.iter().zip(&written.lower).filter(|(change, _)| change.to >= highest) {
        let message = format!("this lowers to {}, and the rule is never above {}", change.to.name(), highest.name());
        tell(told.test.span, message, "name a lower level after `to:`, or take it out".to_owned());
    }
}

/// An excuse that holds of everything the rule finds.
fn excuses(rule: &Rule, written: &RuleWritten, tell: &mut Tell) {
    let Body::Test(test) = &rule.body else { return };
    let finds = |pattern: &Pattern| test.patterns.iter().any(|own| own.written == pattern.written);
    for (excuse, told) in rule.unless.iter().zip(&written.unless) {
        let same_place = excuse.within == test.within || excuse.within == crate::rule::compiled::Scope::Page;
        let all = !excuse.patterns.is_empty() && excuse.patterns.iter().all(finds);
        if all && same_place && excuse.conditions.is_empty() && (!excuse.in_order || excuse.patterns.len() == 1) {
            let message = format!("{} can never flag anything: this excuses all that it finds", rule.card.id);
            tell(told.span, message, "ask for something else than the rule's own `find`".to_owned());
        }
    }
}
