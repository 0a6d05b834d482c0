//! A table for a spreadsheet: a row a finding, then a row a problem, then one on what was read. Spreadsheets take cells
//! that begin with `=` for formulas, so the words of a page that do are kept words.

use std::io;

use super::run::Run;
use super::{Format, Options, escape, text};
use crate::finding::Finding;

const HEADER: [&str; 12] = [
    "level",
    "rule",
    "title",
    "path",
    "line",
    "column",
    "words",
    "message",
    "remedy",
    "authority",
    "confidence",
    "fingerprint",
];

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let selection = options.select(Format::Csv, run);
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(HEADER)?;
    for shown in selection.listed {
        writer.write_record(of_finding(run, &shown.finding))?;
    }
    for problem in &run.problems {
        let row = Row { level: "problem", rule: &problem.kind, path: &problem.path, message: &problem.message };
        writer.write_record(row.cells())?;
    }
    let said = text::run_line(run, selection.left_out);
    let row = Row { level: "coverage", rule: "", path: "", message: &said };
    writer.write_record(row.cells())?;
    writer.flush()
}

fn of_finding(run: &Run, finding: &Finding) -> [String; HEADER.len()] {
    let card = run.cards.get(&finding.rule);
    let number = |number: Option<usize>| number.map_or(String::new(), |number| number.to_string());
    let authorities = card.map_or(&[][..], |card| &card.authorities);
    let reaching = authorities.iter().filter(|authority| finding.authorities.contains(&authority.code));
    let names: Vec<&str> = reaching.map(|authority| authority.name.as_str()).collect();
    [
        finding.level.name().to_owned(),
        cell(&finding.rule),
        cell(card.map_or("", |card| &card.title)),
        cell(&finding.path),
        number(finding.location.map(|at| at.start.line)),
        number(finding.location.map(|at| at.start.column)),
        cell(&finding.text),
        cell(&finding.message),
        cell(&finding.remedy),
        cell(&names.join("; ")),
        finding.confidence.name().to_owned(),
        cell(&finding.fingerprint),
    ]
}

/// A row that is no finding.
struct Row<'a> {
    level: &'a str,
    rule: &'a str,
    path: &'a str,
    message: &'a str,
}

impl Row<'_> {
    fn cells(&self) -> [String; HEADER.len()] {
        let mut cells: [String; HEADER.len()] = Default::default();
        let told = [(0, self.level), (1, self.rule), (3, self.path), (7, self.message)];
        for (place, text) in told {
            cells[place] = cell(text);
        }
        cells
    }
}

/// One line, nothing hidden, and no formula: neither at the start nor where a program that splits at another sign would
/// start a cell.
fn cell(text: &str) -> String {
    let text = escape::prose(text);
    let mut out = String::with_capacity(text.len() + 1);
    let mut starts = true;
    for c in text.chars() {
        if starts && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            out.push('\'');
        }
        starts = matches!(c, ';' | ',' | '|' | '\t') || starts && (c.is_whitespace() || matches!(c, '"' | '\''));
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (words, shown) in [
            ("=1+1", "'=1+1"),
            (" \n@SUM(A1)", "'@SUM(A1)"),
            ("-2;=3", "'-2;'=3"),
            ("＝1", "'＝1"),
            ("\"=1", "\"'=1"),
            ("a-b = c", "a-b = c"),
        ] {
            assert_eq!(cell(words), shown);
        }
    }
}
