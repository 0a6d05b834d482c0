//! What a sentence is about: something on offer, or medicine in general. Read from signed signals.
//!
//! The signals and their weights are data (`rules/reading/voice.yml`). A sentence's sum is compared with two limits that
//! the page's mean moves: on a page that informs, more must speak for an offer; on a page that sells, less.

use super::record::About;
use crate::extract::document::{Block, BlockKind};
use crate::knowledge::{Signal, SignalKind};
use crate::language::words::{Gap, Word};

/// A signal's phrase at words `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalHit {
    pub signal: u32,
    pub start: usize,
    pub end: usize,
}

/// From this sum on a sentence is about an offer.
const OFFER: i32 = 3;
/// Up to this sum a sentence is about medicine in general.
const GENERAL: i32 = -1;

/// The sum of a sentence's signals.
pub fn sum(
    signals: &[Signal],
    hits: &[SignalHit],
    text: &str,
    words: &[Word],
    block: &Block,
    is_question: bool,
) -> i32 {
    let mut total = 0;
    weigh(signals, hits, text, words, block, is_question, &mut |_, weight, _| total += weight);
    total
}

/// Tells each signal of a sentence: its number, what it adds to the sum, and where its first hit stands if it is one of
/// words.
pub fn weigh(
    signals: &[Signal],
    hits: &[SignalHit],
    text: &str,
    words: &[Word],
    block: &Block,
    is_question: bool,
    tell: &mut dyn FnMut(u32, i32, Option<&SignalHit>),
) {
    let mut camels = None;
    for (number, signal) in signals.iter().enumerate() {
        let mut first = None;
        let count = match signal.kind {
            SignalKind::TradeMark => match sentence_text(text, words) {
                plain if plain.is_ascii() => 0,
                marked => marked.matches(['™', '®']).count(),
            },
            SignalKind::Exclamation => usize::from(ends_with(text, words, b'!')),
            SignalKind::Question => usize::from(is_question || matches!(block.kind, BlockKind::Heading(_))),
            SignalKind::Brand => *camels.get_or_insert_with(|| {
                words.iter().filter(|word| is_camel(&text.as_bytes()[word.span().range()])).count()
            }),
            _ if hits.is_empty() => continue,
            kind => {
                let mut counted = 0;
                let mut last_end = 0;
                for hit in hits.iter().filter(|hit| hit.signal == number as u32) {
                    if hit.start >= last_end && stands(kind, hit, text, words) {
                        counted += 1;
                        first = first.or(Some(hit));
                        last_end = hit.end;
                    }
                }
                counted
            }
        };
        if count > 0 {
            tell(number as u32, signal.weight * (count as u32).min(signal.hits) as i32, first);
        }
    }
}

fn stands(kind: SignalKind, hit: &SignalHit, text: &str, words: &[Word]) -> bool {
    match kind {
        SignalKind::ClauseStart => hit.start == 0 || words[hit.start].gap == Gap::Closed,
        SignalKind::Subjectless => hit.start == 0,
        // A subject opens its clause, or follows one small word such as "for" or "the".
        // Behind "our" or "this" it is the page's own.
        SignalKind::Subject if hit.start > 0 && is_own(&text[words[hit.start - 1].span().range()]) => false,
        SignalKind::Subject => hit.start <= 1 || words[hit.start].gap != Gap::Open,
        _ => true,
    }
}

/// Words that make what follows them the page's own or the reader's.
fn is_own(word: &str) -> bool {
    ["our", "this", "these", "my", "your", "each", "every"].iter().any(|own| word.eq_ignore_ascii_case(own))
}

fn sentence_text<'t>(text: &'t str, words: &[Word]) -> &'t str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => {
            let end =
                text[last.end as usize..].find(|c: char| c.is_ascii()).map_or(text.len(), |at| last.end as usize + at);
            &text[first.start as usize..end]
        }
        _ => "",
    }
}

fn ends_with(text: &str, words: &[Word], mark: u8) -> bool {
    words.last().is_some_and(|last| text.as_bytes()[last.end as usize..].iter().take(2).any(|b| *b == mark))
}

/// A word with a capital inside it, as invented names have: "GlowSema".
fn is_camel(word: &[u8]) -> bool {
    word.len() > 4
        && word[0].is_ascii_uppercase()
        && word.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// From this mean on downwards a page informs: a sentence must show some sign of an offer to be more than information.
const INFORMS: f32 = -0.5;

/// The reading of a sum on a page with this mean sum a sentence.
pub fn about(sum: i32, page_mean: f32) -> About {
    let shift = if page_mean < 0.0 {
        2
    } else if page_mean > 1.0 {
        -1
    } else {
        0
    };
    if sum >= OFFER + shift {
        About::Offer
    } else if sum <= GENERAL + if page_mean <= INFORMS { 2 } else { 0 } {
        About::General
    } else {
        About::Unclear
    }
}
