//! The baseline: findings of an old site that are accepted for now, so that a gate fails for new ones alone.
//!
//! Entries are contents, not places: they survive moved and re-wrapped text, renamed files and edits elsewhere. A
//! baseline only shrinks, except when it is created.

mod ledger;
mod settle;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::finding::{Finding, Level};
pub use ledger::{Ledger, Now};
pub use settle::{open, settle};

/// A baseline file. Its text has one entry a line, in a fixed order, so that changes read and merge well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    pub entries: Vec<Entry>,
}

/// Accepted findings of one content in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub rule: String,
    /// Relative to the folder of the baseline.
    pub path: String,
    pub fingerprint: String,
    /// The worst that is accepted.
    pub level: Level,
    pub count: usize,
    /// What a statement may lack, for findings about duties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The words found, for whoever reads the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Why a baseline cannot be used.
#[derive(Debug, Error)]
pub enum BaselineError {
    #[error("not a baseline: {0}")]
    NotJson(#[from] serde_json::Error),
    #[error("version {0} of a baseline is not known to this program; it reads version {VERSION}")]
    Version(u64),
    #[error("an entry for {0} accepts nothing: its count is 0")]
    NoCount(String),
}

const VERSION: u64 = 1;
/// At most so many characters of a finding's words are kept for readers.
const TEXT: usize = 80;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u64,
    entries: Vec<serde_json::Value>,
}

impl Baseline {
    /// Accepts all of these findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Baseline {
        let mut counts: BTreeMap<Entry, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(Entry::of(finding)).or_default() += 1;
        }
        Baseline { entries: counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect() }
    }

    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        // The version comes first: entries of a later one may look different.
        if file.version != VERSION {
            return Err(BaselineError::Version(file.version));
        }
        let entries: Vec<Entry> =
            file.entries.into_iter().map(serde_json::from_value).collect::<Result<_, serde_json::Error>>()?;
        match entries.iter().find(|entry| entry.count == 0) {
            Some(entry) => Err(BaselineError::NoCount(entry.rule.clone())),
            None => Ok(Baseline { entries }),
        }
    }

    pub fn write(&self) -> String {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by(|a, b| (&a.path, *a).cmp(&(&b.path, *b)));
        let lines = entries.iter().filter_map(|entry| serde_json::to_string(entry).ok());
        let lines: Vec<String> = lines.map(|line| format!("    {line}")).collect();
        match lines.is_empty() {
            true => format!("{{\n  \"version\": {VERSION},\n  \"entries\": []\n}}\n"),
            false => format!("{{\n  \"version\": {VERSION},\n  \"entries\": [\n{}\n  ]\n}}\n", lines.join(",\n")),
        }
    }

    /// How many findings it accepts.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }
}

impl Entry {
    fn of(finding: &Finding) -> Entry {
        let words: Vec<&str> = finding.phrase.split_whitespace().collect();
        let text: String = words.join(" ").chars().take(TEXT).collect();
        Entry {
            rule: finding.rule.clone(),
            path: finding.path.clone(),
            fingerprint: finding.fingerprint.clone(),
            level: finding.level,
            count: 1,
            missing: missing(finding),
            // A duty's words are those of whichever claim comes first.
            text: if finding.is_of_page() { String::new() } else { text },
        }
    }
}

fn missing(finding: &Finding) -> Vec<String> {
    let mut missing = finding.duty.as_ref().map_or_else(Vec::new, |duty| duty.missing.clone());
    missing.sort();
    missing.dedup();
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let entry = Entry {
            rule: "us-health/hype".into(),
            path: "a b\n.md".into(),
            fingerprint: "v1:0".into(),
            level: Level::Warning,
            count: 2,
            missing: vec!["misuse".into()],
            text: "miracle \"cure\"".into(),
        };
        let baseline = Baseline { entries: vec![entry] };
        assert_eq!(Baseline::parse(&baseline.write()).unwrap(), baseline);
        assert_eq!(baseline.write().lines().count(), 6);
        assert_eq!(Baseline::parse(&Baseline::default().write()).unwrap(), Baseline::default());
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for (text, said) in [
            ("", "not a baseline"),
            ("{\"version\": 2, \"entries\": [{\"new\": 1}]}", "version 2"),
            ("{\"version\": 1, \"entries\": [{\"rule\": 1}]}", "not a baseline"),
            ("{\"version\": 1, \"entries\": [], \"more\": 1}", "not a baseline"),
        ] {
            let error = Baseline::parse(text).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
