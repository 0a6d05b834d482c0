//! Three findings made by hand, one on a hostile page, and what belongs to a run around them.

use std::collections::BTreeMap;

use fairbalance::extract::document::ByteCount;
use fairbalance::finding::*;
use fairbalance::report::Run;
use fairbalance::report::run::{Checked, ConfigInfo, Skipped};
use fairbalance::rule::PackInfo;
use fairbalance::source::{Location, Source, Span};

const PAGE: &str = "---
title: Infusions
---

# Ketamine infusions and autism

Calm for the whole family: this therapy may ease sensory overload
within hours. Ask us how.

Possible effects are named at the end.
";

/// A right-to-left override, an escape sequence and a bell, before and within the phrase; and a wide character.
const HOSTILE: &str = "Our \u{202e}tea\u{202c} 茶 \u{1b}[31mcures\u{7} every\u{200b}thing\u{1b}[0m, ::add-mask::x\n";

pub fn run() -> Run {
    let page = Source::from_text("content/autism.md", PAGE);
    let hostile = Source::from_text("content/\u{1b}]0;x\u{7}tea.md", HOSTILE);
    let mut run = Run {
        date: "2026-11-22".into(),
        complete: false,
        exit_code: 2,
        version: "0.1.0".into(),
        packs: vec![PackInfo { name: "us-health".into(), version: "1".into(), digest: "sha256:00".into() }],
        configs: vec![ConfigInfo { path: "fairbalance.yml".into(), digest: "sha256:11".into() }],
        cards: cards(),
        problems: vec![Problem {
            path: "content/logo.md".into(),
            kind: "not-decoded".into(),
            message: "looks binary: a NUL byte at offset 4".into(),
        }],
        ..Run::default()
    };
    run.coverage.skipped = vec![
        Skipped { path: "drafts/".into(), reason: "ignored by .gitignore".into(), bytes: None },
        Skipped { path: ".cache/".into(), reason: "hidden".into(), bytes: None },
        Skipped { path: "old/".into(), reason: "excluded by the config".into(), bytes: Some(120) },
    ];
    run.coverage.undecoded = 80;
    run.coverage.unknown_types = BTreeMap::from([(".tsx".into(), 41)]);
    run.add([
        Checked::new(tea(&hostile), &[&hostile], Confidence::Medium),
        Checked::new(autism(&page), &[&page], Confidence::Medium),
    ]);
    run
}

fn autism(page: &Source) -> FileReport {
    let claim = Finding {
        section: vec!["Ketamine infusions and autism".into()],
        block: Some(BlockInfo { kind: "paragraph".into(), visibility: "visible".into() }),
        level_changes: vec![LevelChange {
            from: Level::Warning,
            to: Level::Error,
            because: "the use is flagged high-risk".into(),
        }],
        pieces: vec![
            piece(page, "claim", "benefit, hedged", "may ease sensory overload\nwithin hours", &["hedged"], None),
            piece(page, "treatment", "treatment", "this therapy", &["named"], None),
            // Within the first piece: it cannot have an underline of its own.
            piece(page, "trigger", "hedge", "may", &[], None),
            piece(page, "condition", "condition", "autism", &["named"], Some("heading")),
        ],
        facts: BTreeMap::from([("status".into(), "unapproved".into()), ("as_of".into(), "2026-11-01".into())]),
        stands_because: vec![
            Reason {
                reason: "\"may\" lowers a benefit claim, it does not excuse it".into(),
                location: Some(at(page, "may ")),
            },
            Reason { reason: "no citation within 2 sentences".into(), location: None },
        ],
        folded: vec![Folded { rule: "us-health/onset-claim".into(), fingerprint: "v1:03".into() }],
        ..finding(
            page,
            "us-health/hedged-efficacy-claim",
            Some("may ease sensory overload\nwithin hours"),
            "suggests that ketamine infusions help autism; no agency has approved that use",
        )
    };
    let duty = Finding {
        level: Level::Warning,
        related: vec![Related {
            role: "disclosure".into(),
            path: "content/autism.md".into(),
            location: Some(at(page, "Possible effects")),
            text: "Possible effects".into(),
            message: "side effects are mentioned here, none of them by name".into(),
        }],
        duty: Some(DutyResult {
            statement: "key-risks".into(),
            outcome: Outcome::Incomplete,
            missing: vec!["misuse".into(), "dissociation".into()],
            searched: "page".into(),
            sample: "Risks include misuse and dissociation.".into(),
            distance: Some(Distance { words: 9, blocks: 1, sections: 0 }),
        }),
        ..finding(page, "us-health/missing-key-risks", None, "sells ketamine without naming its key risks")
    };
    let unsure = Finding {
        confidence: Confidence::Low,
        ..finding(page, "us-health/hype", Some("Calm for the whole family"), "not shown: confidence is low")
    };
    FileReport {
        path: page.path().into(),
        findings: vec![claim, duty, unsure],
        excused: vec![Excused {
            rule: "us-health/onset-claim".into(),
            path: page.path().into(),
            location: Some(at(page, "Ask us how")),
            text: "Ask us how".into(),
            phrase: "ask us how".into(),
            because: vec![Reason { reason: "asked, not stated".into(), location: Some(at(page, "Ask")) }],
            about: None,
        }],
        excused_untold: 0,
        candidates: 5,
        words: 29,
        bytes: ByteCount { read: PAGE.len() - 20, not_prose: 20, not_read: 0 },
        off_topic: false,
        notes: Vec::new(),
    }
}

fn tea(page: &Source) -> FileReport {
    let words = "cures\u{7} every\u{200b}thing";
    let claim = Finding {
        pieces: vec![
            piece(page, "claim", "benefit", words, &[], None),
            piece(page, "subject", "product", "tea\u{202c} 茶", &[], None),
        ],
        ..finding(
            page,
            "us-health/cure-claim",
            Some(words),
            "promises a cure: \"cures\u{7} every\u{200b}thing\"\n::error::",
        )
    };
    FileReport {
        path: page.path().into(),
        findings: vec![claim],
        candidates: 1,
        words: 7,
        bytes: ByteCount { read: HOSTILE.len(), not_prose: 0, not_read: 0 },
        off_topic: true,
        ..FileReport::default()
    }
}

fn finding(page: &Source, rule: &str, words: Option<&str>, message: &str) -> Finding {
    let text = words.unwrap_or_default();
    Finding {
        rule: rule.into(),
        level: Level::Error,
        confidence: Confidence::High,
        level_changes: vec![],
        message: message.into(),
        remedy: "Say what is known, with its source, and what is not.".into(),
        path: page.path().into(),
        section: vec![],
        block: None,
        location: words.map(|words| at(page, words)),
        text: text.into(),
        phrase: text.to_lowercase().replace('\n', " "),
        pieces: vec![],
        related: vec![],
        duty: None,
        facts: BTreeMap::new(),
        stands_because: vec![],
        about: None,
        folded: vec![],
        authorities: vec!["HPCG".into(), "FTC-5".into()],
        fingerprint: format!("v1:{rule}"),
    }
}

fn piece(page: &Source, role: &str, label: &str, words: &str, reading: &[&str], via: Option<&str>) -> Piece {
    Piece {
        role: role.into(),
        concept: label.split(',').next().unwrap().into(),
        reading: reading.iter().map(|&r| r.into()).collect(),
        via: via.map(Into::into),
        label: label.into(),
        text: words.into(),
        phrase: words.to_lowercase(),
        ranges: vec![at(page, words)],
    }
}

fn at(page: &Source, words: &str) -> Location {
    let start = page.text().find(words).unwrap();
    page.locate(Span::new(start, start + words.len()))
}

fn cards() -> BTreeMap<String, RuleCard> {
    let authority = |code: &str, name: &str, reach: &str| AuthorityCard {
        code: code.into(),
        name: name.into(),
        citation: format!("{name}, as cited"),
        url: format!("https://example.org/{code}"),
        reach: reach.into(),
        as_of: "2026-11-01".into(),
    };
    let card = |id: &str, title: &str, level, authorities| {
        RuleCard {
        id: format!("us-health/{id}"),
        title: title.into(),
        why: "A hedge does not change what a reader takes away: that the treatment helps. That needs evidence on people with \
              the condition."
            .into(),
        remedy: "Drop the benefit, or cite the study and its limits beside it.".into(),
        level,
        confidence: Confidence::High,
        authorities,
    }
    };
    let both = vec![
        authority("HPCG", "FTC Health Products Guidance", "guidance"),
        authority("FTC-5", "FTC Act §5", "binding"),
    ];
    [
        card("hedged-efficacy-claim", "Suggests a benefit in hedged words", Level::Warning, both.clone()),
        card("missing-key-risks", "Sells a treatment without naming its key risks", Level::Warning, both),
        card("cure-claim", "Promises a cure", Level::Error, vec![]),
        card("hype", "Hype", Level::Note, vec![]),
        card("onset-claim", "Promises speed", Level::Warning, vec![]),
    ]
    .map(|card| (card.id.clone(), card))
    .into()
}
