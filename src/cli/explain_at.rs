//! `explain --at FILE:LINE[:COLUMN]`: what is mentioned at a place, how it was read, and what every rule made of it.

use std::path::PathBuf;

use fairbalance::finding::Confidence;
use fairbalance::inspect::Inspection;
use fairbalance::report::inspection::{self, PlaceReport};
use fairbalance::report::{Options, Run};
use fairbalance::source::{Source, Span};

use super::args::{ExplainArgs, ListFormat};
use super::change::Asked;
use super::lint::{Lint, Request};
use super::output::{self, Failure};
use super::{World, engine, exit};

pub fn run(args: &ExplainArgs, asked: &str, world: &mut World) -> Result<u8, Failure> {
    let place = Place::parse(asked)?;
    let cwd = world.cwd.clone();
    let paths = [place.file.clone()];
    let request = Request {
        asked: Asked { base: None, staged: false, paths: &paths },
        stdin: "stdin",
        rules: &args.rules,
        // Whoever asks why wants to hear of what is left out as well.
        min_confidence: Some(Confidence::Low),
        today: args.today.unwrap_or(world.today),
        excused: true,
        threads: 1,
        cwd: &cwd,
    };
    let lint = Lint::new(request, &engine::load_for_authors)?;
    let [target] = lint.targets.as_slice() else {
        let said = lint.problems.first().map_or("it is a folder; name one file".to_owned(), |p| p.message.clone());
        return Err(Failure::Plain(format!("{}: {said}", place.file.display())));
    };
    let inspect = |source: &Source| place.span(source);
    let inspection: Inspection = lint.inspect(target, &inspect)?;
    let answers = lint.run(&|| ())?;
    let mut run = Run::default();
    run.add(answers.checked);
    let open = run.findings.iter().map(|shown| (&shown.finding, None));
    let settled = run.settled.iter().map(|settled| {
        let why = settled.waiver.as_ref().map_or(String::new(), |waiver| format!(": {}", waiver.terms.reason));
        (&settled.finding, Some(format!("waived{why}")))
    });
    let least = lint.said_min_confidence(target.config);
    let path = target.shown.as_str();
    let report = PlaceReport::new(path, &place.asked, &inspection, open.chain(settled), run.excused.iter(), least);
    let mut text = Vec::new();
    let options = Options { color: world.terminal.colored, width: world.terminal.width, ..Options::default() };
    let written = match args.format {
        ListFormat::Human => inspection::human(&report, args.all, &options, &mut text),
        ListFormat::Json => inspection::json(&report, &mut text),
    };
    written.map_err(|error| Failure::Plain(error.to_string()))?;
    output::print_text(&String::from_utf8_lossy(&text), world.out)?;
    Ok(exit::CLEAN)
}

/// A place as typed.
struct Place {
    file: PathBuf,
    line: usize,
    /// In Unicode scalar values, 1-based.
    column: Option<usize>,
    /// What stands behind the file's name.
    asked: String,
}

impl Place {
    fn parse(asked: &str) -> Result<Place, Failure> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
        let wrong = || Failure::Plain(format!("`{asked}` is no place; write it as FILE:LINE or FILE:LINE:COLUMN"));
        let (before, last) = asked.rsplit_once(':').ok_or_else(wrong)?;
        let last = number(last).ok_or_else(wrong)?;
        if let Some((file, line)) = before.rsplit_once(':')
            && let Some(line) = number(line)
        {
            let asked = format!("{line}:{last}");
            return Ok(Place { file: file.into(), line, column: Some(last), asked });
        }
        Ok(Place { file: before.into(), line: last, column: None, asked: last.to_string() })
    }

    /// In bytes of the source's text: a line, or one place in it.
    fn span(&self, source: &Source) -> Result<Span, Failure> {
        let Some(line) = source.line(self.line) else {
            let lines = source.line_count();
            return Err(Failure::Plain(format!("{} has no line {}; it has {lines}", source.path(), self.line)));
        };
        let Some(column) = self.column else { return Ok(line) };
        let text = source.slice(line);
        let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        match ends.nth(column - 1) {
            Some(at) => Ok(Span::new(line.start + at, line.start + at)),
            None => {
                let columns = text.chars().count();
                let said = format!("line {} of {} has no column {column}", self.line, source.path());
                Err(Failure::Plain(format!("{said}; it has {columns}")))
            }
        }
    }
}
