//! Rules as the judge uses them: names resolved, patterns in the lexicon, facts parsed.

use serde::{Deserialize, Serialize};

use super::reading::Reading;
use super::value::Value;
use super::written::Example;
use crate::finding::{Level, RuleCard};
use crate::yaml::File;

/// A concept's number in its ruleset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConceptId(pub u32);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    pub card: RuleCard,
    pub family: String,
    /// What it finds, in words: `use with benefit (hedged) in this sentence`.
    pub looks_for: String,
    /// What the writer reads; names in braces are filled in.
    pub message: String,
    pub body: Body,
    pub require: Option<Require>,
    pub unless: Vec<Test>,
    pub lower: Vec<Change>,
    pub raise: Vec<Change>,
    pub applies_to: Vec<PageFact>,
    /// The concept that its pack is about. Of a long page that hardly speaks of it, only passages that do are judged.
    pub topic: Option<String>,
    /// Rules whose findings its own stand for, `pack/rule`.
    pub takes_in: Vec<String>,
    pub flag: Vec<Example>,
    pub pass: Vec<Example>,
    pub file: File,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Body {
    Test(Test),
    Measure(Measure),
}

/// Patterns that must be found together, and facts that must hold of what was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Test {
    /// Its number in the ruleset. What the patterns find on a page is worked out once for each number.
    pub number: u32,
    pub patterns: Vec<Pattern>,
    pub within: Scope,
    pub in_order: bool,
    /// Any of these, all facts of one; empty: no condition.
    pub conditions: Vec<Vec<Fact>>,
    /// The test in words, for what it changed or excused: `citation (journal) within 2 sentences`.
    pub described: String,
    /// The same without its facts, for what was not found.
    pub looks_for: String,
}

/// One pattern: any of its queries will do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pattern {
    pub queries: Vec<Query>,
    /// As its author wrote it.
    pub written: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Query {
    pub concept: ConceptId,
    /// As facts and messages call it.
    pub name: String,
    pub reading: Reading,
}

/// How far from the first pattern's mention the others may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    Clause,
    Sentence,
    /// So many sentences before or after, in the same section.
    Sentences(u32),
    Words(u32),
    Block,
    Section,
    Page,
    Quotation,
}

impl Scope {
    /// Reads what stands after `within:`.
    pub fn parse(text: &str) -> Option<Scope> {
        Some(match text {
            "clause" => Scope::Clause,
            "sentence" => Scope::Sentence,
            "block" => Scope::Block,
            "section" => Scope::Section,
            "page" => Scope::Page,
            "quotation" => Scope::Quotation,
            _ => {
                let (number, unit) = text.split_once(' ')?;
                match (number.parse().ok()?, unit) {
                    (n, "sentences" | "sentence") => Scope::Sentences(n),
                    (n, "words" | "word") => Scope::Words(n),
                    _ => return None,
                }
            }
        })
    }

    /// What was searched, for a reader: `this section`, `what stands within 2 sentences`.
    pub fn stretch(self) -> String {
        match self {
            Scope::Sentences(_) | Scope::Words(_) => format!("what stands within {}", self.name()),
            other => format!("this {}", other.name()),
        }
    }

    /// As reports say it.
    pub fn name(self) -> String {
        match self {
            Scope::Clause => "clause".into(),
            Scope::Sentence => "sentence".into(),
            Scope::Sentences(n) => format!("{n} sentences"),
            Scope::Words(n) => format!("{n} words"),
            Scope::Block => "block".into(),
            Scope::Section => "section".into(),
            Scope::Page => "page".into(),
            Scope::Quotation => "quotation".into(),
        }
    }
}

/// `subject.key: value`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fact {
    pub subject: String,
    pub key: String,
    pub value: Value,
}

/// A fact about the page that a rule asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageFact {
    pub name: String,
    pub value: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    pub test: Test,
    pub to: Level,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Require {
    /// Index into the ruleset's statements.
    pub statement: usize,
    pub within: Scope,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Measure {
    Ratio {
        of: [Pattern; 2],
        over: Scope,
        more_than: f64,
    },
    /// Without `words`, mentions are counted as they are.
    Density {
        of: Pattern,
        words: Option<f64>,
        over: Scope,
        more_than: f64,
    },
    FirstAfterShare {
        of: Pattern,
        share: f64,
    },
    FirstAfter {
        of: Pattern,
        after: Pattern,
    },
    Grade {
        of: [Pattern; 2],
        more_than: f64,
    },
}

/// A statement, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatementRule {
    pub id: String,
    pub name: String,
    pub sample: String,
    pub spread: crate::knowledge::Spread,
    pub slots: Vec<SlotRule>,
    /// Words of each exact wording, in lower case.
    pub texts: Vec<Vec<String>>,
    pub linked_by: Vec<Pattern>,
    pub contradicted_by: Vec<Pattern>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SlotRule {
    pub name: String,
    pub content: SlotRuleContent,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum SlotRuleContent {
    Any(Vec<Pattern>),
    AtLeast { count: Count, of: Option<String> },
}

/// A number, or the attribute of the treatment that holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Count {
    Number(usize),
    Attribute(String),
    /// Every one of the list.
    All,
}
