//! What the rules advise must itself be let pass: every remedy and every sample statement as a page of its own.

use fairbalance::extract::Format;
use fairbalance::finding::Level;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::Ruleset;
use fairbalance::source::Source;

#[test]
fn remedies_and_sample_statements_are_let_pass() {
    let ruleset = super::built_in();
    let remedies = ruleset.cards().map(|card| (card.id.as_str(), card.remedy.clone()));
    let advice: Vec<(&str, String)> = remedies.chain(ruleset.statement_samples()).collect();
    assert!(advice.len() > 100, "{} pieces of advice", advice.len());
    let found: Vec<String> = advice.into_iter().flat_map(|(id, text)| flags(&ruleset, id, &text)).collect();
    assert!(found.is_empty(), "{} findings in the advice of rules\n{}", found.len(), found.join("\n"));
}

fn flags(ruleset: &Ruleset, id: &str, text: &str) -> Vec<String> {
    let source = Source::from_text("advice.md", text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let report = Linter::new(ruleset).check(&page);
    let worth_it = report.findings.into_iter().filter(|finding| finding.level >= Level::Warning);
    worth_it.map(|finding| format!("{id}: {} \"{}\" in: {text}", finding.rule, finding.phrase)).collect()
}
