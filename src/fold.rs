//! Folding: findings of one sentence that a reader settles by settling one of them are shown as one.

use std::collections::BTreeMap;

use crate::finding::{Finding, Folded};

/// Findings with one key are shown as one: those of one family of rules in one sentence. Findings that stand alone
/// (duties, measures) have none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FoldKey {
    pub family: String,
    /// 0 for the page itself, its layouts after it.
    pub document: usize,
    pub sentence: u32,
}

/// What can be folded: a finding, and what goes with it where it is shown.
pub trait Foldable {
    fn finding(&self) -> &Finding;
    fn folded(&mut self) -> &mut Vec<Folded>;
    fn key(&self) -> Option<&FoldKey>;
}

/// Folds findings of one key into the worst of them. The result is sorted by place, then by rule.
pub fn fold<T: Foldable>(findings: Vec<T>) -> Vec<T> {
    let mut groups: BTreeMap<FoldKey, Vec<T>> = BTreeMap::new();
    let mut kept: Vec<T> = Vec::new();
    for item in findings {
        match item.key().cloned() {
            Some(key) => groups.entry(key).or_default().push(item),
            None => kept.push(item),
        }
    }
    for mut group in groups.into_values() {
        group.sort_by(|a, b| {
            let (a, b) = (a.finding(), b.finding());
            (b.level, b.confidence).cmp(&(a.level, a.confidence)).then(a.rule.cmp(&b.rule))
        });
        let mut group = group.into_iter();
        let Some(mut first) = group.next() else { continue };
        let others = group.map(|other| other.finding().clone());
        let others: Vec<Folded> =
            others.map(|other| Folded { rule: other.rule, fingerprint: other.fingerprint }).collect();
        *first.folded() = others;
        kept.push(first);
    }
    kept.sort_by(|a, b| {
        let place = |finding: &Finding| finding.location.map_or((0, 0), |at| (at.span.start, at.span.end));
        let (a, b) = (a.finding(), b.finding());
        (place(a), &a.rule, &a.fingerprint).cmp(&(place(b), &b.rule, &b.fingerprint))
    });
    kept
}
