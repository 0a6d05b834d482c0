//! As JSON, for tools.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::TestRun;
use crate::report::json::{schema_of, spelled};
use crate::rule::examples::{Verdict, WeakKind};
use crate::source::{Location, Source};

#[derive(Serialize, JsonSchema)]
struct Report<'a> {
    version: u8,
    exit_code: u8,
    rules: usize,
    examples: usize,
    failures: Vec<Failure<'a>>,
    weak: Vec<Weak<'a>>,
    /// `null` unless `--coverage` asked for it.
    phrases: Option<Vec<Phrases<'a>>>,
}

#[derive(Serialize, JsonSchema)]
struct Failure<'a> {
    rule: &'a str,
    verdict: Verdict,
    message: &'a str,
    example: &'a str,
    because: &'a [String],
    path: &'a str,
    #[serde(flatten)]
    location: Location,
}

#[derive(Serialize, JsonSchema)]
struct Weak<'a> {
    rule: &'a str,
    kind: WeakKind,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    #[serde(flatten)]
    location: Location,
}

#[derive(Serialize, JsonSchema)]
struct Phrases<'a> {
    owner: &'a str,
    phrases: usize,
    unused: Vec<Unused<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Unused<'a> {
    phrase: &'a str,
    path: &'a str,
    #[serde(flatten)]
    location: Location,
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    schema_of::<Report>("fairbalance test, version 1")
}

pub fn write(run: &TestRun, out: &mut dyn io::Write) -> io::Result<()> {
    let failures = run.failures().map(|failure| Failure {
        rule: &failure.rule,
        verdict: failure.verdict,
        message: &failure.place.message,
        example: &failure.example,
        because: &failure.trace,
        path: &failure.place.file,
        location: super::place(&failure.place),
    });
    let weak = run.weak().map(|(rule, weak)| Weak {
        rule,
        kind: weak.kind,
        message: &weak.place.message,
        help: weak.place.hint.as_deref(),
        path: &weak.place.file,
        location: super::place(&weak.place),
    });
    let report = Report {
        version: 1,
        exit_code: run.exit_code,
        rules: run.tested.len(),
        examples: run.examples(),
        failures: failures.collect(),
        weak: weak.collect(),
        phrases: run.phrases.map(|owners| owners.iter().map(phrases).collect()),
    };
    spelled::write(&report, out)
}

fn phrases<'a>(owner: &'a crate::rule::phrase_use::PhraseUse<'a>) -> Phrases<'a> {
    let source = owner.unused.first().map(|first| Source::from_text(first.file.name.as_str(), &*first.file.text));
    let locate = |source: &Source, span: crate::source::Span| source.locate(span.within(source.text()));
    let unused = owner.unused.iter().filter_map(|phrase| {
        let location = locate(source.as_ref()?, phrase.span);
        Some(Unused { phrase: &phrase.text, path: &phrase.file.name, location })
    });
    Phrases { owner: owner.owner, phrases: owner.phrases, unused: unused.collect() }
}
