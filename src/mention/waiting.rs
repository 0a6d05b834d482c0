//! Which composites are worth trying in a sentence: those whose rarest part is there.

use crate::phrase::composite::Part;
use crate::phrase::lexicon::Lexicon;
use crate::rule::ConceptId;
use crate::rule::compiled::Query;
use crate::rule::ruleset::{ConceptEntry, Target};

/// Every composite is listed under the rarest of its runs of words, or under each run of the rarest set of them; where it
/// is made of mentions only, under the rarest of its slots. How rare a part is, is told by how many composites have it.
#[derive(Debug, Default)]
pub struct Waiting {
    by_run: Lists<Entry>,
    by_slot: Lists<u32>,
    /// By run: the sets that it is in.
    sets: Lists<u32>,
    /// By concept: the slots that a mention of it may fill.
    fills: Lists<u32>,
}

/// A composite, and another part that has to be in the sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry {
    pub composite: u32,
    pub also: Also,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Also {
    #[default]
    Nothing,
    Run(u32),
    /// A slot that no joined phrase fills, so that it is known before any is joined whether it can be filled.
    Slot(u32),
}

impl Waiting {
    pub fn new(lexicon: &Lexicon, slots: &[Query], concepts: &[ConceptEntry], targets: &[Target]) -> Self {
        let composites = 0..lexicon.composites() as u32;
        let mut run_uses = vec![0u32; lexicon.runs()];
        let mut slot_uses = vec![0u32; slots.len()];
        for part in composites.clone().flat_map(|composite| lexicon.parts(composite)) {
            match part {
                Part::Run(run) => match lexicon.set(*run) {
                    [] => run_uses[*run as usize] += 1,
                    runs => runs.iter().for_each(|run| run_uses[*run as usize] += 1),
                },
                Part::Slot(slot) => slot_uses[*slot as usize] += 1,
                Part::Gap(_) | Part::Comma => {}
            }
        }
        for (set, runs) in lexicon.sets() {
            run_uses[set as usize] = runs.iter().map(|run| run_uses[*run as usize]).sum();
        }
        let mut joined = vec![false; concepts.len()];
        for composite in composites.clone() {
            if let Target::Mention { concept, .. } = targets[lexicon.target(composite) as usize] {
                joined[concept.0 as usize] = true;
            }
        }
        let members = |slot: u32| &concepts[slots[slot as usize].concept.0 as usize].members;
        let late = |slot: u32| members(slot).iter().any(|member| joined[member.0 as usize]);
        let mut by_run = Vec::new();
        let mut by_slot = Vec::new();
        for composite in composites {
            let parts = lexicon.parts(composite);
            // The rarest run, and the rarest of the others.
            let (mut first, mut second) = (None, None);
            for run in parts.iter().filter_map(Part::run).map(|run| (run_uses[run as usize], run)) {
                if first.is_none_or(|first| run < first) {
                    second = first.replace(run);
                } else if first != Some(run) && second.is_none_or(|second| run < second) {
                    second = Some(run);
                }
            }
            let filled = parts.iter().filter_map(Part::slot);
            let Some((_, run)) = first else {
                let rarest = filled.min_by_key(|slot| (late(*slot), slot_uses[*slot as usize]));
                by_slot.extend(rarest.map(|slot| (slot, composite)));
                continue;
            };
            let rarest = filled.filter(|slot| !late(*slot)).min_by_key(|slot| slot_uses[*slot as usize]);
            let also = match (second, rarest) {
                (Some((_, run)), _) => Also::Run(run),
                (None, Some(slot)) => Also::Slot(slot),
                (None, None) => Also::Nothing,
            };
            let entry = Entry { composite, also };
            match lexicon.set(run) {
                [] => by_run.push((run, entry)),
                runs => by_run.extend(runs.iter().map(|run| (*run, entry))),
            }
        }
        let sets = lexicon.sets().flat_map(|(set, runs)| runs.iter().map(move |run| (*run, set))).collect();
        let numbers = 0..slots.len() as u32;
        let fills = numbers.flat_map(|slot| members(slot).iter().map(move |member| (member.0, slot))).collect();
        Waiting {
            by_run: Lists::new(lexicon.runs(), by_run),
            by_slot: Lists::new(slots.len(), by_slot),
            sets: Lists::new(lexicon.runs(), sets),
            fills: Lists::new(concepts.len(), fills),
        }
    }

    pub fn for_run(&self, run: u32) -> &[Entry] {
        self.by_run.of(run)
    }

    /// The sets that a run is in, by the numbers that parts name them by.
    pub fn sets_with(&self, run: u32) -> &[u32] {
        self.sets.of(run)
    }

    /// Composites made of mentions only, by one of their slots.
    pub fn for_slot(&self, slot: u32) -> &[u32] {
        self.by_slot.of(slot)
    }

    /// The slots that a mention of a concept may fill, if it is asserted as they ask.
    pub fn filled_by(&self, concept: ConceptId) -> &[u32] {
        self.fills.of(concept.0)
    }
}

/// Lists by number, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { starts: vec![0], items: Vec::new() }
    }
}

impl<T: Copy + Default> Lists<T> {
    /// The numbers of `pairs` are below `count`; what stands under one number keeps its order.
    fn new(count: usize, pairs: Vec<(u32, T)>) -> Self {
        let mut starts = vec![0u32; count + 1];
        pairs.iter().for_each(|(number, _)| starts[*number as usize + 1] += 1);
        (0..count).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let mut items = vec![T::default(); pairs.len()];
        for (number, item) in pairs {
            let next = &mut next[number as usize];
            items[*next as usize] = item;
            *next += 1;
        }
        Lists { starts, items }
    }

    fn of(&self, number: u32) -> &[T] {
        match self.starts.get(number as usize..number as usize + 2) {
            Some(&[start, end]) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}
