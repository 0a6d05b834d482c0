//! Gathers phrases and multiplies them out into the rows that a [`Lexicon`] is made of.

use rustc_hash::FxHashMap;

use super::composite::{Composite, Part};
use super::lexicon::{COMMA, Found, Lexicon, Target, WordId};
use super::parse::{Form, Item, Phrase, PhraseError};
use super::regexes::Pattern;
use super::stored::Stored;
use crate::language::inflection;
use crate::source::Span;

/// No target and no run: neither has so high a number.
const NOTHING: u32 = u32::MAX;

/// How many rows of words one phrase may come to once inflections are multiplied out.
const MOST_ROWS: usize = 5000;

/// Gathers phrases; `build` makes the lexicon.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    vocabulary: FxHashMap<Box<str>, WordId>,
    exact: FxHashMap<Box<str>, WordId>,
    prefix: FxHashMap<Box<str>, WordId>,
    /// The ids of a word's inflections, by the word.
    inflected: FxHashMap<Box<str>, Vec<WordId>>,
    next_id: WordId,
    edges: FxHashMap<(u32, WordId), u32>,
    /// By node: what ends there first, packed, or [`NOTHING`].
    accepts: Vec<u32>,
    /// What else ends at the few nodes where more than one thing does.
    further: FxHashMap<u32, Vec<u32>>,
    runs: FxHashMap<Vec<(Vec<WordId>, bool)>, u32>,
    composites: Vec<Composite>,
    regexes: Vec<Pattern>,
    phrases: usize,
}

/// Gives a slot its number by its name and readings, or says what is wrong with it.
pub type SlotNumber<'s> = dyn FnMut(&str, &[String], Span) -> Result<u32, PhraseError> + 's;

impl LexiconBuilder {
    pub fn new() -> Self {
        LexiconBuilder { next_id: 1, accepts: vec![NOTHING], ..Default::default() }
    }

    pub fn composites(&self) -> &[Composite] {
        &self.composites
    }

    /// How many rows of words and composites were added.
    pub fn len(&self) -> usize {
        self.phrases
    }

    pub fn is_empty(&self) -> bool {
        self.phrases == 0
    }

    /// Adds a phrase. `slot` gives the number of a slot by its name and readings, or says what is wrong with it.
    pub fn add(&mut self, phrase: &Phrase, target: Target, slot: &mut SlotNumber) -> Result<(), PhraseError> {
        let variants = match phrase {
            Phrase::Regex { source, span } => {
                self.regexes.push(Pattern::new(source, *span, target)?);
                self.phrases += 1;
                return Ok(());
            }
            Phrase::Variants(variants) => variants,
        };
        for items in variants {
            if items.iter().all(|item| matches!(item, Item::Word { .. })) {
                let row = self.row(items)?;
                self.insert(&row, Found::Target(target));
                self.phrases += 1;
                continue;
            }
            let mut parts = Vec::new();
            for stretch in items.chunk_by(|a, b| matches!((a, b), (Item::Word { .. }, Item::Word { .. }))) {
                match &stretch[0] {
                    Item::Gap(words) => parts.push(Part::Gap(*words)),
                    Item::Slot { name, readings, comma, span } => {
                        parts.extend(comma.then_some(Part::Comma));
                        parts.push(Part::Slot(slot(name, readings, *span)?));
                    }
                    Item::Word { comma, .. } => {
                        parts.extend(comma.then_some(Part::Comma));
                        let row = self.row(stretch)?;
                        let next = self.runs.len() as u32;
                        let run = *self.runs.entry(row.clone()).or_insert(next);
                        if run == next {
                            self.insert(&row, Found::Run(run));
                        }
                        parts.push(Part::Run(run));
                    }
                }
            }
            // A gap at either end reaches for nothing.
            while parts.last().is_some_and(|part| !part.is_placed()) {
                parts.pop();
            }
            let lead = parts.iter().take_while(|part| !part.is_placed()).count();
            parts.drain(..lead);
            self.composites.push(Composite { target, parts });
            self.phrases += 1;
        }
        Ok(())
    }

    /// For each word of a literal, the ids that fill its place.
    fn row(&mut self, items: &[Item]) -> Result<Vec<(Vec<WordId>, bool)>, PhraseError> {
        let row: Vec<(Vec<WordId>, bool)> = items
            .iter()
            .filter_map(|item| match item {
                Item::Word { text, form, comma } => Some((self.ids(text, *form), *comma)),
                _ => None,
            })
            .collect();
        let size = row.iter().fold(1usize, |size, (ids, _)| size.saturating_mul(ids.len()));
        if size > MOST_ROWS {
            return Err(PhraseError {
                span: Span::new(0, 1),
                message: format!("the inflections of this phrase multiply out to more than {MOST_ROWS} rows of words"),
                hint: Some("mark fewer of its words with `~`".into()),
            });
        }
        Ok(row)
    }

    fn ids(&mut self, text: &str, form: Form) -> Vec<WordId> {
        match form {
            Form::Plain => vec![self.id(text)],
            Form::Inflected => {
                if let Some(known) = self.inflected.get(text) {
                    return known.clone();
                }
                let mut ids: Vec<WordId> = inflection::any(text).iter().map(|form| self.id(form)).collect();
                ids.sort_unstable();
                ids.dedup();
                self.inflected.insert(text.into(), ids.clone());
                ids
            }
            Form::Exact => {
                self.id(&text.to_lowercase());
                let next = &mut self.next_id;
                vec![*self.exact.entry(text.into()).or_insert_with(|| post_increment(next))]
            }
            Form::Prefix => {
                let next = &mut self.next_id;
                vec![*self.prefix.entry(text.into()).or_insert_with(|| post_increment(next))]
            }
        }
    }

    fn id(&mut self, word: &str) -> WordId {
        let next = &mut self.next_id;
        match self.vocabulary.get(word) {
            Some(&id) => id,
            None => *self.vocabulary.entry(word.into()).or_insert_with(|| post_increment(next)),
        }
    }

    fn insert(&mut self, row: &[(Vec<WordId>, bool)], found: Found) {
        let mut nodes = vec![0u32];
        for (ids, comma) in row {
            let mut next_nodes = Vec::with_capacity(nodes.len() * ids.len());
            for node in nodes {
                for &id in ids {
                    // A comma before the first word says nothing: the phrase begins there.
                    let edge = if *comma && node != 0 { id | COMMA } else { id };
                    let fresh = self.accepts.len() as u32;
                    let next = *self.edges.entry((node, edge)).or_insert(fresh);
                    if next == fresh {
                        self.accepts.push(NOTHING);
                    }
                    next_nodes.push(next);
                }
            }
            nodes = next_nodes;
        }
        let found = found.packed();
        for node in nodes {
            let first = &mut self.accepts[node as usize];
            if *first == NOTHING {
                *first = found;
            } else if *first != found {
                let further = self.further.entry(node).or_default();
                if !further.contains(&found) {
                    further.push(found);
                }
            }
        }
    }

    /// Puts the composites into the order in which they must be tried.
    pub fn reorder(&mut self, order: &[u32]) {
        let mut old: Vec<Option<Composite>> = std::mem::take(&mut self.composites).into_iter().map(Some).collect();
        let kept = order.iter().filter_map(|&at| old.get_mut(at as usize).and_then(Option::take));
        self.composites = kept.collect();
    }

    pub fn build(self) -> Lexicon {
        Lexicon::new(self.stored(), self.regexes)
    }

    /// The trie as rows of numbers, its nodes numbered level by level, so that the children of a node are neighbours.
    fn stored(&self) -> Stored {
        let mut words: Vec<(WordId, &str)> = self.vocabulary.iter().map(|(word, &id)| (id, &**word)).collect();
        words.sort_unstable();
        let mut exact: Vec<(WordId, String)> = self.exact.iter().map(|(word, &id)| (id, word.to_string())).collect();
        exact.sort_unstable();
        let mut prefixes: Vec<(WordId, String)> =
            self.prefix.iter().map(|(word, &id)| (id, word.to_string())).collect();
        prefixes.sort_unstable();
        let mut edges: Vec<(u32, WordId, u32)> =
            self.edges.iter().map(|(&(from, word), &to)| (from, word, to)).collect();
        edges.sort_unstable();
        let mut stored = Stored {
            word_ids: words.iter().map(|(id, _)| *id).collect(),
            word_lengths: words.iter().map(|(_, word)| word.len() as u32).collect(),
            words: words.iter().map(|(_, word)| *word).collect(),
            exact,
            prefixes,
            ids: self.next_id,
            runs: self.runs.len() as u32,
            ..Stored::default()
        };
        let mut nodes = vec![0u32];
        let mut at = 0;
        while at < nodes.len() {
            let node = nodes[at];
            let first = edges.partition_point(|(from, ..)| *from < node);
            let own = edges[first..].iter().take_while(|(from, ..)| *from == node);
            let before = nodes.len();
            for &(_, word, to) in own {
                stored.edges.push(word);
                nodes.push(to);
            }
            stored.degrees.push((nodes.len() - before) as u32);
            let before = stored.accepts.len();
            stored.accepts.extend(Some(self.accepts[node as usize]).filter(|first| *first != NOTHING));
            stored.accepts.extend(self.further.get(&node).into_iter().flatten());
            stored.accept_counts.push((stored.accepts.len() - before) as u32);
            at += 1;
        }
        for composite in &self.composites {
            stored.composite_targets.push(composite.target);
            stored.part_counts.push(composite.parts.len() as u32);
            stored.parts.extend(composite.parts.iter().map(|part| part.packed()));
        }
        stored
    }
}

fn post_increment(next: &mut WordId) -> WordId {
    *next += 1;
    *next - 1
}
