//! Facts: what rules may ask of what they found, by name.

use std::borrow::Cow;

use super::Judge;
use super::bound::Match;
use crate::assertion::record::{Effect, Polarity, Trigger};
use crate::knowledge::{Strength, VerbEffect};
use crate::mention::MentionId;
use crate::relate::promoted;
use crate::rule::compiled::{Fact, Query, Test};
use crate::rule::value::Value;

/// The values of a fact, most of them as the tables or the page have them: rules ask for some at every match.
#[derive(Debug, Clone, Default)]
pub(super) enum Values<'v> {
    #[default]
    None,
    One(Cow<'v, str>),
    Listed(&'v [String]),
    Made(Vec<Cow<'v, str>>),
}

impl Values<'_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        let (one, listed, made) = match self {
            Values::None => (None, &[][..], &[][..]),
            Values::One(value) => (Some(value), &[][..], &[][..]),
            Values::Listed(values) => (None, *values, &[][..]),
            Values::Made(values) => (None, &[][..], values.as_slice()),
        };
        one.into_iter().chain(made).map(|value| &**value).chain(listed.iter().map(String::as_str))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    pub(super) fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

impl<'v, V: Into<Cow<'v, str>>> From<Option<V>> for Values<'v> {
    fn from(value: Option<V>) -> Self {
        value.map_or(Values::None, |value| Values::One(value.into()))
    }
}

impl Judge<'_> {
    /// Whether the facts of a test hold of a match: all of one of its lists.
    pub(super) fn holds(&self, test: &Test, found: &Match) -> bool {
        test.conditions.is_empty()
            || test.conditions.iter().any(|facts| facts.iter().all(|fact| self.fact_holds(fact, test, found)))
    }

    /// Whether the facts of a test can hold of any match on this page: not where each of its lists asks the page itself
    /// for what it is not. Worked out once for all matches.
    pub(super) fn may_hold(&self, test: &Test) -> bool {
        let fits = |fact: &Fact| {
            // What is compared with another fact may differ from match to match.
            fact.subject != "page"
                || matches!(fact.value, Value::SameAs(_) | Value::DiffersFrom(_))
                || fact.value.accepts(self.page.values(&fact.key).iter(), &|_| Vec::new())
        };
        test.conditions.is_empty() || test.conditions.iter().any(|facts| facts.iter().all(fits))
    }

    /// For each of a test's lists of facts, the first that does not hold of a match, with its values here.
    pub(super) fn failing<'t>(&'t self, test: &'t Test, found: &'t Match) -> Vec<(&'t Fact, Values<'t>)> {
        let first = |facts: &'t Vec<Fact>| facts.iter().find(|fact| !self.fact_holds(fact, test, found));
        let failing = test.conditions.iter().filter_map(first);
        failing.map(|fact| (fact, self.values(&fact.subject, &fact.key, test, found))).collect()
    }

    pub(super) fn fact_holds(&self, fact: &Fact, test: &Test, found: &Match) -> bool {
        let values = self.values(&fact.subject, &fact.key, test, found);
        let other = |name: &str| match name.split_once('.') {
            Some((subject, key)) => self.values(subject, key, test, found).to_vec(),
            None => Vec::new(),
        };
        fact.value.accepts(values.iter(), &other)
    }

    /// The values of a fact; none where the subject has no such fact.
    fn values<'v>(&'v self, subject: &str, key: &str, test: &Test, found: &'v Match) -> Values<'v> {
        if subject == "page" {
            return self.page.values(key);
        }
        if let Some(of) = key.strip_suffix("count") {
            return Some(self.count(subject, of.trim_end_matches('.'), test, found).to_string()).into();
        }
        if subject == "use" {
            return self.use_values(key, found);
        }
        if (subject, key) == ("treatment", "promoted") {
            return Some(if self.is_promoted(found) { "yes" } else { "no" }).into();
        }
        match found.mention(self.analysis, subject) {
            Some(id) => self.mention_values(id, key),
            None => Values::None,
        }
    }

    /// Whether what a match promises or offers is told of the treatment in it.
    fn is_promoted(&self, found: &Match) -> bool {
        let Some(treatment) = found.mention(self.analysis, "treatment") else { return false };
        let condition = found.mention(self.analysis, "condition");
        let told = found.mentions().into_iter().find(|id| *id != treatment && Some(*id) != condition);
        told.is_none_or(|told| promoted::is_of(self.analysis, &self.regions, told, treatment))
    }

    fn use_values<'v>(&'v self, key: &str, found: &'v Match) -> Values<'v> {
        let Some(pair) = found.use_() else { return Values::None };
        let row = |id: MentionId| {
            let mention = self.analysis.mention(id);
            mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row))
        };
        match key {
            "status" => Some(pair.status.name()).into(),
            "flags" => Values::Listed(&pair.flags),
            "via" => Some(pair.via()).into(),
            "treatment" => row(pair.treatment).map(|row| row.id.as_str()).into(),
            "condition" => row(pair.condition).map(|row| row.id.as_str()).into(),
            "route" => row(pair.treatment).map(|row| Values::Listed(row.attribute("routes"))).unwrap_or_default(),
            key => row(pair.treatment).map(|row| Values::Listed(row.attribute(key))).unwrap_or_default(),
        }
    }

    /// The kind of denial, where its cue has a name: `lack of evidence`.
    fn name_of(&self, trigger: &Trigger) -> Option<&str> {
        self.analysis.ruleset.cues[trigger.cue? as usize].known_as.as_deref()
    }

    fn mention_values(&self, id: MentionId, key: &str) -> Values<'_> {
        let mention = self.analysis.mention(id);
        let assertion = &mention.assertion;
        match key {
            "denied-by" => {
                let denials = assertion.triggers.iter().filter(|trigger| trigger.effect == Effect::Denies);
                let names = denials.map(|trigger| match self.name_of(trigger) {
                    Some(name) => name.into(),
                    None => self.analysis.document.text[trigger.span.range()].to_ascii_lowercase().into(),
                });
                Values::Made(names.collect())
            }
            "denied-from" => {
                // How far from its denial a phrase stands: "not for all, and the harm is real" denies no harm.
                let (text, at) = (&self.analysis.document.text, mention.span());
                let denials = assertion.triggers.iter().filter(|trigger| trigger.effect == Effect::Denies);
                let apart = denials.map(|trigger| {
                    let (first, last) =
                        if trigger.span.start < at.start { (trigger.span, at) } else { (at, trigger.span) };
                    let between = text.get(first.end..last.start).unwrap_or_default();
                    if between.contains([',', ';', '\u{2014}']) { 99 } else { between.split_whitespace().count() }
                });
                Some(apart.min().unwrap_or(0).to_string()).into()
            }
            "direction" | "strength" => {
                let text = self.analysis.document.text[mention.span().range()].to_lowercase();
                let meant = self.analysis.ruleset.verbs.of(&text);
                let name = |(direction, strength): (VerbEffect, Strength)| match key {
                    "direction" => direction.name(),
                    _ => strength.name(),
                };
                meant.map(name).into()
            }
            "about" => Some(assertion.about.name()).into(),
            "by" => Some(assertion.voice.name()).into(),
            "in" => Some(self.analysis.block_of(mention).kind.name()).into(),
            "value" => mention.value.map(|value| value.to_string()).into(),
            "class" if mention.row.is_none() => mention.kind.into(),
            "words" => Some((mention.words.1 - mention.words.0).to_string()).into(),
            "unit" | "kind" => mention.kind.into(),
            key => {
                let row = mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row));
                row.map(|row| Values::Listed(row.attribute(key))).unwrap_or_default()
            }
        }
    }

    /// How many distinct rows, or distinct values of an attribute, a pattern finds within the test's reach.
    fn count(&self, subject: &str, attribute: &str, test: &Test, found: &Match) -> usize {
        let query = test.patterns.iter().flat_map(|pattern| &pattern.queries).find(|query| query.name == subject);
        let Some(query) = query else { return 0 };
        let from = self.analysis.mention(found.anchor);
        let region = self.regions.around(self.analysis, from, test.within);
        let key = (query.concept.0, region.start, region.end, attribute.to_owned());
        if let Some(distinct) = self.counts.borrow().get(&key) {
            return distinct.len();
        }
        let distinct = self.distinct(query, attribute, region);
        let count = distinct.len();
        self.counts.borrow_mut().insert(key, distinct);
        count
    }

    fn distinct(&self, query: &Query, attribute: &str, region: std::ops::Range<u32>) -> Vec<String> {
        let analysis = self.analysis;
        let mut distinct: Vec<String> = Vec::new();
        for id in crate::relate::uses::named_in(analysis, query.concept, region) {
            let mention = analysis.mention(id);
            if mention.assertion.polarity == Polarity::Denied || !analysis.takes(query, mention) {
                continue;
            }
            let row = mention.row.and_then(|row| analysis.ruleset.row(mention.concept, row));
            let values = match (row, attribute) {
                (Some(row), "") => vec![row.id.clone()],
                (Some(row), attribute) => row.attribute(attribute).to_vec(),
                (None, _) => vec![analysis.document.text[mention.span().range()].to_lowercase()],
            };
            for value in values {
                if !distinct.contains(&value) {
                    distinct.push(value);
                }
            }
        }
        distinct
    }
}
