//! GitLab's code quality report: a list of issues. It has no place for a run, so what was read is an issue of severity
//! `info`, the same in every run, and files that were not read are blockers.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::json::spelled;
use super::run::Run;
use super::{Format, Options, escape, text};
use crate::finding::{Finding, Level, Problem};

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let selection = options.select(Format::Gitlab, run);
    // GitLab takes issues of one fingerprint for one issue: a sentence that stands twice on a page counts up.
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let findings = selection.listed.iter().map(|shown| {
        let finding = &shown.finding;
        let count = seen.entry((&finding.path, &finding.rule, &finding.fingerprint)).or_default();
        *count += 1;
        of_finding(finding, *count)
    });
    let mut issues: Vec<Value> = findings.collect();
    issues.extend(run.problems.iter().map(of_problem));
    issues.push(of_run(run, selection.left_out));
    spelled::write(&issues, out)
}

fn of_finding(finding: &Finding, count: usize) -> Value {
    let (begin, end) = finding.location.map_or((1, 1), |at| (at.start.line, at.end.line));
    let mut said = text::sentence(&escape::prose(&finding.message));
    if !finding.remedy.is_empty() {
        said.push_str(&format!(" What to do: {}", text::sentence(&escape::prose(&finding.advice()))));
    }
    json!({
        "description": said,
        "check_name": finding.rule,
        // The path belongs to it, the line does not.
        "fingerprint": fingerprint(&[&finding.rule, &finding.path, &finding.fingerprint, &count.to_string()]),
        "severity": match finding.level {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Note => "info",
        },
        "location": {"path": finding.path, "lines": {"begin": begin, "end": end}},
    })
}

fn of_problem(problem: &Problem) -> Value {
    json!({
        "description": format!("Not checked: {}", escape::prose(&problem.message)),
        "check_name": format!("fairbalance/{}", problem.kind),
        "fingerprint": fingerprint(&["problem", &problem.kind, &problem.path]),
        "severity": "blocker",
        "location": {"path": path_or_root(&problem.path), "lines": {"begin": 1}},
    })
}

fn of_run(run: &Run, left_out: usize) -> Value {
    let said = text::run_line(run, left_out);
    json!({
        "description": said,
        "check_name": "fairbalance/coverage",
        "fingerprint": fingerprint(&["coverage"]),
        "severity": "info",
        "location": {"path": path_or_root(""), "lines": {"begin": 1}},
    })
}

fn path_or_root(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}

fn fingerprint(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        // With its length, so that no two lists read alike.
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
