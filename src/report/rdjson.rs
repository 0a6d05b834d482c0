//! reviewdog's diagnostic format, which its tools post as comments on a change. It refuses fields it does not know, so
//! what was read and what was not are diagnostics without a line.

use std::io;

use serde_json::{Map, Value, json};

use super::json::spelled;
use super::run::{Run, Shown};
use super::{Format, Options, escape, text};
use crate::finding::{Level, Problem};
use crate::source::Position;

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let selection = options.select(Format::Rdjson, run);
    let mut diagnostics: Vec<Value> = run.problems.iter().map(of_problem).collect();
    diagnostics.extend(selection.listed.iter().map(|shown| of_finding(run, shown)));
    diagnostics.push(of_run(run, selection.left_out));
    let result = json!({
        "source": {"name": "fairbalance"},
        "severity": if run.complete { "WARNING" } else { "ERROR" },
        "diagnostics": diagnostics,
    });
    spelled::write(&result, out)
}

fn of_finding(run: &Run, shown: &Shown) -> Value {
    let finding = &shown.finding;
    let mut location = Map::new();
    location.insert("path".to_owned(), finding.path.as_str().into());
    if let Some(at) = finding.location {
        let range = json!({"start": position(shown, at.start), "end": position(shown, at.end)});
        location.insert("range".to_owned(), range);
    }
    let mut message = text::sentence(&escape::prose(&finding.message));
    if !finding.remedy.is_empty() {
        message.push_str(&format!("\nWhat to do: {}", text::sentence(&escape::prose(&finding.advice()))));
    }
    let related = finding.related.iter().filter_map(|other| {
        let range = json!({"start": {"line": other.location?.start.line}, "end": {"line": other.location?.end.line}});
        let location = json!({"path": other.path, "range": range});
        Some(json!({"message": escape::prose(&other.message), "location": location}))
    });
    let related: Vec<Value> = related.collect();
    let authorities = run.cards.get(&finding.rule).map_or(&[][..], |card| &card.authorities);
    let address = authorities.iter().find(|authority| finding.authorities.contains(&authority.code));
    let mut code = json!({"value": finding.rule});
    if let Some(authority) = address {
        code["url"] = authority.url.as_str().into();
    }
    let mut diagnostic = json!({
        "message": message,
        "location": location,
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        "code": code,
    });
    if !related.is_empty() {
        diagnostic["relatedLocations"] = related.into();
    }
    diagnostic
}

/// Columns count bytes here. Where the line is not at hand, the line alone is said.
fn position(shown: &Shown, at: Position) -> Value {
    match shown.excerpt.byte_column(at) {
        Some(column) => json!({"line": at.line, "column": column}),
        None => json!({"line": at.line}),
    }
}

fn of_problem(problem: &Problem) -> Value {
    json!({
        "message": format!("Not checked: {}", escape::prose(&problem.message)),
        "location": {"path": problem.path},
        "severity": "ERROR",
        "code": {"value": format!("fairbalance/{}", problem.kind)},
    })
}

fn of_run(run: &Run, left_out: usize) -> Value {
    let said = text::run_line(run, left_out);
    json!({
        "message": said,
        "location": {"path": ""},
        "severity": "INFO",
        "code": {"value": "fairbalance/coverage"},
    })
}
