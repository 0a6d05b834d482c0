//! The whole of a check: one page in, its report out.

use crate::analysis::Analysis;
use crate::extract::{Format, extract};
use crate::finding::FileReport;
use crate::fold::fold;
pub use crate::judge::Settings;
use crate::judge::{Judge, Judged, PageFacts};
use crate::mention::Finder;
use crate::not_read;
use crate::rule::Ruleset;
use crate::source::Source;

/// Runs a ruleset over pages. Cheap to make; shared between threads.
#[derive(Debug, Clone, Copy)]
pub struct Linter<'r> {
    ruleset: &'r Ruleset,
    settings: Settings,
}

/// A page to check.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    pub source: &'a Source,
    pub format: Format,
    /// What is declared of it.
    pub facts: &'a PageFacts,
    /// Files whose text stands after the page's: it can satisfy what the page owes, and counts as far from its claims.
    pub layouts: &'a [(&'a Source, Format)],
}

impl<'r> Linter<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Self {
        Linter { ruleset, settings: Settings { excused: true } }
    }

    /// A linter that tells less, or more, than findings and all that was excused.
    pub fn with(self, settings: Settings) -> Self {
        Linter { settings, ..self }
    }

    /// Reads a file and finds what it mentions.
    pub fn analyse(&self, source: &Source, format: Format) -> Analysis<'r> {
        Finder::new(self.ruleset).run(extract(source, format))
    }

    /// Checks a page. Findings in its layouts are among the page's, under the layout's own path.
    pub fn check(&self, page: &Page) -> FileReport {
        let analysis = self.analyse(page.source, page.format);
        let layouts: Vec<(&Source, Analysis)> =
            page.layouts.iter().map(|(source, format)| (*source, self.analyse(source, *format))).collect();
        let layouts: Vec<(&Source, &Analysis)> = layouts.iter().map(|(source, analysis)| (*source, analysis)).collect();
        let mut report = FileReport {
            path: page.source.path().to_owned(),
            words: analysis.words as usize,
            bytes: analysis.document.bytes,
            ..FileReport::default()
        };
        self.judge(page.source, &analysis, page.facts, &layouts, self.settings, &mut report);
        not_read::add_to(&mut report, page.source, &analysis.document.not_read);
        for (source, layout) in &layouts {
            // What is excused in a layout comes with each page that uses it; a run counts it once, by what it says.
            self.judge(source, layout, page.facts, &[], Settings { excused: true }, &mut report);
            not_read::add_to(&mut report, source, &layout.document.not_read);
        }
        report
    }

    fn judge(
        &self,
        source: &Source,
        analysis: &Analysis,
        facts: &PageFacts,
        layouts: &[(&Source, &Analysis)],
        settings: Settings,
        report: &mut FileReport,
    ) {
        let judged = Judge::new(analysis, source, facts, layouts, settings).run();
        let Judged { findings, sentences, mut excused, excused_untold } = judged;
        report.candidates += findings.len() + excused.len() + excused_untold;
        report.excused_untold += excused_untold;
        report.findings.extend(fold(self.ruleset, findings, &sentences));
        excused.sort_by(|a, b| {
            let place = |location: Option<crate::source::Location>| location.map_or(0, |at| at.span.start);
            (place(a.location), &a.rule, &a.phrase).cmp(&(place(b.location), &b.rule, &b.phrase))
        });
        report.excused.append(&mut excused);
    }
}
