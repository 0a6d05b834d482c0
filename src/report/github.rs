//! Workflow commands: GitHub shows them beside the lines of a change. Of what a step prints it keeps ten of each kind and
//! drops the others without a word, so the most severe come first and the last one counts the rest.

use std::io;

use super::run::{Run, Shown};
use super::selection;
use super::{Format, Options, escape, text};
use crate::finding::{Level, Problem};

/// GitHub keeps so many of each kind from one step.
const OF_A_KIND: usize = 10;
/// And so many from all steps of a job.
const OF_A_JOB: usize = 50;
/// What makes the answer untrustworthy comes before any finding, and leaves room for some.
const PROBLEMS: usize = 5;
const _: () = assert!(3 * OF_A_KIND <= OF_A_JOB);

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let problems = &run.problems[..run.problems.len().min(PROBLEMS)];
    let listed = if options.quiet { Vec::new() } else { options.select(Format::Github, run).listed };
    // The last notice is one of its kind.
    let mut room = [OF_A_KIND - 1, OF_A_KIND, OF_A_KIND - problems.len()];
    for problem in problems {
        writeln!(out, "{}", of_problem(problem))?;
    }
    let mut annotated = 0;
    for index in selection::by_severity(&listed) {
        let room = &mut room[listed[index].finding.level as usize];
        if *room > 0 {
            *room -= 1;
            annotated += 1;
            writeln!(out, "{}", of_finding(run, listed[index]))?;
        }
    }
    writeln!(out, "{}", closing(run, run.findings.len() - annotated, run.problems.len() - problems.len()))
}

fn of_finding(run: &Run, shown: &Shown) -> String {
    let finding = &shown.finding;
    let mut properties = format!("file={}", property(&finding.path));
    if let Some(at) = finding.location {
        properties.push_str(&format!(",line={},endLine={}", at.start.line, at.end.line));
        // Over several lines GitHub refuses columns.
        if at.start.line == at.end.line {
            properties.push_str(&format!(",col={},endColumn={}", at.start.column, at.end.column));
        }
    }
    let title = run.cards.get(&finding.rule).map_or(&finding.rule, |card| &card.title);
    let mut message = text::sentence(&escape::prose(&finding.message));
    if !finding.remedy.is_empty() {
        message.push_str(&format!(" What to do: {}", text::sentence(&escape::prose(&finding.advice()))));
    }
    message.push_str(&format!(" ({})", escape::text(&finding.rule)));
    format!("::{} {properties},title={}::{}", command(finding.level), property(title), data(&message))
}

fn of_problem(problem: &Problem) -> String {
    let file = if problem.path.is_empty() { String::new() } else { format!("file={},", property(&problem.path)) };
    let said = text::sentence(&escape::prose(&problem.message));
    format!("::error {file}title={}::{}", property(&format!("not checked: {}", problem.kind)), data(&said))
}

fn closing(run: &Run, findings: usize, problems: usize) -> String {
    let mut said = text::sentence(&text::counts(run)) + &text::accepted(run);
    for (number, what) in [(findings, "finding"), (problems, "problem")] {
        if number > 0 {
            said.push_str(&format!(" Not annotated: {}.", text::count(number, what)));
        }
    }
    if !run.complete {
        said.push_str(" The answer is not complete.");
    }
    said.push_str(&format!(" {} No findings does not mean compliant.", text::coverage(&run.coverage)));
    format!("::notice title=fairbalance::{}", data(&said))
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// Text after the second `::`. Line ends would begin a command of their own.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the first `::` and the second.
fn property(text: &str) -> String {
    data(&escape::text(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_begins_a_command() {
        assert_eq!(property("a,b::c\r\n50%"), "a%2Cb%3A%3Ac\\u{d}\\u{a}50%25");
        assert_eq!(data("50%\r\n::stop"), "50%25%0D%0A::stop");
    }
}
