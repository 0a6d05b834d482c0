//! One line a finding, for editors, logs and `grep`: `path:line:column: level[rule] message`.

use std::io;

use super::run::Run;
use super::selection::Selection;
use super::{Format, Options, escape, text};

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    if options.quiet {
        problems(run, out)?;
        return writeln!(out, "{}.", text::counts(run));
    }
    let paint = text::Paint::new(options.color);
    let Selection { listed, left_out } = options.select(Format::Concise, run);
    for finding in listed.iter().map(|shown| &shown.finding) {
        let place = text::place(&finding.path, finding.location);
        let head = format!("{}[{}]", finding.level.name(), escape::word(&finding.rule));
        let head = owo_colors::OwoColorize::style(&head, paint.level(finding.level)).to_string();
        writeln!(out, "{place}: {head} {}", escape::prose(&finding.message))?;
    }
    if options.excused {
        for candidate in &run.excused {
            let place = text::place(&candidate.path, candidate.location);
            let because: Vec<String> = candidate.because.iter().map(|r| escape::prose(&r.reason)).collect();
            let (rule, quoted) = (escape::word(&candidate.rule), text::quoted(&candidate.text));
            writeln!(out, "{place}: excused[{rule}] {quoted}: {}", because.join("; "))?;
        }
    }
    problems(run, out)?;
    let more = if left_out > 0 { format!(" {}", text::left_out(left_out)) } else { String::new() };
    writeln!(out, "{}.{more}{} {}", text::counts(run), text::accepted(run), text::coverage(&run.coverage))
}

fn problems(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    for problem in &run.problems {
        let (kind, message) = (escape::word(&problem.kind), escape::prose(&problem.message));
        match problem.path.is_empty() {
            true => writeln!(out, "problem[{kind}] {message}")?,
            false => writeln!(out, "{}: problem[{kind}] {message}", escape::word(&problem.path))?,
        }
    }
    Ok(())
}
