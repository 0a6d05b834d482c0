//! The summary of a job, or a comment: counts by rule, then findings by file. Words of the page are shown as words,
//! never as markup.

use std::io;

use super::priorities::priorities;
use super::run::{Run, Shown};
use super::selection;
use super::{Format, Options, escape, text};
use crate::finding::Level;
use crate::source::Location;

/// GitHub refuses a summary of more than 1 MiB. The rest is for the tables around the findings.
const FINDINGS_BYTES: usize = 800 * 1024;
/// Of rules, problems, waivers and accepted findings, more are counted, not listed.
const LINES: usize = 200;
/// And no more of each: four times this and the findings fit.
const LINES_BYTES: usize = 50 * 1024;

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "## fairbalance: {}\n", text::counts(run))?;
    problems(run, out)?;
    if !options.quiet {
        rules(run, out)?;
        findings(run, options, out)?;
    }
    // With `--quiet` too: they are what a reviewer has to look at.
    added_waivers(run, out)?;
    newly_accepted(run, out)?;
    let aside = text::set_aside(run);
    if !aside.is_empty() {
        writeln!(out, "Set aside: {aside}.\n")?;
    }
    writeln!(out, "{}\n", escaped(&text::coverage(&run.coverage)))?;
    writeln!(out, "No findings does not mean compliant.")
}

fn problems(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    if run.complete && run.problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "**The answer is not complete.** Not checked:\n")?;
    let lines = run.problems.iter().map(|problem| {
        let path = if problem.path.is_empty() { String::new() } else { format!("{}: ", code(&short(&problem.path))) };
        format!("- {path}{} ({})\n", shortened(&problem.message), escaped(&problem.kind))
    });
    list(lines, "problem", out)
}

fn rules(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let all = priorities(run);
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "| | Rule | Places | Files | What to do |\n| --- | --- | ---: | ---: | --- |")?;
    let rows = all.iter().map(|priority| {
        let (title, rule, remedy) = (shortened(priority.title), code(priority.rule), shortened(priority.remedy));
        let (places, files) = (text::thousands(priority.places), text::thousands(priority.files));
        format!("| {} | {title}<br>{rule} | {places} | {files} | {remedy} |\n", mark(priority.level))
    });
    list(rows, "rule", out)
}

fn findings(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let listed = options.select(Format::Markdown, run).listed;
    let rows: Vec<String> = listed.iter().map(|shown| row(shown)).collect();
    let mut kept = vec![false; rows.len()];
    let mut bytes = 0;
    for index in selection::by_severity(&listed) {
        // As if each were the first of its file.
        bytes += rows[index].len() + heading(&listed[index].finding.path).len();
        if bytes > FINDINGS_BYTES {
            break;
        }
        kept[index] = true;
    }
    let mut path = None;
    let mut written = 0;
    for ((shown, row), _) in listed.iter().zip(&rows).zip(&kept).filter(|(_, kept)| **kept) {
        if path != Some(&shown.finding.path) {
            path = Some(&shown.finding.path);
            out.write_all(heading(&shown.finding.path).as_bytes())?;
        }
        out.write_all(row.as_bytes())?;
        written += 1;
    }
    if written > 0 {
        writeln!(out)?;
    }
    more(run.findings.len() - written, "finding", out)
}

/// Whoever writes copy can write a waiver too, so that reviewers must see it.
fn added_waivers(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let mut added = run.added_waivers().peekable();
    if added.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "### Waivers added by this change\n")?;
    writeln!(out, "| Rule | Place | Reason | Until | Approved by | Evidence | |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
    let rows = added.map(|waiver| {
        let terms = &waiver.terms;
        let until = terms.until.map_or(String::new(), |until| until.to_string());
        let cell = |said: &Option<String>| said.as_deref().map_or(String::new(), shortened);
        let (by, evidence) = (cell(&terms.approved_by), cell(&terms.evidence));
        let (rule, place, state) = (code(&short(&waiver.rule)), place(&waiver.path, waiver.location), &waiver.state);
        format!(
            "| {rule} | {place} | {} | {until} | {by} | {evidence} | {} |\n",
            shortened(&terms.reason),
            state.name()
        )
    });
    list(rows, "waiver", out)
}

/// A change can alter the baseline too.
fn newly_accepted(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let mut accepted = run.newly_accepted().peekable();
    if accepted.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "### Brought by this change and accepted by the baseline\n")?;
    writeln!(out, "| | Rule | Place | Words of the page |\n| --- | --- | --- | --- |")?;
    let rows = accepted.map(|finding| {
        let (rule, place) = (code(&finding.rule), place(&finding.path, finding.location));
        format!("| {} | {rule} | {place} | {} |\n", mark(finding.level), words(&finding.text))
    });
    list(rows, "finding", out)
}

/// As many lines as there is room for, and how many there are beside them.
fn list(lines: impl Iterator<Item = String>, what: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let (mut written, mut bytes, mut unlisted) = (0, 0, 0);
    for line in lines {
        bytes += line.len();
        if written == LINES || bytes > LINES_BYTES {
            unlisted += 1;
        } else {
            written += 1;
            out.write_all(line.as_bytes())?;
        }
    }
    writeln!(out)?;
    more(unlisted, what, out)
}

/// `path:7`, or the path alone.
fn place(path: &str, location: Option<Location>) -> String {
    let line = location.map_or(String::new(), |at| format!(":{}", at.start.line));
    code(&format!("{}{line}", short(path)))
}

fn heading(path: &str) -> String {
    format!("\n### {}\n\n| | Line | Finding | Words of the page |\n| --- | ---: | --- | --- |\n", code(path))
}

fn row(shown: &Shown) -> String {
    let finding = &shown.finding;
    let line = finding.location.map_or("–".to_owned(), |at| at.start.line.to_string());
    let words = words(&finding.text);
    let said = shortened(&text::sentence(&finding.message));
    format!("| {} | {line} | {said}<br>{} | {words} |\n", mark(finding.level), code(&finding.rule))
}

fn words(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { code(&short(text)) }
}

fn more(number: usize, what: &str, out: &mut dyn io::Write) -> io::Result<()> {
    match number {
        0 => Ok(()),
        _ => writeln!(out, "Counted but not listed here: {}.\n", text::count(number, what)),
    }
}

fn mark(level: Level) -> &'static str {
    match level {
        Level::Error => "**error**",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// At most so many characters of one text.
const SHOWN: usize = 400;

fn short(text: &str) -> String {
    let cut: String = text.chars().take(SHOWN).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

fn shortened(text: &str) -> String {
    escaped(&short(text))
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

/// `text` as Markdown that reads as `text`: no markup, no link, nobody called by name, nothing hidden; one line, fit for
/// a cell of a table.
pub fn escaped(text: &str) -> String {
    let text = escape::prose(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        match c {
            // Found by GitHub after Markdown is read, where no escape helps: a comment parts what would be joined.
            '@' => out.push_str("&#64;<!-- -->"),
            '#' => out.push_str("&#35;<!-- -->"),
            ':' if next == Some('/') => out.push_str("&#58;<!-- -->"),
            '.' if ends_with_www(&text[..at]) => out.push_str("&#46;<!-- -->"),
            // A number that begins a list, a term that is defined.
            '.' | ')' | ':' if text[..at].bytes().take(LIST_NUMBER).all(|b| b.is_ascii_digit()) => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            // As they are: they mean nothing inside of a line.
            ',' | '.' | ';' | '\'' | '"' | '?' | '/' | '%' | '(' | ')' | ':' => out.push(c),
            '-' | '=' | '+' if at > 0 => out.push(c),
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Longer numbers begin no list.
const LIST_NUMBER: usize = 10;

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("a|b"), "a&#124;b");
        assert_eq!(escaped("<script>`x`\n*y*"), "&#60;script&#62;&#96;x&#96; &#42;y&#42;");
        assert_eq!(escaped("@team www.x.org"), "&#64;<!-- -->team www&#46;<!-- -->x.org");
        assert_eq!(escaped("50% - no side effects."), "50% - no side effects.");
    }
}
