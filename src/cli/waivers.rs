//! `waivers`: every waiver of pages and registers, with what it sets aside.

use fairbalance::report::escape;
use fairbalance::waiver::{State, Waiver};
use serde_json::json;

use super::args::{TableFormat, WaiversArgs};
use super::change::Asked;
use super::lint::{Lint, Request};
use super::output::{self, Failure};
use super::{World, exit};

pub fn run(args: &WaiversArgs, world: &mut World) -> Result<u8, Failure> {
    let cwd = world.cwd.clone();
    let request = Request {
        asked: Asked { base: None, staged: false, paths: &args.paths },
        stdin: "stdin",
        rules: &args.rules,
        min_confidence: None,
        today: args.today.unwrap_or(world.today),
        excused: false,
        threads: 0,
        cwd: &cwd,
    };
    let lint = Lint::new(request, world.load)?;
    let answers = lint.run(&|| ())?;
    let rows: Vec<Row> = answers.waivers.iter().map(Row::new).collect();
    let text = match args.format {
        TableFormat::Table => table(&rows),
        TableFormat::Csv => csv(&rows),
        TableFormat::Json => json(&rows),
    };
    output::print_text(&text, world.out)?;
    let problems: Vec<_> = lint.problems.iter().chain(&answers.problems).collect();
    for problem in &problems {
        let said = escape::text(&format!("{}: {}", problem.path, problem.message));
        let _ = writeln!(world.err, "problem: {said}");
    }
    Ok(if problems.is_empty() { exit::CLEAN } else { exit::UNTRUSTWORTHY })
}

const HEAD: [&str; 9] = ["state", "rule", "path", "line", "settles", "until", "approved-by", "evidence", "reason"];

struct Row([String; 9]);

impl Row {
    fn new(waiver: &Waiver) -> Row {
        let terms = &waiver.terms;
        let reason = match &waiver.state {
            State::Malformed(why) => why.clone(),
            _ => terms.reason.clone(),
        };
        Row([
            waiver.state.name().to_owned(),
            waiver.rule.clone(),
            waiver.path.clone(),
            waiver.location.map_or(String::new(), |at| at.start.line.to_string()),
            waiver.settles.to_string(),
            terms.until.map_or(String::new(), |until| until.to_string()),
            terms.approved_by.clone().unwrap_or_default(),
            terms.evidence.clone().unwrap_or_default(),
            reason,
        ])
    }
}

fn table(rows: &[Row]) -> String {
    let head = Row(HEAD.map(str::to_owned));
    let shown: Vec<[String; 9]> =
        std::iter::once(&head).chain(rows).map(|row| row.0.each_ref().map(|cell| escape::prose(cell))).collect();
    let width = |column: usize| shown.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let mut out = String::new();
    for row in &shown {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

fn csv(rows: &[Row]) -> String {
    let head = Row(HEAD.map(str::to_owned));
    let lines = std::iter::once(&head).chain(rows).map(|row| row.0.each_ref().map(|cell| csv_cell(cell)).join(","));
    lines.map(|line| line + "\r\n").collect()
}

/// Quoted as RFC 4180 asks. Spreadsheets run what begins like a formula, and copy is not to be trusted.
fn csv_cell(text: &str) -> String {
    let plain = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match plain.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", plain.replace('"', "\"\"")),
        false => plain,
    }
}

fn json(rows: &[Row]) -> String {
    let objects = rows.iter().map(|row| {
        let value = |i: usize| match row.0[i].as_str() {
            "" => serde_json::Value::Null,
            text => match HEAD[i] {
                "line" | "settles" => json!(text.parse::<usize>().unwrap_or_default()),
                _ => json!(text),
            },
        };
        let keys = HEAD.iter().enumerate().map(|(i, key)| (key.replace('-', "_"), value(i)));
        serde_json::Value::Object(keys.collect())
    });
    format!("{:#}\n", serde_json::Value::Array(objects.collect()))
}
