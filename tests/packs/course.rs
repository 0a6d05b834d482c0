//! The packs that `docs/writing-rules.md` ends with, and what their examples prove.

use std::path::Path;

use fairbalance::rule::check;
use fairbalance::rule::examples::{self, Tested, Verdict, WeakKind};
use fairbalance::rule::phrase_use::phrase_use;
use fairbalance::rule::ruleset::Authored;
use fairbalance::rule::{PackFile, Ruleset, pack};
use jiff::civil::date;

/// The shared vocabulary and one pack of this folder.
fn authored(name: &str) -> Authored {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let own = paths.iter().map(|path| PackFile {
        pack: name.to_owned(),
        name: format!("{name}/{}", path.file_name().unwrap().to_str().unwrap()),
        text: std::fs::read_to_string(path).unwrap(),
    });
    load(own)
}

pub fn load(own: impl Iterator<Item = PackFile>) -> Authored {
    let mut files = pack::built_in(&[]).unwrap();
    files.extend(own);
    Ruleset::load_for_authors(&files).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

pub fn test(authored: &Authored) -> Vec<Tested> {
    let rules = authored.ruleset.rules().iter();
    rules.map(|rule| examples::test(&authored.ruleset, rule, &authored.rules[&rule.card.id])).collect()
}

#[test]
fn the_packs_of_the_course_come_out_as_they_say() {
    for name in ["banned-phrase", "boxed-warning", "urgency", "price-terms"] {
        let authored = authored(name);
        let own = |file: &str| file.starts_with(&format!("{name}/"));
        let failures: Vec<_> = test(&authored).into_iter().flat_map(|tested| tested.failures).collect();
        assert!(failures.is_empty(), "{failures:#?}");
        let advice = check::check(&authored, date(2026, 11, 22), &own);
        assert!(advice.is_empty(), "{advice:#?}");
    }
}

const RULE: &str = "
id: prize
title: Offers a prize
level: warning
authority: [FTC-5]
why: A prize has no place here.
remedy: Take it out.
find: prize draw
unless:
  - {find: never, within: sentence}
  - {find: sometimes, within: sentence}
raise:
  - {find: today, within: sentence, to: error}
examples:
";

fn of_examples(examples: &str) -> Tested {
    let text = format!("{RULE}{examples}");
    let file = PackFile { pack: "t".into(), name: "t/prize.yml".into(), text };
    test(&load(std::iter::once(file))).remove(0)
}

#[test]
fn what_comes_out_otherwise_is_told_with_its_reason_and_its_place() {
    let tested = of_examples(
        "  flag: [We never had a prize draw., Our shop is open., {text: Win our prize draw., level: error}]\n  \
           pass: [A prize draw for all., Draw the curtain.]\n",
    );
    let told: Vec<(Verdict, &str, &str)> = tested
        .failures
        .iter()
        .map(|failure| {
            let place = &failure.place;
            (failure.verdict, &place.text[place.span.range()], failure.trace[0].as_str())
        })
        .collect();
    let expected = [
        (
            Verdict::Missing,
            "We never had a prize draw.",
            "\u{201c}prize draw\u{201d} is excused: excused by \u{201c}never\u{201d} in this sentence",
        ),
        (Verdict::Missing, "Our shop is open.", "nothing is found that the rule looks for: \u{201c}prize draw\u{201d}"),
        (
            Verdict::WrongLevel,
            "{text: Win our prize draw., level: error}",
            "finds \u{201c}prize draw\u{201d} (claim) at level warning",
        ),
    ];
    assert_eq!(told[..3], expected);
    assert_eq!((told[3].0, told[3].1), (Verdict::Noisy, "A prize draw for all."));
    assert!(tested.weak.is_empty(), "what fails proves nothing yet");
}

#[test]
fn conditions_and_examples_that_prove_nothing_are_told() {
    let tested = of_examples(
        "  flag: [Win our prize draw., {text: A prize draw today., level: error}]\n  \
           pass: [We never had a prize draw., Our shop is open.]\n",
    );
    let weak: Vec<(WeakKind, &str)> =
        tested.weak.iter().map(|weak| (weak.kind, &weak.place.text[weak.place.span.range()])).collect();
    let expected =
        [(WeakKind::Unguarded, "{find: sometimes, within: sentence}"), (WeakKind::Idle, "Our shop is open.")];
    assert_eq!(weak, expected);
    // With the level left out nobody would notice that nothing raises it.
    let tested = of_examples(
        "  flag: [Win our prize draw., A prize draw today.]\n  pass: [We never had a prize draw., Draw the curtain.]\n",
    );
    assert!(tested.weak.iter().any(|weak| weak.place.message.contains("what raises it")), "{:#?}", tested.weak);
}

#[test]
fn phrases_that_no_example_uses_are_told() {
    let words =
        "concepts:\n  - concept: house-word\n    verbs: [pamper]\n    phrases: [total bliss, \"<money> a day\"]\n";
    let rule = RULE.replace("find: prize draw", "find: <house-word>")
        + "  flag: [They pampered us., It is $20 a day.]\n  pass: [One., Two.]\n";
    let files = [("t/words.yml", words.to_owned()), ("t/prize.yml", rule)];
    let files = files.into_iter().map(|(name, text)| PackFile { pack: "t".into(), name: name.into(), text });
    let authored = load(files);
    let noted = test(&authored).into_iter().flat_map(|tested| tested.noted).collect();
    let used = phrase_use(&authored, &noted, &|file| file == "t/words.yml");
    let [owner] = used.as_slice() else { panic!("{used:#?}") };
    let unused: Vec<&str> = owner.unused.iter().map(|phrase| phrase.text.as_str()).collect();
    assert_eq!((owner.owner, owner.phrases, unused), ("concept house-word", 3, vec!["total bliss"]));
}
