//! Version 1. Fields may be added; none is renamed, dropped or given another meaning. Every key is always there,
//! `null` or empty where there is nothing to say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::extract::document::ByteCount;
use crate::finding::{self, AuthorityCard, BlockInfo, Confidence, DutyResult, Folded, Level, LevelChange, Problem};
use crate::report::run::{self, ConfigInfo, Run, Skipped, State, Summary};
use crate::report::selection::Selection;
use crate::report::{Format, Options};
use crate::rule::PackInfo;
use crate::source::{Location, Position, Span};
use crate::waiver::{self, Brief};

/// One run. Paths use `/`. Readers ignore fields they do not know.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report<'a> {
    /// Always 1.
    #[schemars(range(min = 1, max = 1))]
    version: u8,
    /// Whether everything asked for was read; if not, `problems` says what was not.
    complete: bool,
    /// Of the process: 0 clean, 1 findings at or above the threshold, 2 the answer cannot be trusted.
    exit_code: u8,
    /// The date that was held against dates of rules and waivers, `YYYY-MM-DD`.
    date: &'a str,
    tool: Tool<'a>,
    /// The rules that findings and excused candidates name, by id.
    rules: BTreeMap<&'a str, Rule<'a>>,
    /// Sorted by path, start, rule.
    findings: Vec<Finding<'a>>,
    /// Findings that are counted in `summary` but not listed, for `--max-findings`; none of them is more severe than those
    /// listed.
    left_out: usize,
    /// Candidates that were let pass; filled with `--excused`.
    excused: Vec<Excused<'a>>,
    /// Every waiver in the files checked and in their registers, those without effect included.
    waivers: Vec<Listed<'a>>,
    problems: &'a [Problem],
    coverage: Coverage<'a>,
    /// candidates = errors + warnings + notes + folded + waived + baselined + outside_diff + below_threshold + excused.
    summary: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
    packs: Vec<Pack<'a>>,
    /// The config, where all files were checked with one.
    config: Option<&'a ConfigInfo>,
    /// All configs in use: the nearest above each file.
    configs: &'a [ConfigInfo],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Pack<'a> {
    name: &'a str,
    version: &'a str,
    /// `sha256:` and the digest of its files.
    digest: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Rule<'a> {
    title: &'a str,
    why: &'a str,
    /// Before any change by config or context.
    level: Level,
    /// A page about the rule, where there is one.
    url: Option<&'a str>,
    authority: Vec<Authority<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Authority<'a> {
    code: &'a str,
    /// Short, for readers.
    name: &'a str,
    citation: &'a str,
    url: &'a str,
    /// `binding`, `benchmark`, `guidance`, `platform` or `self-regulation`.
    reach: &'a str,
    /// When it was last looked up.
    as_of: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Finding<'a> {
    rule: &'a str,
    state: State,
    level: Level,
    confidence: Confidence,
    level_changes: &'a [LevelChange],
    message: &'a str,
    remedy: &'a str,
    path: &'a str,
    /// Headings above it, outermost first.
    section: &'a [String],
    block: Option<&'a BlockInfo>,
    #[serde(flatten)]
    place: Place,
    /// The source at `span`, as it stands.
    text: &'a str,
    /// The same as the rules read it.
    phrase: &'a str,
    /// Everything the rule matched, primary piece first.
    pieces: Vec<Piece<'a>>,
    related: Vec<Related<'a>>,
    duty: Option<&'a DutyResult>,
    /// Codes of the rule's authorities that reach this page.
    authority: &'a [String],
    /// What the knowledge tables say of the matter.
    facts: &'a BTreeMap<String, String>,
    stands_because: Vec<Reason<'a>>,
    /// What its sentence is about; `null` for findings of no sentence.
    about: Option<About<'a>>,
    folded: &'a [Folded],
    waiver: Option<Waiver<'a>>,
    /// The same while rule and wording stay the same, wherever the text moves.
    fingerprint: &'a str,
}

/// `span` is in bytes of the file on disk, half-open; lines and columns are 1-based, `column` in Unicode scalar values,
/// `utf16` in code units. All three are `null` for the file as a whole.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    span: Option<Span>,
    start: Option<Position>,
    end: Option<Position>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Piece<'a> {
    role: &'a str,
    concept: &'a str,
    reading: &'a [String],
    /// How it reaches the sentence where it does not stand in it: `heading`, `title`, `lead-in` …
    via: Option<&'a str>,
    label: &'a str,
    text: &'a str,
    /// The same as the rules read it.
    phrase: &'a str,
    /// Several where markup breaks the phrase.
    ranges: &'a [Location],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Related<'a> {
    role: &'a str,
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    text: &'a str,
    message: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Reason<'a> {
    reason: &'a str,
    /// The words that gave the reason.
    span: Option<Span>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Excused<'a> {
    rule: &'a str,
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    text: &'a str,
    phrase: &'a str,
    because: Vec<Reason<'a>>,
    /// What its sentence is about; `null` where it stands in no sentence.
    about: Option<About<'a>>,
}

/// Whether a sentence is about something on offer or about medicine in general, and what was added up to tell.
#[derive(Debug, Serialize, JsonSchema)]
struct About<'a> {
    /// `offer`, `general` or `unclear`.
    reading: &'static str,
    /// Of the weights of the signals.
    sum: i32,
    /// From this sum on the sentence is about an offer; the page's mean moves it.
    needed: i32,
    /// The mean sum of the page's sentences, to two decimals: below 0 it informs, above 1 it sells.
    page: f64,
    signals: Vec<Signal<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Signal<'a> {
    name: &'a str,
    /// Above 0 for an offer, below 0 for medicine in general.
    weight: i32,
    /// Its words, normalised.
    phrase: &'a str,
    span: Span,
}

/// A waiver: who set a finding aside, and why.
#[derive(Debug, Serialize, JsonSchema)]
struct Waiver<'a> {
    rule: &'a str,
    /// The file it is written in: the page itself, or a register.
    path: &'a str,
    span: Option<Span>,
    reason: &'a str,
    /// The last day on which it holds, `YYYY-MM-DD`.
    until: Option<String>,
    approved_by: Option<&'a str>,
    evidence: Option<&'a str>,
}

/// A waiver, and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
struct Listed<'a> {
    #[serde(flatten)]
    waiver: Waiver<'a>,
    /// `used`, `unused`, `expired`, `refused`, `unknown-rule` or `malformed`.
    state: &'static str,
    /// How many findings it sets aside.
    settles: usize,
    /// Whether the change under review brought it; `null` where none is.
    added: Option<bool>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Coverage<'a> {
    /// Files checked.
    files: usize,
    words: usize,
    /// Files that do not speak of what a pack is about, so that only passages that do were its business.
    off_topic: usize,
    bytes: Bytes,
    /// Percent of the bytes of types that are read that were read, rounded down to two decimals.
    percent: f64,
    skipped: &'a [Skipped],
    /// Files of types that may hold copy but are not read, by extension.
    unknown_types: &'a BTreeMap<String, usize>,
    /// All other files passed over for their type, by extension.
    other_types: &'a BTreeMap<String, usize>,
}

/// Where the bytes of the checked files went.
#[derive(Debug, Serialize, JsonSchema)]
struct Bytes {
    /// Prose, and the markup around it.
    read: usize,
    /// Scripts, styles, code.
    not_prose: usize,
    not_read: usize,
    /// Of other files of types that are read: passed over on purpose, or not to be decoded.
    other_files: usize,
}

impl<'a> Report<'a> {
    pub fn new(run: &'a Run, options: &Options) -> Self {
        let Selection { listed, left_out } = options.select(Format::Json, run);
        let excused: Vec<_> = run.excused.iter().filter(|_| options.excused).map(Excused::from).collect();
        let open = listed.into_iter().map(|shown| Finding::new(&shown.finding, State::Open, None));
        let settled = run.settled.iter().map(|s| Finding::new(&s.finding, s.state, s.waiver.as_ref()));
        let mut findings: Vec<Finding> = open.chain(settled).collect();
        findings.sort_by_key(Finding::order);
        let named = findings.iter().flat_map(|finding| {
            std::iter::once(finding.rule).chain(finding.folded.iter().map(|folded| folded.rule.as_str()))
        });
        let named = named.chain(excused.iter().map(|excused| excused.rule));
        let rules = named.filter_map(|id| run.cards.get(id)).map(|card| (card.id.as_str(), Rule::from(card))).collect();
        Report {
            version: 1,
            complete: run.complete,
            exit_code: run.exit_code,
            date: &run.date,
            tool: Tool {
                name: "fairbalance",
                version: &run.version,
                packs: run
                    .packs
                    .iter()
                    .map(|PackInfo { name, version, digest }| Pack { name, version, digest })
                    .collect(),
                config: match run.configs.as_slice() {
                    [only] => Some(only),
                    _ => None,
                },
                configs: &run.configs,
            },
            rules,
            findings,
            left_out,
            excused,
            waivers: run.waivers.iter().map(Listed::from).collect(),
            problems: &run.problems,
            coverage: Coverage::from(&run.coverage),
            summary: run.summary,
        }
    }
}

impl<'a> From<&'a finding::RuleCard> for Rule<'a> {
    fn from(card: &'a finding::RuleCard) -> Self {
        let authority = card.authorities.iter().map(|card| {
            let AuthorityCard { code, name, citation, url, reach, as_of } = card;
            Authority { code, name, citation, url, reach, as_of }
        });
        Rule { title: &card.title, why: &card.why, level: card.level, url: None, authority: authority.collect() }
    }
}

impl<'a> Finding<'a> {
    fn order(&self) -> (&'a str, Option<(usize, usize)>, &'a str, &'a str) {
        (self.path, self.place.span.map(|span| (span.start, span.end)), self.rule, self.fingerprint)
    }

    fn new(finding: &'a finding::Finding, state: State, waiver: Option<&'a Brief>) -> Self {
        Finding {
            rule: &finding.rule,
            state,
            level: finding.level,
            confidence: finding.confidence,
            level_changes: &finding.level_changes,
            message: &finding.message,
            remedy: &finding.remedy,
            path: &finding.path,
            section: &finding.section,
            block: finding.block.as_ref(),
            place: Place::from(finding.location),
            text: &finding.text,
            phrase: &finding.phrase,
            pieces: finding.pieces.iter().map(Piece::from).collect(),
            related: finding.related.iter().map(Related::from).collect(),
            duty: finding.duty.as_ref(),
            authority: &finding.authorities,
            facts: &finding.facts,
            stands_because: finding.stands_because.iter().map(Reason::from).collect(),
            about: finding.about.as_ref().map(About::from),
            folded: &finding.folded,
            waiver: waiver.map(Waiver::from),
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> From<&'a Brief> for Waiver<'a> {
    fn from(brief: &'a Brief) -> Self {
        Waiver::new(&brief.rule, &brief.path, brief.span, &brief.terms)
    }
}

impl<'a> Waiver<'a> {
    fn new(rule: &'a str, path: &'a str, span: Option<Span>, terms: &'a waiver::directive::Terms) -> Self {
        Waiver {
            rule,
            path,
            span,
            reason: &terms.reason,
            until: terms.until.map(|until| until.to_string()),
            approved_by: terms.approved_by.as_deref(),
            evidence: terms.evidence.as_deref(),
        }
    }
}

impl<'a> From<&'a waiver::Waiver> for Listed<'a> {
    fn from(waiver: &'a waiver::Waiver) -> Self {
        Listed {
            waiver: Waiver::new(&waiver.rule, &waiver.path, waiver.span(), &waiver.terms),
            state: waiver.state.name(),
            settles: waiver.settles,
            added: waiver.added,
        }
    }
}

impl From<Option<Location>> for Place {
    fn from(location: Option<Location>) -> Self {
        Place { span: location.map(|at| at.span), start: location.map(|at| at.start), end: location.map(|at| at.end) }
    }
}

impl<'a> From<&'a finding::Piece> for Piece<'a> {
    fn from(piece: &'a finding::Piece) -> Self {
        let finding::Piece { role, concept, reading, via, label, text, phrase, ranges } = piece;
        Piece { role, concept, reading, via: via.as_deref(), label, text, phrase, ranges }
    }
}

impl<'a> From<&'a finding::Related> for Related<'a> {
    fn from(related: &'a finding::Related) -> Self {
        let finding::Related { role, path, location, text, message } = related;
        Related { role, path, place: Place::from(*location), text, message }
    }
}

impl<'a> From<&'a finding::Reason> for Reason<'a> {
    fn from(reason: &'a finding::Reason) -> Self {
        Reason { reason: &reason.reason, span: reason.location.map(|at| at.span) }
    }
}

impl<'a> From<&'a finding::Excused> for Excused<'a> {
    fn from(excused: &'a finding::Excused) -> Self {
        let finding::Excused { rule, path, location, text, phrase, because, about } = excused;
        let about = about.as_ref().map(About::from);
        let because = because.iter().map(Reason::from).collect();
        Excused { rule, path, place: Place::from(*location), text, phrase, because, about }
    }
}

impl<'a> From<&'a run::Coverage> for Coverage<'a> {
    fn from(coverage: &'a run::Coverage) -> Self {
        let ByteCount { read, not_prose, not_read } = coverage.bytes;
        Coverage {
            files: coverage.files,
            words: coverage.words,
            off_topic: coverage.off_topic,
            bytes: Bytes { read, not_prose, not_read, other_files: coverage.unread() - not_read },
            percent: coverage.share().percent(),
            skipped: &coverage.skipped,
            unknown_types: &coverage.unknown_types,
            other_types: &coverage.other_types,
        }
    }
}

impl<'a> From<&'a finding::AboutRead> for About<'a> {
    fn from(about: &'a finding::AboutRead) -> Self {
        let finding::AboutRead { reading, sum, needed, page, signals } = about;
        let signals = signals.iter().map(|signal| Signal {
            name: &signal.name,
            weight: signal.weight,
            phrase: &signal.phrase,
            span: signal.location.span,
        });
        let page = (f64::from(*page) * 100.0).round() / 100.0;
        About { reading, sum: *sum, needed: *needed, page, signals: signals.collect() }
    }
}
