//! What a claim is told of: the words in front of it in its clause, and whether they name what nobody sells.
//!
//! "Regular exercise eases pain" and "the body repairs muscle at night" stand on pages that sell, and sell nothing: their
//! subject is a way of life or the body itself. The sentence around them may speak of an offer all the same.

use crate::knowledge::{WordList, WordLists};

/// What stands in front of a claim in its own clause, given the sentence up to the claim. A label ends with a colon or a
/// dash; what stands behind it has no subject.
pub fn subject_of<'t>(before: &'t str, lists: &WordLists) -> &'t str {
    let label = before.rfind([':', ';', '|', '\u{2022}', '\u{2013}', '\u{2014}']);
    let dash = before.rfind(" - ").map(|at| at + 1);
    let clause = &before[label.max(dash).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
    clause.rsplit(',').find(|piece| words_of(piece).any(|word| is_telling(word, lists))).unwrap_or_default()
}

pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// Whether a word could be what a sentence is about: no adverb, auxiliary or preposition, no form in -ing that a heading
/// opens with.
pub fn is_telling(word: &str, lists: &WordLists) -> bool {
    word.len() > 2 && !ends_in_ly(word) && !lists.of(WordList::NoSubject).has(word)
}

/// Whether a claim is told of what nobody sells, given the sentence up to it: "Enough sleep and daily walks", "the body".
/// Nothing but such words and those that qualify them may stand there: "our sleep drops" are sold.
pub fn is_of_no_offer(before: &str, lists: &WordLists) -> bool {
    let words: Vec<&str> = words_of(subject_of(before, lists)).collect();
    let joins = |word: &&str| lists.of(WordList::Parts).has(word);
    let mut pieces = words.split(joins).rev().filter(|piece| piece.iter().any(|word| is_telling(word, lists)));
    let Some(piece) = pieces.next() else { return false };
    // "Exercise at this pace", "the release of": what a preposition brings stands behind the subject.
    let head: Vec<&str> =
        piece.iter().take_while(|word| !lists.of(WordList::Prepositions).has(word)).copied().collect();
    let told: Vec<&str> = head.into_iter().filter(|word| is_telling(word, lists)).collect();
    let names = |word: &&str| lists.of(WordList::NoOffer).has(word);
    told.last().is_some_and(names)
        && told.iter().all(|word| names(word) || lists.of(WordList::Qualifies).has(word))
        && !words.iter().any(|word| lists.of(WordList::Sellers).has(word))
}

/// Whether the words of a claim are a row of nouns of which the first only looks like a verb: "repair, balance and mood".
pub fn is_list(claim: &str) -> bool {
    let first = claim.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').unwrap_or(claim.len());
    let rest = claim[first..].trim_start();
    rest.len() > 2 && (rest.starts_with([',', ';', '/', '\u{203a}']) || claim.contains("; "))
}

fn ends_in_ly(word: &str) -> bool {
    word.len().checked_sub(2).and_then(|at| word.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("ly"))
}

#[cfg(test)]
mod tests {
    use super::{is_list, is_of_no_offer};
    use crate::rule::{Ruleset, pack};

    #[test]
    fn a_row_of_nouns_claims_nothing() {
        for (claim, list) in [
            ("repair, balance and mood", true),
            ("balance; vitality", true),
            ("power/strength", true),
            ("balances mood, sleep and energy", false),
            ("relieves", false),
            ("Improve: sleep", false),
        ] {
            assert_eq!(is_list(claim), list, "{claim}");
        }
    }

    #[test]
    fn ways_of_life_and_the_body_are_no_offers() {
        let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
        for (before, of_no_offer) in [
            ("Regular exercise ", true),
            ("Enough sleep and daily walks can ", true),
            ("Exercise at a steady pace ", true),
            ("In winter, deep breathing ", true),
            ("The body ", true),
            ("It sounds simple, but the liver also ", true),
            ("On most days, a brisk walk ", true),
            ("", false),
            ("Our tea ", false),
            ("Our sleep drops ", false),
            ("This diet ", false),
            ("A tea for better sleep ", false),
            ("Our drip helps your body ", false),
            ("Zyndrova and exercise: it ", false),
        ] {
            assert_eq!(is_of_no_offer(before, &ruleset.word_lists), of_no_offer, "{before}");
        }
    }
}
