//! Tests and patterns in words, for "stands because" and "was excused because".

use super::compiled::Scope;
use super::written::{Told, TestWritten};

/// What a test asks for, as a noun phrase: `citation journal within 2 sentences`.
pub fn test(written: &TestWritten, within: Scope) -> String {
    if written.find.is_empty() {
        let facts = written.conditions.iter().map(|facts| {
            let facts: Vec<String> = facts.iter().map(|fact| format!("{} is {}", fact.name.value, values(&fact.values))).collect();
            facts.join(" and ")
        });
        return facts.collect::<Vec<_>>().join(" or ");
    }
    let patterns: Vec<String> = written.find.iter().map(|pattern| pattern_name(&pattern.value)).collect();
    let place = match within {
        Scope::Sentence => "in this sentence".to_owned(),
        Scope::Clause | Scope::Block | Scope::Section => format!("in this {}", within.name()),
        Scope::Page => "on this page".to_owned(),
        Scope::Quotation => "in this quotation".to_owned(),
        Scope::Sentences(_) | Scope::Words(_) => format!("within {}", within.name()),
    };
    format!("{} {place}", patterns.join(" with "))
}

fn values(values: &[Told<String>]) -> String {
    let texts: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    texts.join(" or ")
}

/// A pattern without its brackets, alternatives joined by "or".
fn pattern_name(pattern: &str) -> String {
    let inner = pattern.trim().trim_start_matches('(').trim_end_matches(')');
    let names: Vec<String> = inner.split('|').map(|one| one.replace(['<', '>', '~', '='], "").replace('-', " ")).collect();
    names.join(" or ").trim().to_owned()
}
