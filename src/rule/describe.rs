//! Tests, patterns and measures in words, for "stands because", "excused by" and the pages of rules.

use super::compiled::Scope;
use super::written::{FactWritten, MeasureWritten, TestWritten, Told};

/// What a test asks for, as a noun phrase: `citation (journal) within 2 sentences`.
pub fn test(written: &TestWritten, within: Scope) -> String {
    let facts = any_of(&written.conditions);
    if written.find.is_empty() {
        return facts;
    }
    let patterns: Vec<String> = written.find.iter().map(|told| pattern(&told.value)).collect();
    let place = match within {
        Scope::Sentence => "in this sentence".to_owned(),
        Scope::Clause | Scope::Block | Scope::Section => format!("in this {}", within.name()),
        Scope::Page => "on this page".to_owned(),
        Scope::Quotation => "in this quotation".to_owned(),
        Scope::Sentences(_) | Scope::Words(_) => format!("within {}", within.name()),
    };
    let order = if written.in_order { ", in this order" } else { "" };
    let facts = if facts.is_empty() { facts } else { format!(", where {facts}") };
    format!("{} {place}{order}{facts}", patterns.join(" with "))
}

/// What a measure asks for.
pub fn measure(written: &MeasureWritten) -> String {
    let over = |over: &Option<Told<String>>| over.as_ref().map_or("page".to_owned(), |told| told.value.clone());
    match written {
        MeasureWritten::Ratio { of, over: place, more_than } => format!(
            "more than {more_than} sentences with {} for each with {}, over a {}",
            pattern(&of[0].value),
            pattern(&of[1].value),
            over(place)
        ),
        MeasureWritten::Density { of, words, over: place, more_than } => {
            format!("more than {more_than} times {} in {words} words of a {}", pattern(&of.value), over(place))
        }
        MeasureWritten::First { of, after } => {
            format!("{} for the first time after {}", pattern(&of.value), pattern(&after.value))
        }
        MeasureWritten::Grade { of, more_than } => format!(
            "sentences with {} that read more than {more_than} school grades harder than those with {}",
            pattern(&of[0].value),
            pattern(&of[1].value)
        ),
    }
}

fn any_of(conditions: &[Vec<FactWritten>]) -> String {
    let all_of = |facts: &Vec<FactWritten>| facts.iter().map(fact).collect::<Vec<_>>().join(" and ");
    conditions.iter().map(all_of).collect::<Vec<_>>().join(", or ")
}

fn fact(fact: &FactWritten) -> String {
    let name = &fact.name.value;
    let values: Vec<&str> = fact.values.iter().map(|value| value.value.as_str()).collect();
    match values.as_slice() {
        ["some"] => format!("{name} is known"),
        ["none"] => format!("{name} is not there"),
        values => format!("{name} is {}", values.join(" or ")),
    }
}

/// How many phrases are named before the rest is passed over.
const NAMED: usize = 3;

/// A pattern without its signs: concepts by name, with their readings in brackets; phrases in quotation marks, by one
/// of the ways they can be written.
fn pattern(pattern: &str) -> String {
    let alternatives = alternatives(pattern.trim());
    let all_slots = alternatives.iter().all(|one| one.starts_with('<'));
    let named = if all_slots { alternatives.len() } else { NAMED };
    let mut names: Vec<String> = alternatives.iter().take(named).map(|one| alternative(one)).collect();
    if alternatives.len() > named {
        names.push("the like".to_owned());
    }
    names.join(" or ")
}

fn alternative(text: &str) -> String {
    match text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) if !inner.contains('<') => slot(inner),
        _ => format!("“{}”", one_way(text)),
    }
}

/// `fda-approved denied` as `FDA approved (denied)`.
fn slot(inner: &str) -> String {
    let (name, reading) = inner.split_once(' ').unwrap_or((inner, ""));
    let words: Vec<&str> = name.split('-').map(|word| if word == "fda" { "FDA" } else { word }).collect();
    let name = words.join(" ");
    if reading.is_empty() { name } else { format!("{name} ({reading})") }
}

/// The alternatives of a pattern that is one group as a whole; else the pattern itself.
fn alternatives(pattern: &str) -> Vec<&str> {
    let whole = group(pattern).filter(|(_, rest)| rest.is_empty());
    whole.map_or_else(|| vec![pattern], |(inner, _)| split(inner))
}

/// The inside of the group that the text begins with, and what follows it.
fn group(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then(|| (&text[1..at], &text[at + 1..]));
        }
    }
    None
}

/// At every `|` that stands in no group.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let parts = text.split(move |sign| {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        sign == '|' && depth == 0
    });
    parts.map(str::trim).collect()
}

/// A phrase in one of the ways it can be written: the first of each group, nothing optional, `…` for gaps.
fn one_way(phrase: &str) -> String {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some(sign) = rest.chars().next() {
        if let (true, Some((inner, after))) = (sign == '(', group(rest)) {
            let optional = after.strip_prefix('?');
            if optional.is_none() {
                out.push_str(&one_way(split(inner).first().copied().unwrap_or_default()));
            }
            rest = optional.unwrap_or(after);
        } else if let Some(after) = rest.strip_prefix("..") {
            out.push('…');
            rest = after.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        } else {
            match sign {
                '~' | '=' | '<' | '>' | '\\' => {}
                '*' | '…' => out.push('…'),
                sign => out.push(sign),
            }
            rest = &rest[sign.len_utf8()..];
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_told_without_their_signs() {
        for (written, told) in [
            ("<citation journal>", "citation (journal)"),
            ("(<evidence-limit>|<fda-approved denied>)", "evidence limit or FDA approved (denied)"),
            ("(tell|call|ask) ..6 (if|whether) you", "“tell … if you”"),
            ("(really )?works", "“works”"),
            ("(a|b|c (d|e)|f)", "“a” or “b” or “c d” or the like"),
            ("~lose ... pounds", "“lose … pounds”"),
            ("broken (", "“broken (”"),
            (")(", "“)(”"),
        ] {
            assert_eq!(pattern(written), told, "{written}");
        }
    }
}
