//! Words of a page stay words in every format: no command to a build log, no markup, no formula, no link, and nothing
//! that a reader cannot see. Each output is read back the way its reader would read it.

use fairbalance::report::{Format, Options, Run, escape};
use proptest::prelude::*;
use pulldown_cmark::{Event, Tag};
use quick_xml::events::Event as Xml;
use serde_json::Value;

use crate::hostile::{TEXTS, all};
use crate::print;

/// Panics if `run`, printed in any format, is more than words.
fn check(run: &Run) {
    for format in Format::ALL {
        let out = print(format, run, Options { excused: true, ..Options::default() });
        match format {
            Format::Human | Format::Concise => {}
            Format::Json => drop(serde_json::from_str::<Value>(&out).unwrap()),
            Format::Sarif | Format::Gitlab | Format::Rdjson => messages(&serde_json::from_str(&out).unwrap(), ""),
            Format::Github => commands(&out),
            Format::Markdown => markdown(&out),
            Format::Junit => xml(&out),
            Format::Csv => table(&out),
        }
        // Carriage returns end the rows of a table.
        let shown = if format == Format::Csv { out.replace("\r\n", "\n") } else { out.clone() };
        assert!(!shown.chars().any(|c| c != '\n' && escape::is_dangerous(c)), "{}: {shown:?}", format.name());
        if format != Format::Github {
            // GitHub's runner reads what any step prints, whatever format somebody chose.
            let command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
            assert!(!out.lines().any(command), "{}: {out}", format.name());
        }
    }
}

/// What is shown to people is spelled out; links lead to places of the result only.
fn messages(value: &Value, key: &str) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| messages(value, key)),
        Value::Array(items) => items.iter().for_each(|item| messages(item, key)),
        Value::String(text) if matches!(key, "text" | "message" | "description") => {
            assert!(!text.chars().any(|c| c != '\n' && escape::is_dangerous(c)), "{text:?}");
            for (_, target) in text.match_indices("](").map(|(at, _)| text.split_at(at + 2)) {
                assert!(target.starts_with(|c: char| c.is_ascii_digit()) || key != "text", "{text:?}");
            }
        }
        _ => {}
    }
}

fn commands(out: &str) {
    for line in out.lines() {
        let rest = ["::error ", "::warning ", "::notice "].iter().find_map(|known| line.strip_prefix(known));
        let (properties, message) = rest.unwrap_or_else(|| panic!("{line:?}")).split_once("::").unwrap();
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&name), "{line:?}");
            assert!(!value.contains(':'));
        }
        assert!(!line.contains("##["));
        // The runner takes `%0A` back for a line end; what follows is still the message.
        assert!(!message.contains('\r'));
    }
}

fn markdown(out: &str) {
    let options = pulldown_cmark::Options::all();
    for event in pulldown_cmark::Parser::new_ext(out, options) {
        match event {
            Event::InlineHtml(html) | Event::Html(html) => {
                let ours = ["<br>", "<code>", "</code>", "<!-- -->"];
                assert!(ours.contains(&&*html), "{html:?} in {out}");
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {
                panic!("{event:?} in {out}")
            }
            Event::Start(tag) => {
                let ours = matches!(
                    tag,
                    Tag::Heading { .. }
                        | Tag::Paragraph
                        | Tag::Table(_)
                        | Tag::TableHead
                        | Tag::TableRow
                        | Tag::TableCell
                        | Tag::Strong
                        | Tag::List(None)
                        | Tag::Item
                );
                assert!(ours, "{tag:?} in {out}");
            }
            _ => {}
        }
    }
    // All rows of a table have the cells of its head.
    for line in out.lines().filter(|line| line.starts_with('|')) {
        assert!(matches!(line.matches('|').count(), 5 | 6), "{line}");
    }
    let parted = out.replace("<!-- -->", "");
    assert!(!out.contains("://") && !out.to_lowercase().contains("www.") && parted.len() <= out.len(), "{out}");
}

fn xml(out: &str) {
    let mut reader = quick_xml::Reader::from_str(out);
    reader.config_mut().enable_all_checks(true);
    let known = ["testsuites", "testsuite", "properties", "property", "testcase", "system-out", "failure", "error"];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {out}")) {
            Xml::Eof => break,
            Xml::Start(tag) | Xml::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                assert!(known.contains(&&*name), "{name}");
                for attribute in tag.attributes() {
                    attribute.unwrap().unescape_value().unwrap();
                }
            }
            Xml::CData(_) | Xml::Comment(_) | Xml::PI(_) | Xml::DocType(_) => panic!("{out}"),
            _ => {}
        }
    }
    assert!(!out.contains("]]>"));
}

fn table(out: &str) {
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(out.as_bytes()).records().map(Result::unwrap).collect();
    assert!(rows.len() >= 2);
    for cell in rows.iter().flatten() {
        assert!(!cell.contains(['\n', '\r']));
        // Also for programs that split at other signs, or forgive blanks and quotes before the formula.
        for cell in cell.split([',', ';', '|', '\t']) {
            let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"').chars().next();
            assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')), "{cell:?}");
        }
    }
}

#[test]
fn known_tricks_do_nothing() {
    for text in TEXTS {
        check(&all(text));
    }
}

proptest! {
    #[test]
    fn nothing_else_does_either(
        text in "([a-z ]{1,3}|::|##\\[|\\]\\]>|<[a-z/!-]{1,3}|[`|*_~\\[\\](){}#@$&;=+,.:'\"!<>\\\\/-]|https://|www\\.|[\\x00-\\x1f\u{7f}-\u{9f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{feff}]|\\PC){0,40}",
    ) {
        check(&all(&text));
    }
}
