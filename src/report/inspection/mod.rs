//! What there is to tell of a place on a page, written down for reading and as JSON.

mod human;
mod json;

use std::collections::BTreeMap;

use crate::finding::{Confidence, Excused, Finding};
use crate::inspect::Inspection;
use crate::source::Location;

pub use human::write as human;
pub use json::{schema, write as json};

/// A place, what is mentioned there, and what all rules made of it.
#[derive(Debug)]
pub struct PlaceReport<'a> {
    pub path: &'a str,
    /// As asked: a line, with or without a column.
    pub place: &'a str,
    pub inspection: &'a Inspection,
    pub flagged: Vec<Flagged<'a>>,
    pub excused: Vec<&'a Excused>,
    /// By rule: where else on the page it has its first finding or excuse. A duty is settled once, at its first trigger.
    elsewhere: BTreeMap<&'a str, Location>,
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
        let mut elsewhere = BTreeMap::new();
        let mut note = |rule: &'a str, of: &str, at: Option<Location>| {
            if let (Some(at), true) = (at, of == path) {
                elsewhere.entry(rule).or_insert(at);
            }
        };
        let findings: Vec<(&Finding, Option<String>)> = findings.collect();
        let excused: Vec<&Excused> = excused.collect();
        for (finding, _) in &findings {
            note(&finding.rule, &finding.path, finding.location);
            finding.folded.iter().for_each(|folded| note(&folded.rule, &finding.path, finding.location));
        }
        excused.iter().for_each(|excused| note(&excused.rule, &excused.path, excused.location));
        let flagged = findings.into_iter().filter(|(finding, _)| {
            let mut pieces = finding.pieces.iter().filter(|piece| piece.via.is_none()).flat_map(|piece| &piece.ranges);
            finding.path == path && (finding.location.iter().any(&here) || pieces.any(&here))
        });
        let flagged = flagged.map(|(finding, settled)| {
            let below = (finding.confidence < least)
                .then(|| format!("of {} confidence, which --min-confidence leaves out", finding.confidence.name()));
            Flagged { finding, state: settled.or(below).unwrap_or_else(|| "open".to_owned()) }
        });
        let flagged: Vec<Flagged> = flagged.collect();
        let excused = excused.into_iter().filter(|excused| excused.path == path && excused.location.iter().any(&here));
        PlaceReport { path, place, inspection, flagged, excused: excused.collect(), elsewhere }
    }

    /// What became of a rule that found what it looks for here, and tells nothing here.
    fn settled(&self, rule: &str) -> String {
        match self.elsewhere.get(rule) {
            Some(at) => format!("it is found, and told once, at {}:{}", at.start.line, at.start.column),
            None => "it is found, and the config or an approved wording sets it aside".to_owned(),
        }
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
