//! SARIF: valid against the published schema, within what code scanning accepts, its columns in UTF-16.

use std::process::Command;

use fairbalance::finding::{Confidence, FileReport, Level};
use fairbalance::report::run::{Checked, Settled, State};
use fairbalance::report::{Format, Options, Run};
use fairbalance::source::{Source, Span};
use fairbalance::waiver::Brief;
use fairbalance::waiver::directive::Terms;
use serde_json::Value;

use crate::{fixture, hostile, print};

/// The platform that this is built on, as `rustc` calls it.
fn platform() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let out = Command::new(rustc).arg("-vV").output().unwrap();
    let about = String::from_utf8(out.stdout).unwrap();
    about.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// The schema that OASIS published. A library for reading SARIF, used by these tests, brings it along.
fn published_schema() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let args = ["metadata", "--format-version=1", "--offline", "--locked", "--manifest-path", manifest];
    // What other platforms need may never have been fetched.
    let out = Command::new(cargo).args(args).args(["--filter-platform", &platform()]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let folder = std::path::Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("src/schema.json")).unwrap()).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    schema
}

fn validated(run: &Run, options: Options, validator: &jsonschema::Validator) -> Value {
    let text = print(Format::Sarif, run, options);
    let log: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // Another program's idea of SARIF.
    let read: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    assert_eq!(read.runs[0].results.as_ref().unwrap().len(), log["runs"][0]["results"].as_array().unwrap().len());
    // Code scanning refuses empty strings.
    fn no_empty_message(value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    assert!(!(key == "text" || key == "markdown") || value != "", "empty {key}");
                    no_empty_message(value);
                }
            }
            Value::Array(items) => items.iter().for_each(no_empty_message),
            _ => {}
        }
    }
    no_empty_message(&log);
    log
}

#[test]
fn logs_obey_the_published_schema() {
    let validator = jsonschema::validator_for(&published_schema()).unwrap();
    let log = validated(&fixture::run(), Options::default(), &validator);
    validated(&Run::default(), Options::default(), &validator);
    for text in hostile::TEXTS {
        validated(&hostile::all(text), Options::default(), &validator);
    }
    // The schema does refuse something.
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "severe".into();
    assert!(!validator.is_valid(&wrong));
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["exitCode"], 2);
    let ids: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids.len(), 5, "all active rules, also those without findings");
    for result in run["results"].as_array().unwrap() {
        assert_eq!(ids[result["ruleIndex"].as_u64().unwrap() as usize], &result["ruleId"]);
        assert!(result["partialFingerprints"].get("primaryLocationLineHash").is_none());
        // Links in the message lead to the places that are there.
        let places = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(result["message"]["text"].as_str().unwrap().matches("](").count(), places);
    }
}

#[test]
fn what_was_set_aside_is_there_where_it_is_asked_for_and_marked() {
    let validator = jsonschema::validator_for(&published_schema()).unwrap();
    let mut run = fixture::run();
    let finding = run.findings[0].finding.clone();
    let waiver = |path: &str| Brief {
        rule: finding.rule.clone(),
        path: path.into(),
        span: None,
        terms: Terms {
            reason: "[see](https://x.org) the\u{202e} trial".into(),
            until: None,
            approved_by: None,
            evidence: None,
        },
    };
    let settled = |state, waiver| Settled { finding: finding.clone(), state, waiver };
    run.settled = vec![
        settled(State::Waived, Some(waiver(&finding.path))),
        settled(State::Waived, Some(waiver("fairbalance-waivers.yml"))),
        settled(State::Baselined, None),
    ];
    // Code scanning would show them as open.
    let log = validated(&run, Options::default(), &validator);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), run.findings.len());
    let log = validated(&run, Options { excused: true, ..Options::default() }, &validator);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let told = |result: &Value| {
        let only = &result["suppressions"][0];
        (only["kind"].as_str().unwrap().to_owned(), only["justification"].as_str().unwrap().to_owned())
    };
    let (open, aside) = results.split_at(run.findings.len());
    assert!(open.iter().all(|result| result.get("suppressions").is_none()));
    assert_eq!(told(&aside[0]), ("inSource".into(), "[see] (https://x.org) the\\u{202e} trial".into()));
    assert_eq!(told(&aside[1]).0, "external");
    assert_eq!(told(&aside[2]), ("external".into(), "accepted earlier: the baseline lists it".into()));
}

#[test]
fn columns_count_utf16_units() {
    let source = Source::from_text("a.md", "😀 é cures\n");
    let start = source.text().find("cures").unwrap();
    let log: Value = serde_json::from_str(&print(
        Format::Sarif,
        &hostile::located(source.locate(Span::new(start, start + 5))),
        Options::default(),
    ))
    .unwrap();
    assert_eq!(log["runs"][0]["columnKind"], "utf16CodeUnits");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&6.into(), &11.into()));
    assert_eq!((&region["byteOffset"], &region["byteLength"]), (&8.into(), &5.into()));
}

/// Many findings, each with some `bytes` of text that does not compress, and every hundredth an error.
fn many(count: usize, bytes: usize) -> Run {
    let mut seed = 1u64;
    let mut noise = || {
        let mut text = String::new();
        while text.len() < bytes {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(&format!("{:x}", seed >> 8));
        }
        text
    };
    let model = hostile::one("cure", 0, 4).findings.remove(0).finding;
    let findings = (0..count)
        .map(|i| {
            let mut finding = model.clone();
            finding.level = if i % 100 == 99 { Level::Error } else { Level::Warning };
            finding.message = noise();
            finding.fingerprint = format!("v1:{i}");
            finding
        })
        .collect();
    let mut run = Run::default();
    run.add([Checked::new(FileReport { findings, candidates: count, ..FileReport::default() }, &[], Confidence::Low)]);
    run
}

fn results_and_errors(log: &Value) -> (usize, usize) {
    let results = log["runs"][0]["results"].as_array().unwrap();
    (results.len(), results.iter().filter(|result| result["level"] == "error").count())
}

fn told(log: &Value) -> String {
    log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string()
}

#[test]
fn what_code_scanning_would_refuse_is_left_out_and_said() {
    let run = many(25_100, 10);
    let log: Value = serde_json::from_str(&print(Format::Sarif, &run, Options::default())).unwrap();
    assert_eq!(results_and_errors(&log), (25_000, 251));
    assert!(told(&log).contains("100 findings not in this file") && told(&log).contains("shows 5,000"));
    let few = Options { max_findings: Some(3), ..Options::default() };
    let log: Value = serde_json::from_str(&print(Format::Sarif, &run, few)).unwrap();
    assert_eq!(results_and_errors(&log), (3, 3));
    assert!(told(&log).contains("25,097 findings not in this file"));
}

#[test]
fn a_log_too_large_when_compressed_is_cut() {
    let run = many(3_000, 8_000);
    let text = print(Format::Sarif, &run, Options::default());
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
    assert!(encoder.finish().unwrap().len() < 10_000_000);
    let log: Value = serde_json::from_str(&text).unwrap();
    let (results, errors) = results_and_errors(&log);
    assert!(results > 500 && results < 3_000, "{results}");
    assert_eq!(errors, 30, "the most severe stay");
    assert!(told(&log).contains("findings not in this file"));
}
