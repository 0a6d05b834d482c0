//! As JSON, for editors and other tools.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::PlaceReport;
use crate::finding::{BlockInfo, Excused, Folded, Level, LevelChange, Reason};
use crate::inspect::{MentionRead, SentenceRead};
use crate::judge::look::Stage;
use crate::report::json::{schema_of, spelled};
use crate::source::Location;

#[derive(Serialize, JsonSchema)]
struct Report<'a> {
    version: u8,
    path: &'a str,
    /// As asked: a line, with or without a column.
    place: &'a str,
    /// The mean over the page's sentences of what speaks for an offer less what speaks against it.
    page_voice: f32,
    sentences: Vec<Sentence<'a>>,
    flagged: Vec<Flagged<'a>>,
    /// What rules let pass, and why.
    excused: Vec<Passed<'a>>,
    /// Rules that found something they look for and stopped short.
    missed: Vec<Missed<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Sentence<'a> {
    #[serde(flatten)]
    location: Location,
    text: &'a str,
    block: &'a BlockInfo,
    section: &'a [String],
    /// The sum of its signals.
    voice: i32,
    signals: Vec<Signal<'a>>,
    mentions: Vec<Mention<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Signal<'a> {
    signal: &'a str,
    weight: i32,
    words: &'a str,
    at: Location,
}

#[derive(Serialize, JsonSchema)]
struct Mention<'a> {
    #[serde(flatten)]
    location: Location,
    text: &'a str,
    concept: &'a str,
    counts_as: &'a [String],
    row: Option<&'a str>,
    reading: &'a [String],
    about: &'a str,
    triggers: Vec<Because<'a>>,
    phrase: Option<&'a str>,
    phrase_at: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct Because<'a> {
    reason: &'a str,
    at: Option<Location>,
}

#[derive(Serialize, JsonSchema)]
struct Flagged<'a> {
    rule: &'a str,
    state: &'a str,
    level: Level,
    message: &'a str,
    #[serde(flatten)]
    location: Option<Location>,
    level_changes: &'a [LevelChange],
    stands_because: Vec<Because<'a>>,
    folded: &'a [Folded],
}

#[derive(Serialize, JsonSchema)]
struct Passed<'a> {
    rule: &'a str,
    phrase: &'a str,
    #[serde(flatten)]
    location: Option<Location>,
    because: Vec<Because<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Missed<'a> {
    rule: &'a str,
    stage: Stage,
    because: Vec<Because<'a>>,
    /// Where it is told elsewhere, or that it is set aside.
    settled: Option<String>,
}

pub fn write(report: &PlaceReport, out: &mut dyn io::Write) -> io::Result<()> {
    let missed = report.looks().map(|look| Missed {
        rule: &look.rule,
        stage: look.stage,
        because: because(&look.because),
        settled: (look.stage == Stage::Judged).then(|| report.settled(&look.rule)),
    });
    let flagged = report.flagged.iter().map(|flagged| Flagged {
        rule: &flagged.finding.rule,
        state: &flagged.state,
        level: flagged.finding.level,
        message: &flagged.finding.message,
        location: flagged.finding.location,
        level_changes: &flagged.finding.level_changes,
        stands_because: because(&flagged.finding.stands_because),
        folded: &flagged.finding.folded,
    });
    let report = Report {
        version: 1,
        path: report.path,
        place: report.place,
        page_voice: report.inspection.page_voice,
        sentences: report.inspection.sentences.iter().map(sentence).collect(),
        flagged: flagged.collect(),
        excused: report.excused.iter().map(|excused| passed(excused)).collect(),
        missed: missed.collect(),
    };
    spelled::write(&report, out)
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    schema_of::<Report>("fairbalance explain --at, version 1")
}

fn passed(excused: &Excused) -> Passed<'_> {
    Passed {
        rule: &excused.rule,
        phrase: &excused.phrase,
        location: excused.location,
        because: because(&excused.because),
    }
}

fn sentence(read: &SentenceRead) -> Sentence<'_> {
    let signals = read.signals.iter().map(|signal| Signal {
        signal: &signal.name,
        weight: signal.weight,
        words: &signal.phrase,
        at: signal.location,
    });
    Sentence {
        location: read.location,
        text: &read.text,
        block: &read.block,
        section: &read.section,
        voice: read.voice,
        signals: signals.collect(),
        mentions: read.mentions.iter().map(mention).collect(),
    }
}

fn mention(read: &MentionRead) -> Mention<'_> {
    Mention {
        location: read.location,
        text: &read.text,
        concept: &read.concept,
        counts_as: &read.counts_as,
        row: read.row.as_deref(),
        reading: &read.reading,
        about: read.about,
        triggers: because(&read.triggers),
        phrase: read.phrase.as_ref().map(|(phrase, _)| phrase.as_str()),
        phrase_at: read.phrase.as_ref().map(|(_, place)| place.as_str()),
    }
}

fn because(reasons: &[Reason]) -> Vec<Because<'_>> {
    reasons.iter().map(|reason| Because { reason: &reason.reason, at: reason.location }).collect()
}
