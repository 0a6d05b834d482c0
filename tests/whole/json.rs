//! JSON version 1 as the program writes it: valid by the committed schema, with spans of the files on disk.

use std::path::Path;

use fairbalance::source::Span;
use serde_json::Value;
use tempfile::TempDir;

use crate::exactness::slice;
use crate::program::{report, run};
use crate::root;

fn validate(report: &Value) {
    let schema = std::fs::read_to_string(root().join("docs/schema/report-v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> = validator.iter_errors(report).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn span(value: &Value) -> Span {
    let at = |key: &str| value[key].as_u64().unwrap_or_else(|| panic!("no span: {value}")) as usize;
    Span::new(at("start"), at("end"))
}

/// Every `span` beside a `text` is where that text stands in the file of its `path`.
fn assert_spans(value: &Value, folder: &Path, path: Option<&str>, seen: &mut usize) {
    let path = value.get("path").and_then(Value::as_str).or(path);
    if let (Some(text), Some(at), Some(path)) = (value.get("text"), value.get("span"), path)
        && !at.is_null()
    {
        let bytes = std::fs::read(folder.join(path)).unwrap();
        assert_eq!(slice(&bytes, span(at)), text.as_str().unwrap(), "{path}");
        *seen += 1;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| assert_spans(item, folder, path, seen)),
        Value::Object(entries) => entries.values().for_each(|entry| assert_spans(entry, folder, path, seen)),
        _ => {}
    }
}

fn assert_sums(report: &Value) {
    let summary = report["summary"].as_object().unwrap();
    let parts: u64 = summary.iter().filter(|(key, _)| *key != "candidates").map(|(_, n)| n.as_u64().unwrap()).sum();
    assert_eq!(summary["candidates"], parts, "{summary:?}");
    let levels = ["error", "warning", "note"]
        .map(|level| report["findings"].as_array().unwrap().iter().filter(|finding| finding["level"] == level).count());
    assert_eq!(
        levels.map(Value::from),
        [&summary["errors"], &summary["warnings"], &summary["notes"]].map(Clone::clone)
    );
}

/// Every rule named has its card, every authority of a finding is one of its rule's.
fn assert_cards(report: &Value) {
    for finding in report["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        assert!(report["rules"].get(rule).is_some(), "{rule} is not among the rules of the report");
        for folded in finding["folded"].as_array().unwrap() {
            assert!(report["rules"].get(folded["rule"].as_str().unwrap()).is_some(), "{folded}");
        }
    }
}

#[test]
fn the_example_site_obeys_the_schema_and_its_spans_are_bytes_on_disk() {
    for flags in [&["--excused"][..], &["--min-confidence", "low"]] {
        let report = report(root(), &[&["examples", "--format", "json"], flags].concat());
        validate(&report);
        let mut seen = 0;
        assert_spans(&report, root(), None, &mut seen);
        assert!(seen > 20, "{seen} places");
        assert_sums(&report);
        assert_cards(&report);
    }
}

#[test]
fn hostile_copy_obeys_the_schema() {
    let folder = TempDir::new().unwrap();
    let copy = "# \u{1b}]0;owned\u{7} \u{202e}erucs\u{202c}\r\n\r\nOur 😀 \u{1b}[31mdrops\u{1b}[0m have no\u{7f} side \u{202e}effects.\r\n\
                ::error::<script>alert(1)</script> \u{10348} It is clinically\u{0b} proven.\r\n";
    std::fs::write(folder.path().join("a.md"), copy).unwrap();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(copy.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(folder.path().join("b.md"), utf16).unwrap();
    std::fs::write(folder.path().join("c.html"), copy.replace("\r\n", "\r")).unwrap();
    std::fs::write(folder.path().join("it's \"100%\" & <new>.txt"), copy).unwrap();
    let report = report(folder.path(), &[".", "--format", "json", "--excused"]);
    validate(&report);
    let mut seen = 0;
    assert_spans(&report, folder.path(), None, &mut seen);
    assert!(seen >= 8, "{seen} places");
    assert_sums(&report);
    let findings = report["findings"].as_array().unwrap();
    for path in ["a.md", "b.md", "c.html", "it's \"100%\" & <new>.txt"] {
        assert!(
            findings.iter().any(|finding| finding["path"] == path && finding["rule"] == "us-health/no-side-effects"),
            "{path}"
        );
    }
    // The same place in two encodings has other bytes and the same line and columns.
    let start = |path: &str| {
        let own = |f: &&Value| f["path"] == path && f["rule"] == "us-health/no-side-effects";
        findings.iter().find(own).map(|f| (f["start"].clone(), f["span"].clone())).unwrap()
    };
    assert_eq!(start("a.md").0, start("b.md").0);
    assert_ne!(start("a.md").1, start("b.md").1);
    assert_eq!(start("a.md").0["line"], 3);
    // What is shown on a terminal holds nothing of it raw.
    for format in ["human", "concise"] {
        let out = run(folder.path(), &[".", "--format", format]);
        let text = String::from_utf8(out.stdout).unwrap();
        let raw =
            |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert_eq!(text.chars().find(raw), None, "{format}");
    }
}
