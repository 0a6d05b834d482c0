//! Phrases that hold a concept or a gap: runs of words and mentions, joined after the trie has found the runs.

use super::lexicon::Target;

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

    /// Every way the parts stand in order in one sentence. `places` lists where a part was found, sorted by start;
    /// `joined` says whether a word goes on from the one before it without punctuation. The shortest way from each
    /// first part is kept; a result has one place a run or slot.
    pub fn find<'p>(
        &self,
        places: &dyn Fn(Part) -> &'p [Place],
        joined: &dyn Fn(u32) -> bool,
        found: &mut Vec<Vec<Place>>,
    ) {
        let Some((&first, rest)) = self.parts.split_first() else { return };
        for &place in places(first) {
            let mut way = vec![place];
            if follow(rest, places, joined, &mut way) {
                found.push(way);
            }
        }
    }
}

fn follow<'p>(
    parts: &[Part],
    places: &dyn Fn(Part) -> &'p [Place],
    joined: &dyn Fn(u32) -> bool,
    way: &mut Vec<Place>,
) -> bool {
    let mut reach = 0u32;
    let mut rest = parts;
    while let Some((&Part::Gap(words), tail)) = rest.split_first() {
        reach += u32::from(words);
        rest = tail;
    }
    let Some((&part, tail)) = rest.split_first() else { return true };
    let from = way.last().map_or(0, |place| place.end);
    for &place in places(part).iter().skip_while(|place| place.start < from) {
        if place.start > from + reach {
            break;
        }
        // Without a gap the next part goes on right where the last one ended.
        if reach == 0 && !joined(place.start) {
            continue;
        }
        way.push(place);
        if follow(tail, places, joined, way) {
            return true;
        }
        way.pop();
    }
    false
}
