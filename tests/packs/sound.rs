//! Rules that load and are wrong all the same: each check finds its own mistake, where it stands, and says the way out.

use fairbalance::rule::check::{self, Advice, Check};
use fairbalance::rule::{PackFile, Ruleset};
use jiff::civil::date;

/// All that the rules here need of what all packs share.
const VOCABULARY: &str = "
authorities:
  - {code: FTC-5, citation: FTC Act, reach: binding, as_of: 2026-11-22}
treatments:
  - {treatment: ketamine-iv, name: IV ketamine, aliases: [IV ketamine], class: rx-drug, otherwise: off-label}
";

const RULE: &str = "
id: ID
title: T
level: warning
authority: [FTC-5]
why: W
remedy: REMEDY
FIND
examples: {flag: [a, b], pass: [c, d]}
";

fn rule(id: &str, find: &str) -> String {
    RULE.replace("ID", id).replace("REMEDY", "Take it out.").replace("FIND", find)
}

fn advice(files: &[&str]) -> Vec<Advice> {
    let files = files.iter().enumerate();
    let files = files.map(|(number, text)| PackFile {
        pack: "t".into(),
        name: format!("t/{number}.yml"),
        text: (*text).to_owned(),
    });
    let shared = PackFile { pack: "vocabulary".into(), name: "shared.yml".into(), text: VOCABULARY.into() };
    let files: Vec<PackFile> = std::iter::once(shared).chain(files).collect();
    let authored = Ruleset::load_for_authors(&files).unwrap_or_else(|errors| panic!("{errors:#?}"));
    check::check(&authored, date(2026, 11, 22), &|file| file.starts_with("t/"))
}

/// The checks and the words that are underlined; every one says the way out.
fn told(all: &[Advice]) -> Vec<(Check, &str)> {
    for advice in all {
        assert!(advice.place.hint.is_some(), "{advice:#?}");
    }
    all.iter().map(|advice| (advice.check, &advice.place.text[advice.place.span.range()])).collect()
}

#[test]
fn a_phrase_shadowed_by_another() {
    let words = "concepts:\n  - concept: w\n    phrases: [~cure, cures, risk free, risk-free, no shadow]\n    \
                 except: [no shadow at all, free lunch]\n  - concept: v\n    phrases: [lone, a b]\n    except: [lone]\n";
    let all = advice(&[words, &rule("r", "find: [<w>, <v>]")]);
    let expected =
        [(Check::ShadowedPhrase, "cures"), (Check::ShadowedPhrase, "risk-free"), (Check::ShadowedPhrase, "lone")];
    assert_eq!(told(&all), expected, "{all:#?}");
    assert!(all[0].place.message.contains("`~cure`, at t/0.yml:3:15"), "{}", all[0].place.message);
    // A phrase that leads to a row of another table's file.
    let rows = "treatments:\n  - {treatment: mine, name: mine, aliases: [IV ketamine], class: rx-drug, otherwise: off-label}\n";
    let all = advice(&[rows]);
    assert_eq!(told(&all), [(Check::ShadowedPhrase, "IV ketamine")], "{all:#?}");
}

#[test]
fn what_can_never_hold() {
    for (find, wrong) in [
        ("find: <use>\nwhere: {use.status: offlabel}", "offlabel"),
        ("find: <treatment>\nwhere: {treatment.class: [wine, beer]}", "wine"),
        ("find: a\nunless: [{find: a}]", "{find: a}"),
        ("find: a\nraise: [{find: b, to: note}]", "{find: b, to: note}"),
        ("find: a\nlower: [{find: b, to: error}]", "{find: b, to: error}"),
        ("find: <empty>", "<empty>"),
    ] {
        let all = advice(&["concepts:\n  - {concept: empty, about: Nothing yet.}\n", &rule("r", find)]);
        let own: Vec<_> = told(&all).into_iter().filter(|(check, _)| *check == Check::NeverHolds).collect();
        assert_eq!(own.first(), Some(&(Check::NeverHolds, wrong)), "{find}: {all:#?}");
    }
    // A list may name what no row has yet.
    let all = advice(&[&rule("r", "find: <treatment>\nwhere: {treatment.class: [wine, rx-drug]}")]);
    assert_eq!(told(&all), []);
}

#[test]
fn words_that_meet_more_than_they_mean() {
    let all = advice(&[&rule("r", "find: [SAD, \"(MS|=ADD|PTSD)\", '/[0-9]+\\s*[a-z]+/']")]);
    assert_eq!(
        told(&all),
        [(Check::AcronymIsWord, "SAD"), (Check::AcronymIsWord, "MS"), (Check::NoLiteral, "'/[0-9]+\\s*[a-z]+/'")],
        "{all:#?}"
    );
    assert_eq!(all[0].place.hint.as_deref(), Some("write `=SAD` to match it in capitals only"));
}

#[test]
fn what_is_old_flagged_or_unused() {
    let old = "authorities:\n  - {code: OLD, citation: C, reach: guidance, as_of: 2025-11-01}\n  \
               - {code: QUICK, citation: C, reach: guidance, as_of: 2026-04-01, volatile: true}\n  \
               - {code: NEW, citation: C, reach: guidance, as_of: 2026-11-01}\n";
    assert_eq!(told(&advice(&[old])), [(Check::ReviewDue, "2025-11-01"), (Check::ReviewDue, "2026-04-01")]);
    let own = rule("r", "find: prize draw").replace("Take it out.", "Enter our prize draw.");
    assert_eq!(told(&advice(&[&own])), [(Check::FlaggedAdvice, "Enter our prize draw.")]);
    let unused = "concepts:\n  - {concept: lone, phrases: [a b c]}\n  - {concept: part, phrases: [d e f]}\n  \
                  - {concept: whole, phrases: [\"<part> g\"]}\nstatements:\n  \
                  - {statement: said, name: n, says: [{slot: s, any: [h i j]}]}\n";
    let all = advice(&[unused, &rule("r", "find: <whole>")]);
    assert_eq!(told(&all), [(Check::Unused, "lone"), (Check::Unused, "said")], "{all:#?}");
}

#[test]
fn what_is_accepted_says_why() {
    let words = "concepts:\n  - concept: w\n    phrases:\n      - ~cure\n      - cures # accepted: shadowed-phrase kept for the record\n      \
                 # accepted: shadowed-phrase it reads better\n      - cured\n      - curing # accepted: unused no such check here\n";
    let all = advice(&[words, &rule("r", "find: <w>")]);
    let accepted: Vec<Option<&str>> = all.iter().map(|advice| advice.accepted.as_deref()).collect();
    assert_eq!(accepted, [Some("kept for the record"), Some("it reads better"), None], "{all:#?}");
}
