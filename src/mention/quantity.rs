//! Quantities: numbers, percentages, money, durations and dates, read off the words of a sentence.

use crate::language::words::Word;

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    Number,
    /// "85%", "85 percent", "8 in 10", "8 out of 10".
    Percent,
    Money,
    Duration,
    Date,
}

/// A quantity at words `start..end` of a sentence. A duration's value is in hours, any other is as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub what: Quantity,
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub unit: Option<&'static str>,
}

/// Units of time with their length in hours.
const UNITS: &[(&str, &str, f64)] = &[
    ("second", "seconds", 1.0 / 3600.0),
    ("minute", "minutes", 1.0 / 60.0),
    ("min", "mins", 1.0 / 60.0),
    ("hour", "hours", 1.0),
    ("hr", "hrs", 1.0),
    ("day", "days", 24.0),
    ("night", "nights", 24.0),
    ("week", "weeks", 168.0),
    ("month", "months", 730.0),
    ("year", "years", 8766.0),
];

const SMALL: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// All quantities among the words of one sentence. A number inside a larger quantity is not told again.
pub fn quantities(text: &str, words: &[Word], found: &mut Vec<Found>) {
    let mut buffer = String::new();
    let mut at = 0;
    while at < words.len() {
        let Some(value) = number(text, words[at], &mut buffer) else {
            at += 1;
            continue;
        };
        let spelled = !words[at].starts_with_digit(text);
        let mut key = |i: usize| words.get(i).map(|word| word.key(text, &mut buffer).to_owned()).unwrap_or_default();
        let next = key(at + 1);
        let before = if at > 0 { key(at - 1) } else { String::new() };
        let mut quantity = Found { what: Quantity::Number, start: at, end: at + 1, value, unit: None };
        if next == "%" || next == "percent" || (next == "per" && key(at + 2) == "cent") {
            quantity.what = Quantity::Percent;
            quantity.end = at + if next == "per" { 3 } else { 2 };
        } else if before == "$" || matches!(next.as_str(), "dollars" | "dollar" | "usd" | "euros" | "pounds sterling") {
            quantity.what = Quantity::Money;
            if before == "$" {
                quantity.start = at - 1;
            } else {
                quantity.end = at + 2;
            }
        } else if let Some((_, plural, hours)) = UNITS.iter().find(|(one, many, _)| next == *one || next == *many) {
            quantity.what = Quantity::Duration;
            quantity.value = value * hours;
            quantity.unit = Some(plural);
            quantity.end = at + 2;
        } else if (next == "in" || (next == "out" && key(at + 2) == "of")) && value >= 1.0 {
            let whole_at = at + if next == "in" { 2 } else { 3 };
            let whole = words.get(whole_at).and_then(|word| number(text, *word, &mut buffer));
            if let Some(whole) = whole.filter(|whole| *whole > value && *whole <= 1000.0) {
                quantity.what = Quantity::Percent;
                quantity.value = 100.0 * value / whole;
                quantity.end = whole_at + 1;
            }
        } else if MONTHS.contains(&before.as_str()) || MONTHS.contains(&next.as_str()) {
            quantity.what = Quantity::Date;
            quantity.start = if MONTHS.contains(&before.as_str()) { at - 1 } else { at };
            quantity.end = if MONTHS.contains(&next.as_str()) { at + 2 } else { at + 1 };
        }
        // Spelled numbers count only as part of something: "one" alone is mostly a pronoun.
        if !(spelled && quantity.what == Quantity::Number) {
            found.push(quantity);
        }
        at = quantity.end.max(at + 1);
    }
}

fn number(text: &str, word: Word, buffer: &mut String) -> Option<f64> {
    if word.starts_with_digit(text) {
        let digits: String = text[word.span().range()].chars().filter(|c| *c != ',').collect();
        return digits.parse().ok();
    }
    let spelled = &text[word.span().range()];
    // Cheap refusal before a look-up: spelled numbers begin with one of a few letters.
    if !matches!(spelled.as_bytes()[0] | 0x20, b'o' | b't' | b'f' | b's' | b'e' | b'n' | b'{') {
        return None;
    }
    let spelled = if word.bracketed { word.key(text, buffer) } else { spelled };
    SMALL.iter().find(|(name, _)| spelled.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn read(text: &str) -> Vec<(Quantity, f64, String)> {
        let mut words = Vec::new();
        crate::language::words::words(text, Span::new(0, text.len()), &mut words);
        let mut found = Vec::new();
        quantities(text, &words, &mut found);
        let slice = |f: &Found| text[words[f.start].start as usize..words[f.end - 1].end as usize].to_owned();
        found.iter().map(|f| (f.what, f.value, slice(f))).collect()
    }

    #[test]
    fn quantities_with_their_words() {
        use Quantity::*;
        for (text, expected) in [
            ("85% of 1,200 people", vec![(Percent, 85.0, "85%"), (Number, 1200.0, "1,200")]),
            ("9 out of 10 patients, 1 in 4", vec![(Percent, 90.0, "9 out of 10"), (Percent, 25.0, "1 in 4")]),
            ("only $79 within two hours", vec![(Money, 79.0, "$79"), (Duration, 2.0, "two hours")]),
            ("the one for you", vec![]),
            ("since 4 March", vec![(Date, 4.0, "4 March")]),
            ("55 per cent", vec![(Percent, 55.0, "55 per cent")]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(q, v, s)| (q, v, s.to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
