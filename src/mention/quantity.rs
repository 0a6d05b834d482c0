//! Quantities: numbers, percentages, money, durations and dates, read off the words of a sentence.

use std::borrow::Cow;

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

const CURRENCIES: &[&str] = &["$", "€", "£", "usd", "eur", "gbp"];
const COINS: &[&str] = &["dollar", "dollars", "euro", "euros", "cent", "cents"];
/// What may stand before `$` without a space: `US$90`, `A$90`.
const DOLLARS: &[&str] = &["us", "a", "au", "c", "ca", "nz"];

/// All quantities among the words of one sentence. A number inside a larger quantity is not told again.
pub fn quantities(text: &str, words: &[Word], found: &mut Vec<Found>) {
    let mut buffer = String::new();
    let mut at = 0;
    // Where the quantity before ended: "90€, 99 cents".
    let mut taken = 0;
    while at < words.len() {
        let Some(value) = number(text, words[at], &mut buffer) else {
            at += 1;
            continue;
        };
        let spelled = !words[at].starts_with_digit(text);
        let mut key = |i: usize| words.get(i).map(|word| word.key(text, &mut buffer).to_owned()).unwrap_or_default();
        let next = key(at + 1);
        let before = if at > taken { key(at - 1) } else { String::new() };
        let mut quantity = Found { what: Quantity::Number, start: at, end: at + 1, value, unit: None };
        if next == "%" || next == "percent" || (next == "per" && key(at + 2) == "cent") {
            quantity.what = Quantity::Percent;
            quantity.end = at + if next == "per" { 3 } else { 2 };
        } else if CURRENCIES.contains(&before.as_str()) {
            quantity.what = Quantity::Money;
            quantity.start = at - 1;
            let adjoins = |i: usize| words[i].end == words[i + 1].start;
            if before == "$" && at > 1 && adjoins(at - 2) && DOLLARS.contains(&key(at - 2).as_str()) {
                quantity.start = at - 2;
            }
        } else if CURRENCIES.contains(&next.as_str()) || COINS.contains(&next.as_str()) {
            quantity.what = Quantity::Money;
            quantity.end = at + 2;
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
        } else if is_written_out(text, &words[at..]) {
            quantity.what = Quantity::Date;
            quantity.end = at + 3;
        } else {
            let is_month = |i: usize| words.get(i).is_some_and(|word| is_month(&text[word.span().range()]));
            let of = usize::from(next == "of");
            if at > taken && is_month(at - 1) {
                quantity.what = Quantity::Date;
                quantity.start = at - 1;
            } else if is_month(at + 1 + of) {
                quantity.what = Quantity::Date;
                quantity.end = at + 2 + of;
            }
        }
        // Spelled numbers count only as part of something: "one" alone is mostly a pronoun. So do "30th" and "5k".
        if !(quantity.what == Quantity::Number && (spelled || has_letters(text, words[at]))) {
            found.push(quantity);
        }
        at = quantity.end;
        taken = at;
    }
}

/// The name of a month; "may" only as a name is written.
fn is_month(word: &str) -> bool {
    word == "May" || MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

/// Whether three words are a date in numbers: `2027-06-30`, `6/30/2027`.
fn is_written_out(text: &str, words: &[Word]) -> bool {
    let [one, two, three, ..] = words else { return false };
    let lengths = [one, two, three].map(|word| {
        let digits = &text[word.span().range()];
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.len() } else { 0 }
    });
    let parted = |sign: &str| {
        &text[one.end as usize..two.start as usize] == sign && &text[two.end as usize..three.start as usize] == sign
    };
    (lengths == [4, 2, 2] && parted("-"))
        || (parted("/") && matches!(lengths, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]))
}

fn has_letters(text: &str, word: Word) -> bool {
    text[word.span().range()].bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn number(text: &str, word: Word, buffer: &mut String) -> Option<f64> {
    let slice = &text[word.span().range()];
    if word.starts_with_digit(text) {
        let digits: Cow<str> = if slice.contains(',') { slice.replace(',', "").into() } else { slice.into() };
        let end = digits.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(digits.len());
        let is = |ending: &str| digits[end..].eq_ignore_ascii_case(ending);
        let factor = match () {
            () if ["", "st", "nd", "rd", "th"].into_iter().any(is) => 1.0,
            () if is("k") => 1e3,
            () => return None,
        };
        return digits[..end].parse::<f64>().ok().map(|value| value * factor);
    }
    let spelled = if word.bracketed { word.key(text, buffer) } else { slice };
    // Cheap refusal before a look-up: spelled numbers begin with one of a few pairs of letters.
    let [first, second, ..] = *spelled.as_bytes() else { return None };
    let may_be = match first | 0x20 {
        b'o' => second | 0x20 == b'n',
        b't' => matches!(second | 0x20, b'e' | b'h' | b'w'),
        b'f' | b's' => matches!(second | 0x20, b'e' | b'i' | b'o'),
        b'e' | b'n' => second | 0x20 == b'i',
        _ => false,
    };
    let named = || SMALL.iter().find(|(name, _)| spelled.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    if may_be { named() } else { None }
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
            (
                "from US$90, A$90 or USD 90",
                vec![(Money, 90.0, "US$90"), (Money, 90.0, "A$90"), (Money, 90.0, "USD 90")],
            ),
            (
                "£90, 90€, 99 cents, $1.2k",
                vec![(Money, 90.0, "£90"), (Money, 90.0, "90€"), (Money, 99.0, "99 cents"), (Money, 1200.0, "$1.2k")],
            ),
            ("give us $90", vec![(Money, 90.0, "$90")]),
            ("until 6/30/2027 or 2027-06-30", vec![(Date, 6.0, "6/30/2027"), (Date, 2027.0, "2027-06-30")]),
            ("the 30th of June, May 3", vec![(Date, 30.0, "30th of June"), (Date, 3.0, "May 3")]),
            ("you may 3 times, the 5th visit, 5k runs", vec![(Number, 3.0, "3")]),
            ("24/7", vec![(Number, 24.0, "24"), (Number, 7.0, "7")]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(q, v, s)| (q, v, s.to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
