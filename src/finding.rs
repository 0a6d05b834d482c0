//! What a check yields: findings, and the candidates that were excused.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::extract::document::ByteCount;
use crate::source::Location;
use crate::waiver::Note;

/// How much a reviewer would mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Good practice.
    Note,
    /// Would ask.
    Warning,
    /// Would stop it.
    Error,
}

/// Fingerprints of findings about a page or section as a whole begin so: a statement that is missing, a measure.
pub const OF_PAGE: &str = "v1:page:";

impl Confidence {
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The precision to expect of a rule or of one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// One thing to act on. Findings of a file are sorted by where they start, then by rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// `pack/rule`.
    pub rule: String,
    pub level: Level,
    pub confidence: Confidence,
    pub level_changes: Vec<LevelChange>,
    /// One sentence: what was found, in words of the page.
    pub message: String,
    /// What to do instead.
    pub remedy: String,
    pub path: String,
    /// The headings above the finding, outermost first, the page's title not among them.
    pub section: Vec<String>,
    pub block: Option<BlockInfo>,
    /// The hull of the primary piece; `None` for a finding about the whole file.
    pub location: Option<Location>,
    /// The source at `location`, as it stands.
    pub text: String,
    /// The same, normalised as the rules read it.
    pub phrase: String,
    /// Everything the rule matched, primary piece first.
    pub pieces: Vec<Piece>,
    /// Places that matter but are not part of the claim: a disclosure, a contradicting sentence.
    pub related: Vec<Related>,
    pub duty: Option<DutyResult>,
    /// Facts of the knowledge tables that decided: `treatment`, `condition`, `status`, `as_of`, `source` …
    pub facts: BTreeMap<String, String>,
    /// Why it was not excused.
    pub stands_because: Vec<Reason>,
    /// What its sentence is about; `None` where it stands in no sentence.
    pub about: Option<AboutRead>,
    /// Findings of the same sentence that a reader settles by settling this one.
    pub folded: Vec<Folded>,
    /// Codes of the rule's authorities that reach this page.
    pub authorities: Vec<String>,
    /// `v1:` and a digest of rule and content, without positions.
    pub fingerprint: String,
}

impl Finding {
    /// Whether it is about its page or section as a whole, and not about the words it is shown at.
    pub fn is_of_page(&self) -> bool {
        self.fingerprint.starts_with(OF_PAGE)
    }
}

/// A candidate that a rule looked at and let pass, with the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Excused {
    pub rule: String,
    pub path: String,
    pub location: Option<Location>,
    pub text: String,
    pub phrase: String,
    pub because: Vec<Reason>,
    pub about: Option<AboutRead>,
}

/// What a sentence is about - something on offer, or medicine in general - and what was added up to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct AboutRead {
    /// `offer`, `general` or `unclear`.
    pub reading: &'static str,
    /// The sum of the weights.
    pub sum: i32,
    /// From this sum on the sentence is about an offer; the page's mean moves it.
    pub needed: i32,
    /// The mean sum of the page's sentences.
    pub page: f32,
    pub signals: Vec<SignalRead>,
}

/// A signal that counted.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalRead {
    pub name: String,
    /// Above 0 for an offer, below 0 for medicine in general.
    pub weight: i32,
    /// Its words, normalised.
    pub phrase: String,
    pub location: Location,
}

/// A piece of what a rule matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What it is to the rule: `claim`, `use`, `treatment`, `condition`, `trigger`.
    pub role: String,
    pub concept: String,
    /// How it was read, in the words of the rule language: `hedged`, `denied`, `asked` …
    pub reading: Vec<String>,
    /// How it reaches the sentence, where it does not stand in it: `heading`, `title`, `lead-in`, `carried` …
    pub via: Option<String>,
    /// A few words for under the underline: `benefit, hedged`.
    pub label: String,
    /// The source from its first to its last range.
    pub text: String,
    /// The same, normalised as the rules read it.
    pub phrase: String,
    /// A phrase broken by markup has several.
    pub ranges: Vec<Location>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub role: String,
    pub path: String,
    pub location: Option<Location>,
    pub text: String,
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BlockInfo {
    pub kind: String,
    pub visibility: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelChange {
    pub from: Level,
    pub to: Level,
    pub because: String,
}

/// A reason, with the words that gave it where words did.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub reason: String,
    pub location: Option<Location>,
}

impl Reason {
    /// Whether it only tells that some wording of a rule is not there. It keeps a rule from misreading a turn of phrase:
    /// whoever writes the rule wants to know, a writer of copy is helped by none of it.
    pub fn is_of_wording(&self) -> bool {
        self.reason.starts_with("no \u{201c}")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Folded {
    pub rule: String,
    pub fingerprint: String,
}

/// How a duty ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutyResult {
    pub statement: String,
    pub outcome: Outcome,
    /// Names of the slots that were not found.
    pub missing: Vec<String>,
    /// Where the statement had to stand: `sentence`, `block`, `section`, `page`.
    pub searched: String,
    /// How far from the claim the statement was found.
    pub distance: Option<Distance>,
    /// Words that would give the statement here; empty where it has none to offer.
    #[serde(default)]
    pub sample: String,
}

/// Every duty ends in exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Met,
    Missing,
    /// Some slots are filled, others are not.
    Incomplete,
    /// Words close to a prescribed text, but not its words.
    Altered,
    /// Present, and the page says the opposite elsewhere.
    Contradicted,
    Hidden,
    Collapsed,
    LinkOnly,
    FootnoteOnly,
    ImageOnly,
    Far,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Missing => "missing",
            Outcome::Incomplete => "incomplete",
            Outcome::Altered => "altered",
            Outcome::Contradicted => "contradicted",
            Outcome::Hidden => "hidden",
            Outcome::Collapsed => "collapsed",
            Outcome::LinkOnly => "link-only",
            Outcome::FootnoteOnly => "footnote-only",
            Outcome::ImageOnly => "image-only",
            Outcome::Far => "far",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Distance {
    pub words: usize,
    pub blocks: usize,
    pub sections: usize,
}

/// Something that makes the answer for a file less than whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    pub path: String,
    /// `not-found`, `unreadable`, `not-decoded`, `not-read`, `nothing-found`.
    pub kind: String,
    pub message: String,
}

impl Finding {
    /// What to do and, where words can be offered that would do, these; empty where there is no remedy.
    pub fn advice(&self) -> String {
        let sample = self.duty.as_ref().map_or("", |duty| duty.sample.as_str());
        match sample {
            "" => self.remedy.clone(),
            sample => format!("{} Such as: {sample}", self.remedy).trim_start().to_owned(),
        }
    }
}

/// The answer for one file, with its findings as they are, or as they stand while some can still be set aside.
#[derive(Debug, Clone)]
pub struct FileReport<F = Finding> {
    pub path: String,
    /// In order; those that can still be set aside in none.
    pub findings: Vec<F>,
    pub excused: Vec<Excused>,
    /// Candidates that were excused and are not in `excused`, since nobody asked for them.
    pub excused_untold: usize,
    /// Candidates judged: each is a finding (folded ones counted) or excused.
    pub candidates: usize,
    pub words: usize,
    pub bytes: ByteCount,
    /// Whether the page does not speak of what a pack is about, so that only passages that do were its business.
    pub off_topic: bool,
    /// Comments addressed to this program, of the page and its layouts.
    pub notes: Vec<Note>,
}

impl<F> Default for FileReport<F> {
    fn default() -> Self {
        FileReport {
            path: String::new(),
            findings: Vec::new(),
            excused: Vec::new(),
            excused_untold: 0,
            candidates: 0,
            words: 0,
            bytes: ByteCount::default(),
            off_topic: false,
            notes: Vec::new(),
        }
    }
}

impl<F> FileReport<F> {
    /// The same with its findings made into something else.
    pub fn with<G>(self, made: impl FnOnce(Vec<F>) -> Vec<G>) -> FileReport<G> {
        let FileReport { path, findings, excused, excused_untold, candidates, words, bytes, off_topic, notes } = self;
        let findings = made(findings);
        FileReport { path, findings, excused, excused_untold, candidates, words, bytes, off_topic, notes }
    }
}

/// What a report says of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCard {
    /// `pack/rule`.
    pub id: String,
    pub title: String,
    pub why: String,
    pub remedy: String,
    pub level: Level,
    pub confidence: Confidence,
    pub authorities: Vec<AuthorityCard>,
}

/// What a report says of an authority. `reach` is `binding`, `benchmark`, `guidance`, `platform` or `self-regulation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuthorityCard {
    pub code: String,
    /// Short name for a reader: `FTC Act §5`.
    pub name: String,
    pub citation: String,
    pub url: String,
    pub reach: String,
    pub as_of: String,
}
