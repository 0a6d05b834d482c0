//! Words with certain endings: looked up from word to word, which costs a tenth of a regular expression.

use rustc_hash::FxHashSet;

use super::needs::{Ending, LONGEST};
use crate::source::Span;

/// The endings of several expressions.
#[derive(Debug, Default)]
pub(super) struct Endings {
    sets: Vec<Set>,
    /// One bit for each three letters that some ending ends in, which few words do.
    tails: Vec<u64>,
    /// Whether some ending has fewer than three letters.
    has_short: bool,
}

#[derive(Debug)]
struct Set {
    /// Whose endings these are.
    number: u32,
    before: usize,
    /// In small letters.
    endings: FxHashSet<Vec<u8>>,
    /// Their lengths, the shortest first.
    lengths: Vec<usize>,
}

impl Endings {
    pub(super) fn add(&mut self, number: u32, ending: &Ending) {
        let mut lengths: Vec<usize> = ending.endings.iter().map(Vec::len).collect();
        lengths.sort_unstable();
        lengths.dedup();
        self.tails.resize(1 << 9, 0);
        for text in &ending.endings {
            match text[..] {
                [.., a, b, c] => {
                    let (at, bit) = tail(a, b, c);
                    self.tails[at] |= bit;
                }
                _ => {
                    self.has_short = true;
                    self.tails.fill(u64::MAX);
                }
            }
        }
        let endings = ending.endings.iter().cloned().collect();
        self.sets.push(Set { number, before: ending.before as usize, endings, lengths });
    }

    /// Every word that has an ending, with the number of the expression whose it is.
    pub(super) fn find(&self, text: &str, found: &mut Vec<(Span, u32)>) {
        let bytes = text.as_bytes();
        let mut at = if self.sets.is_empty() { bytes.len() } else { 0 };
        while at < bytes.len() {
            let start = at;
            while at < bytes.len() && IN_WORD[bytes[at] as usize] {
                at += 1;
            }
            let word = &bytes[start..at];
            if self.may_have(word) {
                let has = self.sets.iter().filter(|set| set.has(word));
                found.extend(has.map(|set| (Span::new(start, at), set.number)));
            }
            at += 1;
        }
    }

    fn may_have(&self, word: &[u8]) -> bool {
        let ends = match *word {
            [.., a, b, c] => {
                let (at, bit) = tail(a, b, c);
                self.tails[at] & bit != 0
            }
            _ => self.has_short && !word.is_empty(),
        };
        ends && word.iter().all(u8::is_ascii_alphabetic)
    }
}

impl Set {
    /// Whether a word of letters has one of the endings.
    fn has(&self, word: &[u8]) -> bool {
        let mut small = [0; LONGEST];
        let ends = |length: &usize| {
            let before = word.len().checked_sub(*length).filter(|before| *before >= self.before);
            before.is_some_and(|before| {
                let small = &mut small[..*length];
                small.copy_from_slice(&word[before..]);
                small.make_ascii_lowercase();
                self.endings.contains(&*small)
            })
        };
        self.lengths.iter().any(ends)
    }
}

/// Where the bit for three letters stands. Signs share those of letters.
fn tail(a: u8, b: u8, c: u8) -> (usize, u64) {
    let (a, b, c) = (a & 31, b & 31, c & 31);
    (usize::from(a) << 4 | usize::from(b >> 1), 1 << ((b & 1) << 5 | c))
}

/// What `\b` takes for a part of a word.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};
