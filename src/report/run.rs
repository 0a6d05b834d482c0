//! Everything of one run that reports tell. It keeps no files: each finding carries the lines it is shown on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excerpt::Excerpt;
use crate::extract::document::ByteCount;
use crate::finding::{Confidence, Excused, Finding, Folded, Level, Problem, Related, RuleCard};
use crate::fold::{FoldKey, Foldable, fold};
use crate::linter::{Assessed, Assessment};
use crate::rule::PackInfo;
use crate::source::{Location, Source};
use crate::waiver::{Brief, Waiver};

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
    /// Findings that are set aside, in the same order; those that the change did not bring are only counted.
    pub settled: Vec<Settled>,
    /// In the same order.
    pub excused: Vec<Excused>,
    /// Every waiver of the files checked and of the register, by place.
    pub waivers: Vec<Waiver>,
    /// What the change under review is held against, as named by whoever asked; `None` where everything is reported.
    pub base: Option<String>,
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

/// A finding that does not count against the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    pub finding: Finding,
    pub state: State,
    /// What set it aside, where a waiver did.
    pub waiver: Option<Brief>,
}

/// What became of a finding. Only `open` ones count for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Open,
    Waived,
    /// Accepted earlier.
    Baselined,
    /// It was there before the change under review.
    OutsideDiff,
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
    /// Files that do not speak of what a pack is about, so that only passages that do were its business.
    pub off_topic: usize,
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
    /// Shown under another finding.
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
    pub candidates: Vec<Candidate>,
    excused: Vec<Excused>,
    excused_untold: usize,
    judged: usize,
    words: usize,
    bytes: ByteCount,
    off_topic: bool,
    /// Says something of a run, and is no file.
    about_run: bool,
}

/// A finding before folding, with its state.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub shown: Shown,
    pub state: State,
    fold: Option<FoldKey>,
    waiver: Option<Brief>,
}

impl Checked {
    /// Keeps the findings that are waived or of at least `min_confidence`, and cuts the lines they are shown on from
    /// `sources`: the file, and any other that a finding may lie in.
    pub fn new(report: impl Into<Assessed>, sources: &[&Source], min_confidence: Confidence) -> Checked {
        let Assessed { findings, excused, excused_untold, candidates, words, bytes, off_topic, .. } = report.into();
        let kept =
            findings.into_iter().filter(|item| item.waiver.is_some() || item.finding.confidence >= min_confidence);
        let kept = kept.map(|item| Candidate::new(item, sources)).collect();
        Checked {
            candidates: kept,
            excused,
            excused_untold,
            judged: candidates,
            words,
            bytes,
            off_topic,
            about_run: false,
        }
    }

    /// Findings about the run: its waivers, its baseline.
    pub fn about_run(findings: Vec<Shown>) -> Checked {
        let judged = findings.len();
        let open = |shown| Candidate { shown, state: State::Open, fold: None, waiver: None };
        let candidates = findings.into_iter().map(open).collect();
        Checked { candidates, judged, about_run: true, ..Checked::default() }
    }

    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        let open = self.candidates.iter().filter(|candidate| candidate.state == State::Open);
        open.map(|candidate| &candidate.shown.finding)
    }
}

impl Candidate {
    fn new(item: Assessment, sources: &[&Source]) -> Candidate {
        let Assessment { finding, fold, waiver, .. } = item;
        let source = sources.iter().find(|source| source.path() == finding.path);
        let excerpt = source.map_or_else(Excerpt::default, |source| Excerpt::of_finding(source, &finding));
        let state = if waiver.is_some() { State::Waived } else { State::Open };
        Candidate { shown: Shown { finding, excerpt }, state, fold, waiver }
    }
}

impl Foldable for Candidate {
    fn finding(&self) -> &Finding {
        &self.shown.finding
    }

    fn folded(&mut self) -> &mut Vec<Folded> {
        &mut self.shown.finding.folded
    }

    fn related(&mut self) -> &mut Vec<Related> {
        &mut self.shown.finding.related
    }

    fn key(&self) -> Option<&FoldKey> {
        self.fold.as_ref()
    }
}

impl Run {
    /// Waivers that the change under review brought.
    pub fn added_waivers(&self) -> impl Iterator<Item = &Waiver> {
        self.waivers.iter().filter(|waiver| waiver.added == Some(true))
    }

    /// Findings that the change under review brought and that the baseline, which it may have altered, accepts. What was
    /// there before is set aside as such, whatever the baseline says of it.
    pub fn newly_accepted(&self) -> impl Iterator<Item = &Finding> {
        let accepted = self.settled.iter().filter(|settled| self.base.is_some() && settled.state == State::Baselined);
        accepted.map(|settled| &settled.finding)
    }

    /// Adds the answers for all files, in any order. Findings that stand are folded.
    pub fn add(&mut self, files: impl IntoIterator<Item = Checked>) {
        let mut outside = Vec::new();
        for file in files {
            let (open, aside): (Vec<_>, Vec<_>) =
                file.candidates.into_iter().partition(|candidate| candidate.state == State::Open);
            self.findings.extend(fold(open).into_iter().map(|candidate| candidate.shown));
            for Candidate { shown: Shown { finding, .. }, state, waiver, .. } in aside {
                let list = if state == State::OutsideDiff { &mut outside } else { &mut self.settled };
                list.push(Settled { finding, state, waiver });
            }
            self.excused.extend(file.excused);
            self.excused_untold += file.excused_untold;
            self.summary.candidates += file.judged;
            self.coverage.files += usize::from(!file.about_run);
            self.coverage.words += file.words;
            self.coverage.off_topic += usize::from(file.off_topic);
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
        outside.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
        again += self.excused.len() + self.settled.len() + outside.len();
        self.excused.dedup();
        self.settled.dedup();
        outside.dedup();
        again -= self.excused.len() + self.settled.len() + outside.len();
        self.summary.candidates = self.summary.candidates.saturating_sub(again);
        self.summary.outside_diff += outside.len();
        self.count();
    }

    fn sort(&mut self) {
        let start = |location: &Option<Location>| location.map(|at| (at.span.start, at.span.end));
        self.findings.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
        self.settled.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
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
            waived: self.settled.iter().filter(|settled| settled.state == State::Waived).count(),
            baselined: self.settled.iter().filter(|settled| settled.state == State::Baselined).count(),
            outside_diff: self.summary.outside_diff,
            excused: self.excused.len() + self.excused_untold,
            below_threshold: 0,
        };
        let aside = summary.waived + summary.baselined + summary.outside_diff;
        let told = summary.findings() + summary.folded + summary.excused + aside;
        summary.candidates = summary.candidates.max(told);
        summary.below_threshold = summary.candidates - told;
        self.summary = summary;
    }
}

fn order(finding: &Finding) -> (&str, Option<(usize, usize)>, &str, &str) {
    let start = finding.location.map(|at| (at.span.start, at.span.end));
    (&finding.path, start, &finding.rule, &finding.fingerprint)
}
