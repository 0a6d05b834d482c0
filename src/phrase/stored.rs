//! A lexicon as rows of plain numbers: what is kept of it in the program, and what it is made from.

use serde::{Deserialize, Serialize};

use super::lexicon::{Target, WordId};

/// Rows in step with each other where their names begin alike. Made by the builder; the same for the same phrases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// One more than the highest word number.
    pub ids: u32,
    /// The vocabulary by number, all words in one text.
    pub words: String,
    pub word_ids: Vec<WordId>,
    pub word_lengths: Vec<u32>,
    /// Words that count only as written.
    pub exact: Vec<(WordId, String)>,
    /// Beginnings of words.
    pub prefixes: Vec<(WordId, String)>,
    /// Per node of the trie, level by level: how many children it has. The root comes first.
    pub degrees: Vec<u32>,
    /// Per node but the root: the word that leads to it, sorted among its siblings.
    pub edges: Vec<WordId>,
    /// Per node: how many of `accepts` end there.
    pub accept_counts: Vec<u32>,
    pub accepts: Vec<u32>,
    /// Composites in the order in which they must be tried.
    pub composite_targets: Vec<Target>,
    pub part_counts: Vec<u32>,
    pub parts: Vec<u32>,
    pub runs: u32,
    /// Regular expressions with their targets.
    pub regexes: Vec<(String, Target)>,
}

/// Running sums of some counts, from 0 to their total.
pub(super) fn starts(counts: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = Vec::with_capacity(counts.size_hint().0 + 1);
    let mut sum = 0u32;
    starts.push(0);
    starts.extend(counts.map(|count| {
        sum = sum.saturating_add(count);
        sum
    }));
    starts
}

impl Stored {
    /// Whether the rows fit each other, so that nothing made from them can point outside.
    pub fn is_sound(&self) -> bool {
        let sum = |counts: &[u32]| counts.iter().map(|&count| count as usize).sum::<usize>();
        let nodes = self.degrees.len();
        let below = |ids: &[WordId]| ids.iter().all(|id| *id < self.ids);
        nodes > 0
            && self.edges.len() == nodes - 1
            && sum(&self.degrees) == nodes - 1
            && self.accept_counts.len() == nodes
            && sum(&self.accept_counts) == self.accepts.len()
            && self.word_ids.len() == self.word_lengths.len()
            && sum(&self.word_lengths) == self.words.len()
            && below(&self.word_ids)
            && self.exact.iter().chain(&self.prefixes).all(|(id, word)| *id < self.ids && !word.is_empty())
            && self.composite_targets.len() == self.part_counts.len()
            && sum(&self.part_counts) == self.parts.len()
    }
}
