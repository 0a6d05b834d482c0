//! For reading, from the words up: what is mentioned, how it was read, what the rules made of it.

use std::io;

use super::PlaceReport;
use crate::finding::Reason;
use crate::inspect::{MentionRead, SentenceRead};
use crate::judge::look::{Look, Stage};
use crate::report::text::{self, Paint};
use crate::report::{Options, escape};

/// Rules that lack something are named so many at most; `--all` names every one.
const MISSES: usize = 8;

pub fn write(report: &PlaceReport, all: bool, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut told = String::new();
    if report.inspection.sentences.is_empty() {
        let line = format!("{}:{}: no words stand here that rules read.", report.path, report.place);
        told.push_str(&text::wrapped("", 0, &escape::prose(&line), options.width));
        told.push_str(
            "Code, scripts, comments and markup are not read; `fairbalance check --format json` counts them.\n",
        );
    }
    for read in &report.inspection.sentences {
        told.push_str(&sentence(report, read, options));
    }
    if !report.inspection.sentences.is_empty() {
        told.push_str(&rules(report, all, options));
    }
    out.write_all(told.as_bytes())
}

fn sentence(report: &PlaceReport, read: &SentenceRead, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let mut out = format!("{}\n", paint.bold(&text::place(report.path, Some(read.location))));
    out.push_str(&text::wrapped("  ", 2, &text::quoted(&read.text), options.width));
    let mut place = format!("{}, {}", read.block.kind, read.block.visibility);
    if !read.section.is_empty() {
        place.push_str(&format!(", under {}", text::quoted(&read.section.join(" > "))));
    }
    out.push_str(&line("stands in", &escape::prose(&place), options));
    let signals: Vec<String> = read
        .signals
        .iter()
        .map(|signal| format!("{:+} {} {}", signal.weight, signal.name, text::quoted(&signal.phrase)))
        .collect();
    let sum = format!("{:+}, on a page whose mean is {:+.1}", read.voice, report.inspection.page_voice);
    let signals = if signals.is_empty() { sum } else { format!("{sum}: {}", signals.join(", ")) };
    out.push_str(&line("signals", &signals, options));
    if read.mentions.is_empty() {
        out.push_str(&line("mentions", "none: no phrase of any concept or table stands here", options));
    }
    for mention in &read.mentions {
        out.push_str(&self::mention(mention, options));
    }
    out.push('\n');
    out
}

fn mention(mention: &MentionRead, options: &Options) -> String {
    let mut concept = escape::prose(&mention.concept);
    if let Some(row) = &mention.row {
        concept.push_str(&format!(" {row}"));
    }
    let mut said = format!("{} is {concept}, {}", text::quoted(&mention.text), mention.reading.join(", "));
    if !mention.reading.iter().any(|word| word == "named") {
        said.push_str(&format!("; the sentence is about {}", about(mention.about)));
    }
    for trigger in &mention.triggers {
        said.push_str(&format!("; {}", at(trigger)));
    }
    if !mention.counts_as.is_empty() {
        said.push_str(&format!("; counts as {}", mention.counts_as.join(", ")));
    }
    if let Some((phrase, place)) = &mention.phrase {
        said.push_str(&format!("; found by {} at {place}", text::quoted(phrase)));
    }
    line("mentions", &said, options)
}

fn about(about: &str) -> &str {
    match about {
        "offer" => "something on offer",
        "general" => "medicine in general",
        _ => "neither clearly an offer nor medicine in general",
    }
}

fn rules(report: &PlaceReport, all: bool, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let mut out = format!("{}\n", paint.bold("Rules that flag it"));
    if report.flagged.is_empty() {
        out.push_str("  none\n");
    }
    for flagged in &report.flagged {
        let finding = flagged.finding;
        let state = if flagged.state == "open" { String::new() } else { format!(" ({})", flagged.state) };
        let head = format!("{}[{}]{state}: {}", finding.level.name(), finding.rule, finding.message);
        out.push_str(&text::wrapped("  ", 4, &escape::prose(&head), options.width));
        let pieces = finding.pieces.iter().map(|piece| {
            let via = piece.via.as_ref().map_or(String::new(), |via| format!(", from the {via}"));
            format!("{} ({}{via})", text::quoted(&piece.phrase), piece.label)
        });
        out.push_str(&line("found", &pieces.collect::<Vec<_>>().join(", "), options));
        out.push_str(&reasons("stands because", &finding.stands_because, options));
        for change in &finding.level_changes {
            let said = format!("{} instead of {}: {}", change.to.name(), change.from.name(), change.because);
            out.push_str(&line("level", &escape::prose(&said), options));
        }
        let folded: Vec<&str> = finding.folded.iter().map(|folded| folded.rule.as_str()).collect();
        if !folded.is_empty() {
            out.push_str(&line("settles too", &folded.join(", "), options));
        }
    }
    if !report.excused.is_empty() {
        out.push_str(&format!("\n{}\n", paint.bold("Rules that looked and let it pass")));
    }
    for excused in &report.excused {
        let head = format!("{} {}", excused.rule, text::quoted(&excused.phrase));
        out.push_str(&text::wrapped("  ", 4, &escape::prose(&head), options.width));
        out.push_str(&reasons("because", &excused.because, options));
    }
    let looks: Vec<&Look> = report.looks().collect();
    let shown =
        if all { looks.len() } else { looks.iter().filter(|look| look.stage > Stage::NotFound).count().max(MISSES) };
    if !looks.is_empty() {
        out.push_str(&format!("\n{}\n", paint.bold("Rules that look for something here, and miss")));
    }
    for look in looks.iter().take(shown) {
        let because: Vec<String> = match look.stage {
            Stage::Judged => vec![report.settled(&look.rule)],
            _ => look.because.iter().map(at).collect(),
        };
        let said = format!("{} ({}): {}", look.rule, look.stage.name(), because.join("; "));
        out.push_str(&text::wrapped("  ", 4, &said, options.width));
    }
    if looks.len() > shown {
        let more = text::count(looks.len() - shown, "more rule");
        out.push_str(&format!("  and {more} that lack something here (--all)\n"));
    }
    out
}

fn reasons(key: &str, reasons: &[Reason], options: &Options) -> String {
    match reasons {
        [] => String::new(),
        reasons => line(key, &reasons.iter().map(at).collect::<Vec<_>>().join("; "), options),
    }
}

/// A reason, with the line that gave it.
fn at(reason: &Reason) -> String {
    let said = escape::prose(&reason.reason);
    match reason.location {
        Some(location) => format!("{said} ({}:{})", location.start.line, location.start.column),
        None => said,
    }
}

const KEY: usize = 16;

fn line(key: &str, said: &str, options: &Options) -> String {
    let paint = Paint::new(options.color);
    text::wrapped(&format!("    {}", paint.bold(&format!("{key:KEY$}"))), 4 + KEY, said, options.width)
}
