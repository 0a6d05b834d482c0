//! Phrases that meet more than they mean: acronyms that are ordinary words in small letters, and regular expressions that
//! have to be run over every page.

use super::{Check, Found};
use crate::knowledge::NamedPhrase;
use crate::phrase::lexicon;
use crate::phrase::parse::{self, Phrase};
use crate::phrase::regexes;
use crate::rule::ruleset::Authored;
use crate::source::Span;

/// Ordinary English words of two to five letters that are spelled like an acronym of medicine or trade.
const WORDS: &[&str] = &[
    "act", "ad", "add", "aid", "aids", "aim", "alas", "all", "am", "an", "and", "ape", "apes", "arc", "are", "arm",
    "arms", "art", "as", "asap", "at", "back", "bad", "bar", "bat", "be", "bed", "beds", "best", "bid", "bit", "by",
    "cab", "call", "can", "cap", "caps", "car", "care", "cast", "cat", "cod", "cold", "cope", "cot", "cure", "cut",
    "dare", "data", "did", "die", "do", "dots", "ear", "east", "eat", "era", "face", "fact", "fad", "far", "fare",
    "fast", "fat", "fit", "for", "gas", "get", "go", "had", "has", "hat", "he", "heal", "help", "her", "hip", "his",
    "hit", "hope", "if", "ill", "in", "is", "it", "key", "lace", "lad", "lap", "last", "led", "let", "lid", "life",
    "lift", "lot", "low", "mad", "made", "man", "map", "mat", "may", "me", "mind", "mine", "miss", "ms", "my", "nap",
    "net", "no", "nose", "not", "of", "on", "one", "open", "or", "our", "out", "pad", "pain", "pan", "part", "pass",
    "past", "pat", "pet", "pie", "pots", "rap", "rare", "rat", "rest", "rise", "sad", "safe", "sars", "scan", "see",
    "sit", "so", "spa", "stem", "step", "stop", "tag", "tap", "tear", "test", "the", "tie", "tip", "to", "ton", "too",
    "top", "trap", "us", "use", "vast", "wad", "was", "we", "who", "wise", "work",
];

pub(super) fn check(authored: &Authored, found: &mut Found) {
    let ruleset = &authored.ruleset;
    for number in 0..ruleset.targets.len() as lexicon::Target {
        let Some(origin) = ruleset.origin(number) else { continue };
        let phrase = &origin.phrase;
        if let Ok(Phrase::Regex { source, .. }) = parse::parse(&phrase.text)
            && regexes::Pattern::new(&source, Span::default(), 0).is_ok_and(|pattern| !pattern.has_literals())
        {
            let message = "this regular expression holds no letters that a page must have for it to match";
            let place = phrase.file.error(phrase.span, message).label("runs over every page");
            let hint = "begin or end it with letters of the copy; or write it as a phrase, with <number> for figures";
            found.add(Check::NoLiteral, place.hint(hint));
        }
        for (word, span) in acronyms(phrase) {
            let small = word.to_lowercase();
            let message = format!("`{word}` also matches the word \u{201c}{small}\u{201d}");
            let place = phrase.file.error(span, message).label("any case");
            found.add(Check::AcronymIsWord, place.hint(format!("write `={word}` to match it in capitals only")));
        }
    }
}

/// Ways to read a phrase that are one acronym alone, spelled in capitals and without `=`.
fn acronyms(phrase: &NamedPhrase) -> Vec<(String, Span)> {
    let text = &phrase.text;
    if text.starts_with('/') || text.contains(['<', '~']) {
        return Vec::new();
    }
    let mut at = 0;
    let mut found = Vec::new();
    // What stands alone between bars and the ends of the phrase.
    for part in text.split(['|', '(', ')']) {
        let word = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let is_acronym = (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if is_acronym && WORDS.contains(&word.to_lowercase().as_str()) && stands_alone(text, start, word.len()) {
            let written = &phrase.file.text[phrase.span.range()];
            let quote = usize::from(written.starts_with(['"', '\'']));
            let span = match written.get(quote..).is_some_and(|inner| inner.starts_with(text.as_str())) {
                true => Span::new(phrase.span.start + quote + start, phrase.span.start + quote + start + word.len()),
                false => phrase.span,
            };
            found.push((word.to_owned(), span));
        }
    }
    found
}

/// Whether nothing but brackets and other wordings stand around the word.
fn stands_alone(text: &str, start: usize, len: usize) -> bool {
    match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => true,
        _ => start == 0 && len == text.len(),
    }
}
