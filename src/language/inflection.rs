//! The forms a word of a rule takes in copy.
//!
//! Phrases are expanded when rules load, instead of stemming the copy: the author of a rule sees the list and can veto
//! it, and no word is taken for another that shares its stem (*policy* and *police*). A form that nobody writes costs
//! nothing; a form left out costs a finding.
//!
//! Each function puts the form it was given first, names none twice, and leaves the case of the input as it is. In a
//! phrase of several words only the head changes.

use super::irregular::{past_forms, plurals};
use super::spelling::{doubles_in_britain_only, variants};

/// Base, -s, past, participle and -ing of a verb, British and American. The head is the first word: *get rid of* gives
/// *gets rid of*.
pub fn verb(base: &str) -> Vec<String> {
    let end = base.find(' ').unwrap_or(base.len());
    let start = base[..end].rfind('-').map_or(0, |at| at + 1);
    forms_in(base, start, end, verb_forms)
}

/// Singular and plural of a noun, British and American. The head is the last word, or the one before a preposition:
/// *side effect* gives *side effects*, *loss of balance* gives *losses of balance*.
pub fn noun(base: &str) -> Vec<String> {
    let end = base
        .match_indices(' ')
        .find(|&(at, _)| at > 0 && starts_with_preposition(&base[at + 1..]))
        .map_or(base.trim_end().len(), |(at, _)| at);
    let start = base[..end].rfind([' ', '-']).map_or(0, |at| at + 1);
    forms_in(base, start, end, noun_forms)
}

/// What `~word` in a phrase stands for: the forms of a verb and of a noun, where the word can be either. Words that by
/// their ending are nouns (*remission*, *neuropathy*) or end in a particle (*get rid of*) go one way only.
pub fn any(base: &str) -> Vec<String> {
    let last = base.rsplit([' ', '-']).next().unwrap_or(base);
    let mut out = Vec::new();
    let only_verb = base.contains(' ') && (is_preposition(last) || PARTICLES.contains(&last));
    let only_noun = !only_verb
        && (NOUN_ENDINGS.iter().any(|ending| last.ends_with(ending))
            || (plurals(last).is_some() && !VERBS_WITH_IRREGULAR_PLURAL.contains(&last)));
    if !only_noun {
        out.extend(verb(base));
    }
    if !only_verb {
        out.extend(noun(base));
    }
    distinct(out)
}

fn forms_in(base: &str, start: usize, end: usize, forms: fn(&str) -> Vec<String>) -> Vec<String> {
    let (before, after) = (&base[..start], &base[end..]);
    spelled(&base[start..end], forms).into_iter().map(|form| format!("{before}{form}{after}")).collect()
}

/// Applies `forms` to a word and to its other spellings; irregular tables are asked in lower case.
fn spelled(word: &str, forms: fn(&str) -> Vec<String>) -> Vec<String> {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'\'') {
        return vec![word.to_owned()];
    }
    let lower = word.to_ascii_lowercase();
    let mut out = vec![lower.clone()];
    for base in std::iter::once(lower.clone()).chain(variants(&lower)) {
        out.extend(forms(&base));
    }
    let recased = out.into_iter().map(|form| recase(&form, word, &lower)).collect();
    distinct(recased)
}

/// Gives a form the case of the word as written: the letters they share keep theirs, the ending follows an all-capital
/// word.
fn recase(form: &str, word: &str, lower: &str) -> String {
    if word == lower {
        return form.to_owned();
    }
    let shared = form.bytes().zip(lower.bytes()).take_while(|(a, b)| a == b).count();
    let capital = shared == 0 && word.starts_with(|c: char| c.is_ascii_uppercase());
    let mut out = word[..shared].to_owned();
    for (i, c) in form[shared..].chars().enumerate() {
        out.push(if capital && i == 0 { c.to_ascii_uppercase() } else { c });
    }
    out
}

fn verb_forms(base: &str) -> Vec<String> {
    let mut out = vec![base.to_owned()];
    if base != "be" {
        out.push(if base == "have" { "has".to_owned() } else { with_s(base) });
    }
    let stems = stems(base);
    match past_forms(base) {
        Some(forms) => out.extend(forms),
        None => out.extend(stems.iter().map(|stem| past(stem))),
    }
    out.extend(stems.iter().map(|stem| continuous(base, stem)));
    out
}

/// The base as it stands before -ed and -ing: with its last consonant doubled, single, or, in *travel*, both.
fn stems(base: &str) -> Vec<String> {
    let last = base.chars().last().unwrap_or_default();
    let doubled = format!("{base}{last}");
    if DOUBLED_TOO.contains(&base) {
        return vec![base.to_owned(), doubled];
    }
    if base.ends_with("ic") {
        return vec![format!("{base}k")];
    }
    if !ends_in_single_vowel_and_consonant(base) {
        return vec![base.to_owned()];
    }
    let stressed = vowel_groups(base) == 1 || STRESSED_LAST.iter().any(|ending| base.ends_with(ending));
    if stressed {
        vec![doubled]
    } else if doubles_in_britain_only(base) {
        vec![base.to_owned(), doubled]
    } else {
        vec![base.to_owned()]
    }
}

fn past(stem: &str) -> String {
    match stem.as_bytes() {
        [.., b'e'] => format!("{stem}d"),
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ied", &stem[..stem.len() - 1]),
        _ => format!("{stem}ed"),
    }
}

fn continuous(base: &str, stem: &str) -> String {
    match stem.as_bytes() {
        [.., b'i', b'e'] => format!("{}ying", &stem[..stem.len() - 2]),
        // "see" and "dye" keep their e, "be" has nothing else.
        [.., b'e' | b'o' | b'y', b'e'] => format!("{stem}ing"),
        _ if KEEPS_E.contains(&base) => format!("{stem}ing"),
        [.., b'e'] => format!("{}ing", &stem[..stem.len() - 1]),
        _ => format!("{stem}ing"),
    }
}

fn noun_forms(base: &str) -> Vec<String> {
    let mut out = vec![base.to_owned()];
    match plurals(base) {
        Some(forms) => out.extend(forms),
        None if base.ends_with("itis") || base.ends_with("ics") => {}
        None if (base.ends_with("sis") || base.ends_with("xis")) && !base.ends_with("ssis") => {
            out.push(format!("{}es", &base[..base.len() - 2]));
        }
        None => out.push(with_s(base)),
    }
    out
}

fn with_s(base: &str) -> String {
    match base.as_bytes() {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &base[..base.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{base}es"),
        _ if ["do", "go"].contains(&base)
            || ["redo", "undo", "outdo", "overdo", "undergo", "forgo"].contains(&base) =>
        {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

/// "stop" and "commit", but neither "heal" nor "show", "fix", "play", where w, x and y never double.
fn ends_in_single_vowel_and_consonant(base: &str) -> bool {
    match base.as_bytes() {
        // The u of "equip" and "quit" belongs to the q.
        [.., b'q', b'u', vowel, last] => is_vowel(*vowel) && doubles(*last),
        [.., before, vowel, last] => !is_vowel(*before) && is_vowel(*vowel) && doubles(*last),
        _ => false,
    }
}

fn doubles(b: u8) -> bool {
    b.is_ascii_lowercase() && !is_vowel(b) && !matches!(b, b'w' | b'x' | b'y' | b'h')
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn vowel_groups(word: &str) -> usize {
    let word = word.replace("qu", "q");
    word.as_bytes().split(|&b| !is_vowel(b) && b != b'y').filter(|group| !group.is_empty()).count()
}

fn starts_with_preposition(text: &str) -> bool {
    is_preposition(text.split(' ').next().unwrap_or_default())
}

fn is_preposition(word: &str) -> bool {
    ["of", "in", "on", "for", "to", "with", "from", "at", "by", "after", "during"].contains(&word)
}

fn distinct(forms: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(forms.len());
    for form in forms {
        if !out.contains(&form) {
            out.push(form);
        }
    }
    out
}

const PARTICLES: &[&str] = &["up", "down", "off", "out", "over", "away", "back", "through", "together", "around"];

/// Endings that no verb has.
const NOUN_ENDINGS: &[&str] =
    &["iness", "ity", "ism", "itis", "osis", "pathy", "algia", "emia", "therapy", "ology", "ologist", "plegia"];

const VERBS_WITH_IRREGULAR_PLURAL: &[&str] = &["echo", "veto", "index", "quiz", "gas", "man", "proof", "foot"];

/// Final syllables that carry the stress, and so double their consonant: preferred, regretted, equipped.
#[rustfmt::skip]
const STRESSED_LAST: &[&str] = &[
    "prefer", "refer", "infer", "defer", "confer", "transfer", "occur", "recur", "incur", "permit", "admit", "commit", "submit",
    "omit", "emit", "transmit", "remit", "regret", "begin", "forget", "control", "patrol", "rebel", "compel", "expel", "propel",
    "repel", "dispel", "equip", "acquit", "unwrap", "unplug", "upset", "outwit", "deter", "abhor", "reset", "forbid", "rerun",
    "excel", "undercut", "overrun", "outrun", "kidnap", "handicap", "enrol", "fulfil", "distil", "instil", "offset", "unzip",
    "unclog", "debug", "rewrap", "overlap", "sublet", "outbid",
];

/// Verbs that are written both ways everywhere.
const DOUBLED_TOO: &[&str] = &["focus", "benefit", "bias", "program", "worship", "gas", "target"];

/// Words that keep their e before -ing: singe, singeing.
const KEEPS_E: &[&str] = &["be", "singe", "binge", "tinge"];

#[cfg(test)]
#[path = "inflection_tests.rs"]
mod tests;
