//! The rules as their authors mean them: every example of every rule, over all built-in packs.

use fairbalance::rule::examples::WeakKind;
use fairbalance::rule::ruleset::Authored;
use fairbalance::rule::{Ruleset, examples, pack};

mod remedies;
mod sizes;

fn built_in() -> Ruleset {
    Ruleset::built_in(&pack::built_in_names()).unwrap().unwrap_or_else(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{}: {:?}", error, error.hint)).collect();
        panic!("{}", lines.join("\n"));
    })
}

/// The same with what their authors wrote.
fn authored() -> Authored {
    let files = pack::built_in(&pack::built_in_names()).expect("built-in packs have their names");
    Ruleset::load_for_authors(&files).expect("built-in rules load")
}

#[test]
fn every_example_comes_out_as_it_says() {
    let failures = examples::failures(&built_in());
    let lines: Vec<String> = failures
        .iter()
        .map(|f| {
            format!(
                "{:?} {}\n    {}\n    {}",
                f.verdict,
                f.rule,
                f.example.replace('\n', "\n    "),
                f.trace.join("\n    ")
            )
        })
        .collect();
    assert!(failures.is_empty(), "{} examples fail\n{}", failures.len(), lines.join("\n"));
}

/// Conditions that no example can guard, each with the reason.
const UNGUARDED: &[(&str, &str)] = &[
    // Its facts ask again for what the pattern asks: the benefit must be about an offer, or a treatment must be there.
    ("us-health/panacea-condition-list", "asking how (<treatment>|<benefit about offer>) is meant"),
];

#[test]
fn every_condition_is_guarded_by_an_example() {
    let authored = authored();
    let mut unguarded = Vec::new();
    for rule in authored.ruleset.rules() {
        let written = &authored.rules[&rule.card.id];
        let weak = examples::test(&authored.ruleset, rule, written).weak;
        for weak in weak.into_iter().filter(|weak| weak.kind == WeakKind::Unguarded) {
            let known =
                |(id, dropped): &&(&str, &str)| *id == rule.card.id && weak.place.to_string().ends_with(dropped);
            if !UNGUARDED.iter().any(|one| known(&one)) {
                unguarded.push(format!("{}: {}", rule.card.id, weak.place));
            }
        }
    }
    assert!(unguarded.is_empty(), "{} conditions:\n{}", unguarded.len(), unguarded.join("\n"));
}
