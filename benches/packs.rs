//! Loading a team's own pack: 500 rules with 20,000 phrases, beside the shared vocabulary. `cargo bench --bench packs`.

#[path = "corpus/dice.rs"]
mod dice;
#[path = "corpus/pack.rs"]
mod team;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fairbalance::rule::{Ruleset, pack};
use team::{PHRASES, RULES, team_pack};

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    let own = team_pack(7);
    let with = |names: &[&str]| {
        let mut files = pack::built_in(names).unwrap_or_default();
        files.extend(own.iter().cloned());
        files
    };
    for (name, files) in [
        ("the vocabulary alone".to_owned(), pack::built_in(&[]).unwrap_or_default()),
        (format!("{RULES} rules, {PHRASES} phrases"), with(&[])),
        (format!("{RULES} rules, {PHRASES} phrases, and every built-in pack"), with(&pack::built_in_names())),
    ] {
        if let Err(errors) = Ruleset::load(&files) {
            panic!("{} mistakes, the first: {}", errors.len(), errors[0].message);
        }
        group.bench_function(&name, |b| b.iter(|| black_box(Ruleset::load(&files).is_ok())));
        group.bench_function(format!("{name}, from YAML"), |b| b.iter(|| black_box(Ruleset::compile(&files).is_ok())));
    }
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
