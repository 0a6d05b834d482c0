//! Of a long page that hardly speaks of what a pack is about only passages that do are judged, and the report says so.

use fairbalance::extract::Format;
use fairbalance::finding::FileReport;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::source::Source;

use crate::RULESET;

/// A call without side effects is a virtue of software.
const SOFTWARE: &str = "The call is completely safe and has no side effects. Success is guaranteed on every machine. \
                        Write the value first, then read it back, and compare both.";

fn check(text: &str, facts: &[(&str, &str)]) -> FileReport {
    let source = Source::from_text("page.md", text);
    let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let facts = PageFacts::declared(facts);
    Linter::new(&RULESET).check(&Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] })
}

fn long(text: &str) -> String {
    let filler = "The reader waits until the writer is done, and then takes the next line from the queue. ".repeat(12);
    format!("{text}\n\n{filler}\n")
}

#[test]
fn a_long_page_on_another_topic_is_let_be() {
    let report = check(&long(SOFTWARE), &[]);
    assert!(report.off_topic);
    assert_eq!(report.findings, []);
    let reasons: Vec<&str> = report.excused.iter().flat_map(|e| &e.because).map(|b| b.reason.as_str()).collect();
    assert!(reasons.iter().any(|reason| reason.contains("does not speak of health")), "{reasons:?}");
}

#[test]
fn a_claim_that_names_the_topic_counts_wherever_it_stands() {
    let report = check(&long(&long(&long("Our queue cures arthritis and migraines. Order it now."))), &[]);
    assert!(report.off_topic);
    assert!(report.findings.iter().any(|finding| finding.phrase.contains("cures")), "{:?}", report.findings);
    let report = check(
        &format!(
            "{}\n## Joints and arthritis\n\nIt has no side effects. Order it now.\n",
            long(&long(&long("A queue.")))
        ),
        &[],
    );
    assert!(report.off_topic && !report.findings.is_empty());
}

#[test]
fn a_short_text_may_be_about_anything() {
    let report = check(SOFTWARE, &[]);
    assert!(!report.off_topic);
    assert!(report.findings.iter().any(|finding| finding.rule == "us-health/no-side-effects"));
}

#[test]
fn what_the_config_says_of_the_topic_counts() {
    let declared = check(&long(SOFTWARE), &[("topic", "health")]);
    assert!(!declared.off_topic && !declared.findings.is_empty());
    let other = check(SOFTWARE, &[("topic", "software")]);
    assert!(other.off_topic && other.findings.is_empty());
}

#[test]
fn a_few_words_on_health_make_a_page_one_on_health() {
    let report = check(&long("Our clinic treats patients. The drip is completely safe and has no side effects."), &[]);
    assert!(!report.off_topic && !report.findings.is_empty());
}
