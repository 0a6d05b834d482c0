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

impl Part {
    pub fn run(&self) -> Option<u32> {
        match self {
            Part::Run(run) => Some(*run),
            _ => None,
        }
    }

    pub(super) fn packed(self) -> u32 {
        match self {
            Part::Run(run) => run << 2,
            Part::Slot(slot) => slot << 2 | 1,
            Part::Gap(words) => u32::from(words) << 2 | 2,
        }
    }

    pub(super) fn unpacked(packed: u32) -> Part {
        match packed & 3 {
            0 => Part::Run(packed >> 2),
            1 => Part::Slot(packed >> 2),
            _ => Part::Gap((packed >> 2) as u8),
        }
    }
}

/// Every way the parts stand in order in one sentence. `places` lists where the part of a number was found, sorted by
/// start; `joined` says whether a word goes on from the one before it without punctuation. The shortest way from each
/// first part is kept. A way has one place for each run and slot; `ways` gets one after the other.
pub fn find<'p>(
    parts: &[Part],
    places: &dyn Fn(usize) -> &'p [Place],
    joined: &dyn Fn(u32) -> bool,
    ways: &mut Vec<Place>,
) {
    if parts.is_empty() {
        return;
    }
    for &place in places(0) {
        let before = ways.len();
        ways.push(place);
        if !follow(parts, 1, places, joined, ways) {
            ways.truncate(before);
        }
    }
}

fn follow<'p>(
    parts: &[Part],
    mut at: usize,
    places: &dyn Fn(usize) -> &'p [Place],
    joined: &dyn Fn(u32) -> bool,
    way: &mut Vec<Place>,
) -> bool {
    let mut reach = 0u32;
    while let Some(&Part::Gap(words)) = parts.get(at) {
        reach += u32::from(words);
        at += 1;
    }
    if at == parts.len() {
        return true;
    }
    let from = way.last().map_or(0, |place| place.end);
    for &place in places(at).iter().skip_while(|place| place.start < from) {
        if place.start > from + reach {
            break;
        }
        // Without a gap the next part goes on right where the last one ended.
        if reach == 0 && !joined(place.start) {
            continue;
        }
        way.push(place);
        if follow(parts, at + 1, places, joined, way) {
            return true;
        }
        way.pop();
    }
    false
}
