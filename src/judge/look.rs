//! How far a rule came over a stretch of a page: the answer to "why was this not flagged".

use std::ops::Range;

use super::Judge;
use super::bound::Match;
use super::matching::Matches;
use crate::finding::Reason;
use crate::mention::{Mention, MentionId};
use crate::rule::compiled::{Body, Measure, Pattern, Rule, Scope, Test};

/// What a rule made of a stretch that it did not flag.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// `pack/rule`.
    pub rule: String,
    pub stage: Stage,
    pub because: Vec<Reason>,
}

/// Where a rule stopped, from the farthest away to the nearest miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It is for other pages.
    NotFor,
    /// Something that it looks for is not there.
    NotFound,
    /// Everything is there, but something is not meant as the rule asks.
    MeantOtherwise,
    /// Everything is there, but not together.
    Apart,
    /// Everything is there together, without the facts that the rule asks for.
    Unlike,
    /// What it measures stays within its limit.
    WithinLimit,
    /// Nothing of the above: it flagged or excused.
    Judged,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::NotFor => "for other pages",
            Stage::NotFound => "not all of it is there",
            Stage::MeantOtherwise => "meant otherwise",
            Stage::Apart => "not together",
            Stage::Unlike => "other facts",
            Stage::WithinLimit => "within its limit",
            Stage::Judged => "judged",
        }
    }
}

impl Judge<'_> {
    /// How far a rule came over the sentences `at`. `None` where nothing there is named that it looks for.
    pub fn look(&self, rule: &Rule, at: Range<u32>) -> Option<Look> {
        let look = |stage, because| Look { rule: rule.card.id.clone(), stage, because };
        let patterns: Vec<&Pattern> = match &rule.body {
            Body::Test(test) => test.patterns.iter().collect(),
            Body::Measure(measure) => measured(measure),
        };
        let first = patterns.iter().find_map(|pattern| self.first_named(pattern, &at))?;
        if let Some(unfit) = self.page.unfit(rule) {
            return Some(look(Stage::NotFor, vec![Reason { reason: unfit, location: None }]));
        }
        let (stage, because) = match &rule.body {
            Body::Test(test) => self.look_test(test, self.analysis.mention(first), &at)?,
            Body::Measure(measure) => {
                let (over, within): (Vec<_>, Vec<_>) =
                    self.readings(measure).into_iter().partition(|reading| reading.exceeds);
                let mut said: Vec<String> = within.into_iter().map(|reading| reading.said).collect();
                if said.is_empty() && over.is_empty() {
                    said.push(Self::unmeasured(measure));
                }
                let because = said.into_iter().map(|reason| Reason { reason, location: None }).collect();
                (if over.is_empty() { Stage::WithinLimit } else { Stage::Judged }, because)
            }
        };
        Some(look(stage, because))
    }

    /// `None` where what the rule looks for is found, and nothing of it stands `at`.
    fn look_test(&self, test: &Test, from: &Mention, at: &Range<u32>) -> Option<(Stage, Vec<Reason>)> {
        let around = self.regions.around(self.analysis, from, test.within);
        let region = around.start.min(at.start)..around.end.max(at.end);
        let (mut absent, mut otherwise) = (Vec::new(), Vec::new());
        for pattern in &test.patterns {
            if self.is_taken(pattern, from, &region, test.within) {
                continue;
            }
            let refused = self.refusals(pattern, &region);
            if refused.is_empty() {
                let reason = format!("{} is not {}", pattern.written, place(test.within, at));
                absent.push(Reason { reason, location: None });
            } else {
                otherwise.extend(refused);
            }
        }
        if !absent.is_empty() {
            return Some((Stage::NotFound, absent));
        }
        if !otherwise.is_empty() {
            return Some((Stage::MeantOtherwise, otherwise));
        }
        let Matches { found, unlike } = self.matches(test);
        let stands_in = |found: &Match, sentences: &Range<u32>| {
            found.mentions().iter().any(|id| sentences.contains(&self.analysis.mention(*id).sentence))
        };
        if found.iter().any(|found| stands_in(found, at)) {
            return Some((Stage::Judged, Vec::new()));
        }
        if let Some(unlike) = unlike.iter().find(|unlike| stands_in(unlike, at)) {
            return Some((Stage::Unlike, self.unlike_because(test, unlike)));
        }
        if found.iter().chain(&unlike).any(|found| stands_in(found, &region)) {
            return None;
        }
        let order = if test.in_order { ", in this order" } else { "" };
        let all: Vec<&str> = test.patterns.iter().map(|pattern| pattern.written.as_str()).collect();
        let reason = format!("{} do not stand together {}{order}", all.join(" and "), place(test.within, at));
        Some((Stage::Apart, vec![Reason { reason, location: None }]))
    }

    /// The first mention in some sentences that a pattern's concepts name, however it is meant.
    fn first_named(&self, pattern: &Pattern, at: &Range<u32>) -> Option<MentionId> {
        let use_ = self.analysis.ruleset.known.use_;
        let of = |concept| self.named_in(concept, at).next();
        pattern.queries.iter().find_map(|query| match query.concept == use_ {
            true => at.clone().find_map(|sentence| {
                let here = |id: &MentionId| at.contains(&self.analysis.mention(*id).sentence);
                self.uses_in(sentence).iter().flat_map(|pair| [pair.treatment, pair.condition]).find(here)
            }),
            false => of(query.concept),
        })
    }

    fn named_in<'s>(
        &'s self,
        concept: crate::rule::ConceptId,
        at: &Range<u32>,
    ) -> impl Iterator<Item = MentionId> + use<'s> {
        let named = self.analysis.named(concept);
        let first = named.partition_point(|id| self.analysis.mention(*id).sentence < at.start);
        let last = named.partition_point(|id| self.analysis.mention(*id).sentence < at.end);
        named[first..last.max(first)].iter().copied()
    }

    /// Whether something in some sentences, or in what governs them, is read as a pattern asks.
    fn is_taken(&self, pattern: &Pattern, from: &Mention, region: &Range<u32>, within: Scope) -> bool {
        let use_ = self.analysis.ruleset.known.use_;
        let here = pattern.queries.iter().any(|query| match query.concept == use_ {
            true => region.clone().any(|sentence| !self.uses_in(sentence).is_empty()),
            false => {
                self.named_in(query.concept, region).any(|id| self.analysis.takes(query, self.analysis.mention(id)))
            }
        });
        here || (matches!(within, Scope::Sentence | Scope::Sentences(_) | Scope::Block)
            && !self.governing(pattern, &self.analysis.found(pattern), from).is_empty())
    }

    /// Why mentions that a pattern names are not read as it asks.
    fn refusals(&self, pattern: &Pattern, region: &Range<u32>) -> Vec<Reason> {
        /// More of a kind teach no more.
        const MOST: usize = 3;
        let mut reasons: Vec<Reason> = Vec::new();
        for query in &pattern.queries {
            for id in self.named_in(query.concept, region) {
                let mention = self.analysis.mention(id);
                let speaks_of = self.analysis.ruleset.concept(mention.concept).speaks_of;
                let block = self.analysis.block_of(mention);
                let Some(refusal) = query.reading.refusal(&mention.assertion, block, speaks_of) else { continue };
                let words = &self.analysis.document.text[mention.span().range()];
                for because in self.refused_because(id, refusal) {
                    let reason = format!("\u{201c}{words}\u{201d} is not {}: {}", pattern.written, because.reason);
                    let location = because.location.or(Some(self.locate(mention.span())));
                    if !reasons.iter().any(|told| told.reason == reason) {
                        reasons.push(Reason { reason, location });
                    }
                }
            }
        }
        reasons.truncate(MOST);
        reasons
    }
}

fn measured(measure: &Measure) -> Vec<&Pattern> {
    match measure {
        Measure::Ratio { of, .. } | Measure::Grade { of, .. } => of.iter().collect(),
        Measure::Density { of, .. } | Measure::FirstAfterShare { of, .. } => vec![of],
        Measure::FirstAfter { of, after } => vec![of, after],
    }
}

/// Completes "is not …".
fn place(within: Scope, at: &Range<u32>) -> String {
    match within {
        Scope::Clause | Scope::Sentence if at.len() > 1 => format!("in the same {}", within.name()),
        Scope::Page => "on this page".to_owned(),
        Scope::Sentences(_) | Scope::Words(_) => format!("within {}", within.name()),
        _ => format!("in this {}", within.name()),
    }
}
