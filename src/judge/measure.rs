//! Measures: rules about how much of a page says what, and where it first does.

use std::collections::BTreeMap;

use super::message::clip;
use super::outcome::page_fingerprint;
use super::page::Standing;
use super::{Judge, Judged};
use crate::finding::{Reason, Related};
use crate::judge::bound::{Bound, Match};
use crate::mention::MentionId;
use crate::rule::compiled::{Measure, Pattern, Rule, Scope};

/// What a measure comes to over a page, or over one of its sections or blocks.
#[derive(Debug)]
pub(super) struct Measured {
    /// What was counted. A finding is shown at the first; a mark has one.
    found: Vec<MentionId>,
    pub said: String,
    over: Scope,
    /// Whether it is beyond the rule's limit.
    pub exceeds: bool,
}

impl Judge<'_> {
    pub(super) fn measured(&self, rule: &Rule, measure: &Measure, standing: Standing, judged: &mut Judged) {
        for Measured { found, said, over, .. } in self.readings(measure).into_iter().filter(|reading| reading.exceeds) {
            self.report(rule, &found, said, over, standing, judged);
        }
    }

    /// All that a measure can be taken of.
    pub(super) fn readings(&self, measure: &Measure) -> Vec<Measured> {
        let analysis = self.analysis;
        let of_page = |at, said, exceeds| vec![Measured { found: vec![at], said, over: Scope::Page, exceeds }];
        match measure {
            Measure::Ratio { of: [more, less], over, more_than } => {
                let units = self.by_unit(*over, &self.visible(more), &self.visible(less)).into_iter();
                let ratio = |(more, less): (Vec<MentionId>, Vec<MentionId>)| {
                    let (many, few) = (self.sentences_of(&more), self.sentences_of(&less));
                    let said =
                        format!("{many} sentences of the one, {few} of the other; the limit is {more_than} to one");
                    let exceeds = many > 0 && few > 0 && many as f64 / few as f64 > *more_than;
                    Measured { found: more, said, over: *over, exceeds }
                };
                units.map(ratio).collect()
            }
            Measure::Density { of, words, over, more_than } => {
                let units = self.by_unit(*over, &self.visible(of), &[]).into_iter();
                let density = |(found, _): (Vec<MentionId>, _)| {
                    // A short page is no reason to call two words dense.
                    let share = words.map_or(1.0, |words| words / f64::from(analysis.words).max(words));
                    let exceeds = found.len() as f64 * share > *more_than;
                    let per = words.map_or(String::new(), |words| format!(" in {words} words"));
                    let said =
                        format!("{} of them in {} words; the limit is {more_than}{per}", found.len(), analysis.words);
                    Measured { found, said, over: *over, exceeds }
                };
                units.map(density).collect()
            }
            Measure::FirstAfterShare { of, share } => {
                let Some(&first) = self.visible(of).first() else { return Vec::new() };
                let at = f64::from(analysis.mention(first).words.0) / f64::from(analysis.words.max(1));
                let (at_percent, limit) = (at * 100.0, share * 100.0);
                let said =
                    format!("the first stands after {at_percent:.0} % of the page's words; the limit is {limit:.0} %");
                of_page(first, said, at > *share)
            }
            Measure::FirstAfter { of, after } => match (self.visible(of).first(), self.visible(after).first()) {
                (Some(&first), Some(&marker)) => {
                    let exceeds = analysis.mention(first).words.0 > analysis.mention(marker).words.0;
                    let said = if exceeds { "it first stands after it" } else { "it first stands before it" };
                    of_page(first, said.to_owned(), exceeds)
                }
                _ => Vec::new(),
            },
            Measure::Grade { of: [harder, easier], more_than } => {
                let (harder, easier) = (self.visible(harder), self.visible(easier));
                match (harder.first(), self.grade(&harder), self.grade(&easier)) {
                    (Some(&first), Some(high), Some(low)) => {
                        let said =
                            format!("reading grade {high:.0} against {low:.0}; the limit is {more_than} grades apart");
                        of_page(first, said, high - low > *more_than)
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    /// Why a measure cannot be taken, where there are no readings.
    pub(super) fn unmeasured(measure: &Measure) -> String {
        match measure {
            Measure::Ratio { .. } => "one of the two that are compared is not there".to_owned(),
            Measure::Density { .. } | Measure::FirstAfterShare { .. } => "nothing is there to be measured".to_owned(),
            Measure::FirstAfter { .. } => "one of the two is not there".to_owned(),
            Measure::Grade { .. } => {
                format!("fewer than {FEWEST_GRADED} words hold one of the two, too few for a reading grade")
            }
        }
    }

    /// Finds of a pattern that readers see in the body of the page.
    fn visible(&self, pattern: &Pattern) -> Vec<MentionId> {
        let mut found = self.analysis.found(pattern);
        found.retain(|id| {
            let block = self.analysis.block_of(self.analysis.mention(*id));
            !block.kind.is_metadata()
        });
        found
    }

    fn sentences_of(&self, found: &[MentionId]) -> usize {
        let mut sentences: Vec<u32> = found.iter().map(|id| self.analysis.mention(*id).sentence).collect();
        sentences.dedup();
        sentences.len()
    }

    /// Finds of two patterns by what they are counted over; units without a find of the first are left out.
    fn by_unit(&self, over: Scope, first: &[MentionId], second: &[MentionId]) -> Vec<(Vec<MentionId>, Vec<MentionId>)> {
        let unit = |id: &MentionId| {
            let mention = self.analysis.mention(*id);
            match over {
                Scope::Page => 0,
                Scope::Section => self.analysis.section_of(mention).0,
                _ => self.analysis.block_id_of(mention).0,
            }
        };
        let mut units: BTreeMap<u32, (Vec<MentionId>, Vec<MentionId>)> = BTreeMap::new();
        for id in first {
            units.entry(unit(id)).or_default().0.push(*id);
        }
        for id in second {
            if let Some((_, second)) = units.get_mut(&unit(id)) {
                second.push(*id);
            }
        }
        units.into_values().collect()
    }

    /// Flesch-Kincaid grade (Kincaid et al. 1975) of the sentences that hold some mentions. A few words have no grade.
    fn grade(&self, found: &[MentionId]) -> Option<f64> {
        let mut sentences: Vec<u32> = found.iter().map(|id| self.analysis.mention(*id).sentence).collect();
        sentences.dedup();
        let (mut words, mut syllables) = (0usize, 0usize);
        for &sentence in &sentences {
            let text = &self.analysis.document.text[self.analysis.sentences[sentence as usize].span.range()];
            for word in text.split_whitespace() {
                words += 1;
                syllables += syllables_of(word);
            }
        }
        (words >= FEWEST_GRADED)
            .then(|| 0.39 * words as f64 / sentences.len() as f64 + 11.8 * syllables as f64 / words as f64 - 15.59)
    }

    fn report(
        &self,
        rule: &Rule,
        counted: &[MentionId],
        said: String,
        over: Scope,
        standing: Standing,
        judged: &mut Judged,
    ) {
        let Some((&at, others)) = counted.split_first() else { return };
        let mention = self.analysis.mention(at);
        let name = self.analysis.ruleset.concept(mention.concept).id.as_str();
        let found = Match { names: vec![name], bound: vec![Bound::Mention(at)], anchor: at };
        if let Some(reason) = self.excuse(rule, &found) {
            self.let_pass(rule, at, || vec![reason], judged);
            return;
        }
        let mut finding = self.finding(rule, &found, self.level(rule, &found, standing), None);
        finding.stands_because.insert(0, Reason { reason: said, location: None });
        finding.related.extend(others.iter().take(MOST_COUNTED).map(|other| {
            let span = self.analysis.document.map.hull(self.analysis.mention(*other).span());
            Related {
                role: "counted".to_owned(),
                path: self.source.path().to_owned(),
                location: Some(self.source.locate(span)),
                text: clip(self.source.slice(span)).to_string(),
                message: "counted too".to_owned(),
            }
        }));
        // What is counted over a page is the same finding wherever the count begins.
        finding.fingerprint = match over {
            Scope::Page => page_fingerprint(&[&rule.card.id]),
            Scope::Section => {
                let document = &self.analysis.document;
                let heading = document.section(self.analysis.section_of(mention)).heading;
                page_fingerprint(&[
                    &rule.card.id,
                    heading.map_or("", |id| &document.text[document.block(id).span.range()]),
                ])
            }
            _ => finding.fingerprint,
        };
        judged.findings.push(finding);
        judged.sentences.push(None);
    }
}

/// How many places a finding names beside the first.
const MOST_COUNTED: usize = 9;

/// A grade of fewer words says more of one long name than of the writing.
const FEWEST_GRADED: usize = 30;

/// Groups of vowels, a silent final e left out: near enough for a grade.
fn syllables_of(word: &str) -> usize {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let (mut groups, mut letters) = (0usize, 0usize);
    let (mut before, mut last) = (' ', ' ');
    for c in word.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()) {
        groups += usize::from(is_vowel(c) && !is_vowel(last));
        letters += 1;
        (before, last) = (last, c);
    }
    let silent = letters > 3 && last == 'e' && before != 'l';
    groups.saturating_sub(usize::from(silent)).max(1)
}
