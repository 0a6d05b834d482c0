//! Every candidate ends as a finding, folded into one, or excused with a reason.

use fairbalance::extract::Format;
use fairbalance::finding::FileReport;
use fairbalance::source::Source;
use proptest::prelude::*;

use crate::markup::{sentence, shaped, write};
use crate::{check, examples};

fn assert_accounted(report: &FileReport) {
    let folded: usize = report.findings.iter().map(|finding| finding.folded.len()).sum();
    assert_eq!(report.candidates, report.findings.len() + folded + report.excused.len());
    for excused in &report.excused {
        assert!(!excused.because.is_empty(), "{} excuses {:?} without a reason", excused.rule, excused.text);
        assert!(excused.because.iter().all(|reason| !reason.reason.trim().is_empty()));
    }
    let place = |at: Option<fairbalance::source::Location>| at.map(|at| (at.span.start, at.span.end));
    let order: Vec<_> = report.findings.iter().map(|f| (place(f.location), &f.rule, &f.fingerprint)).collect();
    let page: Vec<_> = report.findings.iter().filter(|f| f.rule != fairbalance::not_read::RULE).collect();
    if page.len() == order.len() {
        assert!(order.is_sorted(), "findings are not sorted: {order:#?}");
    }
    let mut twice = order.clone();
    twice.dedup();
    assert_eq!(twice.len(), order.len(), "a finding is there twice: {order:#?}");
    for finding in &report.findings {
        assert!(!finding.pieces.is_empty() || finding.location.is_none(), "{} has no piece", finding.rule);
        assert!(!finding.message.contains(['{', '}']), "{}: {}", finding.rule, finding.message);
        assert!(!finding.remedy.is_empty());
    }
}

#[test]
fn the_example_pages_add_up() {
    for path in examples() {
        let format = Format::of_path(path.to_str().unwrap()).unwrap();
        let source = Source::decode("page", std::fs::read(&path).unwrap()).unwrap();
        assert_accounted(&check(&source, format));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_page_adds_up(
        sentences in prop::collection::vec((sentence(), 0..10u8), 1..8),
        format in prop::sample::select(&[Format::Markdown, Format::Html, Format::Mdx][..]),
    ) {
        let page: String =
            sentences.iter().map(|((text, ways), shape)| shaped(&write(text, ways, format), *shape, format)).collect();
        assert_accounted(&check(&Source::from_text("page", page), format));
    }
}
