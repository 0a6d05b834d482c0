//! What the text formats share: styles, counts in words, wrapped lines, places.

use owo_colors::{OwoColorize, Style};

use super::escape;
use super::run::{Coverage, Run};
use crate::finding::Level;
use crate::source::Location;

/// Styles that do nothing where colour is off.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    color: bool,
}

impl Paint {
    pub fn new(color: bool) -> Paint {
        Paint { color }
    }

    pub fn level(self, level: Level) -> Style {
        match level {
            Level::Error => self.style(Style::new().red().bold()),
            Level::Warning => self.style(Style::new().yellow().bold()),
            Level::Note => self.style(Style::new().cyan().bold()),
        }
    }

    pub fn piece(self) -> Style {
        self.style(Style::new().blue().bold())
    }

    pub fn bold(self, text: &str) -> String {
        text.style(self.style(Style::new().bold())).to_string()
    }

    fn style(self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, one: &str) -> String {
    format!("{} {one}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// `12,345`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `path:7:14`, or the path alone.
pub fn place(path: &str, location: Option<Location>) -> String {
    let path = escape::word(path);
    match location {
        Some(at) => format!("{path}:{}:{}", at.start.line, at.start.column),
        None => path,
    }
}

/// At most so many characters of the page are quoted in one place.
const QUOTED: usize = 120;

/// Words of the page in quotation marks, escaped and shortened.
pub fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(QUOTED).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("\"{}\"", escape::prose(&shown))
}

/// `2 errors, 1 warning, 0 notes in 3 files`.
pub fn counts(run: &Run) -> String {
    let Coverage { files, .. } = run.coverage;
    let found = match run.summary.findings() {
        0 => "no findings".to_owned(),
        _ => {
            let summary = &run.summary;
            [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
                .map(|(number, name)| count(number, name))
                .join(", ")
        }
    };
    format!("{found} in {}", count(files, "file"))
}

/// What is said where findings are counted but not listed.
pub fn left_out(number: usize) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!(
        "{} {verb} counted but not listed (--max-findings all); those listed are the most severe.",
        count(number, "more finding")
    )
}

/// All that is told of a run in one line, for formats that have no place of their own for it.
pub fn run_line(run: &Run, unlisted: usize) -> String {
    let mut said = format!("{}{} {}", sentence(&counts(run)), accepted(run), coverage(&run.coverage));
    if unlisted > 0 {
        said.push_str(&format!(" {}", left_out(unlisted)));
    }
    said
}

/// `text` with a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    chars.next().map_or(String::new(), |first| format!("{}{}{stop}", first.to_uppercase(), chars.as_str()))
}

/// What people and earlier runs set aside, as a sentence to follow another; empty if nothing was.
pub fn accepted(run: &Run) -> String {
    let summary = &run.summary;
    let parts = [
        (summary.waived, "waived"),
        (summary.baselined, "accepted earlier"),
        (summary.outside_diff, "not brought by this change"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
    if parts.is_empty() { String::new() } else { format!(" Set aside: {}.", parts.join(", ")) }
}

/// What else became of the candidates; empty if nothing did.
pub fn set_aside(run: &Run) -> String {
    let summary = &run.summary;
    let parts = [
        (summary.folded, "told under another finding"),
        (summary.excused, "excused"),
        (summary.below_threshold, "below the thresholds"),
        (summary.waived, "waived"),
        (summary.baselined, "accepted earlier"),
        (summary.outside_diff, "not brought by this change"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
    parts.join(", ")
}

/// One line: what was read, what was skipped, and what looks like copy but is of a type that is not read.
pub fn coverage(coverage: &Coverage) -> String {
    let bytes = coverage.bytes;
    let mut line = match coverage.files {
        0 => "No file was read.".to_owned(),
        files => {
            let (files, words) = (count(files, "file"), count(coverage.words, "word"));
            format!("Read {files}: {words}, {}.", count(bytes.read, "byte"))
        }
    };
    if bytes.not_prose > 0 {
        line.push_str(&format!(" No prose within them: {}.", count(bytes.not_prose, "byte")));
    }
    if bytes.not_read > 0 {
        line.push_str(&format!(" Not read within them: {}.", count(bytes.not_read, "byte")));
    }
    if coverage.off_topic > 0 {
        line.push_str(&format!(" Not about what the packs are for: {}.", count(coverage.off_topic, "file")));
    }
    if !coverage.skipped.is_empty() {
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for skipped in &coverage.skipped {
            match reasons.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
                Some((_, number)) => *number += 1,
                None => reasons.push((&skipped.reason, 1)),
            }
        }
        reasons.sort();
        let reasons: Vec<String> =
            reasons.iter().map(|(reason, n)| format!("{} {}", thousands(*n), escape::prose(reason))).collect();
        line.push_str(&format!(" Skipped: {}.", reasons.join(", ")));
    }
    if coverage.unread() > 0 {
        let unread = count(coverage.unread(), "byte");
        line.push_str(&format!(" Coverage {}: {unread} of types that are read were not.", coverage.share()));
    }
    if !coverage.unknown_types.is_empty() {
        let types: Vec<String> = coverage
            .unknown_types
            .iter()
            .map(|(extension, n)| format!("{} {}", thousands(*n), escape::word(extension)))
            .collect();
        line.push_str(&format!(" Of types that may hold copy but are not read: {}.", types.join(", ")));
    }
    line
}

/// Wraps `text` to `width`, behind `first` on the first line and as many blanks on the others. `first` may hold colour
/// codes, so its width is given.
pub fn wrapped(first: &str, first_width: usize, text: &str, width: usize) -> String {
    let room = width.saturating_sub(first_width).max(30);
    // Long words stay whole: a URL or rule id cut in two is of no use.
    let lines = textwrap::wrap(text, textwrap::Options::new(room).break_words(false));
    let blank = " ".repeat(first_width);
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        out.push_str(if i == 0 { first } else { &blank });
        out.push_str(line);
        out.push('\n');
    }
    if lines.is_empty() {
        out.push_str(first.trim_end());
        out.push('\n');
    }
    out
}
