//! The whole of a check: one page in, its report out.

use std::sync::Arc;

use crate::analysis::Analysis;
use crate::extract::{Format, extract};
use crate::finding::{FileReport, Finding, Folded, Related};
use crate::fold::{FoldKey, Foldable, fold};
pub use crate::judge::Settings;
use crate::judge::{Judge, Judged, PageFacts};
use crate::mention::Finder;
use crate::not_read;
use crate::rule::Ruleset;
use crate::source::Source;
use crate::waiver;
use crate::waiver::approved::{Reading, Wordings};

/// Runs a ruleset over pages. Cheap to make; shared between threads.
#[derive(Debug, Clone, Copy)]
pub struct Linter<'r> {
    ruleset: &'r Ruleset,
    settings: Settings,
    approved: Option<&'r Wordings<'r>>,
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

/// Of a long page's findings, which take tens of megabytes, the memory of so many is given back while they are moved.
const FREED_AT_ONCE: usize = 1024;

impl<'r> Linter<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Self {
        Linter { ruleset, settings: Settings { excused: true }, approved: None }
    }

    /// Excuses what was approved, and tells where it was changed.
    pub fn approving(self, wordings: &'r Wordings<'r>) -> Self {
        Linter { approved: Some(wordings), ..self }
    }

    /// A linter that tells less, or more, than findings and all that was excused.
    pub fn with(self, settings: Settings) -> Self {
        Linter { settings, ..self }
    }

    /// Reads a file and finds what it mentions. `brands` are names of the advertiser's own.
    pub fn analyse(&self, source: &Source, format: Format, brands: &[String]) -> Analysis<'r> {
        Finder::new(self.ruleset).naming(brands).run(extract(source, format))
    }

    /// The same, noting which phrases stand beside mentions.
    pub(crate) fn analyse_noting(&self, source: &Source, format: Format, brands: &[String]) -> Analysis<'r> {
        Finder::new(self.ruleset).naming(brands).noting().run(extract(source, format))
    }

    /// Checks a page. Findings in its layouts are among the page's, under the layout's own path.
    pub fn check(&self, page: &Page) -> FileReport {
        self.assess(page).with(|findings| fold(findings).into_iter().map(|item| item.finding).collect())
    }

    /// The same before folding, with what is needed to set findings aside.
    pub fn assess(&self, page: &Page) -> Assessed {
        let analysis = self.analyse(page.source, page.format, page.facts.brands());
        let layouts: Vec<(&Source, Analysis)> =
            page.layouts.iter().map(|(source, format)| (*source, self.analyse(source, *format, &[]))).collect();
        let layouts: Vec<(&Source, &Analysis)> = layouts.iter().map(|(source, analysis)| (*source, analysis)).collect();
        let mut assessed = Assessed {
            path: page.source.path().to_owned(),
            words: analysis.words as usize,
            bytes: analysis.document.bytes,
            ..Assessed::default()
        };
        self.judge(page.source, &analysis, page.facts, &layouts, (self.settings, 0), &mut assessed);
        for (number, (source, layout)) in layouts.iter().enumerate() {
            // What is excused in a layout comes with each page that uses it; a run counts it once, by what it says.
            let settings = Settings { excused: true };
            self.judge(source, layout, page.facts, &[], (settings, number + 1), &mut assessed);
        }
        assessed
    }

    fn judge(
        &self,
        source: &Source,
        analysis: &Analysis,
        facts: &PageFacts,
        layouts: &[(&Source, &Analysis)],
        (settings, document): (Settings, usize),
        assessed: &mut Assessed,
    ) {
        let judged = Judge::new(analysis, source, facts, layouts, settings).run();
        let Judged { mut findings, mut sentences, mut excused, excused_untold, off_topic } = judged;
        assessed.off_topic |= off_topic;
        assessed.candidates += findings.len() + excused.len() + excused_untold;
        assessed.excused_untold += excused_untold;
        let approved = self.approved.map_or_else(Reading::default, |wordings| wordings.read(analysis, source));
        assessed.findings.reserve_exact(findings.len());
        findings.reverse();
        sentences.reverse();
        while let (Some(finding), Some(sentence)) = (findings.pop(), sentences.pop()) {
            if findings.len() % FREED_AT_ONCE == 0 {
                findings.shrink_to_fit();
            }
            if let Some(excuse) = approved.excuse(&finding) {
                excused.push(excuse);
                continue;
            }
            let words = sentence.map(|number| &analysis.sentences[number as usize]);
            let words: Arc<str> = words.map_or("", |s| analysis.document.text[s.span.range()].trim()).into();
            let fold = self.fold_key(&finding.rule, document, sentence, &words);
            assessed.findings.push(Assessment { fold, sentence: words, ..Assessment::from(finding) });
        }
        let not_read = analysis.document.not_read.iter().map(|part| not_read::finding(source, part));
        let own: Vec<Finding> = not_read.chain(approved.findings).collect();
        assessed.candidates += own.len();
        assessed.findings.extend(own.into_iter().map(Assessment::from));
        assessed.notes.extend(waiver::notes(&analysis.document, source));
        excused.sort_by(|a, b| {
            let place = |location: Option<crate::source::Location>| location.map_or(0, |at| at.span.start);
            (place(a.location), &a.rule, &a.phrase).cmp(&(place(b.location), &b.rule, &b.phrase))
        });
        assessed.excused.append(&mut excused);
    }

    fn fold_key(&self, rule: &str, document: usize, sentence: Option<u32>, words: &Arc<str>) -> Option<FoldKey> {
        let rules = &self.ruleset.rules;
        let rule = &rules[rules.binary_search_by(|known| known.card.id.as_str().cmp(rule)).ok()?];
        let (family, takes_in) = (rule.family.clone(), rule.takes_in.clone());
        Some(FoldKey { family, takes_in, document, sentence, words: Arc::clone(words) })
    }
}

/// The answer for one page while findings can still be set aside.
pub type Assessed = FileReport<Assessment>;

/// A rule's own finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    pub finding: Finding,
    /// What it may be folded with.
    pub fold: Option<FoldKey>,
    /// The sentence that it was found in, as the rules read it; empty for duties and measures.
    pub sentence: Arc<str>,
    /// What sets it aside.
    pub waiver: Option<waiver::Brief>,
}

impl From<Finding> for Assessment {
    fn from(finding: Finding) -> Self {
        Assessment { finding, fold: None, sentence: "".into(), waiver: None }
    }
}

impl From<FileReport> for Assessed {
    fn from(report: FileReport) -> Self {
        report.with(|findings| findings.into_iter().map(Assessment::from).collect())
    }
}

impl Foldable for Assessment {
    fn finding(&self) -> &Finding {
        &self.finding
    }

    fn folded(&mut self) -> &mut Vec<Folded> {
        &mut self.finding.folded
    }

    fn related(&mut self) -> &mut Vec<Related> {
        &mut self.finding.related
    }

    fn key(&self) -> Option<&FoldKey> {
        self.fold.as_ref()
    }
}
