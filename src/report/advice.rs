//! What checking rules came to, for reading and as JSON.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::json::{schema_of, spelled};
use super::text::{self, Paint};
use super::{Options, load_errors};
use crate::finding::Level;
use crate::rule::check::{Advice, Check};
use crate::source::{Location, Source};

/// For reading: each with its picture and the way out, what is accepted in one line, and the counts.
pub fn human(all: &[Advice], rules: usize, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let (accepted, open): (Vec<&Advice>, Vec<&Advice>) = all.iter().partition(|advice| advice.accepted.is_some());
    for advice in &open {
        let source = Source::from_text(advice.place.file.as_str(), &*advice.place.text);
        let head = format!("warning[{}]", advice.check.name());
        writeln!(out, "{}", load_errors::told(&head, Level::Warning, &advice.place, &source, options))?;
    }
    let counts = Check::ALL.into_iter().filter_map(|check| {
        let number = open.iter().filter(|advice| advice.check == check).count();
        (number > 0).then(|| format!("{number} {}", check.name()))
    });
    let counts: Vec<String> = counts.collect();
    let found = if counts.is_empty() { "nothing to mend".to_owned() } else { counts.join(", ") };
    let mut said = format!("{}: {found}.", text::count(rules, "rule"));
    if !accepted.is_empty() {
        said.push_str(&format!(" {} accepted, with a reason beside each.", accepted.len()));
    } else if !open.is_empty() {
        let hint = "To keep one, write `# accepted: CHECK reason` at the end of its line or on the line above.";
        said.push_str(&format!("\n{}", Paint::new(options.color).bold(hint)));
    }
    for line in said.lines() {
        out.write_all(text::wrapped("", 0, line, options.width).as_bytes())?;
    }
    Ok(())
}

#[derive(Serialize, JsonSchema)]
struct Report<'a> {
    version: u8,
    exit_code: u8,
    rules: usize,
    advice: Vec<One<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct One<'a> {
    check: Check,
    message: &'a str,
    help: Option<&'a str>,
    /// The reason that stands beside it, where somebody accepted it.
    accepted: Option<&'a str>,
    path: &'a str,
    #[serde(flatten)]
    location: Location,
}

/// The JSON Schema of what [`json`] writes.
pub fn schema() -> serde_json::Value {
    schema_of::<Report>("fairbalance rules check, version 1")
}

pub fn json(all: &[Advice], rules: usize, exit_code: u8, out: &mut dyn io::Write) -> io::Result<()> {
    let one = |advice: &'_ Advice| {
        let source = Source::from_text(advice.place.file.as_str(), &*advice.place.text);
        source.locate(advice.place.span.within(source.text()))
    };
    let advice = all.iter().map(|advice| One {
        check: advice.check,
        message: &advice.place.message,
        help: advice.place.hint.as_deref(),
        accepted: advice.accepted.as_deref(),
        path: &advice.place.file,
        location: one(advice),
    });
    spelled::write(&Report { version: 1, exit_code, rules, advice: advice.collect() }, out)
}
