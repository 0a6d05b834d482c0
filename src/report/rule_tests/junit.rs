//! As test results for build servers: a suite a rule, a case a failure, one case for what came out right.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::TestRun;
use crate::report::junit::{Xml, attribute, content};
use crate::report::text;
use crate::rule::examples::Tested;

pub fn write(run: &TestRun, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer: Xml = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let tests: usize = run.tested.iter().map(|tested| cases(run, tested)).sum();
    let failures: usize = run.tested.iter().map(|tested| failing(run, tested)).sum();
    let suites = writer
        .create_element("testsuites")
        .with_attributes([("name", "fairbalance test"), ("tests", &tests.to_string())])
        .with_attributes([("failures", &*failures.to_string()), ("errors", "0")]);
    suites.write_inner_content(|writer| run.tested.iter().try_for_each(|tested| suite(writer, run, tested)))?;
    writer.into_inner().write_all(b"\n")
}

fn failing(run: &TestRun, tested: &Tested) -> usize {
    tested.failures.len() + if run.strict { tested.weak.len() } else { 0 }
}

fn cases(run: &TestRun, tested: &Tested) -> usize {
    1 + failing(run, tested)
}

fn suite(writer: &mut Xml, run: &TestRun, tested: &Tested) -> io::Result<()> {
    let suite = writer
        .create_element("testsuite")
        .with_attribute(attribute("name", &tested.rule))
        .with_attributes([("tests", &*cases(run, tested).to_string()), ("errors", "0")])
        .with_attribute(("failures", &*failing(run, tested).to_string()));
    suite.write_inner_content(|writer| {
        let right = tested.examples - tested.failures.len();
        let said = format!("{right} of {} come out as they say", text::count(tested.examples, "example"));
        let case = writer.create_element("testcase").with_attribute(attribute("classname", &tested.rule));
        case.with_attribute(attribute("name", &said)).write_empty()?;
        for failure in &tested.failures {
            case_of(writer, &tested.rule, failure.verdict.name(), &failure.place, &failure.trace.join("\n"))?;
        }
        for weak in tested.weak.iter().filter(|_| run.strict) {
            case_of(writer, &tested.rule, "weak", &weak.place, weak.place.hint.as_deref().unwrap_or_default())?;
        }
        Ok(())
    })?;
    Ok(())
}

fn case_of(
    writer: &mut Xml,
    rule: &str,
    kind: &str,
    place: &crate::load_error::LoadError,
    because: &str,
) -> io::Result<()> {
    let line = super::place(place).start.line.to_string();
    let case = writer
        .create_element("testcase")
        .with_attribute(attribute("name", &format!("{kind} at line {line}")))
        .with_attribute(attribute("classname", rule))
        .with_attribute(attribute("file", &place.file))
        .with_attribute(("line", line.as_str()));
    case.write_inner_content(|writer| {
        let failure = writer.create_element("failure").with_attribute(attribute("message", &place.message));
        failure.with_attribute(attribute("type", kind)).write_text_content(content(because)).map(drop)
    })?;
    Ok(())
}
