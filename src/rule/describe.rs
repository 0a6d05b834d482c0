//! Tests and patterns in words, for "stands because" and "was excused because".

use super::compiled::Scope;
use super::written::{FactWritten, TestWritten};
use crate::phrase::parse::{Item, Phrase, parse};

/// What a test looks for, as a noun phrase without its facts: `citation (journal) within 2 sentences`.
pub fn looks_for(written: &TestWritten, within: Scope) -> String {
    test(&TestWritten { conditions: Vec::new(), ..written.clone() }, within)
}

/// What a test asks for, facts and all.
pub fn test(written: &TestWritten, within: Scope) -> String {
    let facts: Vec<String> = written
        .conditions
        .iter()
        .map(|facts| facts.iter().map(fact).collect::<Vec<_>>().join(" and "))
        .filter(|facts| !facts.is_empty())
        .collect();
    let facts = facts.join(", or ");
    if written.find.is_empty() {
        return facts;
    }
    let patterns: Vec<String> = written.find.iter().map(|pattern| pattern_name(&pattern.value)).collect();
    let place = match within {
        Scope::Sentence => "in this sentence".to_owned(),
        Scope::Clause | Scope::Block | Scope::Section => format!("in this {}", within.name()),
        Scope::Page => "on this page".to_owned(),
        Scope::Quotation => "in this quotation".to_owned(),
        Scope::Sentences(_) | Scope::Words(_) => format!("within {}", within.name()),
    };
    let found = format!("{} {place}", patterns.join(" with "));
    if facts.is_empty() { found } else { format!("{found}, where {facts}") }
}

/// A fact as a clause: `the page offers nothing`, `the status of the use is approved or cleared`.
fn fact(fact: &FactWritten) -> String {
    let values: Vec<&str> = fact.values.iter().map(|value| value.value.as_str()).collect();
    let value = values.join(" or ");
    let (subject, key) = fact.name.value.split_once('.').unwrap_or(("", &fact.name.value));
    let subject = subject.replace('-', " ");
    match (subject.as_str(), key, value.as_str()) {
        ("page", "offers", "no") => "the page offers nothing".to_owned(),
        ("page", "offers", _) => "the page offers something".to_owned(),
        ("page", "voice", "general") => "the page speaks of medicine in general".to_owned(),
        (_, "about", "general") => "the sentence speaks of medicine in general".to_owned(),
        (_, "about", "offer") => "the sentence speaks of something on offer".to_owned(),
        ("use", "status", status) => format!("the use is {status}"),
        ("use", "flags", flags) => format!("the use is flagged {flags}").replace("flagged not ", "not flagged "),
        ("use", "via", via) => format!("the use is joined by {via}"),
        (_, "by", who) => format!("the {subject} is said by the {who}"),
        (_, key, value) => format!("the {} of the {subject} is {value}", key.replace(['-', '.'], " ")),
    }
}

/// A pattern's concepts by name, their readings in brackets; of a pattern with words in it, its first wording.
fn pattern_name(pattern: &str) -> String {
    let Ok(Phrase::Variants(variants)) = parse(pattern) else { return "a pattern".to_owned() };
    let slot = |items: &Vec<Item>| match items.as_slice() {
        [Item::Slot { name, readings, .. }] if readings.is_empty() => Some(name.replace('-', " ")),
        [Item::Slot { name, readings, .. }] => Some(format!("{} ({})", name.replace('-', " "), readings.join(" "))),
        _ => None,
    };
    if let Some(names) = variants.iter().map(slot).collect::<Option<Vec<String>>>() {
        return names.join(" or ");
    }
    let word = |item: &Item| match item {
        Item::Word { text, .. } => text.clone(),
        Item::Slot { name, .. } => name.replace('-', " "),
        Item::Gap(_) => "…".to_owned(),
    };
    let first: Vec<String> = variants[0].iter().map(word).collect();
    let or_alike = if variants.len() > 1 { " or the like" } else { "" };
    format!("“{}”{or_alike}", first.join(" "))
}
