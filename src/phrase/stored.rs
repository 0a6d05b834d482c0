//! A lexicon as rows of plain numbers: what is kept of it in the program, and what it is made from.

use serde::{Deserialize, Serialize};

use super::lexicon::{Target, WordId};
use super::needs::Needs;

/// Rows in step with each other where their names begin alike. Made by the builder; the same for the same phrases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// One more than the highest word number.
    pub ids: u32,
    /// The vocabulary by number, all words in one text.
    pub words: String,
    #[serde(with = "numbers")]
    pub word_ids: Vec<WordId>,
    #[serde(with = "numbers")]
    pub word_lengths: Vec<u32>,
    /// Words that count only as written.
    pub exact: Vec<(WordId, String)>,
    /// Beginnings of words.
    pub prefixes: Vec<(WordId, String)>,
    /// Per node of the trie, level by level: how many children it has. The root comes first.
    #[serde(with = "numbers")]
    pub degrees: Vec<u32>,
    /// Per node but the root: the word that leads to it, sorted among its siblings.
    #[serde(with = "numbers")]
    pub edges: Vec<WordId>,
    /// Per node: how many of `accepts` end there.
    #[serde(with = "numbers")]
    pub accept_counts: Vec<u32>,
    #[serde(with = "numbers")]
    pub accepts: Vec<u32>,
    /// Composites in the order in which they must be tried.
    #[serde(with = "numbers")]
    pub composite_targets: Vec<Target>,
    #[serde(with = "numbers")]
    pub part_counts: Vec<u32>,
    #[serde(with = "numbers")]
    pub parts: Vec<u32>,
    pub runs: u32,
    /// Sets of runs, numbered from `runs` on where parts name them.
    #[serde(with = "numbers")]
    pub set_counts: Vec<u32>,
    #[serde(with = "numbers")]
    pub sets: Vec<u32>,
    /// Regular expressions with their targets and what they cannot match without.
    pub regexes: Vec<(String, Target, Needs)>,
}

/// Running sums of some counts, from 0 to their total.
pub(super) fn starts(mut counts: Vec<u32>) -> Vec<u32> {
    counts.push(0);
    let mut sum = 0u32;
    for count in &mut counts {
        sum = sum.saturating_add(std::mem::replace(count, sum));
    }
    counts
}

/// The counts of which these are the running sums.
pub(super) fn counts(starts: &[u32]) -> Vec<u32> {
    starts.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Numbers of four bytes each, which are read much faster than one by one; packed, they are hardly longer.
mod numbers {
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(numbers: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        deserializer.deserialize_bytes(Numbers)
    }

    struct Numbers;

    impl Visitor<'_> for Numbers {
        type Value = Vec<u32>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
            formatter.write_str("numbers of four bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u32>, E> {
            let (numbers, rest) = bytes.as_chunks::<4>();
            if !rest.is_empty() {
                return Err(E::invalid_length(bytes.len(), &self));
            }
            Ok(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
        }
    }
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
            && sum(&self.set_counts) == self.sets.len()
    }
}
