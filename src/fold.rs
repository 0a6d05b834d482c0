//! Folding: findings of one sentence that a reader settles by settling one of them are shown as one.

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Folded};
use crate::rule::Ruleset;

/// Folds findings of one sentence and one family into the worst of them. `sentences` is in step with `findings`;
/// findings without a sentence (duties, measures) stand alone. The result is sorted by place, then by rule.
pub fn fold(ruleset: &Ruleset, findings: Vec<Finding>, sentences: &[Option<u32>]) -> Vec<Finding> {
    let families: FxHashMap<&str, &str> =
        ruleset.rules.iter().map(|rule| (rule.card.id.as_str(), rule.family.as_str())).collect();
    let family = |rule: &str| families.get(rule).map_or(rule, |family| family).to_owned();
    let mut groups: FxHashMap<(String, u32), Vec<Finding>> = FxHashMap::default();
    let mut kept: Vec<Finding> = Vec::new();
    for (finding, sentence) in findings.into_iter().zip(sentences) {
        match sentence {
            Some(sentence) => groups.entry((family(&finding.rule), *sentence)).or_default().push(finding),
            None => kept.push(finding),
        }
    }
    for mut group in groups.into_values() {
        group.sort_by(|a, b| (b.level, b.confidence).cmp(&(a.level, a.confidence)).then(a.rule.cmp(&b.rule)));
        let mut group = group.into_iter();
        let Some(mut first) = group.next() else { continue };
        first.folded = group.map(|other| Folded { rule: other.rule, fingerprint: other.fingerprint }).collect();
        kept.push(first);
    }
    kept.sort_by(|a, b| {
        let place = |finding: &Finding| finding.location.map_or((0, 0), |at| (at.span.start, at.span.end));
        (place(a), &a.rule, &a.fingerprint).cmp(&(place(b), &b.rule, &b.fingerprint))
    });
    kept
}
