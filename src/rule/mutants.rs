//! Mutants of a rule: the rule with one of its conditions dropped. A condition that can be dropped without any example
//! coming out otherwise is not tested; an example that should pass, and still passes under every mutant, is no near miss.

use super::compiled::{Body, Query, Rule, Scope};
use super::ruleset::Ruleset;
use super::written::RuleWritten;
use crate::rule::reading::Reading;
use crate::source::Span;

/// A rule with one condition less.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Completes "without …".
    pub dropped: String,
    pub part: Part,
    pub rule: Rule,
}

/// Which part of a rule a mutant lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// How the pattern of a number is meant, or the pattern itself.
    Pattern(usize),
    Where,
    Order,
    Within,
    Unless(usize),
    Require,
    For,
    Lower(usize),
    Raise(usize),
}

impl Part {
    /// Where it is written.
    pub fn span(self, written: &RuleWritten) -> Span {
        let first = |facts: &[super::written::FactWritten]| facts.first().map(|fact| fact.name.span);
        let span = match self {
            Part::Pattern(number) => written.test.find.get(number).map(|told| told.span),
            Part::Where => written.test.conditions.first().and_then(|facts| first(facts)),
            Part::Within => written.test.within.as_ref().map(|told| told.span),
            Part::Unless(number) => written.unless.get(number).map(|test| test.span),
            Part::Require => written.require.as_ref().map(|require| require.statement.span),
            Part::For => first(&written.applies_to),
            Part::Lower(number) => written.lower.get(number).map(|change| change.test.span),
            Part::Raise(number) => written.raise.get(number).map(|change| change.test.span),
            Part::Order => None,
        };
        span.unwrap_or(written.id.span)
    }
}

/// Every mutant of a rule.
pub fn of(ruleset: &Ruleset, rule: &Rule) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut add = |part: Part, dropped: String, change: &dyn Fn(&mut Rule)| {
        let mut rule = rule.clone();
        change(&mut rule);
        mutants.push(Mutant { dropped, part, rule });
    };
    if let Body::Test(test) = &rule.body {
        for (number, pattern) in test.patterns.iter().enumerate() {
            let name = &pattern.written;
            let plain = Reading { named: true, ..Default::default() };
            // What speaks of nothing is named however it is meant, unless the rule asks for more.
            let asks = |query: &Query| {
                let bare = Reading { kinds: query.reading.kinds.clone(), ..Default::default() };
                let speaks = ruleset.concept(query.concept).speaks_of.is_some();
                !query.reading.named && (speaks || query.reading != bare)
            };
            if pattern.queries.iter().any(asks) {
                add(Part::Pattern(number), format!("asking how {name} is meant"), &|rule| {
                    if let Body::Test(test) = &mut rule.body {
                        for query in &mut test.patterns[number].queries {
                            query.reading = Reading { kinds: query.reading.kinds.clone(), ..plain.clone() };
                        }
                    }
                });
            }
            if test.patterns.len() > 1 {
                add(Part::Pattern(number), format!("asking for {name}"), &|rule| {
                    if let Body::Test(test) = &mut rule.body {
                        test.patterns.remove(number);
                    }
                });
            }
        }
        if !test.conditions.is_empty() {
            add(Part::Where, "its `where`".to_owned(), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.conditions.clear();
                }
            });
        }
        if test.in_order {
            add(Part::Order, "its order".to_owned(), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.in_order = false;
                }
            });
        }
        let counts = test.conditions.iter().flatten().any(|fact| fact.key.ends_with("count"));
        // A use holds in the sentence of what it is found with, however far the rule looks.
        let is_use = |query: &Query| query.concept == ruleset.known.use_;
        let apart = test.patterns.iter().filter(|pattern| !pattern.queries.iter().all(is_use)).count() > 1;
        if test.within != Scope::Page && (apart || counts) {
            add(Part::Within, format!("asking for one {}", test.within.name()), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.within = Scope::Page;
                }
            });
        }
    }
    for (number, test) in rule.unless.iter().enumerate() {
        add(Part::Unless(number), format!("its excuse: {}", test.described), &|rule| {
            rule.unless.remove(number);
        });
    }
    for (number, change) in rule.lower.iter().enumerate() {
        add(Part::Lower(number), format!("what lowers it: {}", change.test.described), &|rule| {
            rule.lower.remove(number);
        });
    }
    for (number, change) in rule.raise.iter().enumerate() {
        add(Part::Raise(number), format!("what raises it: {}", change.test.described), &|rule| {
            rule.raise.remove(number);
        });
    }
    if rule.require.is_some() {
        add(Part::Require, "looking for the statement".to_owned(), &|rule| rule.require = None);
    }
    if !rule.applies_to.is_empty() {
        add(Part::For, "its `for`".to_owned(), &|rule| rule.applies_to.clear());
    }
    mutants
}
