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

impl Composite {
    /// The run that must be found before the composite is worth trying.
    pub fn anchor_run(&self) -> Option<u32> {
        self.parts.iter().find_map(|part| match part {
            Part::Run(run) => Some(*run),
            _ => None,
        })
    }

    /// Every way the parts stand in order in one sentence. `places` lists where a part was found, sorted by start and
    /// end; `between` says what stands before a word. The shortest way from each first part is kept; a result has one
    /// place a run or slot.
    pub fn find<'p>(
        &self,
        places: &dyn Fn(Part) -> &'p [Place],
        between: &dyn Fn(u32) -> Between,
        found: &mut Vec<Vec<Place>>,
    ) {
        let Some((&first, rest)) = self.parts.split_first() else { return };
        let mut search = Search { places, between, dead: Vec::new() };
        for &place in places(first) {
            let mut way = vec![place];
            if search.follow(rest, &mut way) {
                found.push(way);
            }
        }
    }
}

struct Search<'s, 'p> {
    places: &'s dyn Fn(Part) -> &'p [Place],
    between: &'s dyn Fn(u32) -> Between,
    /// How many parts were left, and from which word, where no way led on. Without it a page that repeats the words of
    /// a phrase with several gaps would cost time without bounds.
    dead: Vec<(usize, u32)>,
}

impl Search<'_, '_> {
    fn follow(&mut self, parts: &[Part], way: &mut Vec<Place>) -> bool {
        let mut reach = 0u32;
        let mut comma = false;
        let mut rest = parts;
        while let Some((&part, tail)) = rest.split_first() {
            match part {
                Part::Gap(words) => reach += u32::from(words),
                Part::Comma => comma = true,
                Part::Run(_) | Part::Slot(_) => break,
            }
            rest = tail;
        }
        let Some((&part, tail)) = rest.split_first() else { return true };
        let from = way.last().map_or(0, |place| place.end);
        if self.dead.contains(&(parts.len(), from)) {
            return false;
        }
        // Without a gap the next part goes on right where the last one ended.
        let goes_on = |word: u32| match (self.between)(word) {
            Between::Open => true,
            Between::Comma => comma,
            Between::Closed => false,
        };
        if reach > 0 || goes_on(from) {
            let places = (self.places)(part);
            let near = places.iter().skip_while(|place| place.start < from);
            for &place in near.take_while(|place| place.start <= from + reach) {
                way.push(place);
                if self.follow(tail, way) {
                    return true;
                }
                way.pop();
            }
        }
        self.dead.push((parts.len(), from));
        false
    }
}
