//! What is told of a place on a page: mentions, readings, and how far each rule came.

use fairbalance::extract::Format;
use fairbalance::inspect::Inspection;
use fairbalance::judge::look::Stage;
use fairbalance::judge::{PageFacts, Settings};
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::ruleset::Authored;
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::{Source, Span};

const PAGE: &str = "# Ketamine infusions

There is no cure for autism. Our infusions may ease anxiety.

Spravato helps with treatment-resistant depression.
";

fn authored() -> Authored {
    let files = pack::built_in(&pack::built_in_names()).unwrap();
    Ruleset::load_for_authors(&files).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn inspect(authored: &Authored, words: &str) -> Inspection {
    let source = Source::from_text("page.md", PAGE);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let at = PAGE.find(words).unwrap();
    Linter::new(&authored.ruleset).inspect(&page, Span::new(at, at + words.len()))
}

#[test]
fn mentions_are_told_with_their_readings_and_what_led_to_them() {
    let authored = authored();
    let found = inspect(&authored, "cure for");
    let [sentence] = found.sentences.as_slice() else { panic!("{found:#?}") };
    assert_eq!((sentence.text.as_str(), sentence.location.start.line), ("There is no cure for autism.", 3));
    let cure = sentence.mentions.iter().find(|mention| mention.concept == "cure").expect("a mention of cure");
    assert_eq!((cure.text.as_str(), cure.reading[0].as_str()), ("cure", "denied"));
    assert!(cure.triggers[0].reason.ends_with("denies it"), "{cure:#?}");
    assert!(cure.counts_as.contains(&"benefit".to_owned()), "{cure:#?}");
    let (_, place) = cure.phrase.as_ref().expect("the phrase that found it");
    assert!(place.starts_with("rules/concepts/"), "{place}");
    let autism = sentence.mentions.iter().find(|mention| mention.concept == "condition").unwrap();
    assert_eq!(autism.row.as_deref(), Some("autism"));

    let found = inspect(&authored, "may ease");
    let signals = &found.sentences[0].signals;
    assert_eq!(signals.iter().map(|signal| signal.weight).sum::<i32>(), found.sentences[0].voice);
    assert!(!signals.is_empty());
}

#[test]
fn rules_tell_where_they_stopped() {
    let authored = authored();
    let stage = |words: &str, rule: &str| {
        let found = inspect(&authored, words);
        let look = found.looks.into_iter().find(|look| look.rule == format!("us-health/{rule}"));
        look.map(|look| {
            (look.stage, look.because.into_iter().map(|reason| reason.reason).collect::<Vec<_>>().join("; "))
        })
    };
    let (of, because) = stage("cure for", "incurable-condition-cure").unwrap();
    assert_eq!(of, Stage::MeantOtherwise, "{because}");
    assert!(because.contains("\u{201c}cure\u{201d}") && because.contains("denies it"), "{because}");
    let (of, because) = stage("Spravato", "efficacy-verb-condition").unwrap();
    assert_eq!(of, Stage::Unlike, "{because}");
    assert!(because.contains("use.status is approved here"), "{because}");
    let (of, _) = stage("may ease", "hedged-efficacy-claim").unwrap();
    assert_eq!(of, Stage::Judged);
    assert_eq!(stage("Ketamine infusions", "miracle-claim"), None, "nothing of it stands there");
    let looks = inspect(&authored, "Spravato").looks;
    assert!(looks.is_sorted_by(|a, b| a.stage >= b.stage), "the nearest come first");
}

#[test]
fn what_lacks_only_the_facts_is_a_candidate_told_or_not() {
    let authored = authored();
    let source = Source::from_text("page.md", PAGE);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] };
    let told = Linter::new(&authored.ruleset).with(Settings { excused: true }).check(&page);
    let untold = Linter::new(&authored.ruleset).with(Settings { excused: false }).check(&page);
    assert_eq!(told.candidates, untold.candidates);
    assert_eq!(told.excused.len(), untold.excused.len() + untold.excused_untold);
    let because = told.excused.iter().find(|excused| {
        excused.rule == "us-health/efficacy-verb-condition" && excused.location.unwrap().start.line == 5
    });
    let because = &because.expect("the use is approved").because[0].reason;
    assert!(because.starts_with("use.status is approved here; the rule asks for "), "{because}");
}
