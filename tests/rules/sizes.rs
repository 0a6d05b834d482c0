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
