//! A run, written down: one file per format, each a pure function of the [`Run`].

pub mod advice;
pub mod concise;
pub mod coverage;
pub mod csv;
pub mod escape;
pub mod excerpt;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod inspection;
pub mod json;
pub mod junit;
pub mod load_errors;
pub mod markdown;
pub mod priorities;
pub mod rdjson;
pub mod rule_tests;
pub mod run;
pub mod sarif;
pub mod selection;
mod snippet;
mod text;

use std::io;

pub use run::Run;

/// The formats there are. To add one: a file beside this, and a line in each of the three lists below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For reading: each finding with its picture, reason and remedy.
    Human,
    /// One line a finding.
    Concise,
    /// The contract other tools read.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a change.
    Github,
    /// For the summary of a job, or a comment.
    Markdown,
    /// Test results, for build servers.
    Junit,
    /// GitLab's code quality report.
    Gitlab,
    /// For reviewdog.
    Rdjson,
    /// For a spreadsheet.
    Csv,
}

impl Format {
    pub const ALL: [Format; 10] = [
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Markdown,
        Format::Junit,
        Format::Gitlab,
        Format::Rdjson,
        Format::Csv,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Markdown => "markdown",
            Format::Junit => "junit",
            Format::Gitlab => "gitlab",
            Format::Rdjson => "rdjson",
            Format::Csv => "csv",
        }
    }

    /// Writes `run`. The bytes depend on the arguments alone.
    pub fn write(self, run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Format::Human => human::write(run, options, out),
            Format::Concise => concise::write(run, options, out),
            Format::Json => json::write(run, options, out),
            Format::Sarif => sarif::write(run, options, out).map(drop),
            Format::Github => github::write(run, options, out),
            Format::Markdown => markdown::write(run, options, out),
            Format::Junit => junit::write(run, options, out),
            Format::Gitlab => gitlab::write(run, options, out),
            Format::Rdjson => rdjson::write(run, options, out),
            Format::Csv => csv::write(run, options, out),
        }
    }
}

/// How to write, for the formats that have a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub color: bool,
    /// Columns to keep within.
    pub width: usize,
    /// Also list the candidates that were excused, each with its reason.
    pub excused: bool,
    /// In the formats for reading: the counts in one line, and what made the answer less than whole.
    pub quiet: bool,
    /// List at most so many findings, the most severe, and count the others. `None` is the format's own choice.
    pub max_findings: Option<usize>,
}

impl Options {
    /// More is not read on a screen.
    const HUMAN: usize = 100;

    /// The findings that `format` is to list.
    pub fn select<'r>(&self, format: Format, run: &'r Run) -> selection::Selection<'r> {
        let own = if format == Format::Human { Self::HUMAN } else { usize::MAX };
        selection::most_severe(run.findings.iter(), self.max_findings.unwrap_or(own))
    }
}

impl Default for Options {
    fn default() -> Self {
        Options { color: false, width: 100, excused: false, quiet: false, max_findings: None }
    }
}
