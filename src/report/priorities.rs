//! What to fix first: findings grouped by rule, the worst and most frequent on top.

use std::collections::BTreeMap;

use super::run::Run;
use crate::finding::Level;

/// The findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority<'a> {
    pub rule: &'a str,
    /// The worst of its findings.
    pub level: Level,
    pub places: usize,
    pub files: usize,
    /// What the rule is called, else what its first finding says.
    pub title: &'a str,
    pub remedy: &'a str,
}

/// All rules with findings: worst level first, then most places, then by name.
pub fn priorities(run: &Run) -> Vec<Priority<'_>> {
    let mut by_rule: BTreeMap<&str, (Priority, &str)> = BTreeMap::new();
    for finding in run.findings.iter().map(|shown| &shown.finding) {
        let card = run.cards.get(&finding.rule);
        let (priority, last_path) = by_rule.entry(&finding.rule).or_insert_with(|| {
            let priority = Priority {
                rule: &finding.rule,
                level: finding.level,
                places: 0,
                files: 0,
                title: card.map_or(&finding.message, |card| &card.title),
                remedy: card.map_or(&finding.remedy, |card| &card.remedy),
            };
            (priority, "")
        });
        priority.level = priority.level.max(finding.level);
        priority.places += 1;
        priority.files += usize::from(*last_path != finding.path);
        *last_path = &finding.path;
    }
    let mut all: Vec<Priority> = by_rule.into_values().map(|(priority, _)| priority).collect();
    all.sort_by(|a, b| b.level.cmp(&a.level).then(b.places.cmp(&a.places)).then(a.rule.cmp(b.rule)));
    all
}
