//! The phrase language: words as they stand in copy, with a little sugar.
//!
//! Brackets are multiplied out first, as text, so that `behavio(u)?r` and `(raise|increase)d` work inside words. Each
//! variant is then a flat row of [`Item`]s.

use rustc_hash::FxHashSet;
use thiserror::Error;

use crate::extract::normalise::fold;
use crate::language::words::{Gap, words};
use crate::load_error::Kind;
use crate::source::Span;

/// A phrase as parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// Every way to read it; each holds at least one word or slot.
    Variants(Vec<Vec<Item>>),
    /// `/…/`, with the span of what stands between the slashes.
    Regex { source: String, span: Span },
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Item {
    Word {
        text: String,
        form: Form,
        comma: bool,
    },
    /// `<condition in title>`. The span lies in the phrase as written.
    Slot {
        name: String,
        readings: Vec<String>,
        comma: bool,
        span: Span,
    },
    /// Up to so many words.
    Gap(u8),
}

/// How a word of a phrase meets a word of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// In any case.
    Plain,
    /// `=MS`: as written.
    Exact,
    /// `~cure`: every inflection.
    Inflected,
    /// `guarantee*`: any ending.
    Prefix,
}

/// What is wrong with a phrase, and where in it (bytes of the phrase as written).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct PhraseError {
    pub span: Span,
    pub message: String,
    pub hint: Option<String>,
    pub kind: Kind,
}

impl PhraseError {
    fn new(span: Span, message: impl Into<String>, hint: &str) -> Self {
        let hint = (!hint.is_empty()).then(|| hint.into());
        PhraseError { span, message: message.into(), hint, kind: Kind::Mistake }
    }
}

/// How many words `...` stands for at most.
pub const DEFAULT_GAP: u8 = 6;
/// How many variants the brackets of one phrase may multiply out to.
pub const MOST_VARIANTS: usize = 2000;

/// Parses a phrase as it stands in a rule.
pub fn parse(phrase: &str) -> Result<Phrase, PhraseError> {
    let trimmed = phrase.trim();
    if trimmed.len() > 2 && trimmed.starts_with('/') && trimmed.ends_with('/') {
        let start = phrase.find('/').unwrap_or(0) + 1;
        let span = Span::new(start, start + trimmed.len() - 2);
        return Ok(Phrase::Regex { source: phrase[span.range()].to_owned(), span });
    }
    if let Some(variants) = plain(trimmed) {
        return Ok(Phrase::Variants(distinct(variants)));
    }
    multiplied_out(phrase).map(Phrase::Variants)
}

fn multiplied_out(phrase: &str) -> Result<Vec<Vec<Item>>, PhraseError> {
    let mut at = 0;
    let texts = alternatives(phrase, &mut at, 0)?;
    if at < phrase.len() {
        return Err(PhraseError::new(
            Span::new(at, at + 1),
            "this `)` closes nothing",
            "write `\\)` for the sign itself",
        ));
    }
    let mut variants = Vec::with_capacity(texts.len());
    for text in texts {
        let items = flat(&text)?;
        if !items.iter().any(|item| !matches!(item, Item::Gap(_))) {
            let message = "this phrase can match nothing: one way to read it has no word in it";
            let hint = "add a word, or take a `?` or an empty alternative out";
            return Err(PhraseError::new(Span::new(0, phrase.len()), message, hint));
        }
        variants.push(items);
    }
    Ok(distinct(variants))
}

/// A phrase to be found that begins or ends with a gap. What excepts may: it then reaches over the words there.
pub fn ends_in_words(parsed: &Phrase, phrase: &str) -> Result<(), PhraseError> {
    let Phrase::Variants(variants) = parsed else { return Ok(()) };
    let begins = |items: &Vec<Item>| matches!(items.first(), Some(Item::Gap(_)));
    let ends = |items: &Vec<Item>| matches!(items.last(), Some(Item::Gap(_)));
    // Where an optional word is left out, the gap before it is of no account.
    if variants.iter().all(begins) || variants.iter().all(ends) {
        let message = "a gap stands at an end of this phrase, with no word beyond it";
        let hint = "take it out: a phrase is found wherever its words stand";
        return Err(PhraseError::new(end_gap(phrase), message, hint));
    }
    Ok(())
}

/// A gap at an end of a phrase as it is written; the whole of the phrase where brackets hide it.
fn end_gap(phrase: &str) -> Span {
    let ends = [phrase.split_whitespace().next(), phrase.split_whitespace().last()];
    let gap = ends.into_iter().flatten().find(|word| word.starts_with(".."));
    let start = gap.map(|gap| if phrase.trim_start().starts_with(gap) { phrase.find(gap) } else { phrase.rfind(gap) });
    match (gap, start.flatten()) {
        (Some(gap), Some(start)) => Span::new(start, start + gap.len()),
        _ => Span::new(0, phrase.len()),
    }
}

/// Leaves the first of each, in their order.
fn distinct(mut variants: Vec<Vec<Item>>) -> Vec<Vec<Item>> {
    let mut seen = FxHashSet::default();
    let first: Vec<bool> = variants.iter().map(|items| seen.insert(items)).collect();
    let mut first = first.into_iter();
    variants.retain(|_| first.next().unwrap_or(true));
    variants
}

/// A phrase of letters and digits alone, which most are, with inflected words and with brackets around whole words: there
/// is nothing to fold, and words are multiplied out rather than letters. `None` for any other phrase, a wrong one as well.
fn plain(phrase: &str) -> Option<Vec<Vec<Item>>> {
    let mut variants = vec![Vec::new()];
    let mut rest = phrase.trim_start_matches(' ');
    while !rest.is_empty() {
        let (choices, after, parted) = match rest.strip_prefix('(') {
            Some(inner) => {
                let (inner, after) = inner.split_once(')')?;
                // `(very )?good`: the space is inside.
                let parted = inner.split('|').all(|words| words.ends_with(' '));
                let mut choices = inner.split('|').map(plain_words).collect::<Option<Vec<_>>>()?;
                let optional = after.strip_prefix('?');
                choices.extend(optional.map(|_| Vec::new()));
                (choices, optional.unwrap_or(after), parted)
            }
            None => {
                let end = rest.find([' ', '(']).unwrap_or(rest.len());
                (vec![plain_words(&rest[..end])?], &rest[end..], false)
            }
        };
        if !(parted || after.is_empty() || after.starts_with(' ')) || variants.len() * choices.len() > MOST_VARIANTS {
            return None;
        }
        if let [only] = choices.as_slice() {
            variants.iter_mut().for_each(|head| head.extend_from_slice(only));
        } else {
            let tails = |head: &Vec<Item>| choices.iter().map(|tail| [&head[..], tail].concat()).collect::<Vec<_>>();
            variants = variants.iter().flat_map(tails).collect();
        }
        rest = after.trim_start_matches(' ');
    }
    variants.iter().all(|items| !items.is_empty()).then_some(variants)
}

fn plain_words(words: &str) -> Option<Vec<Item>> {
    let word = |word: &str| {
        let (form, letters) = match word.strip_prefix('~') {
            Some(rest) => (Form::Inflected, rest),
            None => (Form::Plain, word),
        };
        let is_plain = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_plain.then(|| Item::Word { text: letters.to_ascii_lowercase(), form, comma: false })
    };
    words.split(' ').filter(|word| !word.is_empty()).map(word).collect()
}

/// Characters with the byte of the phrase each came from.
type Text = Vec<(char, usize)>;

fn alternatives(phrase: &str, at: &mut usize, depth: usize) -> Result<Vec<Text>, PhraseError> {
    let mut all = Vec::new();
    let mut current: Vec<Text> = vec![Vec::new()];
    let here = |at: usize| Span::new(at, (at + 1).min(phrase.len()));
    while let Some(c) = phrase[*at..].chars().next() {
        match c {
            ')' => break,
            '|' if depth > 0 => {
                *at += 1;
                all.append(&mut current);
                current = vec![Vec::new()];
            }
            '|' => {
                let hint = "put alternatives in brackets: `(this|that)`";
                return Err(PhraseError::new(here(*at), "`|` stands outside of brackets", hint));
            }
            '(' if depth == 8 => return Err(PhraseError::new(here(*at), "brackets nest more than eight deep", "")),
            '(' => {
                let open = *at;
                *at += 1;
                let mut inner = alternatives(phrase, at, depth + 1)?;
                if !phrase[*at..].starts_with(')') {
                    let hint = "write `\\(` for the sign itself";
                    return Err(PhraseError::new(here(open), "this `(` is never closed", hint));
                }
                *at += 1;
                if phrase[*at..].starts_with('?') {
                    *at += 1;
                    inner.push(Vec::new());
                }
                if current.len() * inner.len() > MOST_VARIANTS {
                    let message = format!("the brackets multiply out to more than {MOST_VARIANTS} phrases");
                    return Err(PhraseError::new(Span::new(open, *at), message, "split the phrase into several"));
                }
                let joined = current.iter().flat_map(|head| inner.iter().map(move |tail| [&head[..], tail].concat()));
                current = joined.collect();
            }
            // What stands in angle brackets or behind a backslash is taken as it is.
            '<' if phrase[*at..].contains('>') => {
                let end = *at + phrase[*at..].find('>').unwrap_or(0) + 1;
                extend(&mut current, phrase, *at..end);
                *at = end;
            }
            '\\' => {
                let end = *at + 1 + phrase[*at + 1..].chars().next().map_or(0, char::len_utf8);
                extend(&mut current, phrase, *at..end);
                *at = end;
            }
            c => {
                extend(&mut current, phrase, *at..*at + c.len_utf8());
                *at += c.len_utf8();
            }
        }
    }
    all.append(&mut current);
    Ok(all)
}

fn extend(texts: &mut [Text], phrase: &str, range: std::ops::Range<usize>) {
    for text in texts {
        text.extend(phrase[range.clone()].char_indices().map(|(i, c)| (c, range.start + i)));
    }
}

/// Reads one variant, in which no brackets are left.
fn flat(text: &Text) -> Result<Vec<Item>, PhraseError> {
    let mut items = Vec::new();
    let mut comma = false;
    let mut at = 0;
    let span = |from: usize, to: usize| {
        let start = text.get(from).map_or(0, |c| c.1);
        Span::new(start, text.get(to.saturating_sub(1)).map_or(start, |c| c.1 + c.0.len_utf8()).max(start))
    };
    let starts =
        |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| text.get(at + i).is_some_and(|t| t.0 == c));
    while let Some(&(c, _)) = text.get(at) {
        match c {
            ' ' => at += 1,
            ',' => {
                comma = true;
                at += 1;
            }
            '<' => {
                let Some(len) = text[at..].iter().position(|t| t.0 == '>') else {
                    let hint = "write `<concept>`, or `\\<` for the sign itself";
                    return Err(PhraseError::new(span(at, at + 1), "this `<` is never closed", hint));
                };
                let inner: String = text[at + 1..at + len].iter().map(|t| t.0).collect();
                let mut names = inner.split_whitespace().map(str::to_owned);
                let whole = span(at, at + len + 1);
                let Some(name) = names.next() else {
                    return Err(PhraseError::new(whole, "no concept is named between `<` and `>`", ""));
                };
                let comma = std::mem::take(&mut comma);
                items.push(Item::Slot { name, readings: names.collect(), comma, span: whole });
                at += len + 1;
            }
            '.' if starts(at, "...") => {
                items.push(Item::Gap(DEFAULT_GAP));
                comma = false;
                at += 3;
            }
            '.' if starts(at, "..") => {
                let digits: String = text[at + 2..].iter().map(|t| t.0).take_while(char::is_ascii_digit).collect();
                match digits.parse::<u8>() {
                    Ok(words @ 1..=30) => items.push(Item::Gap(words)),
                    _ => {
                        let hint = "`...` is a gap of up to six words, `..3` of up to three (1 to 30)";
                        return Err(PhraseError::new(span(at, at + 2), "no number of words follows", hint));
                    }
                }
                comma = false;
                at += 2 + digits.len();
            }
            _ => {
                let end = word_end(text, at);
                word(text, at, end, std::mem::take(&mut comma), &mut items)
                    .map_err(|(message, hint)| PhraseError::new(span(at, end), message, hint))?;
                at = end;
            }
        }
    }
    Ok(items)
}

fn word_end(text: &Text, start: usize) -> usize {
    let mut at = start;
    while let Some(&(c, _)) = text.get(at) {
        let is_digit = |at: usize| text.get(at).is_some_and(|t| t.0.is_ascii_digit());
        match c {
            // `1,500` is one word of the copy.
            ',' if at > start && is_digit(at - 1) && is_digit(at + 1) => at += 1,
            ' ' | ',' | '<' => break,
            '.' if text.get(at + 1).is_some_and(|t| t.0 == '.') => break,
            '\\' => at += 2,
            _ => at += 1,
        }
    }
    at.min(text.len())
}

/// A run of characters without a space: usually one word, several where the copy's words are cut (`50%`, `risk-free`).
fn word(
    text: &Text,
    start: usize,
    end: usize,
    comma: bool,
    items: &mut Vec<Item>,
) -> Result<(), (&'static str, &'static str)> {
    let mut form = Form::Plain;
    let mut literal = String::new();
    let mut at = start;
    while at < end {
        match text[at].0 {
            '=' if at == start => form = Form::Exact,
            '~' if at == start => form = Form::Inflected,
            '*' if at + 1 == end => form = Form::Prefix,
            '\\' => {
                at += 1;
                match text.get(at) {
                    Some(&(c, _)) => literal.push(c),
                    None => return Err(("nothing stands after `\\`", "")),
                }
            }
            c => literal.push(c),
        }
        at += 1;
    }
    let folded = fold(&literal);
    let mut cut = Vec::new();
    words(&folded, Span::new(0, folded.len()), &mut cut);
    let Some(last) = cut.len().checked_sub(1) else {
        return match form {
            Form::Plain => Ok(()),
            _ => Err(("this sign stands before no word", "write `\\` before it for the sign itself")),
        };
    };
    if form == Form::Prefix && cut[last].span().len() < 3 {
        return Err(("`*` needs at least three letters before it", "write the words out: `(this|that)`"));
    }
    let mut buffer = String::new();
    for (i, word) in cut.iter().enumerate() {
        let form = if i == last || form == Form::Exact { form } else { Form::Plain };
        let text = match form {
            Form::Exact => folded[word.span().range()].to_owned(),
            _ => word.key(&folded, &mut buffer).to_owned(),
        };
        items.push(Item::Word { text, form, comma: (comma && i == 0) || word.gap == Gap::Comma });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(phrase: &str) -> Vec<String> {
        let Phrase::Variants(variants) = parse(phrase).unwrap() else { return vec!["regex".into()] };
        let show = |item: &Item| match item {
            Item::Word { text, form, comma } => {
                let sign = match form {
                    Form::Plain => "",
                    Form::Exact => "=",
                    Form::Inflected => "~",
                    Form::Prefix => "*",
                };
                format!("{}{sign}{text}", if *comma { "," } else { "" })
            }
            Item::Slot { name, readings, .. } => {
                format!("<{}>", [std::slice::from_ref(name), readings].concat().join(" "))
            }
            Item::Gap(words) => format!("..{words}"),
        };
        variants.iter().map(|items| items.iter().map(show).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn phrases_multiply_out() {
        for (phrase, expected) in [
            ("Risk-Free", vec!["risk free"]),
            ("behavio(u)?r", vec!["behaviour", "behavior"]),
            ("(raise|increase)d rate", vec!["raised rate", "increased rate"]),
            ("(really )?works", vec!["really works", "works"]),
            ("~(cure|heal) =MS", vec!["~cure =MS", "~heal =MS"]),
            ("~lose ... pounds ..3 fast", vec!["~lose ..6 pounds ..3 fast"]),
            ("diagnose, treat", vec!["diagnose ,treat"]),
            ("100% \\(really\\)", vec!["100 % really"]),
            ("<condition in title> <risk denied>", vec!["<condition in title> <risk denied>"]),
            ("guarantee*", vec!["*guarantee"]),
            ("(<benefit>|<offer>)", vec!["<benefit>", "<offer>"]),
        ] {
            assert_eq!(shown(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn errors_point_into_the_phrase() {
        for (phrase, start, message) in [
            ("a (b", 2, "never closed"),
            ("a) b", 1, "closes nothing"),
            ("a | b", 2, "outside of brackets"),
            ("cure <cond", 5, "never closed"),
            ("... ..3", 0, "can match nothing"),
            ("(a|)", 0, "can match nothing"),
            ("a ..x", 2, "no number"),
            ("ab*", 0, "three letters"),
            ("~", 0, "before no word"),
        ] {
            let error = parse(phrase).unwrap_err();
            assert!(error.message.contains(message), "{phrase}: {error:?}");
            assert_eq!(error.span.start, start, "{phrase}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_short_way_reads_the_long_one_reads_so(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec!["a", "b2", "3", "(", "(a ", ")", ")?", "|", " ", " ", "~"]), 1..12)
        ) {
            let phrase = pieces.concat();
            if let Some(short) = plain(phrase.trim()) {
                proptest::prop_assert_eq!(Some(distinct(short)), multiplied_out(&phrase).ok());
            }
        }
    }

    #[test]
    fn the_short_way_reads_as_the_long_one() {
        for phrase in [
            "risk free",
            " ~ease  pain ",
            "(heart|~kidney|lower back) (pain|trouble)?",
            "( a | b c )  d (e)?",
            "(a|a|A) (b)? (b)?",
            "(|really) works",
            "a (very |~most )?good (so )plan",
            "vitamin b12 in 24 hours",
            "2nd day of 1000",
        ] {
            let short = plain(phrase.trim()).map(distinct);
            assert_eq!(short, multiplied_out(phrase).ok(), "{phrase}");
            assert!(short.is_some(), "{phrase}");
        }
        for phrase in [
            "~",
            "risk-free",
            "50%",
            "it's",
            "a*",
            "...",
            "é",
            "behavio(u)?r",
            "(raise|increase)d",
            "(very |most)?good",
            "(a (b)?)? c",
            "(a)?",
            "",
            "(a",
            "a) b",
            "x|y",
            "(=MS|b) c",
        ] {
            assert!(plain(phrase).is_none(), "{phrase}");
        }
    }
}
