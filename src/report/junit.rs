//! Test results in the XML that build servers read: one suite a file, one failed case a finding. Notes pass. A suite of
//! its own tells what was read, and fails where the answer is not complete.

use std::io;

use quick_xml::Writer;
use quick_xml::escape::escape as xml;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::run::{Run, Shown};
use super::{Format, Options, escape, text};
use crate::finding::{Finding, Level, Problem};

pub(super) type Xml<'w> = Writer<&'w mut dyn io::Write>;

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let selection = options.select(Format::Junit, run);
    let mut writer: Xml = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failures = failures(&selection.listed);
    let tests = selection.listed.len() + cases_of_run(run);
    let suites = writer
        .create_element("testsuites")
        .with_attributes([("name", "fairbalance"), ("tests", &tests.to_string()), ("failures", &failures.to_string())])
        .with_attribute(("errors", &*run.problems.len().to_string()));
    suites.write_inner_content(|writer| {
        suite_of_run(writer, run, selection.left_out)?;
        let mut rest = selection.listed.as_slice();
        while let Some(first) = rest.first() {
            let path = &first.finding.path;
            let of_file = rest.iter().take_while(|shown| shown.finding.path == *path).count();
            suite_of_file(writer, path, &rest[..of_file])?;
            rest = &rest[of_file..];
        }
        Ok(())
    })?;
    writer.into_inner().write_all(b"\n")
}

fn suite_of_run(writer: &mut Xml, run: &Run, left_out: usize) -> io::Result<()> {
    let cases = cases_of_run(run);
    let suite = writer
        .create_element("testsuite")
        .with_attributes([("name", "fairbalance"), ("tests", &cases.to_string()), ("failures", "0")])
        .with_attribute(("errors", &*run.problems.len().to_string()));
    suite.write_inner_content(|writer| {
        let coverage = &run.coverage;
        let numbers = [
            ("files", coverage.files),
            ("words", coverage.words),
            ("bytes-read", coverage.bytes.read),
            ("bytes-not-prose", coverage.bytes.not_prose),
            ("bytes-not-read", coverage.unread()),
            ("findings-not-listed", left_out),
        ];
        writer.create_element("properties").write_inner_content(|writer| {
            let numbers = numbers.map(|(name, number)| (name, number.to_string()));
            let told = [("coverage", coverage.share().to_string()), ("exit-code", run.exit_code.to_string())];
            for (name, value) in numbers.iter().chain(&told) {
                let property = writer.create_element("property");
                property.with_attributes([("name", *name), ("value", value)]).write_empty()?;
            }
            Ok(())
        })?;
        let said =
            format!("{}{} {}", text::sentence(&text::counts(run)), text::accepted(run), text::coverage(coverage));
        let case = writer.create_element("testcase");
        let case = case.with_attributes([("name", "what was read"), ("classname", "fairbalance")]);
        case.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(content(&said)).map(drop)
        })?;
        run.problems.iter().try_for_each(|problem| case_of_problem(writer, problem))
    })?;
    Ok(())
}

fn cases_of_run(run: &Run) -> usize {
    1 + run.problems.len()
}

fn case_of_problem(writer: &mut Xml, problem: &Problem) -> io::Result<()> {
    let path = if problem.path.is_empty() { "fairbalance" } else { &problem.path };
    let case = writer.create_element("testcase").with_attribute(attribute("name", "checked"));
    case.with_attribute(attribute("classname", path)).write_inner_content(|writer| {
        let error = writer.create_element("error").with_attribute(attribute("message", &problem.message));
        error.with_attribute(attribute("type", &problem.kind)).write_empty().map(drop)
    })?;
    Ok(())
}

fn suite_of_file(writer: &mut Xml, path: &str, of_file: &[&Shown]) -> io::Result<()> {
    let suite = writer
        .create_element("testsuite")
        .with_attribute(attribute("name", path))
        .with_attribute(attribute("tests", &of_file.len().to_string()))
        .with_attribute(attribute("failures", &failures(of_file).to_string()));
    suite.write_inner_content(|writer| of_file.iter().try_for_each(|shown| case_of_finding(writer, &shown.finding)))?;
    Ok(())
}

fn case_of_finding(writer: &mut Xml, finding: &Finding) -> io::Result<()> {
    let line = finding.location.map(|at| at.start.line.to_string());
    let name = match &line {
        Some(line) => format!("{} at line {line}", finding.rule),
        None => finding.rule.clone(),
    };
    let mut case = writer
        .create_element("testcase")
        .with_attribute(attribute("name", &name))
        .with_attribute(attribute("classname", &finding.path))
        .with_attribute(attribute("file", &finding.path));
    if let Some(line) = &line {
        case = case.with_attribute(("line", line.as_str()));
    }
    case.write_inner_content(|writer| {
        let told = told(finding);
        if finding.level == Level::Note {
            return writer.create_element("system-out").write_text_content(content(&told)).map(drop);
        }
        let failure = writer.create_element("failure").with_attribute(attribute("message", &finding.message));
        failure.with_attribute(("type", finding.level.name())).write_text_content(content(&told)).map(drop)
    })?;
    Ok(())
}

fn told(finding: &Finding) -> String {
    let place = text::place(&finding.path, finding.location);
    let mut told = format!("{place}: {}: {}", finding.level.name(), text::sentence(&escape::prose(&finding.message)));
    if !finding.text.is_empty() {
        told.push_str(&format!("\nWords of the page: {}", text::quoted(&finding.text)));
    }
    if !finding.remedy.is_empty() {
        told.push_str(&format!("\nWhat to do: {}", escape::prose(&finding.advice())));
    }
    told
}

fn failures(listed: &[&Shown]) -> usize {
    listed.iter().filter(|shown| shown.finding.level > Level::Note).count()
}

/// XML has no way to write control characters, so they are spelled out before it is escaped.
pub(super) fn attribute(name: &'static str, value: &str) -> quick_xml::events::attributes::Attribute<'static> {
    let value = xml(&*escape::prose(value)).into_owned();
    quick_xml::events::attributes::Attribute {
        key: quick_xml::name::QName(name.as_bytes()),
        value: value.into_bytes().into(),
    }
}

/// Line ends are ours; what is of the page has been made one line before.
pub(super) fn content(text: &str) -> BytesText<'static> {
    let lines: Vec<String> = text.lines().map(escape::text).collect();
    BytesText::from_escaped(xml(&*lines.join("\n")).into_owned())
}
