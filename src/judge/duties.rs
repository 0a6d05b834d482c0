//! Rules with a duty: from what triggers it to its outcome, and the rules about outcomes.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bound::Match;
use super::outcome::{fingerprint, page_fingerprint};
use super::page::Standing;
use super::{Judge, Judged};
use crate::finding::{DutyResult, Outcome, Reason, Related};
use crate::relate::duty::{self, Duty, Place, Trigger};
use crate::rule::compiled::{Body, Fact, Require, Rule, Scope, Test};
use crate::source::Span;

/// A duty that was looked at, for the rules about outcomes.
#[derive(Debug)]
pub struct Record<'t> {
    trigger: Match<'t>,
    statement: usize,
    searched: Scope,
    duty: Duty,
}

impl<'a> Judge<'a> {
    pub(super) fn duties<'t>(
        &self,
        rule: &'t Rule,
        matches: &[Match<'t>],
        standing: Standing,
        records: &mut Vec<Record<'t>>,
        judged: &mut Judged,
    ) {
        let Some(require) = &rule.require else { return };
        let mut asked: FxHashSet<(u32, Option<u32>)> = FxHashSet::default();
        // What titles and descriptions owe is owed by the page they are of.
        let in_body = |found: &&Match| !self.analysis.block_of(self.analysis.mention(found.anchor)).kind.is_metadata();
        let body_triggers = matches.iter().any(|found| in_body(&found));
        for found in matches.iter().filter(|found| !body_triggers || in_body(found)) {
            if let Some(reason) = self.excuse(rule, found) {
                self.let_pass(rule, found.anchor, || vec![reason], judged);
                continue;
            }
            // One duty a unit and treatment, reported at its first trigger.
            let key = self.unit_of(require, found);
            if !asked.insert(key) {
                continue;
            }
            let duty = self.evaluate(require, found);
            let record =
                Record { trigger: found.clone(), statement: require.statement, searched: require.within, duty };
            let duty = &record.duty;
            let statement = &self.analysis.ruleset.statements[require.statement];
            let is_there = || format!("found {}, but {}", statement.name, duty.outcome.name());
            let failed = match duty.outcome {
                Outcome::Met => Err(format!("{} has {}", require.within.stretch(), statement.name)),
                Outcome::Missing => {
                    Ok(format!("searched {} for {} and did not find it", require.within.stretch(), statement.name))
                }
                Outcome::Incomplete => {
                    let missing: Vec<String> = duty.missing.iter().map(|name| self.slot_name(name)).collect();
                    Ok(format!("found part of {}, but not: {}", statement.name, missing.join(", ")))
                }
                _ => match self.told_by(&record) {
                    Some(other) => Err(format!("{}; {} reports that", is_there(), other.card.id)),
                    None => Ok(is_there()),
                },
            };
            match failed {
                Ok(reason) => {
                    let level = self.level(rule, found, standing);
                    let mut finding = self.finding(rule, found, level, Some(&statement.name));
                    finding.fingerprint = self.duty_fingerprint(rule, require.within, found, &[statement.id.as_str()]);
                    finding.stands_because.insert(0, Reason { reason, location: None });
                    self.tell(&mut finding, require, duty, found);
                    judged.findings.push(finding);
                    judged.sentences.push(None);
                }
                Err(reason) => {
                    let reason = || Reason { reason, location: self.place_of(duty) };
                    self.let_pass(rule, found.anchor, || vec![reason()], judged);
                }
            }
            records.push(record);
        }
    }

    /// The rule that reports how a duty failed where its statement is there but not as it should be. Without one, the
    /// rule that asks for the statement reports it.
    fn told_by(&self, record: &Record) -> Option<&'a Rule> {
        let asks = |rule: &&Rule| match &rule.body {
            Body::Test(test) => {
                self.asks_for_duty(test)
                    && asked_outcomes(test).any(|outcome| outcome == record.duty.outcome.name())
                    && self.is_asked_of(test, record)
            }
            Body::Measure(_) => false,
        };
        let mut rules = self.analysis.ruleset.rules.iter();
        rules.find(|rule| asks(rule) && self.page.standing(rule).is_some())
    }

    fn unit_of(&self, require: &Require, found: &Match) -> (u32, Option<u32>) {
        let mention = self.analysis.mention(found.anchor);
        let unit = match require.within {
            Scope::Page => 0,
            Scope::Section => self.analysis.section_of(mention).0,
            Scope::Block | Scope::Quotation => self.analysis.block_id_of(mention).0,
            _ => mention.sentence,
        };
        let treatment = found.mention(self.analysis, "treatment").and_then(|id| self.analysis.mention(id).row);
        (unit, treatment)
    }

    fn evaluate(&self, require: &Require, found: &Match) -> Duty {
        let analysis = self.analysis;
        let mut places = vec![Place { analysis, regions: &self.regions, is_layout: false }];
        let layouts = self.layouts.iter().zip(&self.layout_regions);
        places.extend(layouts.map(|((_, analysis), regions)| Place { analysis, regions, is_layout: true }));
        let mention = analysis.mention(found.anchor);
        let treatment = found.mention(analysis, "treatment").and_then(|id| {
            let mention = analysis.mention(id);
            mention.row.and_then(|row| analysis.ruleset.row(mention.concept, row))
        });
        let trigger = Trigger {
            mention,
            region: self.regions.around(analysis, mention, require.within),
            whole_page: require.within == Scope::Page,
            treatment,
        };
        duty::evaluate(require.statement, &places, &trigger, &mut self.duties_seen.borrow_mut())
    }

    /// Rules that ask for `<duty far>` and its sisters.
    pub(super) fn duty_outcomes(
        &self,
        rule: &Rule,
        test: &Test,
        standing: Standing,
        records: &[Record],
        judged: &mut Judged,
    ) {
        let asked: Vec<&str> = asked_outcomes(test).collect();
        // Several duties that fail by the same piece of text are one thing to mend.
        let mut told: FxHashMap<(Outcome, Option<(usize, u32)>), usize> = FxHashMap::default();
        let mut statements: Vec<(usize, &Record, BTreeSet<&str>)> = Vec::new();
        let records = records.iter().filter(|record| asked.contains(&record.duty.outcome.name()));
        for record in records.filter(|record| self.is_asked_of(test, record)) {
            let statement = &self.analysis.ruleset.statements[record.statement];
            let reason = Reason {
                reason: format!("found {}, but {}", statement.name, record.duty.outcome.name()),
                location: self.place_of(&record.duty),
            };
            let place = self.found_block(&record.duty);
            if let Some(&number) = told.get(&(record.duty.outcome, place)) {
                statements[number].2.insert(&statement.id);
                let at = &statements[number].0;
                let reasons = &mut judged.findings[*at].stands_because;
                if !reasons.contains(&reason) {
                    reasons.insert(0, reason);
                }
                continue;
            }
            let level = self.level(rule, &record.trigger, standing);
            let mut finding = self.finding(rule, &record.trigger, level, Some(&statement.name));
            finding.stands_because.insert(0, reason);
            let require = Require { statement: record.statement, within: record.searched };
            self.tell(&mut finding, &require, &record.duty, &record.trigger);
            told.insert((record.duty.outcome, place), statements.len());
            statements.push((judged.findings.len(), record, BTreeSet::from([statement.id.as_str()])));
            judged.findings.push(finding);
            judged.sentences.push(None);
        }
        for (at, record, statements) in &statements {
            let statements: Vec<&str> = statements.iter().copied().collect();
            judged.findings[*at].fingerprint =
                self.duty_fingerprint(rule, record.searched, &record.trigger, &statements);
        }
    }

    /// Whether the facts of a test hold of a duty: of its statement, its outcome, and what brought it about.
    fn is_asked_of(&self, test: &Test, record: &Record) -> bool {
        let holds = |fact: &Fact| match (fact.subject.as_str(), fact.key.as_str()) {
            ("duty", "statement") => {
                let statement = &self.analysis.ruleset.statements[record.statement];
                fact.value.accepts([statement.id.as_str()].into_iter(), &|_| Vec::new())
            }
            ("duty", "outcome") => fact.value.accepts([record.duty.outcome.name()].into_iter(), &|_| Vec::new()),
            _ => self.fact_holds(fact, test, &record.trigger),
        };
        test.conditions.is_empty() || test.conditions.iter().any(|facts| facts.iter().all(holds))
    }

    /// A duty of a page or section is the same one whichever of its claims comes first.
    fn duty_fingerprint(&self, rule: &Rule, within: Scope, found: &Match, statements: &[&str]) -> String {
        let mention = self.analysis.mention(found.anchor);
        let document = &self.analysis.document;
        let treatment = found.mention(self.analysis, "treatment").map(|id| self.analysis.mention(id));
        let row = treatment.and_then(|m| self.analysis.ruleset.row(m.concept, m.row?)).map(|row| row.id.as_str());
        let mut parts = vec![rule.card.id.as_str(), row.unwrap_or_default()];
        parts.extend(statements);
        match within {
            Scope::Page => page_fingerprint(&parts),
            Scope::Section => {
                let heading = document.section(self.analysis.section_of(mention)).heading;
                parts.push(heading.map_or("", |id| &document.text[document.block(id).span.range()]));
                page_fingerprint(&parts)
            }
            _ => {
                let sentence = self.analysis.sentence_of(mention).span;
                parts.push(&document.text[sentence.range()]);
                fingerprint(&parts)
            }
        }
    }

    /// In which of the page's places, and in which block of it, a statement was found.
    fn found_block(&self, duty: &Duty) -> Option<(usize, u32)> {
        let (place, spans) = duty.found.as_ref()?;
        let first = spans.iter().min_by_key(|span| span.start)?;
        let analysis = place.checked_sub(1).and_then(|layout| self.layouts.get(layout)).map_or(self.analysis, |l| l.1);
        let block = analysis.document.blocks.partition_point(|block| block.span.end <= first.start);
        Some((*place, block as u32))
    }

    /// Adds the duty, and where its statement or the contradiction stands, to a finding.
    fn tell(&self, finding: &mut crate::finding::Finding, require: &Require, duty: &Duty, found: &Match) {
        let statement = &self.analysis.ruleset.statements[require.statement];
        finding.duty = Some(DutyResult {
            statement: statement.id.clone(),
            outcome: duty.outcome,
            missing: duty.missing.iter().map(|name| self.slot_name(name)).collect(),
            searched: require.within.name(),
            distance: duty.distance,
            sample: self.sample(&statement.sample, found),
        });
        if let Some((place, spans)) = &duty.found
            && let Some(hull) = hull_of_near(spans)
        {
            let (source, analysis) = match place.checked_sub(1).and_then(|layout| self.layouts.get(layout)) {
                Some((source, analysis)) => (*source, *analysis),
                None => (self.source, self.analysis),
            };
            let at = analysis.document.map.hull(hull);
            let message = match duty.outcome {
                Outcome::Incomplete => "a part of it stands here".to_owned(),
                outcome => format!("found here: {}", outcome.name()),
            };
            finding.related.push(Related {
                role: "disclosure".to_owned(),
                path: source.path().to_owned(),
                location: Some(source.locate(at)),
                text: source.slice(at).to_owned(),
                message,
            });
        }
        if let Some(span) = duty.contradiction {
            let at = self.analysis.document.map.hull(span);
            finding.related.push(Related {
                role: "contradiction".to_owned(),
                path: self.source.path().to_owned(),
                location: Some(self.source.locate(at)),
                text: self.source.slice(at).to_owned(),
                message: "says the opposite".to_owned(),
            });
        }
    }

    fn place_of(&self, duty: &Duty) -> Option<crate::source::Location> {
        match &duty.found {
            Some((0, spans)) => hull_of_near(spans).map(|hull| self.locate(hull)),
            _ => None,
        }
    }

    /// The name of a risk, for a reader; any other slot has a name already.
    pub(super) fn slot_name(&self, name: &str) -> String {
        let row = self.analysis.ruleset.risks.iter().find(|row| row.id == name);
        row.map_or_else(|| name.to_owned(), |row| row.name.clone())
    }
}

/// A statement spread over a page is shown by its first part.
fn hull_of_near(spans: &[Span]) -> Option<Span> {
    let first = *spans.iter().min_by_key(|span| span.start)?;
    let near = spans.iter().filter(|span| span.start < first.end + 200);
    Some(near.fold(first, |hull, span| hull.hull(*span)))
}

fn asked_outcomes(test: &Test) -> impl Iterator<Item = &str> {
    test.patterns.iter().flat_map(|pattern| &pattern.queries).flat_map(|query| outcome_words(&query.reading))
}

fn outcome_words(reading: &crate::rule::reading::Reading) -> Vec<&str> {
    use crate::extract::document::Visibility;
    let mut words: Vec<&str> = reading.kinds.iter().map(String::as_str).collect();
    match reading.visibility {
        Some(Visibility::Hidden) => words.push("hidden"),
        Some(Visibility::Collapsed) => words.push("collapsed"),
        _ => {}
    }
    words
}
