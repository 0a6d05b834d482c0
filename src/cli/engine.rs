//! The seam to the rules: what the command line asks of them.

use std::sync::Arc;

use fairbalance::config::PageFacts;
use fairbalance::extract::Format;
use fairbalance::finding::{FileReport, RuleCard};
use fairbalance::load_error::LoadError;
use fairbalance::report::run::PackInfo;
use fairbalance::source::Source;
use jiff::civil::Date;

/// A loaded set of rules.
pub trait Engine: Send + Sync {
    fn cards(&self) -> Vec<RuleCard>;
    fn packs(&self) -> Vec<PackInfo>;
    fn check(&self, page: &Page) -> FileReport;
}

/// A file to check, and what is known of it.
pub struct Page<'a> {
    pub source: &'a Source,
    pub format: Format,
    pub facts: &'a PageFacts,
    /// Files whose text stands after the page's.
    pub layouts: &'a [Arc<Source>],
}

/// Loads the packs of these names, or the built-in ones where none is named.
pub type Load = dyn Fn(&[String], Date) -> Result<Box<dyn Engine>, Vec<LoadError>>;

/// The rules of this program.
pub fn load(_packs: &[String], _today: Date) -> Result<Box<dyn Engine>, Vec<LoadError>> {
    Ok(Box::new(NoRules))
}

/// Reads pages and knows no rule. Gives way to `fairbalance::Linter`.
struct NoRules;

impl Engine for NoRules {
    fn cards(&self) -> Vec<RuleCard> {
        vec![fairbalance::not_read::card()]
    }

    fn packs(&self) -> Vec<PackInfo> {
        Vec::new()
    }

    fn check(&self, page: &Page) -> FileReport {
        let words = page.source.text().split_whitespace().count();
        FileReport { path: page.source.path().to_owned(), words, ..FileReport::default() }
    }
}
