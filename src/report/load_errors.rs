//! Mistakes in rule and config files, each underlined in its YAML.

use std::collections::BTreeMap;
use std::io;

use owo_colors::OwoColorize;

use super::excerpt::Excerpt;
use super::snippet::{self, Mark};
use super::text::{self, Paint};
use super::{Options, escape};
use crate::finding::Level;
use crate::load_error::{Kind, LoadError};
use crate::source::Source;

/// Writes all of `errors`, by file and place, and how many there are.
pub fn write(errors: &[LoadError], options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut files: BTreeMap<&str, (Source, Vec<&LoadError>)> = BTreeMap::new();
    for error in errors {
        let source = || (Source::from_text(error.file.as_str(), &*error.text), Vec::new());
        files.entry(&error.file).or_insert_with(source).1.push(error);
    }
    let number = files.len();
    for (source, mut of_file) in files.into_values() {
        of_file.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        for error in of_file {
            out.write_all(one(error, &source, options).as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    let (found, files) = (text::count(errors.len(), "mistake"), text::count(number, "file"));
    let unread = match errors.iter().any(|error| error.kind == Kind::Unreadable) {
        true => " Names were not looked up: a file that cannot be read may declare them.",
        false => "",
    };
    writeln!(out, "{found} in {files}; nothing was checked.{unread}")
}

fn one(error: &LoadError, source: &Source, options: &Options) -> String {
    told("error", Level::Error, error, source, options)
}

/// Something about a place in a YAML file, under the word `head`: the message, the picture, the way out.
pub(super) fn told(head: &str, level: Level, error: &LoadError, source: &Source, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let message = escape::prose(&error.message);
    let mut out = text::wrapped("", 0, &format!("{head}: {message}"), options.width);
    if let Some(rest) = out.strip_prefix(head) {
        out = format!("{}{rest}", head.style(paint.level(level)));
    }
    // Spans come from a YAML library: held against the text before they are used.
    let location = source.locate(error.span.within(source.text()));
    let excerpt = Excerpt::around(source, location, std::iter::empty());
    let mark = Mark { location, label: error.label.clone(), style: paint.level(level) };
    match snippet::draw(&error.file, location.start, &excerpt, &[mark], options) {
        Some(picture) => out.push_str(&picture.text),
        None => out.push_str(&format!("   at {}\n", text::place(&error.file, Some(location)))),
    }
    if let Some(hint) = &error.hint {
        out.push_str(&text::wrapped(&format!("   {} ", paint.bold("help:")), 9, &escape::prose(hint), options.width));
    }
    out
}
