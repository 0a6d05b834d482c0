//! JSON version 1 is a contract: its schema is committed, and what is written obeys it.

use fairbalance::finding::{Confidence, FileReport};
use fairbalance::report::run::Checked;
use fairbalance::report::{Format, Options, Run, json};
use serde_json::Value;

use crate::{fixture, print};

const SCHEMA: &str = "docs/schema/report-v1.schema.json";

/// To write the schema anew: `UPDATE_SCHEMA=1 cargo test --test reports schema`.
#[test]
fn the_committed_schema_is_the_one_of_the_code() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let now = serde_json::to_string_pretty(&json::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == now, "{SCHEMA} is out of date: UPDATE_SCHEMA=1 cargo test --test reports schema");
}

/// Panics with every place at which `report` breaks the schema.
pub fn validate(report: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap();
    let validator = jsonschema::validator_for(&json::schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

#[test]
fn reports_obey_the_schema() {
    for run in [fixture::run(), Run::default()] {
        for excused in [false, true] {
            validate(&print(Format::Json, &run, Options { excused, ..Options::default() }));
        }
    }
}

#[test]
fn the_schema_refuses_what_is_not_a_report() {
    let validator = jsonschema::validator_for(&json::schema()).unwrap();
    let good = validate(&print(Format::Json, &fixture::run(), Options::default()));
    for (pointer, wrong) in [
        ("/version", Value::from(2)),
        ("/findings/0/level", Value::from("severe")),
        ("/findings/0/span", Value::from("1-2")),
        ("/summary/errors", Value::from(-1)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
    for (holder, key) in [("", "excused"), ("/findings/0", "waiver"), ("/findings/0", "span"), ("/tool", "config")] {
        let mut bad = good.clone();
        bad.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        assert!(!validator.is_valid(&bad), "{holder} without {key}");
    }
    // Readers ignore what they do not know, so that fields can be added.
    let mut more = good.clone();
    more["findings"][0]["new"] = Value::from(true);
    assert!(validator.is_valid(&more));
}

#[test]
fn excused_candidates_are_listed_only_when_asked_for_and_always_counted() {
    for (excused, listed) in [(false, 0), (true, 1)] {
        let report = validate(&print(Format::Json, &fixture::run(), Options { excused, ..Options::default() }));
        assert_eq!(report["excused"].as_array().unwrap().len(), listed);
        assert_eq!(report["summary"]["excused"], 1);
    }
}

#[test]
fn the_counts_add_up_to_the_candidates() {
    let report = validate(&print(Format::Json, &fixture::run(), Options::default()));
    let summary = report["summary"].as_object().unwrap();
    let parts: u64 = summary.iter().filter(|(key, _)| *key != "candidates").map(|(_, n)| n.as_u64().unwrap()).sum();
    assert_eq!(summary["candidates"], parts);
    assert_eq!(summary["below_threshold"], 1);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let all = fixture::run();
    let files = || {
        all.findings.iter().map(|shown| {
            let report = FileReport { findings: vec![shown.finding.clone()], candidates: 1, ..FileReport::default() };
            Checked::new(report, &[], Confidence::Low)
        })
    };
    let mut forwards = Run::default();
    forwards.add(files());
    let mut backwards = Run::default();
    backwards.add(files().collect::<Vec<_>>().into_iter().rev());
    let print = |run: &Run| print(Format::Json, run, Options::default());
    assert_eq!(print(&forwards), print(&backwards));
    assert_eq!(forwards.summary.findings(), 3);
}
