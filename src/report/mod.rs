//! A run, written down: one file per format, each a pure function of the [`Run`].

pub mod concise;
pub mod escape;
pub mod excerpt;
pub mod human;
pub mod json;
pub mod load_errors;
pub mod priorities;
pub mod run;
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
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Human, Format::Concise, Format::Json];

    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
            Format::Json => "json",
        }
    }

    /// Writes `run`. The bytes depend on the arguments alone.
    pub fn write(self, run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Format::Human => human::write(run, options, out),
            Format::Concise => concise::write(run, options, out),
            Format::Json => json::write(run, options, out),
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
    /// Findings and problems only: no counts, no advice.
    pub quiet: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { color: false, width: 100, excused: false, quiet: false }
    }
}
