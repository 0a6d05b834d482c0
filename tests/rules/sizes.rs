//! How large the vocabulary is. A lexicon cut down costs recall that no example shows, so the sizes are held here.
//!
//! A term is one wording, with brackets multiplied out and inflections counted once.

use std::collections::BTreeSet;

use fairbalance::knowledge::{NamedPhrase, Row};
use fairbalance::phrase::parse::{self, Form, Item, Phrase};
use fairbalance::rule::Ruleset;
use fairbalance::rule::compiled::ConceptId;
use fairbalance::rule::ruleset::Authored;

use crate::authored;

/// The wordings that a phrase comes to.
fn terms_of(phrase: &NamedPhrase) -> Vec<String> {
    let Ok(Phrase::Variants(variants)) = parse::parse(&phrase.text) else { return vec![phrase.text.clone()] };
    let word = |item: &Item| match item {
        Item::Word { text, form: Form::Prefix, .. } => format!("{text}*"),
        Item::Word { text, .. } => text.to_lowercase(),
        Item::Slot { name, .. } => format!("<{name}>"),
        Item::Gap(_) => "…".into(),
    };
    variants.iter().map(|variant| variant.iter().map(word).collect::<Vec<_>>().join(" ")).collect()
}

fn terms<'p>(phrases: impl IntoIterator<Item = &'p NamedPhrase>) -> BTreeSet<String> {
    phrases.into_iter().flat_map(terms_of).collect()
}

/// Whether the grammar of organs made it.
fn is_grammar(phrase: &NamedPhrase) -> bool {
    phrase.file.name.ends_with("conditions/organs.yml")
}

/// The terms of concepts and of all that they include.
fn of_concepts(authored: &Authored, names: &[&str]) -> BTreeSet<String> {
    let mut wanted: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let concepts: Vec<_> = authored.concepts.iter().filter(|concept| concept.id == name).collect();
        assert!(!concepts.is_empty() || name == "condition", "there is no concept {name}");
        for concept in concepts {
            let phrases = concept.verbs.iter().chain(&concept.nouns).chain(&concept.phrases);
            found.extend(terms(phrases.filter(|phrase| !is_grammar(phrase))));
            wanted.extend(concept.includes.iter().map(|(name, _)| name.clone()));
        }
    }
    found
}

/// All rows of a table, by its concept.
fn rows<'r>(ruleset: &'r Ruleset, table: &str) -> impl Iterator<Item = &'r Row> {
    let concept: ConceptId = ruleset.concept_named(table).expect("a table has a concept");
    (0..).map_while(move |number| ruleset.row(concept, number))
}

#[test]
fn the_vocabulary_keeps_its_size() {
    let authored = authored();
    let conditions = rows(&authored.ruleset, "condition").flat_map(|row| &row.phrases);
    let (grammar, written): (Vec<&NamedPhrase>, Vec<&NamedPhrase>) = conditions.partition(|phrase| is_grammar(phrase));
    // Body functions leave out what the grammar of organs adds ("liver health").
    let functions = of_concepts(&authored, &["body-function", "biomarker", "lab-value"]);
    // The stems stand as alternatives at the end of one regular expression.
    let stems = of_concepts(&authored, &["drug-name"]).iter().map(|term| term.matches('|').count()).max().unwrap_or(0);
    let grey =
        rows(&authored.ruleset, "treatment").filter(|row| row.attribute("flags").contains(&"grey-market".into()));
    let sizes = [
        ("conditions, symptoms, microbes and blemishes", terms(written).len(), 2500),
        ("organs with what ails them", terms(grammar).len(), 2500),
        ("functions of the body and values measured", functions.len(), 500),
        ("ingredients, botanicals and substances", of_concepts(&authored, &["ingredient"]).len(), 1200),
        ("classes of drugs", of_concepts(&authored, &["drug-class"]).len(), 300),
        ("stems of the names of drugs", stems, 120),
        ("forms of products, devices and procedures", of_concepts(&authored, &["product-form"]).len(), 250),
        ("rows of the grey market", grey.count(), 200),
    ];
    for (what, size, floor) in sizes {
        println!("{size:6} {what} (at least {floor})");
    }
    for (what, size, floor) in sizes {
        assert!(size >= floor, "{what}: {size}, at least {floor}");
    }
}

#[test]
fn every_verb_of_benefit_has_a_direction_and_a_strength() {
    let authored = authored();
    let verbs = authored.ruleset.verbs();
    let of = ["efficacy-down", "efficacy-up", "efficacy-help", "cure", "reversal", "prevention", "treats"];
    let concepts = authored.concepts.iter().filter(|concept| of.contains(&concept.id.as_str()));
    let listed: BTreeSet<String> = concepts.flat_map(|concept| terms(&concept.verbs)).collect();
    let unknown: Vec<&String> = listed.iter().filter(|verb| verbs.of(verb).is_none()).collect();
    assert!(unknown.is_empty(), "no row in rules/reading/verbs.yml: {unknown:?}");
    assert!(verbs.len() >= 220, "{} verbs", verbs.len());
}

#[test]
fn every_treatment_tells_all_that_rules_ask_of_it() {
    let authored = authored();
    let mut lacking = Vec::new();
    for row in rows(&authored.ruleset, "treatment") {
        let needed = ["class", "otherwise", "minimum-risks"];
        lacking
            .extend(needed.iter().filter(|key| row.attribute(key).is_empty()).map(|key| format!("{}: {key}", row.id)));
        // What the table of the first treatments tells in full; a row of the grey market is approved for nothing.
        if !row.attribute("flags").iter().any(|flag| flag == "grey-market") && row.attribute("evidence").is_empty() {
            lacking.push(format!("{}: evidence", row.id));
        }
        if row.note.as_of.is_empty() || row.note.source.is_empty() {
            lacking.push(format!("{}: as_of or source", row.id));
        }
        let minimum = row.one("minimum-risks").and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        if minimum > row.attribute("must-disclose").len() {
            lacking.push(format!("{}: asks for more risks than it has", row.id));
        }
        if row.one("class") == Some("schedule-1") && row.attribute("schedule").is_empty() {
            lacking.push(format!("{}: schedule", row.id));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
