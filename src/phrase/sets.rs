//! Joined phrases that differ in one run of words alone, kept as one with a set of runs: words to choose from on both
//! sides of a gap multiply out.

use rustc_hash::FxHashMap;

use super::composite::{Composite, Part};
use super::lexicon::Target;

/// Composites in which [`Part::Run`] may also name a set of runs. Sets are numbered from the number of runs on.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) composites: Vec<Composite>,
    pub(super) sets: Vec<Vec<u32>>,
}

/// A composite while it is gathered: by part, what may stand there.
struct Wide {
    target: Target,
    parts: Vec<Vec<Part>>,
}

/// Gathers composites that follow one another. Multiplied out by [`variants`] they are the same in the same order.
pub(super) fn gather(composites: &[Composite], runs: u32) -> Gathered {
    let mut gathered = Gathered::default();
    let mut numbers: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
    let mut number = |set: Vec<u32>| {
        let fresh = runs + gathered.sets.len() as u32;
        *numbers.entry(set).or_insert_with_key(|set| {
            gathered.sets.push(set.clone());
            fresh
        })
    };
    for alike in composites.chunk_by(are_alike) {
        if let [only] = alike {
            gathered.composites.push(only.clone());
            continue;
        }
        let wide = |composite: &Composite| Wide {
            target: composite.target,
            parts: composite.parts.iter().map(|part| vec![*part]).collect(),
        };
        let mut all: Vec<Wide> = alike.iter().map(wide).collect();
        // The last part varies fastest, so it is gathered first.
        for at in (0..alike[0].parts.len()).rev() {
            all = gather_at(at, all);
        }
        for wide in all {
            let part = |choices: Vec<Part>| match choices[..] {
                [only] => only,
                _ => Part::Run(number(choices.iter().filter_map(Part::run).collect())),
            };
            let parts = wide.parts.into_iter().map(part).collect();
            gathered.composites.push(Composite { target: wide.target, parts });
        }
    }
    gathered
}

/// Whether two composites differ in runs alone.
fn are_alike(one: &Composite, other: &Composite) -> bool {
    let alike = |(a, b): (&Part, &Part)| a == b || (a.run().is_some() && b.run().is_some());
    one.target == other.target && one.parts.len() == other.parts.len() && one.parts.iter().zip(&other.parts).all(alike)
}

/// Joins neighbours that differ in the part at `at` alone.
fn gather_at(at: usize, all: Vec<Wide>) -> Vec<Wide> {
    let mut joined: Vec<Wide> = Vec::with_capacity(all.len());
    for next in all {
        match joined.last_mut() {
            Some(last)
                if next.parts[at][0].run().is_some()
                    && last.parts[..at] == next.parts[..at]
                    && last.parts[at + 1..] == next.parts[at + 1..] =>
            {
                last.parts[at].extend(&next.parts[at]);
            }
            _ => joined.push(next),
        }
    }
    joined
}

/// Every way to take one run for each part. `choose` tells what may be taken for a number, in order: runs of a set; where
/// it tells nothing, the number stands for itself. The last part varies fastest. `variants` gets one after the other.
pub fn variants(parts: &[Part], choose: impl Fn(u32, &mut Vec<u32>), variants: &mut Vec<Part>) {
    variants.clear();
    variants.extend_from_slice(parts);
    let mut runs: Vec<u32> = Vec::new();
    for (at, number) in parts.iter().enumerate().filter_map(|(at, part)| Some((at, part.run()?))) {
        runs.clear();
        choose(number, &mut runs);
        match runs[..] {
            [] => {}
            [only] => variants.chunks_mut(parts.len()).for_each(|variant| variant[at] = Part::Run(only)),
            _ => {
                let before = std::mem::take(variants);
                for (variant, run) in before.chunks(parts.len()).flat_map(|one| runs.iter().map(move |run| (one, run)))
                {
                    let start = variants.len();
                    variants.extend_from_slice(variant);
                    variants[start + at] = Part::Run(*run);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUNS: u32 = 4;

    fn composite(code: u32) -> Composite {
        let run = |shift: u32| Part::Run(code >> shift & (RUNS - 1));
        let between = if code >> 8 & 1 == 0 { Part::Gap(6) } else { Part::Slot(0) };
        Composite { target: code >> 9 & 1, parts: vec![run(0), between, run(2), Part::Comma, run(4)] }
    }

    proptest! {
        #[test]
        fn what_is_gathered_stands_for_the_same_in_the_same_order(
            mut codes in prop::collection::vec(0u32..1024, 0..80), sorts in any::<bool>()
        ) {
            if sorts {
                codes.sort_unstable();
            }
            let composites: Vec<Composite> = codes.into_iter().map(composite).collect();
            let gathered = gather(&composites, RUNS);
            let mut all = Vec::new();
            for Composite { target, parts } in &gathered.composites {
                let mut found = Vec::new();
                let choose = |run: u32, choices: &mut Vec<u32>| {
                    choices.extend(run.checked_sub(RUNS).into_iter().flat_map(|set| &gathered.sets[set as usize]));
                };
                variants(parts, choose, &mut found);
                let variants = found.chunks(parts.len());
                all.extend(variants.map(|parts| Composite { target: *target, parts: parts.to_vec() }));
            }
            prop_assert_eq!(all, composites);
        }
    }

    #[test]
    fn words_to_choose_from_on_both_sides_are_one() {
        let pairs = (0..4).flat_map(|a| (0..4).map(move |b| vec![Part::Run(a), Part::Gap(6), Part::Run(b)]));
        let composites: Vec<Composite> = pairs.map(|parts| Composite { target: 0, parts }).collect();
        let gathered = gather(&composites, 4);
        assert_eq!(gathered.composites.len(), 1);
        assert_eq!(gathered.sets, [[0, 1, 2, 3]]);
    }
}
