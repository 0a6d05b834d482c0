//! What rules advise must itself be let pass: remedies, and samples of statements, each as a page of its own.

use super::{Check, Found};
use crate::extract::Format;
use crate::finding::Level;
use crate::judge::PageFacts;
use crate::linter::{Linter, Page};
use crate::load_error::LoadError;
use crate::rule::message::unfilled;
use crate::rule::ruleset::Authored;
use crate::source::Source;

pub(super) fn check(authored: &Authored, found: &mut Found) {
    for (id, rule) in &authored.rules {
        if (found.counts)(&rule.file.name) {
            let place = |message: String| rule.file.error(rule.remedy.span, message);
            flagged(authored, &format!("the remedy of {id}"), &rule.remedy.value, &place, found);
        }
    }
    for statement in &authored.statements {
        if (found.counts)(&statement.file.name) {
            let place = |message: String| statement.file.error(statement.span, message);
            flagged(authored, &format!("the sample of {}", statement.id), &unfilled(&statement.sample), &place, found);
        }
    }
}

fn flagged(authored: &Authored, what: &str, text: &str, place: &dyn Fn(String) -> LoadError, found: &mut Found) {
    let source = Source::from_text("advice.md", text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let report = Linter::new(&authored.ruleset).check(&page);
    for finding in report.findings.into_iter().filter(|finding| finding.level >= Level::Warning) {
        let message = format!("{what} is itself flagged, by {}: \u{201c}{}\u{201d}", finding.rule, finding.phrase);
        let hint = "whoever follows it would be told off again; say it in words that pass";
        found.add(Check::FlaggedAdvice, place(message).label("flagged").hint(hint));
    }
}
