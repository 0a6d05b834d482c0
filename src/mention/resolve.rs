//! Which of several overlapping hits of one concept is the mention.

use crate::phrase::lexicon::{Found, Hit};
use crate::rule::ConceptId;
use crate::rule::ruleset::{Ruleset, Target};

/// A phrase of a concept at words `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub concept: ConceptId,
    pub row: Option<u32>,
    pub start: u32,
    pub end: u32,
}

/// The hits of one sentence, parted by what they lead to.
#[derive(Debug, Default)]
pub struct Parted {
    pub candidates: Vec<Candidate>,
    pub excepts: Vec<Candidate>,
    pub cues: Vec<crate::assertion::scope::CueHit>,
    pub signals: Vec<crate::assertion::voice::SignalHit>,
    pub runs: Vec<(u32, u32, u32)>,
}

impl Parted {
    pub fn clear(&mut self) {
        self.candidates.clear();
        self.excepts.clear();
        self.cues.clear();
        self.signals.clear();
        self.runs.clear();
    }

    pub fn add(&mut self, hit: &Hit, ruleset: &Ruleset) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let target = match hit.found {
            Found::Run(run) => return self.runs.push((run, hit.start, hit.end)),
            Found::Target(target) => ruleset.targets[target as usize],
        };
        match target {
            Target::Mention { concept, row } => {
                self.candidates.push(Candidate { concept, row, start: hit.start, end: hit.end });
            }
            Target::Except { concept, row } => {
                self.excepts.push(Candidate { concept, row, start: hit.start, end: hit.end });
            }
            Target::Cue(cue) => self.cues.push(crate::assertion::scope::CueHit { cue, start, end }),
            Target::Signal(signal) => {
                self.signals.push(crate::assertion::voice::SignalHit { signal, start, end });
            }
        }
    }

    /// Leftmost-longest within each concept, exceptions taken out; never across concepts, which would lose findings.
    pub fn resolve(&mut self) {
        let excepts = &self.excepts;
        if !excepts.is_empty() {
            self.candidates.retain(|candidate| !is_excepted(candidate, excepts));
        }
        self.candidates.sort_unstable_by_key(|c| (c.concept, c.start, std::cmp::Reverse(c.end), c.row));
        self.candidates.dedup_by(|next, last| last.concept == next.concept && next.start < last.end);
        self.candidates.sort_unstable_by_key(|c| (c.start, c.end, c.concept));
    }
}

pub fn is_excepted(candidate: &Candidate, excepts: &[Candidate]) -> bool {
    excepts.iter().any(|except| {
        except.concept == candidate.concept
            && (except.row.is_none() || except.row == candidate.row)
            && except.start <= candidate.start
            && candidate.end <= except.end
    })
}
