//! Which findings a report lists where it cannot list all.

use std::cmp::Reverse;

use super::run::Shown;

/// Findings to list, in their order, and how many others there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection<'r> {
    pub listed: Vec<&'r Shown>,
    pub left_out: usize,
}

/// The `limit` most severe of `findings`, in the order given; of equally severe ones the more certain, then the first.
pub fn most_severe<'r>(findings: impl Iterator<Item = &'r Shown>, limit: usize) -> Selection<'r> {
    let all: Vec<&Shown> = findings.collect();
    if all.len() <= limit {
        return Selection { listed: all, left_out: 0 };
    }
    let left_out = all.len() - limit;
    let mut kept = by_severity(&all);
    kept.truncate(limit);
    kept.sort_unstable();
    Selection { listed: kept.into_iter().map(|index| all[index]).collect(), left_out }
}

/// The indices of `findings`, the most severe first.
pub fn by_severity(findings: &[&Shown]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    // Stable, so that equals stay in the order of the report.
    order.sort_by_key(|&index| {
        let finding = &findings[index].finding;
        Reverse((finding.level, finding.confidence))
    });
    order
}
