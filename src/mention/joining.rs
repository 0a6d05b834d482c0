//! Joining runs of words and mentions to the composites that wait for them.

use super::finder::Finder;
use super::noted::NotedPhrase;
use super::resolve::{Candidate, Parted, is_excepted};
use super::taking::takes_anywhere;
use super::waiting::Also;
use super::{Mention, MentionId};
use thin_vec::ThinVec;

use crate::analysis::Analysis;
use crate::assertion::record::Assertion;
use crate::assertion::voice::SignalHit;
use crate::extract::document::Block;
use crate::language::words::{Gap, Word};
use crate::phrase::composite::{self, Part, Place};
use crate::phrase::sets;
use crate::rule::ConceptId;
use crate::rule::compiled::Query;
use crate::rule::ruleset::{Ruleset, Target};
use crate::source::Span;

/// The mentions of a sentence while they are joined.
pub(super) struct Joined<'b> {
    pub(super) found: Vec<Mention>,
    /// The number that the first of them will have on the page.
    pub(super) first_mention: u32,
    pub(super) sentence: u32,
    pub(super) words_before: u32,
    pub(super) block: &'b Block,
}

impl Joined<'_> {
    /// Forgets the mentions that were there to be parts of phrases only, a third of all.
    pub(super) fn forget_unasked(&mut self, ruleset: &Ruleset) {
        let is_asked = |mention: &Mention| mention.concept != Analysis::NOTHING && ruleset.is_asked(mention.concept);
        if self.found.iter().all(is_asked) {
            return;
        }
        let mut kept: Vec<bool> = self.found.iter().map(is_asked).collect();
        // A phrase stands behind its parts.
        for at in (0..kept.len()).rev().filter(|at| !self.found[*at].parts.is_empty()) {
            if kept[at] {
                self.found[at].parts.iter().for_each(|part| kept[(part.0 - self.first_mention) as usize] = true);
            }
        }
        let numbers: Vec<u32> = kept
            .iter()
            .scan(self.first_mention, |next, kept| Some(std::mem::replace(next, *next + u32::from(*kept))))
            .collect();
        for part in self.found.iter_mut().flat_map(|mention| mention.parts.iter_mut()) {
            *part = MentionId(numbers[(part.0 - self.first_mention) as usize]);
        }
        let mut kept = kept.into_iter();
        self.found.retain(|_| kept.next().unwrap_or(true));
    }

    /// Where a part of a composite was found, in order.
    fn places(&self, part: Part, ruleset: &Ruleset, parted: &Parted, places: &mut Vec<Place>) {
        match part {
            Part::Gap(_) | Part::Comma => {}
            Part::Run(run) => {
                let runs = parted.runs.iter().filter(|(number, ..)| *number == run);
                places.extend(runs.map(|(_, start, end)| Place { start: *start, end: *end, candidate: 0 }));
            }
            Part::Slot(slot) => {
                let query: &Query = &ruleset.slots[slot as usize];
                let before = places.len();
                let taken = self.found.iter().enumerate();
                let taken = taken.filter(|(_, mention)| takes_anywhere(ruleset, query, mention, self.block));
                places.extend(taken.map(|(i, mention)| Place {
                    start: mention.words.0 - self.words_before,
                    end: mention.words.1 - self.words_before,
                    candidate: i as u32,
                }));
                places[before..].sort_by_key(|place| (place.start, place.end));
            }
        }
    }
}

/// What takes effect once all that can be joined is joined.
#[derive(Default)]
struct Late {
    excepts: Vec<Candidate>,
    /// The signals that rest on a mention, each with it, by their numbers.
    resting: Vec<(usize, usize)>,
}

impl Finder<'_> {
    /// Joins runs and mentions into the composites that wait for them, each after what it is made of. `read` gives the
    /// assertion of a mention.
    pub(super) fn composites(&mut self, joined: &mut Joined, read: &mut dyn FnMut(&[Word], &Mention) -> Assertion) {
        let lexicon = &self.ruleset.lexicon;
        self.gather_waiting(&joined.found);
        let mut late = Late::default();
        let mut next = 0;
        while let Some(&composite) = self.waiting.get(next) {
            next += 1;
            let parts = lexicon.parts(composite);
            let is_here = |part: &Part| match part {
                Part::Run(run) => self.runs_here[*run as usize],
                Part::Slot(slot) => self.slots_here[*slot as usize],
                Part::Gap(_) | Part::Comma => true,
            };
            if !parts.iter().all(is_here) {
                continue;
            }
            let mut variants = std::mem::take(&mut self.variants);
            let here = |run: &&u32| self.runs_here[**run as usize];
            let choose = |run, choices: &mut Vec<u32>| choices.extend(lexicon.set(run).iter().filter(here));
            sets::variants(parts, choose, &mut variants);
            for parts in variants.chunks(parts.len()) {
                self.join((composite, next), parts, joined, &mut late, read);
            }
            self.variants = variants;
        }
        self.forget_parts(&joined.found);
        // Numbers of mentions stand in `parts` already: what an exception takes out stays, as a mention of nothing.
        for except in late.excepts {
            for mention in joined.found.iter_mut() {
                let inside = except.start + joined.words_before <= mention.words.0
                    && mention.words.1 <= except.end + joined.words_before;
                if inside && mention.concept == except.concept && (except.row.is_none() || except.row == mention.row) {
                    mention.concept = Analysis::NOTHING;
                }
            }
        }
        late.resting.retain(|(_, on)| joined.found[*on].concept == Analysis::NOTHING);
        if !late.resting.is_empty() {
            let mut number = 0..;
            self.parted.signals.retain(|_| {
                let own = number.next();
                !late.resting.iter().any(|(signal, _)| Some(*signal) == own)
            });
        }
    }
}

impl Finder<'_> {
    /// Joins the parts of one composite, by its number, wherever they stand in order. Composites that wait behind `next`
    /// may be made of what comes of it.
    fn join(
        &mut self,
        (composite, next): (u32, usize),
        parts: &[Part],
        joined: &mut Joined,
        late: &mut Late,
        read: &mut dyn FnMut(&[Word], &Mention) -> Assertion,
    ) {
        let ruleset = self.ruleset;
        let lexicon = &ruleset.lexicon;
        self.places.clear();
        self.place_starts.clear();
        let all = parts.iter().all(|part| {
            let before = self.places.len();
            self.place_starts.push(before);
            joined.places(*part, ruleset, &self.parted, &mut self.places);
            !part.is_placed() || self.places.len() > before
        });
        if !all {
            return;
        }
        self.place_starts.push(self.places.len());
        let places = |at: usize| &self.places[self.place_starts[at]..self.place_starts[at + 1]];
        let between = |word: u32| self.words.get(word as usize).map_or(Gap::Closed, |word| word.gap);
        self.ways.clear();
        composite::find(parts, &places, &between, &mut self.ways);
        let stride = parts.iter().filter(|part| part.is_placed()).count().max(1);
        for way in self.ways.chunks_exact(stride) {
            let (start, end) = (way[0].start, way[stride - 1].end);
            let candidate = |concept, row| Candidate { concept, row, start, end };
            if let Some(noted) = &mut self.noted {
                let words = (joined.words_before + start, joined.words_before + end);
                noted.phrases.push(NotedPhrase { target: lexicon.target(composite), words });
            }
            match ruleset.targets[lexicon.target(composite) as usize] {
                Target::Mention { concept, row } => {
                    let candidate = candidate(concept, row);
                    let mut mention = mention(&self.words, &candidate, joined.sentence, joined.words_before);
                    let told = |other: &Mention| {
                        other.concept == concept && other.words.0 <= mention.words.0 && mention.words.1 <= other.words.1
                    };
                    if is_excepted(&candidate, &self.parted.excepts) || joined.found.iter().any(told) {
                        continue;
                    }
                    let slots = parts.iter().filter(|part| part.is_placed());
                    let slots = slots.zip(way).filter(|(part, _)| matches!(part, Part::Slot(_)));
                    mention.parts = slots.map(|(_, place)| MentionId(joined.first_mention + place.candidate)).collect();
                    mention.assertion = read(&self.words, &mention);
                    joined.found.push(mention);
                    fill(ruleset, concept, &mut self.slots_here, |late| {
                        let rest = &self.waiting[next..];
                        if late > composite
                            && let Err(place) = rest.binary_search(&late)
                        {
                            self.waiting.insert(next + place, late);
                        }
                    });
                }
                Target::Except { concept, row } => late.excepts.push(candidate(concept, row)),
                Target::Signal(signal) => {
                    let slots = parts.iter().filter(|part| part.is_placed()).zip(way);
                    let slots = slots.filter(|(part, _)| matches!(part, Part::Slot(_)));
                    let number = self.parted.signals.len();
                    late.resting.extend(slots.map(|(_, place)| (number, place.candidate as usize)));
                    self.parted.signals.push(SignalHit { signal, start: start as usize, end: end as usize });
                }
                // Cues are read before mentions are; the compiler refuses slots in them.
                Target::Cue(_) => {}
            }
        }
    }

    /// Marks the runs and slots that the sentence has, and lists the composites that may be made of them.
    fn gather_waiting(&mut self, found: &[Mention]) {
        let waits = self.ruleset.waiting();
        self.waiting.clear();
        for (run, ..) in &self.parted.runs {
            if !std::mem::replace(&mut self.runs_here[*run as usize], true) {
                self.runs_found.push(*run);
                waits.sets_with(*run).iter().for_each(|set| self.runs_here[*set as usize] = true);
            }
        }
        for mention in found {
            fill(self.ruleset, mention.concept, &mut self.slots_here, |composite| self.waiting.push(composite));
        }
        for run in &self.runs_found {
            let here = waits.for_run(*run).iter().filter(|entry| match entry.also {
                Also::Nothing => true,
                Also::Run(run) => self.runs_here[run as usize],
                Also::Slot(slot) => self.slots_here[slot as usize],
            });
            self.waiting.extend(here.map(|entry| entry.composite));
        }
        self.waiting.sort_unstable();
        self.waiting.dedup();
    }

    fn forget_parts(&mut self, found: &[Mention]) {
        for run in self.runs_found.drain(..) {
            let sets = self.ruleset.waiting().sets_with(run);
            sets.iter().chain([&run]).for_each(|number| self.runs_here[*number as usize] = false);
        }
        for slot in found.iter().flat_map(|mention| self.ruleset.waiting().filled_by(mention.concept)) {
            self.slots_here[*slot as usize] = false;
        }
    }
}

/// Marks the slots that a mention of a concept may fill; `newly` gets the composites that wait for one of them.
fn fill(ruleset: &Ruleset, concept: ConceptId, slots_here: &mut [bool], mut newly: impl FnMut(u32)) {
    let waits = ruleset.waiting();
    for &slot in waits.filled_by(concept) {
        if !std::mem::replace(&mut slots_here[slot as usize], true) {
            waits.for_slot(slot).iter().for_each(|composite| newly(*composite));
        }
    }
}

pub(super) fn mention(words: &[Word], candidate: &Candidate, sentence: u32, words_before: u32) -> Mention {
    let first = words[candidate.start as usize];
    let last = words[candidate.end as usize - 1];
    Mention {
        concept: candidate.concept,
        row: candidate.row,
        at: Span::new(first.start as usize, last.end as usize).into(),
        words: (words_before + candidate.start, words_before + candidate.end),
        sentence,
        value: None,
        kind: None,
        parts: ThinVec::new(),
        assertion: Assertion::default(),
    }
}
