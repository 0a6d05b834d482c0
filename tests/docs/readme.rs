//! The picture in the README is a real run, trimmed.

use super::{RENEW, between, expect, fairbalance, read};

/// What the picture shows: this finding, and the end of the report.
const RULE: &str = "[us-health/high-risk-pair]";
const PAGE: &str = "examples/content/ketamine-autism.md";

#[test]
fn the_picture_is_a_real_run() {
    let out = fairbalance(&["check", "examples", "--today=2026-11-22"]).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "the example site has findings");
    let report = String::from_utf8(out.stdout).unwrap();
    let picture = trimmed(&report).unwrap_or_else(|| panic!("no {RULE} in {PAGE}:\n{report}"));
    let inside = format!("\n```text\n$ cargo run --release -- check examples\n{picture}```\n\n");
    let readme = between(&read("README.md"), "picture", &inside);
    expect("README.md", &readme).unwrap_or_else(|path| panic!("the picture in {path} is stale; {RENEW}"));
}

/// The finding and the last lines, with a mark where something is left out.
fn trimmed(report: &str) -> Option<String> {
    let findings: Vec<&str> = report.split("\n\n").collect();
    let at = findings.iter().position(|finding| finding.contains(RULE) && finding.contains(PAGE))?;
    let counts = findings.iter().position(|part| part.contains(" errors, ") || part.contains(" error, "))?;
    let before = if at > 0 { "[…]\n\n" } else { "" };
    let after = if counts > at + 1 { "\n\n[…]\n\n" } else { "\n\n" };
    Some(format!("{before}{}{after}{}", findings[at], findings[counts..].join("\n\n")))
}

#[test]
fn exit_codes_are_as_told() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("docs/exit-codes.md").run();
}
