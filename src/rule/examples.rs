//! Running the examples that every rule carries: what it should flag and what it should let pass, and whether they prove
//! anything.

use std::collections::BTreeSet;

use super::compiled::{Body, Rule};
use super::mutants;
use super::ruleset::Ruleset;
use super::written::{Example, RuleWritten};
use crate::analysis::Analysis;
use crate::finding::{Excused, Finding};
use crate::judge::look::Stage;
use crate::judge::{Judge, PageFacts, Settings};
use crate::language::inflection;
use crate::linter::Linter;
use crate::load_error::LoadError;
use crate::phrase::lexicon;
use crate::phrase::parse::{self, Form, Item, Phrase};
use crate::source::Source;

/// What the examples of one rule came to.
#[derive(Debug, Clone, Default)]
pub struct Tested {
    /// `pack/rule`.
    pub rule: String,
    pub examples: usize,
    pub failures: Vec<Failure>,
    pub weak: Vec<Weak>,
    /// Phrases that some example holds, in a ruleset that was loaded for authors.
    pub noted: BTreeSet<lexicon::Target>,
}

/// How an example came out otherwise than it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    pub rule: String,
    pub verdict: Verdict,
    pub example: String,
    /// What was found or excused of this rule, or how far it came: lines for whoever has to mend it.
    pub trace: Vec<String>,
    /// The place of the example in the rule's file.
    pub place: LoadError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
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

/// An example, or a condition of the rule, that could be left out without anyone noticing.
#[derive(Debug, Clone, PartialEq)]
pub struct Weak {
    pub kind: WeakKind,
    /// What is weak, and where it stands.
    pub place: LoadError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WeakKind {
    /// No example would notice if this condition were dropped.
    Unguarded,
    /// An example that passes whatever is dropped: it is no near miss.
    Idle,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Missing => "missing",
            Verdict::Noisy => "noisy",
            Verdict::WrongPlace => "wrong-place",
            Verdict::WrongLevel => "wrong-level",
        }
    }

    /// What came of an example, in words.
    pub fn says(self) -> &'static str {
        match self {
            Verdict::Missing => "should flag this, and does not",
            Verdict::Noisy => "should let this pass, and flags it",
            Verdict::WrongPlace => "flags this, but not the words that `finds` names",
            Verdict::WrongLevel => "flags this, but not at the level that the example names",
        }
    }
}

/// Runs the examples of every rule over the whole ruleset.
pub fn failures(ruleset: &Ruleset) -> Vec<Failure> {
    ruleset.rules().iter().flat_map(|rule| failures_of(ruleset, rule)).collect()
}

/// Runs the examples of one rule.
pub fn failures_of(ruleset: &Ruleset, rule: &Rule) -> Vec<Failure> {
    let prepared = Prepared::all(ruleset, rule);
    prepared.iter().filter_map(|example| example.failure(rule)).collect()
}

/// Runs the examples of one rule, and again with each of its conditions dropped. `written` is the rule as its author
/// wrote it.
pub fn test(ruleset: &Ruleset, rule: &Rule, written: &RuleWritten) -> Tested {
    let prepared = Prepared::all(ruleset, rule);
    let failures: Vec<Failure> = prepared.iter().filter_map(|example| example.failure(rule)).collect();
    let noted = prepared.iter().flat_map(|example| &example.analysis.noted.phrases).map(|noted| noted.target);
    let noted = noted.collect();
    // What fails proves nothing about the conditions yet.
    let weak = if failures.is_empty() { weak(ruleset, rule, &prepared, written) } else { Vec::new() };
    Tested { rule: rule.card.id.clone(), examples: prepared.len(), failures, weak, noted }
}

/// Drops each condition of a rule in turn and sees which examples notice.
fn weak(ruleset: &Ruleset, rule: &Rule, examples: &[Prepared], written: &RuleWritten) -> Vec<Weak> {
    let mutants = mutants::of(ruleset, rule);
    let mut noticed = vec![false; mutants.len()];
    let mut weak = Vec::new();
    for example in examples {
        let mut notices = false;
        for (number, mutant) in mutants.iter().enumerate() {
            if example.verdict(&example.judge(&mutant.rule).0).is_some() {
                notices = true;
                noticed[number] = true;
            }
        }
        if !notices && !example.flag && !mutants.is_empty() && !example.shares_words() {
            let message = "this example passes whatever condition of the rule is dropped";
            let place = rule.file.error(example.example.span, message).label("no near miss");
            let hint = "take words that the rule flags, and change the one thing that makes them right";
            weak.push(Weak { kind: WeakKind::Idle, place: place.hint(hint) });
        }
    }
    for (mutant, _) in mutants.iter().zip(noticed).filter(|(_, noticed)| !noticed) {
        let message = format!("no example would notice if the rule went without {}", mutant.dropped);
        let place = rule.file.error(mutant.part.span(written), message).label("not tested");
        let hint = match mutant.part {
            mutants::Part::Lower(_) | mutants::Part::Raise(_) => "add an example with the level that this leads to",
            _ => "add an example that comes out otherwise without it, or take it out",
        };
        weak.push(Weak { kind: WeakKind::Unguarded, place: place.hint(hint) });
    }
    weak.sort_by_key(|weak| (weak.kind == WeakKind::Idle, weak.place.span));
    weak
}

/// An example, read; rules can be judged over it.
struct Prepared<'r> {
    example: &'r Example,
    /// Whether the rule should flag it.
    flag: bool,
    source: Source,
    analysis: Analysis<'r>,
    facts: PageFacts,
    rule: &'r Rule,
}

impl<'r> Prepared<'r> {
    fn all(ruleset: &'r Ruleset, rule: &'r Rule) -> Vec<Prepared<'r>> {
        let flag = rule.flag.iter().map(|example| (example, true));
        let all = flag.chain(rule.pass.iter().map(|example| (example, false)));
        let prepared = |(example, flag): (&'r Example, bool)| {
            let source = Source::from_text("example", example.text.clone());
            let analysis = Linter::new(ruleset).analyse_noting(&source, example.format, &[]);
            let facts = PageFacts::declared(example.page.iter().cloned());
            Prepared { example, flag, source, analysis, facts, rule }
        };
        all.map(prepared).collect()
    }

    /// Whether it holds a word of the phrases that the rule itself writes: a near miss that no condition decides.
    fn shares_words(&self) -> bool {
        /// "the" and "your" make no near miss.
        const SHORTEST: usize = 4;
        let Body::Test(test) = &self.rule.body else { return false };
        let text = self.example.text.to_lowercase();
        let in_text = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|other| other == word);
        test.patterns.iter().filter(|pattern| pattern.queries.iter().all(|query| query.name == "phrase")).any(
            |pattern| {
                let phrase = pattern.written.trim_matches(['\u{201c}', '\u{201d}']);
                let Ok(Phrase::Variants(variants)) = parse::parse(phrase) else { return false };
                variants.iter().flatten().any(|item| match item {
                    Item::Word { text, form: Form::Inflected, .. } => {
                        inflection::any(text).iter().any(|form| in_text(form))
                    }
                    Item::Word { text, .. } => text.len() >= SHORTEST && in_text(text),
                    _ => false,
                })
            },
        )
    }

    /// What one rule makes of it, before folding.
    fn judge(&self, rule: &Rule) -> (Vec<Finding>, Vec<Excused>) {
        let judged = self.judgement().run_one(rule);
        (judged.findings, judged.excused)
    }

    fn judgement(&self) -> Judge<'_> {
        Judge::new(&self.analysis, &self.source, &self.facts, &[], Settings { excused: true })
    }

    fn verdict(&self, findings: &[Finding]) -> Option<Verdict> {
        match (self.flag, findings.is_empty()) {
            (true, true) => Some(Verdict::Missing),
            (false, false) => Some(Verdict::Noisy),
            (true, false) => disagreement(self.example, findings),
            (false, true) => None,
        }
    }

    fn failure(&self, rule: &Rule) -> Option<Failure> {
        let (findings, excused) = self.judge(rule);
        let verdict = self.verdict(&findings)?;
        let message = format!("{} {}", rule.card.id, verdict.says());
        let trace = self.trace(verdict, &findings, &excused);
        Some(Failure {
            rule: rule.card.id.clone(),
            verdict,
            example: self.example.text.clone(),
            trace,
            place: rule.file.error(self.example.span, message).label(verdict.name()),
        })
    }

    fn trace(&self, verdict: Verdict, findings: &[Finding], excused: &[Excused]) -> Vec<String> {
        let mut lines: Vec<String> = findings.iter().map(|finding| told(finding, verdict)).collect();
        if verdict != Verdict::Missing {
            return lines;
        }
        lines.extend(excused.iter().map(|excused| {
            let reasons: Vec<&str> = excused.because.iter().map(|reason| reason.reason.as_str()).collect();
            format!("\u{201c}{}\u{201d} is excused: {}", excused.phrase, reasons.join("; "))
        }));
        if !lines.is_empty() {
            return lines;
        }
        match self.judgement().look(self.rule, 0..self.analysis.sentences.len() as u32) {
            Some(look) => {
                let reasons = look.because.into_iter().map(|reason| reason.reason);
                let reasons = reasons.collect::<Vec<_>>().join("; ");
                vec![match look.stage {
                    Stage::Judged | Stage::WithinLimit if reasons.is_empty() => {
                        "it stays within the rule's limit".into()
                    }
                    _ => reasons,
                }]
            }
            None => vec![format!("nothing is found that the rule looks for: {}", looked_for(self.rule))],
        }
    }
}

fn looked_for(rule: &Rule) -> String {
    match &rule.body {
        Body::Test(test) => test.patterns.iter().map(|p| p.written.as_str()).collect::<Vec<_>>().join(" and "),
        Body::Measure(_) => rule.looks_for.clone(),
    }
}

/// A finding that should not be, or not be like this.
fn told(finding: &Finding, verdict: Verdict) -> String {
    let pieces: Vec<String> =
        finding.pieces.iter().map(|piece| format!("\u{201c}{}\u{201d} ({})", piece.phrase, piece.label)).collect();
    let mut told = match pieces.as_slice() {
        [] => format!("finds \u{201c}{}\u{201d}", finding.phrase),
        pieces => format!("finds {}", pieces.join(" with ")),
    };
    if verdict == Verdict::WrongLevel {
        told.push_str(&format!(" at level {}", finding.level.name()));
        for change in &finding.level_changes {
            told.push_str(&format!("; {} because of {}", change.to.name(), change.because));
        }
        return told;
    }
    for reason in &finding.stands_because {
        told.push_str(&format!("; {}", reason.reason));
    }
    told
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
