//! Each format in `docs/formats.md` is shown as a real run writes it, cut to one finding where it is long.

use std::io::Write;
use std::process::Stdio;

use fairbalance::report::Format;
use serde_json::Value;

use super::{RENEW, between, expect, fairbalance, read};

const PASTE: &str = "Our tea has no side effects.\n";
const RULE: &str = "us-health/no-side-effects";

#[test]
fn every_format_is_shown_by_a_real_run() {
    let mut page = read("docs/formats.md");
    for format in Format::ALL {
        assert!(page.contains(&format!("| `{}` |", format.name())), "the table has no {}", format.name());
        // The README shows the one, a page of its own the other.
        if !matches!(format, Format::Human | Format::Json) {
            page = between(&page, format.name(), &excerpt(format, &run(format.name())));
        }
    }
    expect("docs/formats.md", &page).unwrap_or_else(|path| panic!("{path} is stale; {RENEW}"));
}

fn run(format: &str) -> String {
    let name = "--stdin-filename=paste.md";
    let args = ["check", "--no-config", "--pack=us-health", "--format", format, "--today=2026-11-22", name, "-"];
    let mut child = fairbalance(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASTE.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(1), "the finding that the page shows");
    String::from_utf8(out.stdout).unwrap().replace("\r\n", "\n")
}

fn excerpt(format: Format, out: &str) -> String {
    let (language, shown) = match format {
        Format::Sarif => ("json", entry(out, "/runs/0/results", "ruleId")),
        Format::Gitlab => ("json", entry(out, "", "check_name")),
        Format::Rdjson => ("json", entry(out, "/diagnostics", "/code/value")),
        Format::Junit => ("xml", out.to_owned()),
        Format::Markdown => ("markdown", out.to_owned()),
        _ => ("text", out.to_owned()),
    };
    assert!(shown.contains(RULE), "{}: {shown}", format.name());
    format!("\n```{language}\n{}\n```\n\n", shown.trim_end())
}

/// The entry of a list whose rule is the one to show.
fn entry(out: &str, list: &str, rule: &str) -> String {
    let report: Value = serde_json::from_str(out).unwrap();
    let rule = format!("/{}", rule.trim_start_matches('/'));
    let entries = report.pointer(list).unwrap().as_array().unwrap();
    let shown = entries.iter().find(|entry| entry.pointer(&rule).is_some_and(|id| id == RULE)).unwrap();
    format!("{shown:#}")
}
