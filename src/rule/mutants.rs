//! Mutants of a rule: the rule with one of its conditions dropped. An example that should pass, and still passes under
//! every mutant, guards nothing: it is no near miss.

use super::compiled::{Body, Rule};
use crate::rule::reading::Reading;

/// A rule with one condition less.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Completes "without …".
    pub dropped: String,
    pub rule: Rule,
}

/// Every mutant of a rule.
pub fn of(rule: &Rule) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut add = |dropped: String, change: &dyn Fn(&mut Rule)| {
        let mut rule = rule.clone();
        change(&mut rule);
        mutants.push(Mutant { dropped, rule });
    };
    if let Body::Test(test) = &rule.body {
        for (number, pattern) in test.patterns.iter().enumerate() {
            let name = &pattern.queries[0].name;
            let reads =
                pattern.queries.iter().any(|query| query.reading != Reading { named: true, ..Default::default() });
            if reads && !pattern.queries.iter().all(|query| query.reading.named) {
                add(format!("asking how `{name}` is meant"), &|rule| {
                    if let Body::Test(test) = &mut rule.body {
                        for query in &mut test.patterns[number].queries {
                            query.reading =
                                Reading { named: true, kinds: query.reading.kinds.clone(), ..Default::default() };
                        }
                    }
                });
            }
            if test.patterns.len() > 1 {
                add(format!("asking for `{name}`"), &|rule| {
                    if let Body::Test(test) = &mut rule.body {
                        test.patterns.remove(number);
                    }
                });
            }
        }
        if !test.conditions.is_empty() {
            add("its `where`".to_owned(), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.conditions.clear();
                }
            });
        }
        if test.in_order {
            add("its order".to_owned(), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.in_order = false;
                }
            });
        }
        if test.within != super::compiled::Scope::Page {
            add("its distance".to_owned(), &|rule| {
                if let Body::Test(test) = &mut rule.body {
                    test.within = super::compiled::Scope::Page;
                }
            });
        }
    }
    for (number, test) in rule.unless.iter().enumerate() {
        add(format!("its excuse: {}", test.described), &|rule| {
            rule.unless.remove(number);
        });
    }
    if rule.require.is_some() {
        add("looking for the statement".to_owned(), &|rule| rule.require = None);
    }
    if !rule.applies_to.is_empty() {
        add("its `for`".to_owned(), &|rule| rule.applies_to.clear());
    }
    mutants
}
