//! A team's own pack beside the built-in ones: built-in and own rules are equals.

mod course;
mod on_built_in;
mod place;
mod sound;

use fairbalance::extract::Format;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::load_error::LoadError;
use fairbalance::rule::{PackFile, Ruleset, pack};
use fairbalance::source::Source;

fn load(own: &[(&str, &str)]) -> Result<Ruleset, Vec<LoadError>> {
    let mut files = pack::built_in(&["us-health"]).unwrap();
    let own =
        own.iter().map(|(name, text)| PackFile { pack: "team".into(), name: (*name).into(), text: (*text).into() });
    files.extend(own);
    Ruleset::load(&files)
}

fn rules_on(ruleset: &Ruleset, text: &str) -> Vec<String> {
    let source = Source::from_text("page.md", text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let report = Linter::new(ruleset).check(&page);
    report.findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_team_adds_to_a_built_in_concept_and_takes_out_of_it() {
    let plain = load(&[]).unwrap();
    assert!(
        !rules_on(&plain, "We are the zenith clinic of hope-glow wonders.").contains(&"us-health/miracle-claim".into())
    );
    assert!(rules_on(&plain, "A miracle for families.").contains(&"us-health/miracle-claim".into()));
    let words = "concepts:\n  - concept+: miracle\n    phrases: [hope glow wonders]\n";
    let own = load(&[("team/words.yml", words)]).unwrap();
    assert!(rules_on(&own, "Our infusions are hope-glow wonders.").contains(&"us-health/miracle-claim".into()));

    let wrong =
        "concepts:\n  - concept+: mirracle\n    phrases: [wonder]\n  - concept-: miracle\n    phrases: [no such]\n";
    let errors = load(&[("team/words.yml", wrong)]).unwrap_err();
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, ["unknown concept `mirracle`", "unknown phrase of `miracle` `no such`"]);
    assert_eq!(errors[0].hint.as_deref(), Some("did you mean `miracle`?"));
}

#[test]
fn a_rule_extends_another() {
    let rule = "id: no-side-effects-strict\nextends: us-health/no-side-effects\nlevel: note\ntitle: House rule\n";
    let own = load(&[("team/strict.yml", rule)]).unwrap();
    let found = rules_on(&own, "Our infusions have no side effects.");
    assert!(found.contains(&"us-health/no-side-effects".into()), "{found:?}");
    let card = own.cards().find(|card| card.id == "team/no-side-effects-strict").unwrap();
    assert_eq!((card.title.as_str(), card.level.name()), ("House rule", "note"));

    let errors = load(&[("team/strict.yml", &rule.replace("no-side-effects\n", "no-side-efects\n"))]).unwrap_err();
    assert_eq!(errors[0].hint.as_deref(), Some("did you mean `us-health/no-side-effects`?"));
}

#[test]
fn an_authority_about_one_treatment_is_told_beside_that_treatment_only() {
    let ruleset = load(&[]).unwrap();
    let authorities = |text: &str, rule: &str| {
        let source = Source::from_text("page.md", text);
        let facts = PageFacts::default();
        let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
        let assessed = Linter::new(&ruleset).assess(&page);
        let finding = assessed.findings.into_iter().map(|item| item.finding).find(|finding| finding.rule == rule);
        finding.map(|finding| finding.authorities).unwrap_or_default()
    };
    let rule = "us-health/missing-key-risks";
    let ketamine = authorities("Our ketamine infusions relieve depression. Book today.", rule);
    let drip = authorities("Our glutathione drip boosts immunity. Book today.", rule);
    assert!(ketamine.contains(&"FDA-KET".to_owned()), "{ketamine:?}");
    assert!(!drip.is_empty() && !drip.contains(&"FDA-KET".to_owned()), "{drip:?}");
}
