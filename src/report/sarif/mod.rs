//! SARIF 2.1.0, as GitHub's code scanning reads it. A file beyond its limits would be refused as a whole, so the least
//! severe findings are left out then, and the log says how many. Code scanning shows a suppressed result like any other,
//! so what was waived or accepted earlier is in the log only where it was asked for.

mod results;
mod rules;

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use super::json::spelled;
use super::run::{Run, Settled, Shown};
use super::selection::{self, Selection};
use super::{Format, Options, escape, text};
use crate::rule::PackInfo;

/// Code scanning refuses files with more results.
const RESULTS: usize = 25_000;
/// Of more results, code scanning shows the most severe.
const RESULTS_SHOWN: usize = 5_000;
/// Code scanning refuses files that are larger when compressed; a little is left for compressors that do worse.
const COMPRESSED_BYTES: usize = 9_500_000;

/// Writes the log, and yields how many findings it leaves out: whoever reads the results alone is not told.
pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<usize> {
    let (bytes, left_out) = within_limits(run, options)?;
    out.write_all(&bytes)?;
    Ok(left_out)
}

fn within_limits(run: &Run, options: &Options) -> io::Result<(Vec<u8>, usize)> {
    let Selection { listed, mut left_out } = options.select(Format::Sarif, run);
    let mut selection = selection::most_severe(listed.into_iter(), RESULTS);
    let mut settled = if options.excused { &run.settled[..] } else { &[] };
    settled = &settled[..settled.len().min(RESULTS - selection.listed.len())];
    loop {
        left_out += selection.left_out;
        let mut bytes = Vec::new();
        spelled::write(&log(run, &selection.listed, settled, left_out), &mut bytes)?;
        let size = compressed(&bytes)?;
        let results = selection.listed.len();
        if size <= COMPRESSED_BYTES || results + settled.len() == 0 {
            return Ok((bytes, left_out));
        }
        if !settled.is_empty() {
            // What counts against nobody goes first.
            settled = &[];
            continue;
        }
        // Somewhat fewer than the share that fits: sizes vary.
        let fitting = results as u128 * COMPRESSED_BYTES as u128 / size as u128 * 9 / 10;
        selection = selection::most_severe(selection.listed.into_iter(), fitting as usize);
    }
}

/// Only measured where it can matter.
fn compressed(bytes: &[u8]) -> io::Result<usize> {
    if bytes.len() <= COMPRESSED_BYTES {
        return Ok(bytes.len());
    }
    let mut encoder = GzEncoder::new(Counter(0), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.0)
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log(run: &Run, listed: &[&Shown], settled: &[Settled], left_out: usize) -> Value {
    let open = listed.iter().map(|shown| &shown.finding);
    let rules = rules::Rules::of(run, open.clone().chain(settled.iter().map(|settled| &settled.finding)));
    let suppressed = settled.iter().map(|settled| results::suppressed(settled, &rules));
    let results: Vec<Value> = open.map(|finding| results::result(finding, &rules)).chain(suppressed).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver(run, &rules)},
            // The slash makes it a category without a run number.
            "automationDetails": {"id": "fairbalance/"},
            "columnKind": "utf16CodeUnits",
            "invocations": [invocation(run, results.len(), left_out)],
            "results": results,
        }],
    })
}

fn driver(run: &Run, rules: &rules::Rules) -> Value {
    let packs: Vec<Value> = run
        .packs
        .iter()
        .map(|PackInfo { name, version, digest }| json!({"name": name, "version": version, "digest": digest}))
        .collect();
    let mut driver = Map::new();
    driver.insert("name".to_owned(), "fairbalance".into());
    // An empty string is no version to code scanning.
    if !run.version.is_empty() {
        driver.insert("semanticVersion".to_owned(), run.version.as_str().into());
    }
    driver.insert("rules".to_owned(), rules.descriptors());
    driver.insert("properties".to_owned(), json!({"packs": packs}));
    driver.into()
}

fn invocation(run: &Run, results: usize, left_out: usize) -> Value {
    let coverage = &run.coverage;
    let summary = serde_json::to_value(run.summary).unwrap_or_default();
    json!({
        "executionSuccessful": run.complete,
        "exitCode": run.exit_code,
        "toolExecutionNotifications": notifications(run, results, left_out),
        "properties": {
            "date": run.date,
            "summary": summary,
            "coverage": {
                "files": coverage.files,
                "words": coverage.words,
                "offTopic": coverage.off_topic,
                "bytesRead": coverage.bytes.read,
                "bytesNotProse": coverage.bytes.not_prose,
                "bytesNotRead": coverage.unread(),
                "percent": coverage.share().percent(),
                "skipped": coverage.skipped,
                "unknownTypes": coverage.unknown_types,
                "otherTypes": coverage.other_types,
            },
        },
    })
}

fn notifications(run: &Run, results: usize, left_out: usize) -> Vec<Value> {
    let notification = |level: &str, id: &str, text: String| json!({"level": level, "descriptor": {"id": format!("fairbalance/{id}")}, "message": {"text": text}});
    let problems = run.problems.iter().map(|problem| {
        let mut told = notification(
            "error",
            &escape::text(&problem.kind),
            rules::text_or(&results::plain(&problem.message), &problem.kind),
        );
        if !problem.path.is_empty() {
            let place = json!({"physicalLocation": {"artifactLocation": {"uri": results::uri(&problem.path)}}});
            told["locations"] = json!([place]);
        }
        told
    });
    let mut all: Vec<Value> = problems.collect();
    if left_out > 0 {
        let counted = format!("{} not in this file; it holds the most severe.", text::count(left_out, "finding"));
        all.push(notification("warning", "left-out", counted));
    }
    if results > RESULTS_SHOWN {
        let shown = format!("Code scanning shows {} of these results.", text::thousands(RESULTS_SHOWN));
        all.push(notification("warning", "not-shown", shown));
    }
    let read = results::plain(&text::coverage(&run.coverage));
    let counts = text::sentence(&text::counts(run));
    all.push(notification("note", "coverage", format!("{counts} {read} No findings does not mean compliant.")));
    all
}
