//! Matching in one pass finds what each phrase finds alone, read naively from what the phrase language promises.

mod copy;
mod joined;
mod naive;
mod phrases;

use fairbalance::language::words::{Gap, Word, words};
use fairbalance::phrase::composite::{self, Part, Place};
use fairbalance::phrase::lexicon::{Found, Hit, Lexicon, LexiconBuilder};
use fairbalance::phrase::parse::parse;
use fairbalance::source::Span;
use proptest::prelude::*;

use copy::{Copy, copy, copy_of};
use phrases::{Seq, phrase, written};

/// A phrase's number and the words it was found at.
type Hits = Vec<(u32, u32, u32)>;

const SLOTS: &[&str] = &["number", "thing"];

fn lexicon(phrases: &[Seq]) -> Lexicon {
    let mut builder = LexiconBuilder::new();
    for (number, phrase) in phrases.iter().enumerate() {
        let text = written(phrase);
        let parsed = parse(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let mut slot = |name: &str, _: &[String], _| Ok(SLOTS.iter().position(|known| *known == name).unwrap() as u32);
        builder.add(&parsed, number as u32, &mut slot).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    }
    builder.build()
}

/// What the lexicon and its composites find in one sentence.
fn found(lexicon: &Lexicon, copy: &Copy) -> Hits {
    let text = copy.text();
    let mut cut: Vec<Word> = Vec::new();
    words(&text, Span::new(0, text.len()), &mut cut);
    assert_eq!(cut.len(), copy.tokens.len(), "words of {text:?}");
    let (mut ids, mut hits) = (Vec::new(), Vec::new());
    lexicon.identify(&text, &cut, &mut ids);
    lexicon.scan(&text, &cut, &ids, &mut hits);
    let mut all: Hits = Vec::new();
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for Hit { start, end, found } in hits {
        match found {
            Found::Target(target) => all.push((target, start, end)),
            Found::Run(run) => runs.push((run, start, end)),
        }
    }
    let slots: Vec<Vec<Place>> = SLOTS.iter().map(|name| copy.mentions(name)).collect();
    let gap = |word: u32| cut.get(word as usize).map_or(Gap::Closed, |word| word.gap);
    for composite in (0..lexicon.composites() as u32).flat_map(|number| lexicon.variants(number)) {
        let parts = composite.parts.as_slice();
        let lists: Vec<Vec<Place>> = parts
            .iter()
            .map(|part| match part {
                Part::Gap(_) | Part::Comma => Vec::new(),
                Part::Slot(slot) => slots[*slot as usize].clone(),
                Part::Run(run) => {
                    let own = runs.iter().filter(|(number, ..)| number == run);
                    own.map(|(_, start, end)| Place { start: *start, end: *end, candidate: 0 }).collect()
                }
            })
            .collect();
        let places = |at: usize| lists[at].as_slice();
        let mut ways = Vec::new();
        composite::find(parts, &places, &gap, &mut ways);
        let stride = parts.iter().filter(|part| part.is_placed()).count();
        let target = composite.target;
        all.extend(ways.chunks(stride).map(|way| (target, way[0].start, way[stride - 1].end)));
    }
    sorted(all)
}

fn expected(phrases: &[Seq], copy: &Copy) -> Hits {
    let hits = phrases.iter().enumerate().flat_map(|(number, phrase)| {
        naive::find(phrase, copy).into_iter().map(move |(start, end)| (number as u32, start, end))
    });
    sorted(hits.collect())
}

fn sorted(mut hits: Hits) -> Hits {
    hits.sort_unstable();
    hits.dedup();
    hits
}

fn assert_same(phrases: &[Seq], copy: &Copy) {
    let shown: Vec<String> = phrases.iter().map(written).collect();
    assert_eq!(found(&lexicon(phrases), copy), expected(phrases, copy), "{shown:#?} in {:?}", copy.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn one_pass_finds_what_each_phrase_finds_alone(
        phrases in prop::collection::vec(phrase(), 1..8),
        copy in copy(0..14),
    ) {
        assert_same(&phrases, &copy);
    }

    /// Copy made of the phrase's own words, so that long phrases are met as well.
    #[test]
    fn a_phrase_is_found_among_its_own_words(
        (phrases, copy) in prop::collection::vec(phrase(), 1..4).prop_flat_map(|phrases| {
            let own: Vec<String> = phrases.iter().flat_map(phrases::words_of).collect();
            (Just(phrases), copy_of(own, 1..10))
        }),
    ) {
        assert_same(&phrases, &copy);
    }
}
