//! Scopes: which words of a sentence each cue reaches.
//!
//! After Chapman et al. (J Biomed Inform 2001;34:301-10) and Harkema et al. (2009;42:839-51): a cue reaches forward or
//! backward until its clause ends, a number of words is used up, or another cue of its kind takes over. The cue lists
//! are our own: clinical ones excuse what marketing copy must answer for.

use std::ops::Range;

use crate::knowledge::{Cue, CueClass, Direction};
use crate::language::words::Word;
use crate::source::Span;

/// A cue found at words `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueHit {
    pub cue: u32,
    pub start: usize,
    pub end: usize,
}

/// A cue with the words it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoped {
    pub cue: u32,
    /// The cue's own words.
    pub trigger: Range<usize>,
    pub reach: Range<usize>,
}

/// Known name of cues that deny within a denial: "not without" denies nothing.
const NESTED: &str = "without";

/// Resolves the cues of one sentence of `text`. `clauses` are ranges of words that partition it.
pub fn scopes(text: &str, cues: &[Cue], hits: &[CueHit], clauses: &[Range<usize>], words: &[Word]) -> Vec<Scoped> {
    let class = |hit: &CueHit| cues[hit.cue as usize].class;
    let covers = |a: &CueHit, b: &CueHit| a.start <= b.start && b.end <= a.end && (a.end - a.start) > (b.end - b.start);
    // A longer cue of the same family stands for the shorter ones inside it; "not only" is no "not".
    let family = |class: CueClass| if class == CueClass::NotNegation { CueClass::Negation } else { class };
    let kept: Vec<CueHit> = hits
        .iter()
        .filter(|hit| {
            !hits.iter().any(|other| {
                family(class(other)) == family(class(hit))
                    && ((covers(other, hit) && replaces(cues, other, hit))
                        || (class(other) == CueClass::NotNegation
                            && class(hit) == CueClass::Negation
                            && other.start < hit.end
                            && hit.start < other.end)
                        || takes_over(cues, other, hit))
            })
        })
        .copied()
        .collect();
    let scoped = kept.iter().map(|hit| (hit, reach(text, cues, hit, &kept, clauses, words)));
    scoped
        .map(|(hit, scoped)| match cues[hit.cue as usize].class {
            CueClass::Negation => within_compound(text, scoped, words),
            _ => scoped,
        })
        .collect()
}

/// A longer denial that reaches backward leaves what a shorter one inside it denies forward: in "is not supported by
/// evidence" the claim before and the evidence behind are denied both.
fn replaces(cues: &[Cue], longer: &CueHit, shorter: &CueHit) -> bool {
    let (longer, shorter) = (&cues[longer.cue as usize], &cues[shorter.cue as usize]);
    !(longer.class == CueClass::Negation
        && shorter.class == CueClass::Negation
        && longer.direction == Direction::Backward
        && shorter.direction == Direction::Forward)
}

/// Whether two ways of saying one thing share words, as "is not known" and "not known whether" do: the first stands.
fn takes_over(cues: &[Cue], other: &CueHit, hit: &CueHit) -> bool {
    let (first, second) = (&cues[other.cue as usize], &cues[hit.cue as usize]);
    first.class == CueClass::Negation
        && second.class == CueClass::Negation
        && first.direction == second.direction
        && other.start < hit.start
        && hit.start < other.end
        && hit.end > other.end
}

fn reach(text: &str, cues: &[Cue], hit: &CueHit, all: &[CueHit], clauses: &[Range<usize>], words: &[Word]) -> Scoped {
    let cue = &cues[hit.cue as usize];
    let whole = 0..words.len();
    let clause_at = |at: usize| clauses.iter().find(|clause| clause.contains(&at)).cloned().unwrap_or(whole.clone());
    let limit = |at: usize| match (cue.across_clauses, cue.class) {
        (true, CueClass::Negation) => 0..turning_point(text, clauses, words, at),
        (true, _) => whole.clone(),
        (false, _) => clause_at(at),
    };
    let range = match cue.direction {
        Direction::Forward => {
            let last = hit.end.saturating_sub(1).max(hit.start);
            let mut end = (hit.end + cue.reach as usize).min(limit(last).end);
            // The next cue of the kind takes over, unless it denies within the denial.
            for other in all.iter().filter(|other| other.start >= hit.end) {
                let taking = &cues[other.cue as usize];
                if taking.class == cue.class
                    && taking.direction == Direction::Forward
                    && taking.known_as.as_deref() != Some(NESTED)
                {
                    end = end.min(other.start);
                }
            }
            hit.end..end.max(hit.end)
        }
        Direction::Backward => {
            let start = hit.start.saturating_sub(cue.reach as usize).max(limit(hit.start).start);
            start.min(hit.start)..hit.start
        }
        Direction::Clause => clause_at(hit.start),
        Direction::Sentence => whole,
        Direction::Block => hit.end..words.len(),
    };
    Scoped { cue: hit.cue, trigger: hit.start..hit.end, reach: range }
}

/// Where the copy turns against what it has said up to `at`: "No treatment is known, but our drops …".
fn turning_point(text: &str, clauses: &[Range<usize>], words: &[Word], at: usize) -> usize {
    let turns = |clause: &&Range<usize>| {
        let opening = &text[words[clause.start].span().range()];
        clause.start > at && TURNING.iter().any(|word| opening.eq_ignore_ascii_case(word))
    };
    clauses.iter().find(turns).map_or(words.len(), |clause| clause.start)
}

/// How many words stand before the turn of a sentence that denies something first and then claims, at word `claim`.
pub fn turn(text: &str, cues: &[Cue], hits: &[CueHit], words: &[Word], claim: usize) -> usize {
    let denials = hits.iter().filter(|hit| cues[hit.cue as usize].class == CueClass::Negation);
    let Some(denial) = denials.map(|hit| hit.end).min() else { return 0 };
    let turns = |at: &usize| {
        let word = &text[words[*at].span().range()];
        TURNING.iter().any(|turning| word.eq_ignore_ascii_case(turning))
    };
    (denial..claim).find(turns).unwrap_or(0)
}

/// Words that set what follows against what was said.
const TURNING: &[&str] = &["but", "yet", "however"];

/// A denial that a hyphen ties to the next word denies that word alone: "a zero-nicotine inhaler reduces anxiety".
fn within_compound(text: &str, mut scoped: Scoped, words: &[Word]) -> Scoped {
    let tied =
        |at: usize| at > 0 && at < words.len() && &text[words[at - 1].end as usize..words[at].start as usize] == "-";
    if scoped.reach.start == scoped.trigger.end && tied(scoped.reach.start) {
        let compound = (scoped.reach.start..scoped.reach.end).take_while(|&at| tied(at)).count();
        scoped.reach.end = scoped.reach.start + compound;
    }
    scoped
}

/// The clauses of a sentence as ranges of its words.
pub fn clause_ranges(text: &str, sentence: Span, words: &[Word]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    crate::language::clauses::clauses(text, sentence, &mut spans);
    let mut at = 0;
    let mut ranges = Vec::with_capacity(spans.len());
    for span in spans {
        let end = at + words[at..].iter().take_while(|word| (word.start as usize) < span.end).count();
        if end > at {
            ranges.push(at..end);
        }
        at = end;
    }
    ranges
}
