//! What testing rules came to, written down: for reading, as JSON, and as test results for build servers.

mod human;
mod json;
mod junit;

use std::io;

pub use json::schema;

use super::Options;
use crate::load_error::LoadError;
use crate::rule::examples::{Failure, Tested, Weak};
use crate::rule::phrase_use::PhraseUse;
use crate::source::{Location, Source};

/// Rules that were tested, by id.
#[derive(Debug)]
pub struct TestRun<'a> {
    pub tested: &'a [Tested],
    /// Phrases and whether examples use them, where that was asked for.
    pub phrases: Option<&'a [PhraseUse<'a>]>,
    /// Whether examples and conditions that prove nothing fail the run.
    pub strict: bool,
    /// How many of them are listed for reading; the others are counted.
    pub most_weak: usize,
    pub exit_code: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TestFormat {
    Human,
    Json,
    Junit,
}

impl TestFormat {
    pub const ALL: [TestFormat; 3] = [TestFormat::Human, TestFormat::Json, TestFormat::Junit];

    pub fn name(self) -> &'static str {
        match self {
            TestFormat::Human => "human",
            TestFormat::Json => "json",
            TestFormat::Junit => "junit",
        }
    }

    pub fn write(self, run: &TestRun, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            TestFormat::Human => human::write(run, options, out),
            TestFormat::Json => json::write(run, out),
            TestFormat::Junit => junit::write(run, out),
        }
    }
}

impl<'a> TestRun<'a> {
    fn failures(&self) -> impl Iterator<Item = &'a Failure> + use<'a> {
        self.tested.iter().flat_map(|tested| &tested.failures)
    }

    fn weak(&self) -> impl Iterator<Item = (&'a str, &'a Weak)> + use<'a> {
        self.tested.iter().flat_map(|tested| tested.weak.iter().map(|weak| (tested.rule.as_str(), weak)))
    }

    fn examples(&self) -> usize {
        self.tested.iter().map(|tested| tested.examples).sum()
    }
}

/// Where something stands in its YAML file.
fn place(error: &LoadError) -> Location {
    let source = Source::from_text(error.file.as_str(), &*error.text);
    source.locate(error.span.within(source.text()))
}
