//! What a sentence is about: something on offer, or medicine in general. Read from signed signals.
//!
//! The signals and their weights are data (`rules/reading/voice.yml`). A sentence's sum is compared with two limits that
//! the page's mean moves: on a page that informs, more must speak for an offer; on a page that sells, less.

use std::ops::Range;

use super::record::About;
use super::subject;
use crate::extract::document::{Block, BlockKind};
use crate::knowledge::{Signal, SignalKind, WordList, WordLists};
use crate::language::words::{Gap, Word};
use crate::phrase::lexicon::WordId;
use crate::source::{Span, Span32};

/// A signal's phrase at words `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalHit {
    pub signal: u32,
    pub start: usize,
    pub end: usize,
}

/// A signal that counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub signal: u32,
    at: Span32,
}

impl Counted {
    /// In the document's text.
    pub fn span(self) -> Span {
        self.at.into()
    }
}

/// A sentence, ready for its signals to be counted.
#[derive(Debug)]
pub struct Heard<'a> {
    pub word_lists: &'a WordLists,
    pub text: &'a str,
    pub span: Span,
    pub words: &'a [Word],
    /// Of each word; 0 for one that no phrase has.
    pub ids: &'a [WordId],
    /// By signal.
    pub hits: &'a [SignalHit],
    pub block: &'a Block,
    pub is_question: bool,
    /// Words of the benefits in it, in order.
    pub claims: &'a [Range<usize>],
    /// How many words deny something before the sentence turns to its first claim, with "but" or the like.
    pub turn: usize,
    /// Words of a treatment that is approved for little or nothing.
    pub unproven: Option<Range<usize>>,
    /// Whether the sentence before, in the same block or section, is about an offer by its own signals.
    pub after_offer: bool,
    /// Words that are names of the advertiser's own.
    pub brands: &'a [Range<usize>],
}

/// From this sum on a sentence is about an offer.
const OFFER: i32 = 3;
/// Up to this sum a sentence is about medicine in general.
const GENERAL: i32 = -1;

/// The numbers of the signals that have no phrases, so that every sentence is read for them.
pub fn without_phrases(signals: &[Signal]) -> Vec<u32> {
    (0..).zip(signals).filter(|(_, signal)| !signal.kind.has_phrases()).map(|(number, _)| number).collect()
}

/// The sum of a sentence's signals. Those that count are added to `counted`, in order. `without_phrases` are the signals
/// that no hit tells of.
pub fn sum(signals: &[Signal], without_phrases: &[u32], heard: &Heard, counted: &mut Vec<Counted>) -> i32 {
    let before = counted.len();
    let mut hits = heard.hits;
    let mut others = without_phrases.iter().copied().peekable();
    loop {
        let hit = hits.first().map_or(u32::MAX, |hit| hit.signal);
        let number = others.next_if(|other| *other <= hit).unwrap_or(hit);
        let Some(signal) = signals.get(number as usize) else { break };
        let own;
        (own, hits) = hits.split_at(hits.iter().take_while(|hit| hit.signal == number).count());
        let mut count = |span: Span| {
            let so_far = counted[before..].iter().rev().take_while(|counted| counted.signal == number).count();
            if so_far < signal.hits as usize {
                counted.push(Counted { signal: number, at: span.into() });
            }
        };
        match signal.kind {
            SignalKind::TradeMark => trade_marks(heard).for_each(count),
            SignalKind::Exclamation => heard.ends_with(b'!').into_iter().for_each(count),
            SignalKind::Question if heard.is_question || matches!(heard.block.kind, BlockKind::Heading(_)) => {
                count(heard.span);
            }
            SignalKind::Question => {}
            SignalKind::Brand => camels(heard).for_each(count),
            SignalKind::OwnName => heard.brands.iter().for_each(|name| count(heard.span_of(name.clone()))),
            SignalKind::OpeningClaim => {
                subject::opening_claim(heard).into_iter().for_each(|at| count(heard.span_of(at)))
            }
            SignalKind::BareClaim => subject::bare_claim(heard).into_iter().for_each(|at| count(heard.span_of(at))),
            SignalKind::UnknownName => subject::unknown_name(heard).into_iter().for_each(|at| count(heard.span_of(at))),
            SignalKind::TitleName => subject::title_name(heard).into_iter().for_each(|at| count(heard.span_of(at))),
            SignalKind::Unproven => heard.unproven.iter().for_each(|at| count(heard.span_of(at.clone()))),
            SignalKind::Fragment => subject::fragment(heard).into_iter().for_each(|at| count(heard.span_of(at))),
            SignalKind::Anywhere
            | SignalKind::ClauseStart
            | SignalKind::Subject
            | SignalKind::Subjectless
            | SignalKind::InItsOwnRight
            | SignalKind::Carried => {
                let mut last_end = 0;
                for hit in own {
                    // "Lowers the risk of stroke" tells of no risk, and "repairs cells" of no biology.
                    // And what the sentence turns against is not what it says: "No drug is known, but our tea heals it".
                    let left = signal.weight < 0 && (heard.is_claimed(hit) || hit.end <= heard.turn);
                    if hit.start >= last_end && !left && stands(signal.kind, hit, heard) {
                        count(heard.span_of(hit.start..hit.end));
                        last_end = hit.end;
                    }
                }
            }
        }
    }
    counted[before..].iter().map(|counted| signals[counted.signal as usize].weight).sum()
}

fn stands(kind: SignalKind, hit: &SignalHit, heard: &Heard) -> bool {
    let words = heard.words;
    match kind {
        SignalKind::InItsOwnRight => !subject::is_acted_on(heard, hit.start) && !subject::is_rival(heard, hit.start),
        SignalKind::ClauseStart => hit.start == 0 || words[hit.start].gap == Gap::Closed,
        SignalKind::Subjectless => subject::opens(heard, hit.start),
        SignalKind::Carried => heard.after_offer && hit.start == 0,
        // A subject opens its clause, or follows one small word such as "for" or "the".
        // Behind "our" or "this" it is the page's own.
        SignalKind::Subject if hit.start > 0 && heard.is_in(WordList::Own, heard.word(hit.start - 1)) => false,
        SignalKind::Subject => hit.start <= 1 || words[hit.start].gap != Gap::Open,
        _ => true,
    }
}

impl<'a> Heard<'a> {
    /// Whether a phrase is part of a benefit and not all of it.
    fn is_claimed(&self, hit: &SignalHit) -> bool {
        let within = |claim: &&Range<usize>| claim.start < hit.start && hit.end <= claim.end;
        self.claims.iter().any(|claim| within(&claim))
    }

    pub(super) fn is_in(&self, list: WordList, word: &str) -> bool {
        self.word_lists.of(list).has(word)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        &self.text[self.words[at].span().range()]
    }

    pub(super) fn span_of(&self, words: Range<usize>) -> Span {
        let first = self.words.get(words.start).map_or(self.span.start, |word| word.start as usize);
        let last = self.words.get(words.end.saturating_sub(1)).map_or(first, |word| word.end as usize);
        Span::new(first, last.max(first))
    }

    fn ends_with(&self, mark: u8) -> Option<Span> {
        let end = self.words.last()?.end as usize;
        let after = self.text.as_bytes()[end..].iter().take(2).position(|byte| *byte == mark)?;
        Some(Span::new(end + after, end + after + 1))
    }
}

fn trade_marks(heard: &Heard) -> impl Iterator<Item = Span> {
    let start = heard.words.first().map_or(0, |word| word.start as usize);
    let last = heard.words.last().map_or(0, |word| word.end as usize);
    let end = heard.text[last..].find(|c: char| c.is_ascii()).map_or(heard.text.len(), |at| last + at);
    let sentence = &heard.text[start..end];
    let marked = if sentence.is_ascii() { "" } else { sentence };
    marked.match_indices(['\u{2122}', '\u{ae}']).map(move |(at, mark)| Span::new(start + at, start + at + mark.len()))
}

/// Words with a capital inside them, as invented names have: "GlowSema", "IBRelief".
fn camels(heard: &Heard) -> impl Iterator<Item = Span> {
    heard.words.iter().map(|word| word.span()).filter(|span| is_camel(&heard.text.as_bytes()[span.range()]))
}

fn is_camel(word: &[u8]) -> bool {
    let inside = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    // Capitals that run into a word; "IVs" and "PhDs" end too soon, and "GABAergic" is an adjective.
    let capitals = word.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = &word[capitals..];
    let runs_on = capitals > 1 && rest.len() > 3 && rest.iter().all(u8::is_ascii_lowercase) && !rest.ends_with(b"ic");
    word.len() > 4 && word[0].is_ascii_uppercase() && (runs_on || word.windows(2).any(inside))
}

/// From this mean on downwards a page informs: a sentence must show some sign of an offer to be more than information.
const INFORMS: f32 = -0.3;

/// Above this mean a page sells.
const SELLS: f32 = 1.0;

/// Above this mean nearly every sentence of a page sells: the neutral ones among them are claims too.
const SELLS_HARD: f32 = 2.0;

/// From this sum on a sentence is about an offer, on a page with this mean sum a sentence.
pub fn needed(page_mean: f32) -> i32 {
    OFFER
        + match page_mean {
            mean if mean < 0.0 => 2,
            mean if mean > SELLS_HARD => -2,
            mean if mean > SELLS => -1,
            _ => 0,
        }
}

/// Up to this sum a sentence is about medicine in general, on a page with this mean. Where nearly every sentence sells,
/// a sober word or two make no information of one.
fn general(page_mean: f32) -> i32 {
    match page_mean {
        mean if mean <= INFORMS => GENERAL + 3,
        mean if mean > SELLS_HARD => GENERAL - 3,
        mean if mean > SELLS => GENERAL - 2,
        _ => GENERAL,
    }
}

/// Up to this mean a page has no tone of selling.
const SOBER: f32 = 0.6;

/// A page of fewer words may be a passage of anything.
const WHOLE: u32 = 200;

/// The mean of a page, with what else is known of it. A page that offers something is not read as medicine in general,
/// however soberly it is written; nor does one sell that is long, offers nothing, and has no tone of selling.
pub fn of_page(mean: f32, offers: bool, words: u32) -> f32 {
    match mean {
        mean if offers => mean.max(0.0),
        mean if words >= WHOLE && mean <= SOBER => mean.min(INFORMS),
        mean => mean,
    }
}

/// What a page with this mean leans to: the limits that move what its sentences must show.
pub fn leaning(page_mean: f32) -> About {
    match page_mean {
        mean if mean > SELLS => About::Offer,
        mean if mean <= INFORMS => About::General,
        _ => About::Unclear,
    }
}

/// Whether a sum alone, whatever the page, speaks for an offer.
pub fn is_offer(sum: i32) -> bool {
    sum >= OFFER
}

/// The reading of a sum on a page with this mean sum a sentence.
pub fn about(sum: i32, page_mean: f32) -> About {
    if sum >= needed(page_mean) {
        About::Offer
    } else if sum <= general(page_mean) {
        About::General
    } else {
        About::Unclear
    }
}
