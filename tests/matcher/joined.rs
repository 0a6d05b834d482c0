//! Concepts made of concepts, through a ruleset of their own.

use fairbalance::extract::Format;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::Ruleset;
use fairbalance::rule::pack::PackFile;
use fairbalance::source::Source;

const CONCEPTS: &str = "
authorities:
  - {code: A, citation: an act, reach: binding}
concepts:
  - {concept: far, phrases: [\"calm ... home\"]}
  - {concept: over-far, phrases: [<far>]}
  - {concept: over-over-far, phrases: [\"so <over-far>\", \"<over-far>, we say\"]}
  - {concept: heals, phrases: [heals], except: [\"heals <number> horses\"]}
  - {concept: heals-many, phrases: [\"<heals> ... horses\"]}
";

fn ruleset() -> Ruleset {
    let concepts = ["far", "over-far", "over-over-far", "heals", "heals-many"];
    let rule = |concept: &&str| {
        format!(
            "id: finds-{concept}\ntitle: Finds {concept}\nlevel: error\nauthority: [A]\nwhy: To see it.\nremedy: None.\n\
             find: <{concept}>\nexamples:\n  flag: [a, b]\n  pass: [c, d]\n"
        )
    };
    let rules = concepts.iter().map(rule).collect::<Vec<_>>().join("---\n");
    let file = |pack: &str, text: &str| PackFile { pack: pack.into(), name: format!("{pack}.yml"), text: text.into() };
    Ruleset::load(&[file("vocabulary", CONCEPTS), file("t", &rules)]).unwrap()
}

fn found(ruleset: &Ruleset, text: &str) -> Vec<(String, String)> {
    let source = Source::from_text("page", text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Text, facts: &facts, layouts: &[] };
    let report = Linter::new(ruleset).check(&page);
    let name = |rule: &str| rule.trim_start_matches("t/finds-").to_owned();
    let mut found: Vec<_> = report.findings.into_iter().map(|f| (name(&f.rule), f.phrase)).collect();
    found.sort();
    found
}

#[test]
fn a_concept_waits_for_those_in_it() {
    let ruleset = ruleset();
    for (text, expected) in [
        ("Be calm and at home.", &[("far", "calm and at home"), ("over-far", "calm and at home")][..]),
        (
            "So calm at home, we say.",
            &[("far", "calm at home"), ("over-far", "calm at home"), ("over-over-far", "So calm at home")],
        ),
        (
            "Ever calm at home, we say.",
            &[("far", "calm at home"), ("over-far", "calm at home"), ("over-over-far", "calm at home, we say")],
        ),
        ("Calm. At home; we say.", &[]),
    ] {
        let found = found(&ruleset, text);
        let found: Vec<_> = found.iter().map(|(rule, phrase)| (rule.as_str(), phrase.as_str())).collect();
        let own = |rule: &str| found.iter().filter(|(name, _)| *name == rule).count();
        assert!(own("far") <= 1 && own("over-far") <= 1, "{text:?}: {found:?}");
        for pair in expected {
            assert!(found.contains(pair), "{text:?}: {found:?}");
        }
        assert_eq!(found.is_empty(), expected.is_empty(), "{text:?}: {found:?}");
    }
}

/// What an exception takes away may be a part of something else.
#[test]
fn an_exception_takes_out_what_stands_in_a_longer_phrase() {
    let ruleset = ruleset();
    assert_eq!(found(&ruleset, "It heals 5 horses.").iter().filter(|(rule, _)| rule == "heals").count(), 0);
    assert_eq!(found(&ruleset, "It heals many horses.").len(), 2);
    assert_eq!(found(&ruleset, "It heals.").len(), 1);
}
