//! The phrase language by its documentation, one reading and one start at a time.

use std::collections::BTreeSet;

use fairbalance::language::inflection;
use fairbalance::language::words::Gap;

use crate::copy::{Copy, Token};
use crate::phrases::{Flat, Seq, readings};

/// Where a phrase is found: first word and end. Where a reading with gaps or slots goes on in several ways from its
/// first part, the shortest counts.
pub fn find(phrase: &Seq, copy: &Copy) -> BTreeSet<(u32, u32)> {
    let mut all = BTreeSet::new();
    for reading in readings(phrase) {
        let reading = trimmed(&reading);
        let plain = reading.iter().all(|part| matches!(part, Flat::Word { .. }));
        let first = reading.iter().take_while(|part| matches!(part, Flat::Word { .. })).count().max(1);
        for start in 0..copy.tokens.len() {
            for end in ends(&reading[..first], start, None, copy) {
                let ends = ends(&reading[first..], end, Some(0), copy);
                match ends.iter().min() {
                    Some(&shortest) if !plain => drop(all.insert((start as u32, shortest as u32))),
                    _ => all.extend(ends.iter().map(|end| (start as u32, *end as u32))),
                }
            }
        }
    }
    all
}

fn trimmed(reading: &[Flat]) -> &[Flat] {
    let is_gap = |part: &Flat| matches!(part, Flat::Gap(_));
    let start = reading.iter().position(|part| !is_gap(part)).unwrap_or(0);
    let end = reading.iter().rposition(|part| !is_gap(part)).map_or(0, |at| at + 1);
    &reading[start..end]
}

/// Every end that the parts can come to from `at`. `reach`: how many words may be passed over; `None` at the start of
/// the phrase, where what stands before does not matter.
fn ends(parts: &[Flat], at: usize, reach: Option<usize>, copy: &Copy) -> BTreeSet<usize> {
    let Some((part, rest)) = parts.split_first() else { return BTreeSet::from([at]) };
    let mut all = BTreeSet::new();
    let mut go_on = |start: usize, words: usize, comma: bool| {
        let joined = match (reach, copy.tokens.get(start).map(|token| token.gap)) {
            (None, _) => true,
            (Some(1..), _) => true,
            (Some(0), Some(Gap::Open)) => true,
            (Some(0), Some(Gap::Comma)) => comma,
            _ => false,
        };
        if joined {
            all.extend(ends(rest, start + words, Some(0), copy));
        }
    };
    match part {
        Flat::Gap(words) => return ends(rest, at, Some(reach.unwrap_or(0) + usize::from(*words)), copy),
        Flat::Word { sign, text, comma } => {
            for start in at..(at + reach.unwrap_or(0) + 1).min(copy.tokens.len()) {
                if fits(*sign, text, &copy.tokens[start], copy) {
                    go_on(start, 1, *comma);
                }
            }
        }
        Flat::Slot { name, comma } => {
            for place in copy.mentions(name) {
                let (start, end) = (place.start as usize, place.end as usize);
                if (at..=at + reach.unwrap_or(0)).contains(&start) {
                    go_on(start, end - start, *comma);
                }
            }
        }
    }
    all
}

/// Whether a word of a phrase is this word of the copy. A possessive is its word as well.
fn fits(sign: char, text: &str, token: &Token, copy: &Copy) -> bool {
    let is = |text: &str, written: &str| written == text || written.strip_suffix("'s") == Some(text);
    match sign {
        '=' => {
            let spelled = &token.spelled;
            !copy.is_shouting() && (is(text, spelled))
        }
        '~' => inflection::any(text).iter().any(|form| is(form, &token.key())),
        '*' => token.key().starts_with(text),
        _ => is(text, &token.key()),
    }
}
