//! Tests, patterns and measures in words, for "stands because", "excused by" and the pages of rules.

use super::compiled::Scope;
use super::written::{FactWritten, MeasureWritten, TestWritten, Told};
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
    let order = if written.in_order { ", in this order" } else { "" };
    let found = format!("{} {place}{order}", patterns.join(" with "));
    if facts.is_empty() { found } else { format!("{found}, where {facts}") }
}

/// What a measure asks for.
pub fn measure(written: &MeasureWritten) -> String {
    let over = |over: &Option<Told<String>>| over.as_ref().map_or("page".to_owned(), |told| told.value.clone());
    let name = |told: &Told<String>| pattern_name(&told.value);
    match written {
        MeasureWritten::Ratio { of, over: place, more_than } => format!(
            "more than {more_than} sentences with {} for each with {}, over a {}",
            name(&of[0]),
            name(&of[1]),
            over(place)
        ),
        MeasureWritten::Density { of, words, over: place, more_than } => {
            let length = words.map_or("a ".to_owned(), |words| format!("{words} words of a "));
            format!("{} more than {more_than} times in {length}{}", name(of), over(place))
        }
        MeasureWritten::First { of, after } if after.value.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{} for the first time after {}", name(of), after.value)
        }
        MeasureWritten::First { of, after } => format!("{} for the first time after {}", name(of), name(after)),
        MeasureWritten::Grade { of, more_than } => format!(
            "sentences with {} that read more than {more_than} school grades harder than those with {}",
            name(&of[0]),
            name(&of[1])
        ),
    }
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
        ("page", "informs", "no") => "the page does not only inform".to_owned(),
        ("page", "informs", _) => "the page informs and sells nothing".to_owned(),
        ("page", "sells", what) => format!("what the page sells is {what}"),
        ("page", "declared-product", product) => format!("the product is declared as {product}"),
        ("page", "voice", "general") => "the page speaks of medicine in general".to_owned(),
        ("page", "voice", "offer") => "the page as a whole sells".to_owned(),
        ("page", "voice", "not offer") => "the page as a whole does not sell".to_owned(),
        (_, "about", "general") => "the sentence speaks of medicine in general".to_owned(),
        (_, "about", "offer") => "the sentence speaks of something on offer".to_owned(),
        ("use", "status", status) => format!("the use is {status}"),
        ("use", "flags", flags) => format!("the use is flagged {flags}").replace("flagged not ", "not flagged "),
        ("use", "via", via) => format!("the use is joined by {via}"),
        (_, "about", about) if about.contains("unclear") => {
            "the sentence does not speak of medicine in general".to_owned()
        }
        ("treatment", "promoted", "yes") => "the treatment is what the promise or the offer is of".to_owned(),
        (_, "denied-from", far) => format!("the denial of the {subject} stands {far} words from it"),
        (_, "denied-by", by) => format!("it is denied by {by}"),
        (_, "direction", direction) => format!("the {subject} says that it {direction} something"),
        (_, "strength", strength) => format!("the {subject} is in {strength} words"),
        (_, key, "some") => format!("the {} of the {subject} is known", key.replace(['-', '.'], " ")),
        (_, key, "none") => format!("the {} of the {subject} is not there", key.replace(['-', '.'], " ")),
        (_, "by", who) => format!("the {subject} is said by the {who}"),
        (_, key, value) => format!("the {} of the {subject} is {value}", key.replace(['-', '.'], " ")),
    }
}

/// A concept's name as words.
pub fn name(concept: &str) -> String {
    let words = concept.split('-').map(|word| if word == "fda" { "FDA" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// A pattern's concepts by name, their readings in brackets; of a pattern with words in it, its first wording.
fn pattern_name(pattern: &str) -> String {
    let Ok(Phrase::Variants(variants)) = parse(pattern) else { return "a pattern".to_owned() };
    let slot = |items: &Vec<Item>| match items.as_slice() {
        [Item::Slot { name, readings, .. }] if readings.is_empty() => Some(self::name(name)),
        [Item::Slot { name, readings, .. }] => Some(format!("{} ({})", self::name(name), readings.join(" "))),
        _ => None,
    };
    if let Some(names) = variants.iter().map(slot).collect::<Option<Vec<String>>>() {
        return names.join(" or ");
    }
    let word = |item: &Item| match item {
        Item::Word { text, .. } => text.clone(),
        Item::Slot { name, .. } => self::name(name),
        Item::Gap(_) => "…".to_owned(),
    };
    let first: Vec<String> = variants[0].iter().map(word).collect();
    let or_alike = if variants.len() > 1 { " or the like" } else { "" };
    format!("“{}”{or_alike}", first.join(" "))
}
