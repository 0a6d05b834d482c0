//! Holds findings of today against findings that were there before, one against one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Baseline, Entry, missing};
use crate::finding::{Finding, OF_PAGE};

/// What was there before, to be crossed off by what is there now.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    /// Findings of each entry that are not crossed off.
    left: Vec<usize>,
    by_fingerprint: BTreeMap<String, Vec<usize>>,
    /// Files that were there before, as far as is known.
    paths: BTreeSet<String>,
}

/// What is known of the files of today.
pub struct Now<'a> {
    /// Those whose findings are at hand, layouts included.
    pub checked: &'a BTreeSet<String>,
    /// Whether there is such a file at all.
    pub exists: &'a dyn Fn(&str) -> bool,
}

impl Ledger {
    pub fn new(baseline: Baseline) -> Ledger {
        let paths = baseline.entries.iter().map(|entry| entry.path.clone()).collect();
        let mut by_fingerprint: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, entry) in baseline.entries.iter().enumerate() {
            by_fingerprint.entry(entry.fingerprint.clone()).or_default().push(number);
        }
        let left = baseline.entries.iter().map(|entry| entry.count).collect();
        Ledger { entries: baseline.entries, left, by_fingerprint, paths }
    }

    /// Files that were there before, with findings or without.
    pub fn with_paths(mut self, paths: impl IntoIterator<Item = String>) -> Ledger {
        self.paths.extend(paths);
        self
    }

    /// For each finding, the number of the entry that it was before. Each entry stands for as many findings as it
    /// counts, none of a higher level than its own and none that lacks more. Findings in the file of an entry come
    /// first; what is left of it may have moved elsewhere, where nothing says that it still is where it was. Findings
    /// about a page as a whole move with the page alone.
    pub fn cross_off(&mut self, findings: &[&Finding], now: &Now) -> Vec<Option<usize>> {
        let mut found = vec![None; findings.len()];
        // The worst choose first, so that none of them is left with an entry that does not cover it.
        let mut order: Vec<usize> = (0..findings.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (findings[a], findings[b]);
            let place = |finding: &Finding| finding.location.map_or(0, |at| at.span.start);
            b.level.cmp(&a.level).then((&a.path, place(a)).cmp(&(&b.path, place(b))))
        });
        for moved in [false, true] {
            for &number in &order {
                if found[number].is_none() {
                    found[number] = self.entry_for(findings[number], moved, now);
                }
            }
        }
        found
    }

    fn entry_for(&mut self, finding: &Finding, moved: bool, now: &Now) -> Option<usize> {
        let lacks = missing(finding);
        let candidates = self.by_fingerprint.get(&finding.fingerprint)?;
        let fits = |entry: &Entry| {
            let here = if moved { self.may_move(entry, finding, now) } else { entry.path == finding.path };
            here && entry.level >= finding.level && lacks.iter().all(|name| entry.missing.contains(name))
        };
        let found = candidates.iter().copied().filter(|&at| self.left[at] > 0 && fits(&self.entries[at]));
        let found = found.min_by_key(|&at| (self.entries[at].level, self.entries[at].missing.len()))?;
        self.left[found] -= 1;
        Some(found)
    }

    fn may_move(&self, entry: &Entry, to: &Finding, now: &Now) -> bool {
        let gone = !(now.exists)(&entry.path);
        match entry.fingerprint.starts_with(OF_PAGE) {
            true => gone && !self.paths.contains(&to.path),
            false => gone || now.checked.contains(&entry.path),
        }
    }

    pub fn entry(&self, number: usize) -> &Entry {
        &self.entries[number]
    }

    /// Entries that are not crossed off although their files were looked at, or are gone, and how many findings of each.
    pub fn stale(&self, now: &Now) -> Vec<(&Entry, usize)> {
        let looked_at = |path: &str| now.checked.contains(path) || !(now.exists)(path);
        let left = self.entries.iter().zip(&self.left).map(|(entry, &left)| (entry, left));
        left.filter(|(entry, left)| *left > 0 && looked_at(&entry.path)).collect()
    }

    /// The baseline without what is stale. Found entries take the path, the level and the words of today.
    pub fn pruned(&self, findings: &[&Finding], found: &[Option<usize>], now: &Now) -> Baseline {
        let mut kept =
            Baseline::of(findings.iter().zip(found).filter(|(_, at)| at.is_some()).map(|(finding, _)| *finding));
        let unseen = self
            .entries
            .iter()
            .zip(&self.left)
            .filter(|(entry, left)| **left > 0 && !now.checked.contains(&entry.path) && (now.exists)(&entry.path));
        kept.entries.extend(unseen.map(|(entry, &left)| Entry { count: left, ..entry.clone() }));
        kept
    }
}
