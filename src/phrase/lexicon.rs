//! All phrases of all rules in one trie keyed by whole words, walked once over each sentence.
//!
//! A phrase without slots and gaps is a **literal**: its row of words leads to a target. Any other phrase is a
//! **composite**: its runs of words are found by the trie, and `composite.rs` joins them with mentions afterwards.
//! Overlapping hits are all reported; what wins is decided by each concept for itself.

use std::mem::take;

pub use super::builder::{LexiconBuilder, SlotNumber};
use super::composite::{Composite, Part};
use super::regexes::{Pattern, Regexes};
use super::sets;
use super::stored::{Stored, counts, starts};
use super::vocabulary::{Extra, Vocabulary};
use crate::language::words::{Gap, Word};

/// What a phrase leads to. The caller gives it its meaning.
pub type Target = u32;

/// A phrase found: words `start..end` of the slice that was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    pub start: u32,
    pub end: u32,
    pub found: Found,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    Target(Target),
    /// A run of words that composites wait for.
    Run(u32),
}

/// A word's number in the vocabulary; 0 is every word that no phrase has.
pub type WordId = u32;

/// Set on an edge that asks for a comma before its word.
pub(super) const COMMA: WordId = 1 << 30;
pub(super) const ID: WordId = COMMA - 1;

#[derive(Debug, Default)]
pub struct Lexicon {
    /// What is not kept below in a form that is quicker to search; see [`Lexicon::stored`].
    pub(super) rest: Stored,
    pub(super) vocabulary: Vocabulary,
    /// By word number: the node that it leads to from the root.
    roots: Vec<u32>,
    /// Per node: its first child; its last stands before the first child of the next node.
    pub(super) children: Vec<u32>,
    /// Per node: where its targets begin in `accepts`.
    pub(super) accept_starts: Vec<u32>,
    /// Packed, as [`Found::packed`] has them.
    pub(super) accepts: Vec<u32>,
    part_starts: Vec<u32>,
    parts: Vec<Part>,
    set_starts: Vec<u32>,
    regexes: Regexes,
}

impl Lexicon {
    /// One without a phrase.
    pub(super) fn empty() -> Self {
        let root = Stored { ids: 1, degrees: vec![0], accept_counts: vec![0], ..Stored::default() };
        Lexicon::new(root, Vec::new())
    }

    pub(super) fn new(stored: Stored, patterns: Vec<Pattern>) -> Self {
        Lexicon::made_of(stored, patterns)
    }

    /// The lexicon that was stored; `None` where its rows do not fit.
    pub fn restored(mut stored: Stored) -> Option<Self> {
        if !stored.is_sound() {
            return None;
        }
        let regexes = take(&mut stored.regexes).into_iter();
        let patterns = regexes.map(|(source, target, needs)| Pattern::restored(source, target, needs)).collect();
        Some(Lexicon::made_of(stored, patterns))
    }

    /// What is to be stored.
    pub fn stored(&self) -> Stored {
        let (words, word_ids, word_lengths) = self.vocabulary.rows();
        Stored {
            words,
            word_ids,
            word_lengths,
            degrees: counts(&self.children),
            accept_counts: counts(&self.accept_starts),
            accepts: self.accepts.clone(),
            part_counts: counts(&self.part_starts),
            set_counts: counts(&self.set_starts),
            parts: self.parts.iter().map(|part| part.packed()).collect(),
            regexes: self.regexes.patterns().iter().map(Pattern::stored).collect(),
            ..self.rest.clone()
        }
    }

    fn made_of(mut stored: Stored, patterns: Vec<Pattern>) -> Self {
        let vocabulary = Vocabulary::new(&mut stored);
        let mut children = starts(take(&mut stored.degrees));
        // Node 0 is the root, so the first child of all is node 1.
        children.iter_mut().for_each(|child| *child += 1);
        let mut roots = vec![0; stored.ids as usize + 1];
        for node in children.first().copied().unwrap_or(1)..children.get(1).copied().unwrap_or(1) {
            roots[(stored.edges[node as usize - 1] & ID).min(stored.ids) as usize] = node;
        }
        Lexicon {
            vocabulary,
            roots,
            children,
            accept_starts: starts(take(&mut stored.accept_counts)),
            accepts: take(&mut stored.accepts),
            part_starts: starts(take(&mut stored.part_counts)),
            parts: take(&mut stored.parts).into_iter().map(Part::unpacked).collect(),
            set_starts: starts(take(&mut stored.set_counts)),
            regexes: Regexes::new(patterns),
            rest: stored,
        }
    }

    /// How many runs of words, and sets of runs, composites wait for: their numbers are below.
    pub fn runs(&self) -> usize {
        self.rest.runs as usize + self.set_starts.len() - 1
    }

    /// The sets of runs: the number that parts name each by, and its runs in order.
    pub fn sets(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let sets = self.set_starts.windows(2).map(|pair| &self.rest.sets[pair[0] as usize..pair[1] as usize]);
        (self.rest.runs..).zip(sets)
    }

    /// The runs of a set; none for the number of a run.
    pub fn set(&self, number: u32) -> &[u32] {
        let Some(set) = number.checked_sub(self.rest.runs) else { return &[] };
        let set = set as usize;
        &self.rest.sets[self.set_starts[set] as usize..self.set_starts[set + 1] as usize]
    }

    /// How many composites there are; their numbers are in the order in which they must be tried.
    pub fn composites(&self) -> usize {
        self.rest.composite_targets.len()
    }

    pub fn target(&self, composite: u32) -> Target {
        self.rest.composite_targets[composite as usize]
    }

    /// A part of runs may name a set of them.
    pub fn parts(&self, composite: u32) -> &[Part] {
        let composite = composite as usize;
        &self.parts[self.part_starts[composite] as usize..self.part_starts[composite + 1] as usize]
    }

    /// The composites that one stands for, each with single runs.
    pub fn variants(&self, composite: u32) -> Vec<Composite> {
        let (target, parts) = (self.target(composite), self.parts(composite));
        let mut all = Vec::new();
        sets::variants(parts, |run, choices| choices.extend_from_slice(self.set(run)), &mut all);
        all.chunks(parts.len()).map(|parts| Composite { target, parts: parts.to_vec() }).collect()
    }

    /// How many nodes the trie has; the root is number 0.
    pub(super) fn nodes(&self) -> usize {
        self.accept_starts.len() - 1
    }

    /// What ends at a node, packed; nothing where there is no such node.
    pub(super) fn accepted(&self, node: u32) -> &[u32] {
        match self.accept_starts.get(node as usize..node as usize + 2) {
            Some(&[first, end]) => &self.accepts[first as usize..end as usize],
            _ => &[],
        }
    }

    /// The edges from a node, sorted, and the node that the first leads to; those of the others follow it. None where
    /// there is no such node.
    pub(super) fn edges_of(&self, node: u32) -> (&[WordId], u32) {
        match self.children.get(node as usize..node as usize + 2) {
            Some(&[first, end]) => (&self.rest.edges[first as usize - 1..end as usize - 1], first),
            _ => (&[], 0),
        }
    }

    /// The node that an edge leads to.
    pub(super) fn child(&self, node: u32, edge: WordId) -> Option<u32> {
        let (edges, first) = self.edges_of(node);
        Some(first + edges.binary_search(&edge).ok()? as u32)
    }

    /// Bytes that the vocabulary and the trie take, composites left out.
    pub fn memory(&self) -> usize {
        let rows = self.roots.len() + self.children.len() + self.accept_starts.len() + self.rest.edges.len();
        4 * rows + std::mem::size_of_val(self.accepts.as_slice()) + self.vocabulary.memory()
    }

    pub fn regexes(&self) -> &Regexes {
        &self.regexes
    }

    /// The vocabulary number of each word, in step with `words`.
    pub fn identify(&self, text: &str, words: &[Word], ids: &mut Vec<WordId>) {
        let mut buffer = String::new();
        ids.clear();
        ids.extend(words.iter().map(|word| self.vocabulary.id(text, word, &mut buffer)));
    }

    /// Every phrase and run in the words of one sentence. Numbers of words count from the start of the slice.
    pub fn scan(&self, text: &str, words: &[Word], ids: &[WordId], hits: &mut Vec<Hit>) {
        let mut shouting = None;
        for start in 0..words.len() {
            if ids[start] == 0 {
                continue;
            }
            let root = self.roots[(ids[start] & ID) as usize];
            if root != 0 {
                self.walk(root, start, start + 1, (text, words, ids), &mut shouting, hits);
            }
            for extra in self.vocabulary.extras(ids[start]) {
                let root = self.roots[extra.id as usize];
                if root != 0 && extra.fits(text, words, start, &mut shouting) {
                    self.walk(root, start, start + 1, (text, words, ids), &mut shouting, hits);
                }
            }
        }
    }

    fn walk(
        &self,
        node: u32,
        start: usize,
        at: usize,
        input: (&str, &[Word], &[WordId]),
        shouting: &mut Option<bool>,
        hits: &mut Vec<Hit>,
    ) {
        let targets = self.accept_starts[node as usize] as usize..self.accept_starts[node as usize + 1] as usize;
        for &packed in &self.accepts[targets] {
            hits.push(Hit { start: start as u32, end: at as u32, found: Found::unpacked(packed) });
        }
        let (first, last) = (self.children[node as usize], self.children[node as usize + 1]);
        if first == last {
            return;
        }
        let (text, words, ids) = input;
        let Some(word) = words.get(at) else { return };
        if word.gap == Gap::Closed || ids[at] == 0 {
            return;
        }
        let siblings = &self.rest.edges[first as usize - 1..last as usize - 1];
        let mut follow = |edge: WordId, shouting: &mut Option<bool>| {
            if let Ok(place) = siblings.binary_search(&edge) {
                self.walk(first + place as u32, start, at + 1, input, shouting, hits);
            }
        };
        let mut step = |id: WordId, shouting: &mut Option<bool>| {
            if word.gap == Gap::Open {
                follow(id, shouting);
            }
            follow(id | COMMA, shouting);
        };
        step(ids[at] & ID, shouting);
        for extra in self.vocabulary.extras(ids[at]) {
            if extra.fits(text, words, at, shouting) {
                step(extra.id, shouting);
            }
        }
    }
}

impl Found {
    pub(super) fn packed(self) -> u32 {
        match self {
            Found::Target(target) => target << 1,
            Found::Run(run) => run << 1 | 1,
        }
    }

    pub(super) fn unpacked(packed: u32) -> Found {
        if packed & 1 == 0 { Found::Target(packed >> 1) } else { Found::Run(packed >> 1) }
    }
}

impl Extra {
    /// Whether the word is spelled as asked, in a sentence that is not all capitals anyway.
    fn fits(&self, text: &str, words: &[Word], at: usize, shouting: &mut Option<bool>) -> bool {
        let Some(exact) = &self.exact else { return true };
        let word = words[at];
        let spelled = &text[word.span().range()];
        // `[H]elp` is spelled "Help".
        let unmarked = word.bracketed.then(|| spelled.replace(['[', ']'], ""));
        let spelled = unmarked.as_deref().unwrap_or(spelled);
        (spelled == &**exact || spelled.strip_suffix("'s") == Some(exact))
            && !*shouting.get_or_insert_with(|| is_shouting(text, words))
    }
}

/// Whether a sentence of several words has no small letter in it.
fn is_shouting(text: &str, words: &[Word]) -> bool {
    words.len() > 2 && words.iter().all(|word| !text[word.span().range()].bytes().any(|b| b.is_ascii_lowercase()))
}
