//! Whether what is promised or offered near a treatment is told of that treatment.
//!
//! "Ketamine infusions ease pain" and "Book your ketamine infusion" promote ketamine. "Our drip eases pain; tell us if you
//! take warfarin" does not promote warfarin, though the two stand side by side.

use super::region::Regions;
use super::uses::{is_rival, named_in};
use crate::analysis::Analysis;
use crate::assertion::record::{About, Polarity};
use crate::extract::document::{BlockKind, Visibility};
use crate::knowledge::{SpeaksOf, Status, WordList};
use crate::mention::{Mention, MentionId};

/// How many words of a sentence may lie between a treatment and what is promised of it, or the offer of it.
const NEAR: usize = 14;
/// A promise that names its means does so soon: "relief with our ketamine drip".
const SOON: usize = 7;
/// A sentence about a treatment names it among its first words.
const OPENING: u32 = 5;
/// How many sentences after it "book today" still speaks of it.
const AFTER: u32 = 2;

/// Whether a benefit, or words of an offer, are told of a treatment.
pub fn is_of(analysis: &Analysis, regions: &Regions, told: MentionId, treatment: MentionId) -> bool {
    let (told, treatment) = (analysis.mention(told), analysis.mention(treatment));
    if !may_be_promoted(analysis, regions, treatment) {
        return false;
    }
    let promises = analysis.ruleset.concept(told.concept).speaks_of == Some(SpeaksOf::Benefit);
    // Anybody may say what a standard drug does; only who offers it promotes it.
    if promises && is_standard(analysis, treatment) && told.assertion.about != About::Offer {
        return false;
    }
    let (block, other) = (analysis.block_id_of(treatment), analysis.block_id_of(told));
    if block != other {
        // Reached by way of a heading, a title or the line above a list, which speak of what stands below.
        return !is_standard(analysis, treatment) || !promises;
    }
    if told.sentence == treatment.sentence {
        return in_one_sentence(analysis, told, treatment, promises);
    }
    let opens = treatment.words.0 - analysis.sentence_of(treatment).words.0 < OPENING;
    opens && (treatment.sentence..=treatment.sentence + AFTER).contains(&told.sentence)
}

/// Whether a treatment stands where a page speaks for itself: not denied, struck out, hidden, in a menu, or there to be
/// compared.
fn may_be_promoted(analysis: &Analysis, regions: &Regions, treatment: &Mention) -> bool {
    let block = analysis.block_of(treatment);
    treatment.assertion.polarity != Polarity::Denied
        && block.visibility != Visibility::Hidden
        && !block.traits.struck
        && !block.traits.navigation
        && !is_rival(analysis, treatment)
        && !is_house_name(analysis, regions, treatment)
}

/// Whether a treatment is part of the name of whoever writes: what a title ends with behind a bar or dash, as it stands
/// there with the word before it ("Relief for knees | Marlow Stem Cells").
fn is_house_name(analysis: &Analysis, regions: &Regions, treatment: &Mention) -> bool {
    let document = &analysis.document;
    let before = &document.text[analysis.sentence_of(treatment).span.start..treatment.span().start];
    let Some(word) = before.split_whitespace().next_back().filter(|word| word.starts_with(char::is_uppercase)) else {
        return false;
    };
    let name = format!("{word} {}", &document.text[treatment.span().range()]);
    let titles = regions.titles().iter().map(|id| document.block(*id)).filter(|block| block.kind == BlockKind::Title);
    titles.map(|block| &document.text[block.span.range()]).any(|title| {
        let tail = title.rfind(['|', '\u{2013}', '\u{2014}']).or_else(|| title.rfind(" - "));
        tail.is_some_and(|at| title[at..].contains(&name))
    })
}

/// A drug that the tables know as others' business: of its uses they say nothing.
fn is_standard(analysis: &Analysis, treatment: &Mention) -> bool {
    let row = treatment.row.and_then(|row| analysis.ruleset.treatments.get(row as usize));
    row.is_some_and(|row| row.otherwise == Status::Unknown)
}

fn in_one_sentence(analysis: &Analysis, told: &Mention, treatment: &Mention, promises: bool) -> bool {
    let text = &analysis.document.text;
    let (a, b) = (treatment.span(), told.span());
    let lists = &analysis.ruleset.word_lists;
    if a.overlaps(b) {
        // "Ketamine for pain" is told of ketamine; "raises NAD+" is no promise of NAD+, nor is a name's "Glow".
        // A name that holds a benefit promises it by "for": "Peptides for Sleep", not "ketamine-assisted therapy".
        let within = b.contains(a) || words(&text[a.range()]).any(|word| lists.of(WordList::Joins).has(word));
        let acts =
            b.start < a.start && b.end == a.end && analysis.ruleset.verbs.of(&text[b.range()].to_lowercase()).is_some();
        return within && !acts;
    }
    let between = &text[a.end.min(b.end)..a.start.max(b.start)];
    if between.contains([';', '|', '(']) && promises {
        return false;
    }
    let count = words(between).count();
    if !promises {
        return count <= NEAR;
    }
    if a.start < b.start {
        let sentence = analysis.sentence_of(treatment).span.start;
        let before: Vec<&str> = words(&text[sentence..a.start]).collect();
        let set_beside = before.iter().rev().take(2).any(|word| lists.of(WordList::SetsBeside).has(word));
        let turns = words(between).any(|word| lists.of(WordList::Turns).has(word));
        return count <= NEAR && !set_beside && !turns && !has_other_treatment(analysis, treatment, told);
    }
    let means = words(between).any(|word| lists.of(WordList::Means).has(word));
    // "Pain relief drip", and not "reduces the dose of the drug": what a verb acts on is no means.
    let is_name = count == 0 && analysis.ruleset.verbs.of(&text[b.range()].to_lowercase()).is_none();
    (is_name || (count <= SOON && means)) && !has_other_treatment(analysis, told, treatment)
}

/// Whether another treatment stands between two mentions, nearer to the second.
fn has_other_treatment(analysis: &Analysis, first: &Mention, second: &Mention) -> bool {
    let named = named_in(analysis, analysis.ruleset.known.treatment, first.sentence..first.sentence + 1);
    let (from, to) = (first.span().end, second.span().start);
    named.into_iter().map(|id| analysis.mention(id)).any(|other| {
        let at = other.span();
        from < at.start && at.end < to && other.row != first.row && other.row != second.row && {
            // What is listed together is told of together: "ketamine and esketamine ease pain".
            let between = &analysis.document.text[from..at.start];
            !between.trim().starts_with([',', '/', '&']) && !matches!(between.trim(), "and" | "or")
        }
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}
