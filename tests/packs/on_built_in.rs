//! A team's files compiled on top of the built-in packs judge as those compiled together with them from the beginning.

use std::fs;
use std::path::Path;

use fairbalance::extract::Format;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page, Settings};
use fairbalance::rule::{PackFile, Ruleset, pack};
use fairbalance::source::Source;

/// One of everything that a pack can add, each asked about by a rule.
const VOCABULARY: &str = r#"
concepts:
  - concept: house-word
    about: Words of the house.
    phrases: ["~zing up", zing <condition>, /zing-\d+/, "=ZING"]
    except: [zing up the stairs]
  - concept: house-group
    about: Whatever the house asks about.
    includes: [house-word, miracle]
  - concept+: miracle
    phrases: [hope glow <house-word>, "glow (very )?bright"]
  - concept+: benefit
    includes: [house-word]
treatments:
  - treatment: zingamide
    name: zingamide
    aliases: [zingamide, zing powder]
    class: rx-drug
    otherwise: off-label
    status:
      - {conditions: [depression], status: approved, as_of: 2026-11-22, source: label}
    must-disclose: [zing-fever]
risks:
  - {risk: zing-fever, name: zing fever, phrases: [zing fever, feverish zing]}
studies:
  - study: zing-trial
    name: the ZING trial
    aliases: [ZING trial]
    as_of: 2026-11-22
    source: registry
statements:
  - statement: zing-notice
    name: the zing notice
    sample: Zing powder may cause zing fever.
    spread: section
    says:
      - slot: the risk
        any: ["zing fever"]
authorities:
  - {code: ZING-1, citation: The zing code, asks: Zing honestly., reach: binding, as_of: 2026-11-22}
profiles:
  - {profile: zing-site, extends: us-clinic, page: {product: [rx-drug]}}
cues:
  - {cue: negation, scope: forward, words: 6, phrases: [zingless of]}
signals:
  - {signal: zing voice, weight: 3, phrases: [zingily]}
"#;

const RULES: &str = r#"
id: house-words
title: Uses a house word
level: warning
authority: [ZING-1]
why: The house has its words.
remedy: Use other words.
find: <house-group>
unless:
  - find: "zing permit"
    within: section
raise:
  - {find: "very ..3 zing", within: block, to: error}
examples: {flag: [a, b], pass: [c, d]}
---
id: zing-notice-missing
title: Zing without its notice
level: error
authority: [ZING-1, FTC-5]
why: Zing has a risk.
remedy: Name it.
takes-in: [house-words]
find: <treatment>
where: {treatment.id: zingamide}
require: {statement: zing-notice, within: section}
examples: {flag: [a, b], pass: [c, d]}
---
id: zing-off-label
title: Promotes zingamide for what it is not approved for
level: error
authority: [ZING-1]
why: It is not approved for this.
remedy: Name an approved use.
find: <use>
where: {use.status: off-label, treatment.id: zingamide}
examples: {flag: [a, b], pass: [c, d]}
"#;

/// A rule that needs one of the built-in packs.
const EXTENDING: &str = r#"
id: no-side-effects-strict
extends: us-health/no-side-effects
level: note
title: House rule
unless+:
  - find: "by the zing board"
    within: sentence
"#;

const PAGE: &str = "---\ntitle: Zing powder for autism\n---\n# Zing up your day\n\nZing powder eases autism zingily. Our \
                    clinic offers zingamide for depression, zingless of any risk.\n\nA hope glow zing-12 miracle, and it \
                    glows: glow very bright.\n\n## Risks\n\nZing powder may cause zing fever. It has no side effects by \
                    the zing board. No side effects at all.\n\n## More\n\nZing relieves pain. You zing up the stairs. The \
                    ZING trial shows that zingamide cures cancer. Very much a zing up.\n";

fn files(names: &[&str], own: &[(&str, &str)]) -> Vec<PackFile> {
    let mut files = pack::built_in(names).unwrap();
    let own = own.iter().map(|(name, text)| PackFile {
        pack: "team".into(),
        name: format!("team/{name}"),
        text: (*text).to_owned(),
    });
    files.extend(own);
    files
}

/// All that is found and let pass on the pages of the examples and one of this pack's own.
fn judged(ruleset: &Ruleset) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/content");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let mut sources: Vec<Source> = Vec::new();
    for page in pages {
        sources.push(Source::from_text(page.to_string_lossy(), fs::read_to_string(&page).unwrap()));
    }
    sources.push(Source::from_text("own.md", PAGE));
    let mut judged = Vec::new();
    for source in &sources {
        let facts = PageFacts::default();
        let format = Format::of_path(source.path()).unwrap();
        let page = Page { source, format, facts: &facts, layouts: &[] };
        let assessed = Linter::new(ruleset).with(Settings { excused: true }).assess(&page);
        judged.extend(assessed.findings.iter().map(|finding| format!("{finding:?}")));
        judged.extend(assessed.excused.iter().map(|excused| format!("{excused:?}")));
    }
    judged
}

fn assert_alike(names: &[&str], own: &[(&str, &str)]) -> Vec<String> {
    let files = files(names, own);
    let whole = Ruleset::compile(&files).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let quick = Ruleset::load_on_built_in(&files).expect("these files can be compiled on top of the built-in packs");
    assert_eq!(quick.packs(), whole.packs());
    assert_eq!(quick.cards().collect::<Vec<_>>(), whole.cards().collect::<Vec<_>>());
    assert_eq!(
        quick.profiles().iter().map(|profile| profile.page.named()).collect::<Vec<_>>(),
        whole.profiles().iter().map(|profile| profile.page.named()).collect::<Vec<_>>()
    );
    let (one, other) = (judged(&quick), judged(&whole));
    assert!(!one.is_empty() || names.is_empty() && own.is_empty());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
    one
}

#[test]
fn everything_that_a_pack_can_add_judges_alike() {
    let own = [
        ("words.yml", VOCABULARY),
        ("rules.yml", RULES),
        ("pack.yml", "pack: team\nversion: 1.2.0\n"),
        ("extending.yml", EXTENDING),
    ];
    let rules = ["house-words", "zing-notice-missing", "zing-off-label", "no-side-effects-strict"];
    for (names, own, rules) in [(&["us-health"][..], &own[..], &rules[..]), (&[], &own[..3], &rules[..3])] {
        let judged = assert_alike(names, own);
        for rule in rules {
            let told = |line: &&String| line.contains(&format!("rule: \"team/{rule}\""));
            assert!(judged.iter().any(|line| told(&line)), "nothing of {rule} with {names:?}");
        }
    }
}

#[test]
fn the_built_in_packs_and_none_of_them_judge_alike() {
    assert_alike(&["us-health"], &[]);
    assert_alike(&[], &[]);
}

#[test]
fn what_reaches_into_the_built_in_packs_is_compiled_with_them() {
    for text in [
        "concepts:\n  - concept-: miracle\n    phrases: [miracle]\n",
        "conditions:\n  - {condition: zing-ache, name: zing ache, aliases: [zing ache]}\n",
        "organs:\n  - {organ: zinger, words: [zinger]}\n",
        "concepts:\n  - concept+: mirracle\n    phrases: [wonder]\n",
    ] {
        assert!(Ruleset::load_on_built_in(&files(&["us-health"], &[("own.yml", text)])).is_none(), "{text}");
    }
    let mut changed = files(&["us-health"], &[]);
    changed[0].text.push('\n');
    assert!(Ruleset::load_on_built_in(&changed).is_none());
    let mut same_name = files(&["us-health"], &[("own.yml", RULES)]);
    same_name.last_mut().unwrap().pack = "us-health".into();
    assert!(Ruleset::load_on_built_in(&same_name).is_none());
}
