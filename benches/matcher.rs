//! The choice of automaton, measured: our trie of whole words against `aho-corasick`'s contiguous NFA, on the same
//! literal phrases of the built-in packs and the same text. `cargo bench --bench matcher`.

#[path = "corpus/mod.rs"]
mod corpus;

use std::hint::black_box;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use corpus::{Density, Dice, Markup, page};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fairbalance::language::words::words;
use fairbalance::phrase::lexicon::{Lexicon, LexiconBuilder};
use fairbalance::phrase::parse::parse;
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Span;

/// Some of the packs' phrases that both ways can hold: letters, digits and single spaces.
fn phrases(count: usize) -> Vec<String> {
    let Some(Ok(ruleset)) = Ruleset::built_in(&pack::built_in_names()) else { return Vec::new() };
    let plain = |phrase: &String| phrase.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' ');
    let mut all: Vec<String> = ruleset.literal_phrases().into_iter().filter(plain).collect();
    let mut dice = Dice::new(11);
    for at in (1..all.len()).rev() {
        all.swap(at, dice.below(at + 1));
    }
    all.truncate(count);
    all
}

fn trie(phrases: &[String]) -> Lexicon {
    let mut builder = LexiconBuilder::new();
    for (number, phrase) in phrases.iter().enumerate() {
        if let Ok(parsed) = parse(phrase) {
            // Plain phrases have no slots to ask about.
            let _ = builder.add(&parsed, number as u32, &mut |_, _, _| Ok(0));
        }
    }
    builder.build()
}

fn automaton(phrases: &[String]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::ContiguousNFA));
    builder.build(phrases).ok()
}

fn compare(criterion: &mut Criterion) {
    let text = page(3, 2_000_000, Markup::Markdown, Density::Sparse);
    for count in [2_000, 20_000] {
        let phrases = phrases(count);
        let mut group = criterion.benchmark_group(format!("{} phrases", phrases.len()));
        group.sample_size(10);
        group.bench_function("build the trie", |b| b.iter(|| black_box(trie(&phrases))));
        group.bench_function("build the automaton", |b| b.iter(|| black_box(automaton(&phrases))));
        group.throughput(Throughput::Bytes(text.len() as u64));
        let lexicon = trie(&phrases);
        let (mut cut, mut ids, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        // The words are cut for other stages anyway, but the cut is counted here.
        group.bench_function(BenchmarkId::new("scan", "words and trie"), |b| {
            b.iter(|| {
                cut.clear();
                hits.clear();
                words(&text, Span::new(0, text.len()), &mut cut);
                lexicon.identify(&text, &cut, &mut ids);
                lexicon.scan(&text, &cut, &ids, &mut hits);
                black_box(hits.len())
            });
        });
        if let Some(automaton) = automaton(&phrases) {
            eprintln!("{} phrases: the automaton takes {} KB", phrases.len(), automaton.memory_usage() / 1000);
            let whole = |start: usize, end: usize| {
                let part = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
                !part(text.as_bytes().get(end)) && !part(start.checked_sub(1).and_then(|at| text.as_bytes().get(at)))
            };
            group.bench_function(BenchmarkId::new("scan", "automaton"), |b| {
                b.iter(|| automaton.find_overlapping_iter(&text).filter(|hit| whole(hit.start(), hit.end())).count());
            });
        }
        eprintln!("{} phrases: the trie takes {} KB", phrases.len(), lexicon.memory() / 1000);
        group.finish();
    }
}

criterion_group!(benches, compare);
criterion_main!(benches);
