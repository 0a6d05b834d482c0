//! Phrases that hold a concept or a gap: runs of words and mentions, joined after the trie has found the runs.

use super::lexicon::Target;
use crate::language::words::Gap as Between;

/// A phrase as a row of parts. It neither begins nor ends with a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composite {
    pub target: Target,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A run of words that the trie reports.
    Run(u32),
    /// A mention, by the number that the builder's caller gave the slot.
    Slot(u32),
    /// Up to so many words.
    Gap(u8),
    /// The next part may stand behind a comma.
    Comma,
}

impl Part {
    /// Whether something of the copy stands for it; a way has one place for each such part.
    pub fn is_placed(self) -> bool {
        matches!(self, Part::Run(_) | Part::Slot(_))
    }
}

/// Where a part was found: words `start..end`, and which of the candidates it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub start: u32,
    pub end: u32,
    pub candidate: u32,
}

impl Part {
    pub fn run(&self) -> Option<u32> {
        match self {
            Part::Run(run) => Some(*run),
            _ => None,
        }
    }

    pub fn slot(&self) -> Option<u32> {
        match self {
            Part::Slot(slot) => Some(*slot),
            _ => None,
        }
    }

    pub(super) fn packed(self) -> u32 {
        match self {
            Part::Run(run) => run << 2,
            Part::Slot(slot) => slot << 2 | 1,
            Part::Gap(words) => u32::from(words) << 2 | 2,
            Part::Comma => 3,
        }
    }

    pub(super) fn unpacked(packed: u32) -> Part {
        match packed & 3 {
            0 => Part::Run(packed >> 2),
            1 => Part::Slot(packed >> 2),
            2 => Part::Gap((packed >> 2) as u8),
            _ => Part::Comma,
        }
    }
}

/// Every way the parts stand in order in one sentence. `places` lists where the part of a number was found, sorted by
/// start and end; `between` says what stands before a word. The shortest way from each first part is kept. A way has
/// one place for each run and slot; `ways` gets one after the other.
pub fn find<'p>(
    parts: &[Part],
    places: &dyn Fn(usize) -> &'p [Place],
    between: &dyn Fn(u32) -> Between,
    ways: &mut Vec<Place>,
) {
    if parts.is_empty() {
        return;
    }
    let mut search = Search { parts, places, between, dead: Vec::new() };
    for &place in places(0) {
        let before = ways.len();
        ways.push(place);
        if !search.follow(1, ways) {
            ways.truncate(before);
        }
    }
}

struct Search<'s, 'p> {
    parts: &'s [Part],
    places: &'s dyn Fn(usize) -> &'p [Place],
    between: &'s dyn Fn(u32) -> Between,
    /// At which part, and from which word, no way led on. Without it a page that repeats the words of a phrase with
    /// several gaps would cost time without bounds.
    dead: Vec<(usize, u32)>,
}

impl Search<'_, '_> {
    fn follow(&mut self, first: usize, way: &mut Vec<Place>) -> bool {
        let mut reach = 0u32;
        let mut comma = false;
        let mut at = first;
        while let Some(&part) = self.parts.get(at) {
            match part {
                Part::Gap(words) => reach += u32::from(words),
                Part::Comma => comma = true,
                Part::Run(_) | Part::Slot(_) => break,
            }
            at += 1;
        }
        if at == self.parts.len() {
            return true;
        }
        let from = way.last().map_or(0, |place| place.end);
        if self.dead.contains(&(first, from)) {
            return false;
        }
        // Without a gap the next part goes on right where the last one ended.
        let goes_on = |word: u32| match (self.between)(word) {
            Between::Open => true,
            Between::Comma => comma,
            Between::Closed => false,
        };
        if reach > 0 || goes_on(from) {
            let near = (self.places)(at).iter().skip_while(|place| place.start < from);
            for &place in near.take_while(|place| place.start <= from + reach) {
                way.push(place);
                if self.follow(at + 1, way) {
                    return true;
                }
                way.pop();
            }
        }
        self.dead.push((first, from));
        false
    }
}
