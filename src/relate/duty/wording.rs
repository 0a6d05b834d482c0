//! Statements of prescribed words: the words as they are, or near enough to count as altered.

use super::fillers::{Shown, shown};
use super::{Duty, Place, Trigger};
use crate::finding::Outcome;
use crate::language::words::{Word, words};
use crate::rule::compiled::StatementRule;
use crate::source::Span;

/// How much of a prescribed text's words must be there for other words to count as an altered version of it.
pub(super) const ALTERED: f64 = 0.6;

pub(super) fn from_texts(statement: &StatementRule, places: &[Place], trigger: &Trigger) -> Duty {
    let mut nearest: Option<(f64, usize, Span)> = None;
    let mut unseen: Option<(Shown, usize, Span)> = None;
    for (place, here) in places.iter().enumerate() {
        let text = &here.analysis.document.text;
        for block in &here.analysis.document.blocks {
            let mut cut: Vec<Word> = Vec::new();
            words(text, block.span, &mut cut);
            let mut buffer = String::new();
            let keys: Vec<String> = cut.iter().map(|word| word.key(text, &mut buffer).to_owned()).collect();
            for wording in &statement.texts {
                let (score, start, end) = best_window(&keys, wording);
                if score == 0.0 {
                    continue;
                }
                let span = Span::new(cut[start].start as usize, cut[end - 1].end as usize);
                // A prescribed text may be small print: the law ties it to its claim by a symbol.
                let shown = shown(here.analysis, block, span);
                if score >= 1.0 && matches!(shown, Shown::Visible | Shown::Footnote) {
                    let outcome = if trigger.whole_page || place == 0 { Outcome::Met } else { Outcome::Far };
                    return Duty {
                        outcome,
                        missing: Vec::new(),
                        found: Some((place, vec![span])),
                        distance: None,
                        contradiction: None,
                    };
                }
                if score >= 1.0 {
                    unseen = unseen.or(Some((shown, place, span)));
                } else if score >= ALTERED && nearest.as_ref().is_none_or(|(best, _, _)| score > *best) {
                    nearest = Some((score, place, span));
                }
            }
        }
    }
    let (outcome, found) = match (unseen, nearest) {
        (Some((shown, place, span)), _) => (shown.outcome(), Some((place, vec![span]))),
        (None, Some((_, place, span))) => (Outcome::Altered, Some((place, vec![span]))),
        (None, None) => (Outcome::Missing, None),
    };
    let missing = if outcome == Outcome::Missing { vec![statement.name.clone()] } else { Vec::new() };
    Duty { outcome, missing, found, distance: None, contradiction: None }
}

/// The stretch of `keys` most like a wording: the share of the wording's words that stand there in order.
pub(super) fn best_window(keys: &[String], wording: &[String]) -> (f64, usize, usize) {
    let mut best = (0.0, 0, 0);
    let Some(first) = wording.first() else { return best };
    for start in (0..keys.len()).filter(|at| keys[*at] == *first || wording.get(1) == Some(&keys[*at])) {
        let end = (start + wording.len() + 4).min(keys.len());
        let (matched, last) = in_order(&keys[start..end], wording);
        let score = matched as f64 / wording.len() as f64;
        let exact = matched == wording.len() && last == wording.len();
        let score = if exact { 1.0 } else { score.min(0.99) };
        if score > best.0 {
            best = (score, start, start + last.max(1));
        }
    }
    best
}

/// Length of the longest common subsequence, and where in `keys` its last word stands.
pub(super) fn in_order(keys: &[String], wording: &[String]) -> (usize, usize) {
    let mut lengths = vec![0usize; keys.len() + 1];
    for word in wording {
        let mut diagonal = 0;
        for (at, key) in keys.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] = if key == word { diagonal + 1 } else { above.max(lengths[at]) };
            diagonal = above;
        }
    }
    let most = lengths[keys.len()];
    (most, lengths.iter().position(|length| *length == most).unwrap_or(0))
}
