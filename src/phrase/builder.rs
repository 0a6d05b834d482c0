//! Gathers phrases and multiplies them out into the rows that a [`Lexicon`] is made of. A lexicon that is there already
//! can be built on: its words, nodes and runs keep their numbers while phrases are added, and none of it is taken apart.

use rustc_hash::FxHashMap;

use super::composite::{Composite, Part};
use super::lexicon::{COMMA, Found, Lexicon, Target, WordId};
use super::parse::{Form, Item, Phrase, PhraseError};
use super::regexes::Pattern;
use super::sets;
use super::stored::{Stored, starts};
use crate::language::inflection;
use crate::load_error::Kind;
use crate::source::Span;

/// No target and no run: neither has so high a number.
const NOTHING: u32 = u32::MAX;

/// How many rows of words one phrase may come to once inflections are multiplied out.
const MOST_ROWS: usize = 5000;

/// Gathers phrases; `build` makes the lexicon.
#[derive(Debug)]
pub struct LexiconBuilder {
    /// What is there already. The maps below hold what is added to it.
    base: Lexicon,
    vocabulary: FxHashMap<Box<str>, WordId>,
    exact: FxHashMap<Box<str>, WordId>,
    prefix: FxHashMap<Box<str>, WordId>,
    /// The ids of a word's inflections, by the word.
    inflected: FxHashMap<Box<str>, Vec<WordId>>,
    next_id: WordId,
    edges: FxHashMap<(u32, WordId), u32>,
    /// By node, those of the base left out: what ends there first, packed, or [`NOTHING`].
    accepts: Vec<u32>,
    /// What else ends at the few nodes where more than one thing does, or one beside what the base has.
    further: FxHashMap<u32, Vec<u32>>,
    runs: FxHashMap<Vec<(Vec<WordId>, bool)>, u32>,
    next_run: u32,
    composites: Vec<Composite>,
    regexes: Vec<Pattern>,
    phrases: usize,
}

/// Gives a slot its number by its name and readings, or says what is wrong with it.
pub type SlotNumber<'s> = dyn FnMut(&str, &[String], Span) -> Result<u32, PhraseError> + 's;

impl LexiconBuilder {
    pub fn new() -> Self {
        LexiconBuilder::on(Lexicon::empty())
    }

    /// Adds to a lexicon.
    pub fn on(base: Lexicon) -> Self {
        let rest = &base.rest;
        let own = |words: &[(WordId, String)]| words.iter().map(|(id, word)| (word.as_str().into(), *id)).collect();
        LexiconBuilder {
            vocabulary: FxHashMap::default(),
            exact: own(&rest.exact),
            prefix: own(&rest.prefixes),
            inflected: FxHashMap::default(),
            next_id: rest.ids,
            edges: FxHashMap::default(),
            accepts: Vec::new(),
            further: FxHashMap::default(),
            runs: FxHashMap::default(),
            next_run: rest.runs,
            composites: (0..base.composites() as u32).flat_map(|number| base.variants(number)).collect(),
            regexes: base.regexes().to_vec(),
            phrases: 0,
            base,
        }
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
                        let run = *self.runs.entry(row.clone()).or_insert(self.next_run);
                        if run == self.next_run {
                            self.next_run += 1;
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
                kind: Kind::Mistake,
                span: Span::new(0, 1),
                message: format!("the inflections of this phrase multiply out to more than {MOST_ROWS} rows of words"),
                hint: Some("mark fewer of its words with `~`".into()),
            });
        }
        Ok(row)
    }

    /// Gives a word a number though no phrase has it.
    pub fn know(&mut self, word: &str) {
        self.id(word);
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
        if let Some(id) = self.base.vocabulary.id_as_stored(word).or_else(|| self.vocabulary.get(word).copied()) {
            return id;
        }
        let id = post_increment(&mut self.next_id);
        self.vocabulary.insert(word.into(), id);
        id
    }

    fn insert(&mut self, row: &[(Vec<WordId>, bool)], found: Found) {
        let mut nodes = vec![0u32];
        for (ids, comma) in row {
            let mut next_nodes = Vec::with_capacity(nodes.len() * ids.len());
            for node in nodes {
                for &id in ids {
                    // A comma before the first word says nothing: the phrase begins there.
                    let edge = if *comma && node != 0 { id | COMMA } else { id };
                    next_nodes.push(self.step(node, edge));
                }
            }
            nodes = next_nodes;
        }
        nodes.into_iter().for_each(|node| self.accept(node, found.packed()));
    }

    /// The node that an edge leads to, a new one where it leads nowhere yet.
    fn step(&mut self, node: u32, edge: WordId) -> u32 {
        if let Some(child) = self.base.child(node, edge) {
            return child;
        }
        let fresh = (self.base.nodes() + self.accepts.len()) as u32;
        let next = *self.edges.entry((node, edge)).or_insert(fresh);
        if next == fresh {
            self.accepts.push(NOTHING);
        }
        next
    }

    fn accept(&mut self, node: u32, found: u32) {
        if let Some(own) = (node as usize).checked_sub(self.base.nodes()) {
            let first = &mut self.accepts[own];
            if *first == NOTHING {
                *first = found;
            }
            if *first == found {
                return;
            }
        } else if self.base.accepted(node).contains(&found) {
            return;
        }
        let further = self.further.entry(node).or_default();
        if !further.contains(&found) {
            further.push(found);
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
        let sorted = |words: &FxHashMap<Box<str>, WordId>| {
            let mut words: Vec<(WordId, String)> = words.iter().map(|(word, &id)| (id, word.to_string())).collect();
            words.sort_unstable();
            words
        };
        let (mut words, mut word_ids, mut word_lengths) = self.base.vocabulary.rows();
        for (id, word) in sorted(&self.vocabulary) {
            word_ids.push(id);
            word_lengths.push(word.len() as u32);
            words.push_str(&word);
        }
        let mut stored = Stored {
            word_ids,
            word_lengths,
            words,
            exact: sorted(&self.exact),
            prefixes: sorted(&self.prefix),
            ids: self.next_id,
            runs: self.next_run,
            ..Stored::default()
        };
        let mut own: Vec<(u32, WordId, u32)> = self.edges.iter().map(|(&(from, word), &to)| (from, word, to)).collect();
        own.sort_unstable();
        // Where the edges of each node begin in `own`.
        let all = self.base.nodes() + self.accepts.len();
        let mut counts = vec![0; all];
        own.iter().for_each(|(from, ..)| counts[*from as usize] += 1);
        let starts = starts(counts);
        let mut nodes = Vec::with_capacity(all);
        nodes.push(0u32);
        let mut at = 0;
        let mut children = Vec::new();
        while at < nodes.len() {
            let node = nodes[at];
            let added = &own[starts[node as usize] as usize..starts[node as usize + 1] as usize];
            let before = stored.edges.len();
            let (edges, first) = self.base.edges_of(node);
            if added.is_empty() {
                stored.edges.extend_from_slice(edges);
                nodes.extend(first..first + edges.len() as u32);
            } else {
                children.clear();
                children.extend(edges.iter().copied().zip(first..));
                children.extend(added.iter().map(|&(_, word, to)| (word, to)));
                children.sort_unstable();
                stored.edges.extend(children.iter().map(|(word, _)| word));
                nodes.extend(children.iter().map(|(_, to)| to));
            }
            stored.degrees.push((stored.edges.len() - before) as u32);
            let before = stored.accepts.len();
            match (node as usize).checked_sub(self.base.nodes()) {
                Some(own) => stored.accepts.extend(Some(self.accepts[own]).filter(|first| *first != NOTHING)),
                None => stored.accepts.extend_from_slice(self.base.accepted(node)),
            }
            stored.accepts.extend(self.further.get(&node).into_iter().flatten());
            stored.accept_counts.push((stored.accepts.len() - before) as u32);
            at += 1;
        }
        let gathered = sets::gather(&self.composites, self.next_run);
        for composite in &gathered.composites {
            stored.composite_targets.push(composite.target);
            stored.part_counts.push(composite.parts.len() as u32);
            stored.parts.extend(composite.parts.iter().map(|part| part.packed()));
        }
        stored.set_counts = gathered.sets.iter().map(|set| set.len() as u32).collect();
        stored.sets = gathered.sets.concat();
        stored
    }
}

impl Default for LexiconBuilder {
    fn default() -> Self {
        LexiconBuilder::new()
    }
}

fn post_increment(next: &mut WordId) -> WordId {
    *next += 1;
    *next - 1
}
