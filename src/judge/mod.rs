//! Judging: rules are small queries over mentions and page facts. Every candidate ends as a finding or as excused.

mod bound;
mod duties;
mod facts;
pub mod look;
mod matching;
mod measure;
mod message;
mod outcome;
pub mod page;
mod reasons;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::finding::{Excused, Finding};
use crate::relate::duty::Seen;
use crate::relate::region::Regions;
use crate::relate::uses::{self, Use};
use crate::rule::compiled::{Body, Rule, Test};
use crate::source::Source;
pub use bound::{Bound, Match};
use matching::Finds;
pub use page::{PageFacts, SourcedFact};

/// What is counted in a stretch of the page, by where it begins and ends and by what is counted.
type Counts = FxHashMap<(u32, u32, u32, String), Vec<String>>;

/// A page under judgement, with what is worked out only once.
pub struct Judge<'a> {
    pub(crate) analysis: &'a Analysis<'a>,
    pub(crate) source: &'a Source,
    pub(crate) regions: Regions,
    pub(crate) page: PageFacts,
    pub(crate) layouts: &'a [(&'a Source, &'a Analysis<'a>)],
    layout_regions: Vec<Regions>,
    settings: Settings,
    uses: RefCell<FxHashMap<u32, Rc<[Rc<Use>]>>>,
    finds: RefCell<FxHashMap<u32, Option<Rc<Finds>>>>,
    duties_seen: RefCell<Seen<'a>>,
    counts: RefCell<Counts>,
}

/// What judging a page comes to.
#[derive(Debug, Default)]
pub struct Judged {
    /// Before folding, in no order.
    pub findings: Vec<Finding>,
    /// The sentence of each finding's claim, for folding; in step with `findings`.
    pub sentences: Vec<Option<u32>>,
    /// Empty unless [`Settings::excused`] asks for them.
    pub excused: Vec<Excused>,
    /// Candidates that were excused and not told one by one.
    pub excused_untold: usize,
    /// Whether the page does not speak of what a pack is about, so that only passages that do were its business.
    pub off_topic: bool,
}

/// What a report is to tell beyond its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Every candidate that was let pass, with the reason. They are counted anyway.
    pub excused: bool,
}

impl<'a> Judge<'a> {
    pub fn new(
        analysis: &'a Analysis<'a>,
        source: &'a Source,
        declared: &PageFacts,
        layouts: &'a [(&'a Source, &'a Analysis<'a>)],
        settings: Settings,
    ) -> Self {
        Judge {
            layout_regions: layouts.iter().map(|(_, analysis)| Regions::new(analysis)).collect(),
            settings,
            finds: RefCell::default(),
            duties_seen: RefCell::default(),
            regions: Regions::new(analysis),
            page: declared.completed(analysis),
            analysis,
            source,
            layouts,
            uses: RefCell::default(),
            counts: RefCell::default(),
        }
    }

    /// Judges every rule. Rules about the outcomes of duties come after the duties themselves.
    pub fn run(&self) -> Judged {
        let mut judged = Judged::default();
        let mut duties = Vec::new();
        let about_duties = |rule: &&Rule| matches!(&rule.body, Body::Test(test) if self.asks_for_duty(test));
        let rules = &self.analysis.ruleset.rules;
        judged.off_topic = rules.iter().any(|rule| self.page.is_off_topic(rule));
        let (about_duties, others): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(about_duties);
        for rule in others {
            let Some(standing) = self.page.standing(rule) else { continue };
            match &rule.body {
                Body::Measure(measure) => self.measured(rule, measure, standing, &mut judged),
                Body::Test(test) => self.tested(rule, test, standing, &mut duties, &mut judged),
            }
            // No two rules share a test, and on a long page what all of them find takes tens of megabytes.
            self.finds.borrow_mut().clear();
        }
        for rule in about_duties {
            if let (Some(standing), Body::Test(test)) = (self.page.standing(rule), &rule.body) {
                self.about_duties(rule, test, standing, &mut duties, &mut judged);
            }
        }
        judged
    }

    /// Judges one rule alone. A rule about the outcomes of duties has the duties judged before it.
    pub fn run_one(&self, rule: &Rule) -> Judged {
        let mut judged = Judged::default();
        let Some(standing) = self.page.standing(rule) else { return judged };
        let mut records = Vec::new();
        match &rule.body {
            Body::Measure(measure) => self.measured(rule, measure, standing, &mut judged),
            Body::Test(test) if self.asks_for_duty(test) => {
                let duties = self.analysis.ruleset.rules.iter().filter(|rule| rule.require.is_some());
                for duty in duties {
                    if let (Some(standing), Body::Test(test)) = (self.page.standing(duty), &duty.body) {
                        self.tested(duty, test, standing, &mut records, &mut Judged::default());
                    }
                }
                self.about_duties(rule, test, standing, &mut records, &mut judged);
            }
            Body::Test(test) => self.tested(rule, test, standing, &mut records, &mut judged),
        }
        judged
    }

    /// A rule about outcomes. Words may stand beside them in its pattern; what a duty has shown is not told twice.
    fn about_duties<'t>(
        &self,
        rule: &'t Rule,
        test: &'t Test,
        standing: page::Standing,
        duties: &mut Vec<duties::Record<'t>>,
        judged: &mut Judged,
    ) {
        let before = judged.findings.len();
        self.duty_outcomes(rule, test, standing, duties, judged);
        if judged.findings.len() == before {
            self.tested(rule, test, standing, duties, judged);
        }
    }

    fn asks_for_duty(&self, test: &Test) -> bool {
        let duty = self.analysis.ruleset.known.duty;
        test.patterns.iter().any(|pattern| pattern.queries.iter().any(|query| query.concept == duty))
    }

    /// The uses that hold in a sentence, worked out on first asking.
    pub(crate) fn uses_in(&self, sentence: u32) -> Rc<[Rc<Use>]> {
        let mut cache = self.uses.borrow_mut();
        let uses = || uses::in_sentence(self.analysis, &self.regions, sentence).into_iter().map(Rc::new).collect();
        cache.entry(sentence).or_insert_with(uses).clone()
    }
}
