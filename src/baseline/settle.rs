//! Gives findings of many files their state by what was there before.

use std::collections::BTreeSet;

use super::ledger::{Ledger, Now};
use crate::finding::Finding;
use crate::report::run::{Checked, State};
use crate::source::Span;

/// Crosses findings of `files` off the ledger; what is open and crossed off takes `state`. What is found in a layout
/// comes with each of its pages, and counts once. Findings that another ledger set aside are crossed off too: what they
/// were before must not be left over for a new finding of the same words.
pub fn settle(files: &mut [&mut Checked], ledger: &mut Ledger, now: &Now, state: State) {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (file, checked) in files.iter().enumerate() {
        let counted = checked.candidates.iter().enumerate().filter(|(_, candidate)| candidate.state != State::Waived);
        places.extend(counted.map(|(at, _)| (file, at)));
    }
    let finding = |(file, at): (usize, usize)| &files[file].candidates[at].shown.finding;
    places.sort_by(|a, b| identity(finding(*a)).cmp(&identity(finding(*b))));
    let groups: Vec<&[(usize, usize)]> =
        places.chunk_by(|a, b| identity(finding(*a)) == identity(finding(*b))).collect();
    let findings: Vec<&Finding> = groups.iter().map(|group| finding(group[0])).collect();
    let found = ledger.cross_off(&findings, now);
    let settled: BTreeSet<(usize, usize)> =
        groups.iter().zip(&found).filter(|(_, at)| at.is_some()).flat_map(|(group, _)| group.iter().copied()).collect();
    for (file, at) in settled {
        let candidate = &mut files[file].candidates[at];
        if candidate.state == State::Open {
            candidate.state = state;
        }
    }
}

/// The open findings of many files, each once.
pub fn open<'a>(files: impl IntoIterator<Item = &'a Checked>) -> Vec<&'a Finding> {
    let mut all: Vec<&Finding> = files.into_iter().flat_map(Checked::open).collect();
    all.sort_by(|a, b| identity(a).cmp(&identity(b)));
    all.dedup_by(|a, b| identity(a) == identity(b));
    all
}

type Identity<'a> = (&'a str, Option<Span>, &'a str, &'a str, crate::finding::Level);

fn identity(finding: &Finding) -> Identity<'_> {
    let span = finding.location.map(|at| at.span);
    (&finding.path, span, &finding.rule, &finding.fingerprint, finding.level)
}
