//! Running the examples that every rule carries: what it should flag and what it should let pass.

use super::compiled::Rule;
use super::ruleset::Ruleset;
use super::written::Example;
use crate::finding::{Excused, Finding};
use crate::judge::{Judge, PageFacts, Settings};
use crate::linter::Linter;
use crate::load_error::LoadError;
use crate::source::{Source, Span};

/// How an example came out otherwise than it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    pub rule: String,
    pub verdict: Verdict,
    pub example: String,
    /// What was found or excused of this rule, for whoever has to mend it.
    pub trace: String,
    /// The place of the example in the rule's file.
    pub place: LoadError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Should be flagged and is not.
    Missing,
    /// Should pass and is flagged.
    Noisy,
    /// Is flagged, but not these words.
    WrongPlace,
    /// Is flagged, but not at this level.
    WrongLevel,
}

/// Runs the examples of every rule over the whole ruleset.
pub fn failures(ruleset: &Ruleset) -> Vec<Failure> {
    ruleset.rules().iter().flat_map(|rule| failures_of(ruleset, rule)).collect()
}

/// Runs the examples of one rule.
pub fn failures_of(ruleset: &Ruleset, rule: &Rule) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (example, flag) in rule.flag.iter().map(|e| (e, true)).chain(rule.pass.iter().map(|e| (e, false))) {
        let (findings, excused) = run(ruleset, rule, example);
        let verdict = match (flag, findings.first()) {
            (true, None) => Some(Verdict::Missing),
            (false, Some(_)) => Some(Verdict::Noisy),
            (true, Some(_)) => disagreement(example, &findings),
            (false, None) => None,
        };
        if let Some(verdict) = verdict {
            let place = rule.file.error(Span::new(example.span.start, example.span.end), "this example");
            failures.push(Failure {
                rule: rule.card.id.clone(),
                verdict,
                example: example.text.clone(),
                trace: trace(&findings, &excused),
                place,
            });
        }
    }
    failures
}

fn disagreement(example: &Example, findings: &[Finding]) -> Option<Verdict> {
    let covers = |words: &String| {
        let words = words.to_lowercase();
        findings.iter().any(|finding| {
            finding.text.to_lowercase().contains(&words)
                || finding.phrase.to_lowercase().contains(&words)
                || words.contains(&finding.phrase.to_lowercase())
        })
    };
    if !example.finds.as_ref().is_none_or(covers) {
        return Some(Verdict::WrongPlace);
    }
    let levels = |level| findings.iter().any(|finding| finding.level == level);
    (!example.level.is_none_or(levels)).then_some(Verdict::WrongLevel)
}

/// What one rule makes of an example, before folding.
fn run(ruleset: &Ruleset, rule: &Rule, example: &Example) -> (Vec<Finding>, Vec<Excused>) {
    let source = Source::from_text("example", example.text.clone());
    let analysis = Linter::new(ruleset).analyse(&source, example.format, &[]);
    let facts = PageFacts::declared(example.page.iter().cloned());
    let judged = Judge::new(&analysis, &source, &facts, &[], Settings { excused: true }).run_one(rule);
    (judged.findings, judged.excused)
}

/// What the `pass` examples of a rule guard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guard {
    /// Examples that pass whatever condition of the rule is dropped: they are no near misses.
    pub idle: Vec<String>,
    /// Conditions that could be dropped without any example noticing.
    pub unguarded: Vec<String>,
}

/// Drops each condition of a rule in turn and sees which `pass` examples notice.
pub fn guard(ruleset: &Ruleset, rule: &Rule) -> Guard {
    let mutants = super::mutants::of(rule);
    let mut noticed = vec![false; mutants.len()];
    let mut guard = Guard::default();
    for example in &rule.pass {
        let mut notices = false;
        for (number, mutant) in mutants.iter().enumerate() {
            if !run(ruleset, &mutant.rule, example).0.is_empty() {
                notices = true;
                noticed[number] = true;
            }
        }
        if !notices {
            guard.idle.push(example.text.clone());
        }
    }
    let unnoticed = mutants.into_iter().zip(noticed).filter(|(_, noticed)| !noticed);
    guard.unguarded = unnoticed.map(|(mutant, _)| mutant.dropped).collect();
    guard
}

fn trace(findings: &[Finding], excused: &[Excused]) -> String {
    let found = findings.iter().map(|finding| {
        let pieces: Vec<String> =
            finding.pieces.iter().map(|piece| format!("{} {:?} ({})", piece.role, piece.text, piece.label)).collect();
        format!("found {:?} at {}: {}", finding.phrase, finding.level.name(), pieces.join(", "))
    });
    let passed = excused.iter().map(|excused| {
        let reasons: Vec<&str> = excused.because.iter().map(|reason| reason.reason.as_str()).collect();
        format!("excused {:?}: {}", excused.phrase, reasons.join("; "))
    });
    let lines: Vec<String> = found.chain(passed).collect();
    if lines.is_empty() { "nothing that the rule looks for was found".to_owned() } else { lines.join("\n") }
}
