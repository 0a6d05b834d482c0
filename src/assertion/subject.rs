//! The subject of a claim: what stands before the first benefit of a sentence, or that nothing does.
//!
//! Copy that sells likes to leave the subject out ("Relieves colic"), and where it has one it is often a name that no
//! vocabulary knows. Information names the class of drug or the doctor instead.

use std::ops::Range;

use super::voice::Heard;
use crate::extract::document::BlockKind;
use crate::knowledge::WordList;
use crate::language::words::Gap;

/// Whether a word opens the sentence or what stands behind a label, a dash or dots: "Joints - eases …".
pub fn opens(heard: &Heard, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let word = heard.words[at];
    let between = &heard.text[heard.words[before].end as usize..word.start as usize];
    match word.gap {
        Gap::Closed => {
            between.contains([':', '\u{2022}', '|', '\u{b7}']) || between.contains("..") || between.contains(']')
        }
        _ => between.contains(" - "),
    }
}

/// How many words may stand before a benefit and leave it without a subject: "can also naturally relieve".
const MOST_ADVERBS: usize = 3;

/// The first benefit, where it opens the sentence in finite form: "Relieves …", "Also calms …", "Can stop …", "Is good
/// for …".
pub fn opening_claim(heard: &Heard) -> Option<Range<usize>> {
    let (claim, modal) = opening(heard)?;
    (modal || is_finite(heard.word(claim.start))).then_some(claim)
}

/// The first benefit, where it opens the sentence as a bare verb or noun: "Prevent arthritis", "Relief of pain". A form
/// in -ing opens a heading or a subject: "Preventing falls".
pub fn bare_claim(heard: &Heard) -> Option<Range<usize>> {
    let (claim, modal) = opening(heard)?;
    let first = heard.word(claim.start);
    (!modal && !is_finite(first) && !first.ends_with("ing") && !first.ends_with("ING")).then_some(claim)
}

fn opening(heard: &Heard) -> Option<(Range<usize>, bool)> {
    let claim = heard.claims.first()?.clone();
    let mut at = claim.start;
    let mut modal = false;
    while !opens(heard, at) {
        let word = heard.word(at - 1);
        let is_modal = heard.is_in(WordList::Auxiliary, word);
        let skipped = is_modal
            || (word.len() > 4 && word.to_ascii_lowercase().ends_with("ly"))
            || heard.is_in(WordList::Filler, word);
        if !skipped || claim.start - at >= MOST_ADVERBS {
            return None;
        }
        modal |= is_modal;
        at -= 1;
    }
    Some((claim, modal))
}

fn is_finite(word: &str) -> bool {
    let lower = word.len() > 3 && word.ends_with(['s', 'S']);
    lower && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// A capitalised word that is neither plain English nor in any phrase, in the subject of a benefit: an invented name, most
/// likely.
pub fn unknown_name(heard: &Heard) -> Option<Range<usize>> {
    heard.claims.iter().find_map(|claim| {
        let mut subject = subject_start(heard, claim.start)..claim.start;
        let name = subject.find(|&at| heard.ids[at] == 0 && is_name(heard.word(at)))?;
        Some(name..name + 1)
    })
}

/// A name made of known words, in the subject of a benefit: "Sugar Balance lowers ...". One capital may be the sentence's.
pub fn title_name(heard: &Heard) -> Option<Range<usize>> {
    heard.claims.iter().find_map(|claim| {
        let start = subject_start(heard, claim.start);
        let end = (start..claim.start).rev().find(|&at| is_capitalised(heard.word(at)))? + 1;
        let first = (start..end).rev().find(|&at| !is_capitalised(heard.word(at))).map_or(start, |at| at + 1);
        let lower = heard.word(claim.start).starts_with(|c: char| c.is_ascii_lowercase());
        (end - first >= 2 && claim.start - end <= FARTHEST && lower).then_some(first..end)
    })
}

/// How many words may stand between a name and what it is said to do: "will help to".
const FARTHEST: usize = 3;

fn is_capitalised(word: &str) -> bool {
    word.len() > 1 && word.as_bytes()[0].is_ascii_uppercase()
}

/// Whether the word at `at` tells of what a benefit acts on: "kills germs that can cause colds".
pub fn is_acted_on(heard: &Heard, at: usize) -> bool {
    let Some(claim) = heard.claims.iter().rev().find(|claim| claim.end <= at) else { return false };
    let open = |at: usize| heard.words[at].gap == Gap::Open;
    let is = |at: usize, words: &[&str]| words.iter().any(|word| heard.word(at).eq_ignore_ascii_case(word));
    let mut verb = at;
    while verb > claim.end && is(verb - 1, &["potentially", "often", "also", "sometimes"]) {
        verb -= 1;
    }
    // Behind a comma "which" speaks of all that was said: "lowers blood pressure, which may cause dizziness".
    let relative = verb > claim.end && is(verb - 1, &["that", "which", "who"]) && open(verb) && open(verb - 1);
    relative && verb - claim.end <= FAR_BEHIND
}

/// How many words may stand between a benefit and a relative clause on what it acts on.
const FAR_BEHIND: usize = 12;

/// Whether something is named to be compared with: "better than …", "an alternative to …".
pub fn is_rival(heard: &Heard, at: usize) -> bool {
    let compares = |at: &usize| {
        ["than", "like", "versus", "vs", "unlike", "compared", "alternative", "alternatives"]
            .iter()
            .any(|word| heard.word(*at).eq_ignore_ascii_case(word))
    };
    let nearest = at.saturating_sub(COMPARED_WITHIN)..at;
    nearest.rev().find(compares).is_some_and(|from| (from + 1..=at).all(|at| heard.words[at].gap == Gap::Open))
}

/// How many words behind a comparison its object may stand.
const COMPARED_WITHIN: usize = 3;

/// How long a subject may be.
const LONGEST: usize = 6;

/// Where the clause of a claim begins, as far as a subject reaches.
fn subject_start(heard: &Heard, claim: usize) -> usize {
    let mut start = claim;
    while start > 0 && claim - start < LONGEST && heard.words[start].gap == Gap::Open {
        start -= 1;
    }
    start
}

fn is_name(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 3 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_lowercase)
}

/// A paragraph that is no sentence and holds a benefit: "Natural relief of gout and joint pain".
pub fn fragment(heard: &Heard) -> Option<Range<usize>> {
    let claim = heard.claims.first()?.clone();
    let alone = heard.block.kind == BlockKind::Paragraph && heard.span.end >= heard.block.span.end;
    let rest = &heard.text[heard.words.last()?.end as usize..heard.span.end];
    let unended = !rest.contains(['.', '!', '?', ':']);
    (alone && unended && heard.words.len() <= LONGEST_FRAGMENT).then_some(claim)
}

const LONGEST_FRAGMENT: usize = 14;

#[cfg(test)]
mod tests {
    use crate::extract::Format;
    use crate::linter::Linter;
    use crate::rule::{Ruleset, pack};
    use crate::source::Source;

    /// The names of the signals that a page of one sentence shows.
    fn signals(ruleset: &Ruleset, text: &str, brands: &[String]) -> Vec<String> {
        let source = Source::from_text("page.md", text);
        let analysis = Linter::new(ruleset).analyse(&source, Format::Markdown, brands);
        analysis.signals.iter().map(|counted| ruleset.signals[counted.signal as usize].name.clone()).collect()
    }

    #[test]
    fn subjects_of_claims() {
        let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
        for (text, signal, shown) in [
            ("Relieves colic.", "opening claim", true),
            ("Can also quickly calm colic.", "opening claim", true),
            ("Is effective for colic.", "opening claim", true),
            ("Our tea relieves colic.", "opening claim", false),
            ("Joints \u{2013} eases arthritis.", "opening claim", true),
            ("Benefits: eases arthritis.", "opening claim", true),
            ("Lower risk of diabetes", "bare claim", true),
            ("Preventing falls at home.", "bare claim", false),
            ("Zyndrova relieves colic.", "unknown name", true),
            ("Metformin lowers blood sugar.", "unknown name", false),
            ("Collaboration improves sleep.", "unknown name", false),
            ("Sugar Balance lowers blood sugar.", "name in capitals", true),
            ("Sugar lowers blood pressure.", "name in capitals", false),
            ("IBRelief eases colic.", "brand", true),
            ("IVs ease colic.", "brand", false),
            ("Fast relief of gout", "fragment", true),
            ("Fast relief of gout is possible.", "fragment", false),
            ("It lowers the risk of stroke.", "risk told", false),
            ("It may cause stroke.", "risk told", true),
            ("Our balm kills germs that may cause colds.", "risk told", false),
            ("Our balm fights the harmful germs of the mouth.", "risk told", false),
            ("Garlic lowers blood pressure, which may cause dizziness.", "risk told", true),
            ("Our balm eases pain better than ibuprofen.", "drug by its kind of name", false),
            ("Ibuprofen eases pain.", "drug by its kind of name", true),
            ("There is no known therapy, but our balm calms colic.", "care is given", false),
            ("Our balm calms colic, but there is no known therapy.", "care is given", true),
            ("Did you know that our balm calms colic?", "question or heading", false),
            ("Does our balm calm colic?", "question or heading", true),
        ] {
            let found = signals(&ruleset, text, &[]);
            assert_eq!(found.iter().any(|name| name == signal), shown, "{text}: {found:?}");
        }
        let own = signals(&ruleset, "Calm Roots eases colic.", &["Calm Roots".to_owned()]);
        assert!(own.contains(&"own name".to_owned()) && !own.contains(&"opening claim".to_owned()), "{own:?}");
    }
}
