//! Everything of one run that reports tell. It keeps no files: each finding carries the lines it is shown on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excerpt::Excerpt;
use crate::extract::document::ByteCount;
use crate::finding::{Confidence, Excused, FileReport, Finding, Level, Problem, RuleCard};
use crate::rule::PackInfo;
use crate::source::Source;

#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The date that `until` and `as_of` were held against, `YYYY-MM-DD`.
    pub date: String,
    /// Whether everything asked for was read.
    pub complete: bool,
    pub exit_code: u8,
    /// Of this program.
    pub version: String,
    pub packs: Vec<PackInfo>,
    /// Every config that some file was checked with, by path.
    pub configs: Vec<ConfigInfo>,
    /// By rule id, of every rule that was active.
    pub cards: BTreeMap<String, RuleCard>,
    /// Sorted by path, start, rule.
    pub findings: Vec<Shown>,
    /// In the same order.
    pub excused: Vec<Excused>,
    /// Excused candidates that are counted only.
    pub excused_untold: usize,
    pub problems: Vec<Problem>,
    pub coverage: Coverage,
    pub summary: Summary,
}

/// A finding, and the lines to show it on.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub finding: Finding,
    pub excerpt: Excerpt,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConfigInfo {
    pub path: String,
    /// `sha256:` and the digest of the file.
    pub digest: String,
}

/// What was read, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files checked.
    pub files: usize,
    pub words: usize,
    pub bytes: ByteCount,
    /// Bytes of files of a type that is read, which could not be read or decoded.
    pub undecoded: usize,
    pub skipped: Vec<Skipped>,
    /// Files of a type that is not read but often holds copy, counted by extension, dot included.
    pub unknown_types: BTreeMap<String, usize>,
    /// All other files passed over for their type: images, scripts, data.
    pub other_types: BTreeMap<String, usize>,
}

/// A file or folder (its path ends in `/`) that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    pub path: String,
    /// `hidden`, `excluded by the config`, `ignored by .gitignore` …
    pub reason: String,
    /// Of the files in it of a type that is read. `null` where nobody looked: what is hidden or ignored by git is no part
    /// of the site.
    pub bytes: Option<usize>,
}

/// Counts that add up: candidates = errors + warnings + notes + folded + waived + baselined + outside_diff +
/// below_threshold + excused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Everything that a rule looked at.
    pub candidates: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Shown within another finding of the same sentence.
    pub folded: usize,
    pub waived: usize,
    /// Accepted earlier.
    pub baselined: usize,
    /// Not brought by the change under review.
    pub outside_diff: usize,
    /// Below `--min-confidence`, or of a rule that is switched off.
    pub below_threshold: usize,
    pub excused: usize,
}

impl Summary {
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// The answer for one file, ready to be put into a [`Run`]. Made while the file is at hand.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    findings: Vec<Shown>,
    excused: Vec<Excused>,
    excused_untold: usize,
    candidates: usize,
    words: usize,
    bytes: ByteCount,
}

impl Checked {
    /// Keeps the findings of at least `min_confidence`, and cuts the lines they are shown on from `sources`: the file,
    /// and any other that a finding may lie in.
    pub fn new(report: FileReport, sources: &[&Source], min_confidence: Confidence) -> Checked {
        let kept = report.findings.into_iter().filter(|finding| finding.confidence >= min_confidence);
        let findings = kept
            .map(|finding| {
                let source = sources.iter().find(|source| source.path() == finding.path);
                let excerpt = source.map_or_else(Excerpt::default, |source| Excerpt::of_finding(source, &finding));
                Shown { finding, excerpt }
            })
            .collect();
        let FileReport { excused, excused_untold, candidates, words, bytes, .. } = report;
        Checked { findings, excused, excused_untold, candidates, words, bytes }
    }
}

impl Run {
    /// Adds the answers for all files, in any order.
    pub fn add(&mut self, files: impl IntoIterator<Item = Checked>) {
        for file in files {
            self.findings.extend(file.findings);
            self.excused.extend(file.excused);
            self.excused_untold += file.excused_untold;
            self.summary.candidates += file.candidates;
            self.coverage.files += 1;
            self.coverage.words += file.words;
            self.coverage.bytes.read += file.bytes.read;
            self.coverage.bytes.not_prose += file.bytes.not_prose;
            self.coverage.bytes.not_read += file.bytes.not_read;
        }
        self.sort();
        // What is found in a layout comes with every page that uses it; it is one finding.
        let mut again = 0;
        self.findings.dedup_by(|a, b| {
            let same = a.finding == b.finding;
            again += if same { 1 + a.finding.folded.len() } else { 0 };
            same
        });
        again += self.excused.len();
        self.excused.dedup();
        again -= self.excused.len();
        self.summary.candidates = self.summary.candidates.saturating_sub(again);
        self.count();
    }

    fn sort(&mut self) {
        let start = |location: &Option<crate::source::Location>| location.map(|at| (at.span.start, at.span.end));
        self.findings.sort_by(|a, b| {
            let (a, b) = (&a.finding, &b.finding);
            (&a.path, start(&a.location), &a.rule, &a.fingerprint).cmp(&(
                &b.path,
                start(&b.location),
                &b.rule,
                &b.fingerprint,
            ))
        });
        self.excused.sort_by(|a, b| {
            (&a.path, start(&a.location), &a.rule, &a.phrase).cmp(&(&b.path, start(&b.location), &b.rule, &b.phrase))
        });
        self.problems.sort_by(|a, b| (&a.path, &a.kind, &a.message).cmp(&(&b.path, &b.kind, &b.message)));
    }

    fn count(&mut self) {
        let of = |level| self.findings.iter().filter(|shown| shown.finding.level == level).count();
        let mut summary = Summary {
            candidates: self.summary.candidates,
            errors: of(Level::Error),
            warnings: of(Level::Warning),
            notes: of(Level::Note),
            folded: self.findings.iter().map(|shown| shown.finding.folded.len()).sum(),
            excused: self.excused.len() + self.excused_untold,
            ..Summary::default()
        };
        let told = summary.findings() + summary.folded + summary.excused;
        summary.candidates = summary.candidates.max(told);
        summary.below_threshold = summary.candidates - told;
        self.summary = summary;
    }
}
