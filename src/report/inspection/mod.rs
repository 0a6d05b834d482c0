//! What there is to tell of a place on a page, written down for reading and as JSON.

mod human;
mod json;

use crate::finding::{Confidence, Excused, Finding};
use crate::inspect::Inspection;
use crate::source::Location;

pub use human::write as human;
pub use json::write as json;

/// A place, what is mentioned there, and what all rules made of it.
#[derive(Debug)]
pub struct PlaceReport<'a> {
    pub path: &'a str,
    /// As asked: a line, with or without a column.
    pub place: &'a str,
    pub inspection: &'a Inspection,
    pub flagged: Vec<Flagged<'a>>,
    pub excused: Vec<&'a Excused>,
}

/// A finding at the place, and what became of it.
#[derive(Debug)]
pub struct Flagged<'a> {
    pub finding: &'a Finding,
    /// `open`, `waived`, `below --min-confidence`.
    pub state: String,
}

impl<'a> PlaceReport<'a> {
    /// Gathers what touches the sentences of a place. Findings of less than `least` confidence are not reported by a
    /// check, and told here all the same.
    pub fn new(
        path: &'a str,
        place: &'a str,
        inspection: &'a Inspection,
        findings: impl Iterator<Item = (&'a Finding, Option<String>)>,
        excused: impl Iterator<Item = &'a Excused>,
        least: Confidence,
    ) -> Self {
        let here = |location: &Location| {
            inspection.sentences.iter().any(|sentence| sentence.location.span.overlaps(location.span))
        };
        let flagged = findings.filter(|(finding, _)| {
            let mut pieces = finding.pieces.iter().filter(|piece| piece.via.is_none()).flat_map(|piece| &piece.ranges);
            finding.path == path && (finding.location.iter().any(&here) || pieces.any(&here))
        });
        let flagged = flagged.map(|(finding, settled)| {
            let below = (finding.confidence < least)
                .then(|| format!("of {} confidence, which --min-confidence leaves out", finding.confidence.name()));
            Flagged { finding, state: settled.or(below).unwrap_or_else(|| "open".to_owned()) }
        });
        let flagged: Vec<Flagged> = flagged.collect();
        let excused = excused.filter(|excused| excused.path == path && excused.location.iter().any(&here));
        PlaceReport { path, place, inspection, flagged, excused: excused.collect() }
    }

    /// Rules that came to nothing here, and are not told above.
    fn looks(&self) -> impl Iterator<Item = &'a crate::judge::look::Look> + use<'a, '_> {
        self.inspection.looks.iter().filter(|look| {
            let told = |rule: &str| rule == look.rule;
            let folded = |flagged: &&Flagged| flagged.finding.folded.iter().any(|folded| told(&folded.rule));
            !self.flagged.iter().any(|flagged| told(&flagged.finding.rule))
                && !self.flagged.iter().any(|flagged| folded(&flagged))
                && !self.excused.iter().any(|excused| told(&excused.rule))
        })
    }
}
