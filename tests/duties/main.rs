//! What becomes of a statement that a page owes, by where it stands: each duty ends in exactly one outcome, and exactly
//! one rule reports it.

mod samples;
mod table;

use std::sync::LazyLock;

use fairbalance::extract::Format;
use fairbalance::finding::{FileReport, Finding, Outcome};
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;
use proptest::prelude::*;

static RULESET: LazyLock<Ruleset> =
    LazyLock::new(|| Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load"));

const NOTICE: &str = "FDA has not approved ketamine for OCD.";

/// Checks a page with a footer from its layout. Nothing is folded: each duty is looked at by itself.
fn check(text: &str, format: Format, footer: &str, facts: &[(&str, &str)]) -> FileReport {
    let source = Source::from_text("page", text);
    let layout = Source::from_text("footer.html", footer);
    let facts = PageFacts::declared(facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let layouts = if footer.is_empty() { vec![] } else { vec![(&layout, Format::Html)] };
    let page = Page { source: &source, format, facts: &facts, layouts: &layouts };
    let assessed = Linter::new(&RULESET).assess(&page);
    let findings = assessed.findings.into_iter().map(|item| item.finding).collect();
    FileReport { findings, excused: assessed.excused, ..FileReport::default() }
}

/// The findings about one statement.
fn about<'r>(report: &'r FileReport, statement: &str) -> Vec<&'r Finding> {
    let own = |finding: &&Finding| finding.duty.as_ref().is_some_and(|duty| duty.statement == statement);
    report.findings.iter().filter(own).collect()
}

/// The rule that reports an outcome: the duty's own for what is not there, a sister for what is there in vain.
fn reporter(outcome: Outcome, own: &str) -> Option<String> {
    let rule = match outcome {
        Outcome::Met => return None,
        Outcome::Missing | Outcome::Incomplete => own,
        Outcome::Altered => "altered-dshea-disclaimer",
        Outcome::Contradicted => "disclosure-contradicted",
        Outcome::Hidden => "disclosure-hidden",
        Outcome::Collapsed => "disclosure-collapsed",
        Outcome::LinkOnly => "disclosure-link-only",
        Outcome::FootnoteOnly => "disclosure-footnote-only",
        Outcome::ImageOnly => "disclosure-alt-or-image-only",
        Outcome::Far => "disclosure-far-from-claim",
    };
    Some(format!("us-health/{rule}"))
}

/// Panics unless the duty ended as said, reported once by the right rule with the place, or excused with a reason.
fn assert_outcome(report: &FileReport, statement: &str, own: &str, outcome: Outcome, page: &str) -> Option<Finding> {
    let found = about(report, statement);
    let told: Vec<_> = found.iter().map(|f| (f.rule.as_str(), f.duty.as_ref().unwrap().outcome)).collect();
    let Some(rule) = reporter(outcome, own) else {
        assert!(found.is_empty(), "{told:?} in\n{page}");
        let excused = report.excused.iter().find(|excused| excused.rule.ends_with(own));
        let excused = excused.unwrap_or_else(|| panic!("{own} looked at nothing in\n{page}"));
        assert!(excused.because.iter().all(|reason| !reason.reason.is_empty()));
        return None;
    };
    assert_eq!(told, [(rule.as_str(), outcome)], "in\n{page}");
    let finding = found[0];
    let stands_somewhere = !matches!(outcome, Outcome::Missing);
    assert_eq!(finding.related.iter().any(|related| related.role == "disclosure"), stands_somewhere, "{finding:#?}");
    Some(finding.clone())
}

/// How a notice may stand on a page, as Markdown or HTML, and what that comes to for a duty of the section.
const PLACEMENTS: &[(Format, &str, Outcome)] = &[
    (Format::Markdown, "{}\n\n", Outcome::Met),
    (Format::Markdown, "We say it plainly: {}\n\n", Outcome::Met),
    (Format::Markdown, "- Open daily\n- {}\n\n", Outcome::Met),
    (Format::Markdown, "> {}\n\n", Outcome::Met),
    (Format::Markdown, "## More\n\n{}\n\n", Outcome::Far),
    (Format::Markdown, "<!-- {} -->\n\n", Outcome::Hidden),
    (Format::Markdown, "<p hidden>{}</p>\n\n", Outcome::Hidden),
    (Format::Markdown, "<details><summary>More</summary>\n\n{}\n\n</details>\n\n", Outcome::Collapsed),
    (Format::Markdown, "See below.[^1]\n\n[^1]: {}\n\n", Outcome::FootnoteOnly),
    (Format::Markdown, "[{}](/legal)\n\n", Outcome::LinkOnly),
    (Format::Markdown, "![{}](note.png)\n\n", Outcome::ImageOnly),
    (Format::Markdown, "~~{}~~\n\n", Outcome::Missing),
    (Format::Markdown, "```\n{}\n```\n\n", Outcome::Missing),
    (Format::Markdown, "Ask us for the leaflet.\n\n", Outcome::Missing),
    (Format::Html, "<p>{}</p>", Outcome::Met),
    (Format::Html, "<h2>More</h2><p>{}</p>", Outcome::Far),
    (Format::Html, "<p style=\"display: none\">{}</p>", Outcome::Hidden),
    (Format::Html, "<div aria-hidden=\"true\"><p>{}</p></div>", Outcome::Hidden),
    (Format::Html, "<!-- {} -->", Outcome::Hidden),
    (Format::Html, "<details><summary>More</summary><p>{}</p></details>", Outcome::Collapsed),
    (Format::Html, "<p><a href=\"/legal\">{}</a></p>", Outcome::LinkOnly),
    (Format::Html, "<p><img src=n.png alt=\"{}\"></p>", Outcome::ImageOnly),
    (Format::Html, "<p><small>{}</small></p>", Outcome::FootnoteOnly),
    (Format::Html, "<p><del>{}</del></p>", Outcome::Missing),
    (Format::Html, "<script>// {}</script>", Outcome::Missing),
];

/// Copy that neither claims nor discloses anything.
const FILLERS: &[&str] = &[
    "We have three rooms and a garden.",
    "Parking is free behind the house.",
    "Take bus 12 to the harbor and walk along the water for five minutes.",
    "You can pay by card or in cash.",
];

fn block(text: &str, format: Format) -> String {
    if format == Format::Html { format!("<p>{text}</p>") } else { format!("{text}\n\n") }
}

fn page(format: Format, before: &[&str], between: &[&str], placed: &str, after: &[&str]) -> String {
    let heading = if format == Format::Html { "<h1>Our clinic</h1>" } else { "# Our clinic\n\n" };
    let blocks = |texts: &[&str]| texts.iter().map(|text| block(text, format)).collect::<String>();
    let claim = block("Our ketamine infusions ease OCD. Book an appointment today.", format);
    [heading.to_owned(), blocks(before), claim, blocks(between), placed.to_owned(), blocks(after)].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_notice_counts_by_where_it_stands(
        (format, shape, outcome) in prop::sample::select(PLACEMENTS),
        before in prop::collection::vec(prop::sample::select(FILLERS), 0..3),
        between in prop::collection::vec(prop::sample::select(FILLERS), 0..4),
        after in prop::collection::vec(prop::sample::select(FILLERS), 0..3),
    ) {
        let text = page(format, &before, &between, &shape.replace("{}", NOTICE), &after);
        let report = check(&text, format, "", &[]);
        let finding = assert_outcome(&report, "off-label-notice", "missing-off-label-disclosure", outcome, &text);
        let Some(finding) = finding else { return Ok(()) };
        let duty = finding.duty.as_ref().unwrap();
        prop_assert_eq!(&duty.searched, "section");
        prop_assert!(finding.text.contains("ketamine infusions") || finding.text.contains("ease"), "{}", finding.text);
        if outcome != Outcome::Missing {
            let related = finding.related.iter().find(|related| related.role == "disclosure").unwrap();
            prop_assert!(related.text.contains("not approved"), "{:?}", related);
            let words: usize = between.iter().map(|text| text.split(' ').count()).sum();
            let distance = duty.distance.unwrap();
            prop_assert!(distance.blocks > between.len() && distance.words >= words, "{:?}\n{}", distance, text);
            prop_assert_eq!(distance.sections > 0, outcome == Outcome::Far);
        }
    }
}
