//! Each stage and the whole check over the made-up sites: `cargo bench --bench pipeline`.

#[path = "corpus/mod.rs"]
mod corpus;

use std::hint::black_box;

use corpus::{Density, Markup, page};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fairbalance::extract::{Format, extract};
use fairbalance::judge::{Judge, PageFacts, Settings};
use fairbalance::linter::{Linter, Page};
use fairbalance::mention::Finder;
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;

const PAGE: usize = 1_000_000;

fn stages(criterion: &mut Criterion) {
    let Some(Ok(ruleset)) = Ruleset::built_in(&pack::built_in_names()) else { return };
    let facts = PageFacts::default();
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10);
    for (markup, format) in [(Markup::Markdown, Format::Markdown), (Markup::Html, Format::Html)] {
        for density in [Density::Sparse, Density::Dense] {
            let source = Source::from_text("page", page(1, PAGE, markup, density));
            let name = format!("{markup:?}-{density:?}").to_lowercase();
            group.throughput(Throughput::Bytes(source.text().len() as u64));
            group
                .bench_function(BenchmarkId::new("extract", &name), |b| b.iter(|| black_box(extract(&source, format))));
            group.bench_function(BenchmarkId::new("extract and find", &name), |b| {
                b.iter(|| black_box(Finder::new(&ruleset).run(extract(&source, format))));
            });
            let analysis = Finder::new(&ruleset).run(extract(&source, format));
            group.bench_function(BenchmarkId::new("judge", &name), |b| {
                b.iter(|| black_box(Judge::new(&analysis, &source, &facts, &[], Settings::default()).run()));
            });
            group.bench_function(BenchmarkId::new("check", &name), |b| {
                let linter = Linter::new(&ruleset).with(Settings::default());
                let page = Page { source: &source, format, facts: &facts, layouts: &[] };
                b.iter(|| black_box(linter.check(&page)));
            });
        }
    }
    group.finish();
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.sample_size(20);
    let names = pack::built_in_names();
    group.bench_function("compiled", |b| b.iter(|| black_box(Ruleset::built_in(&names))));
    let files = pack::built_in(&names).unwrap_or_default();
    group.bench_function("from YAML", |b| b.iter(|| black_box(Ruleset::compile(&files).is_ok())));
    group.finish();
}

criterion_group!(benches, stages, start);
criterion_main!(benches);
