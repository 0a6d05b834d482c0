//! Claims and near misses by kind, all invented: whoever changes the reading of offers sees here what it costs.
//!
//! Each sentence of `kinds.jsonl` is a page of its own. `scripts/accuracy.py` reads the same file and tells rule by rule.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fairbalance::extract::Format;
use fairbalance::finding::{Confidence, Level};
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;

/// The least share of claims that must be found, and the most of near misses that may be, in hundredths.
const FOUND: usize = 84;
const FLAGGED: usize = 4;

#[test]
fn claims_are_found_and_their_near_misses_let_pass() {
    let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
    let mut missed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut flagged = missed.clone();
    let (mut claims, mut near_misses) = (0, 0);
    for (kind, is_claim, text) in sentences() {
        let finds = is_flagged(&ruleset, &text);
        if is_claim {
            claims += 1;
        } else {
            near_misses += 1;
        }
        match (is_claim, finds) {
            (true, false) => missed.entry(kind).or_default().push(text),
            (false, true) => flagged.entry(kind).or_default().push(text),
            _ => {}
        }
    }
    assert!(claims >= 100 && near_misses >= 100, "{claims} claims, {near_misses} near misses");
    let found = claims - missed.values().map(Vec::len).sum::<usize>();
    let alarms: usize = flagged.values().map(Vec::len).sum();
    assert!(
        found * 100 >= claims * FOUND && alarms * 100 <= near_misses * FLAGGED,
        "{found} of {claims} claims found, {alarms} of {near_misses} near misses flagged\nmissed {missed:#?}\nflagged {flagged:#?}"
    );
}

/// Kind, whether it is a claim, and the words.
fn sentences() -> Vec<(String, bool, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds/kinds.jsonl");
    let text = fs::read_to_string(path).expect("the file is there");
    let rows = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line is JSON"));
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().expect("every key is there").to_owned();
    rows.map(|row| (word(&row, "kind"), row["label"] == "violative", word(&row, "text"))).collect()
}

fn is_flagged(ruleset: &Ruleset, text: &str) -> bool {
    let source = Source::from_text("sentence.md", text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let report = Linter::new(ruleset).check(&page);
    report.findings.iter().any(|f| f.level >= Level::Warning && f.confidence >= Confidence::Medium)
}
