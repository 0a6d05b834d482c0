//! Text under test is untrusted: nothing of it may reach a terminal as a command, nor move an underline.

use std::collections::BTreeMap;

use fairbalance::finding::*;
use fairbalance::report::run::{Checked, Skipped};
use fairbalance::report::{Format, Options, Run, escape};
use fairbalance::source::{Source, Span};
use proptest::prelude::*;

use crate::print;

/// Tricks that worked on one reader of reports or another.
pub const TEXTS: &[&str] = &[
    "::add-mask::secret",
    "x\n::error file=a.md::owned",
    "x\r\n::set-output name=a::b",
    "##[command]rm",
    "]]>",
    "<![CDATA[x]]>",
    "<script>alert(1)</script>",
    "<!-- x",
    "--> x",
    "a | b\n| --- |",
    "`` ` ``` \n```sh\nrm\n```",
    "[click](https://example.org) ![x](http://example.org/x.png)",
    "https://example.org www.example.org someone@example.org @team #1",
    "# heading\n\n> quote\n- item",
    "**bold** __under__ ~~gone~~ $x^2$ \\(x\\) {0} {{1}}",
    "=HYPERLINK(\"https://example.org\")",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "x\";=1+1;\"",
    "\t=1",
    "&lt;b&gt; &#60;",
    "\u{1b}]0;title\u{7}\u{1b}[2J",
    "abc\u{202e}cba\u{2066}x\u{200b}\u{feff}\u{85}\u{2028}",
    "\0\u{1}\u{fffe}\u{ffff}",
    "%0A::error::x %25",
    "a,line=1::b",
    "'",
    ":",
    "\r",
    "\u{c}",
    "",
];

/// A run with one finding at `location`.
pub fn located(location: fairbalance::source::Location) -> Run {
    let mut run = one("cure", 0, 4);
    run.findings[0].finding.location = Some(location);
    run
}

/// A run with one finding on `text[start..end]`, which is also its rule and its path.
pub fn one(text: &str, start: usize, end: usize) -> Run {
    let source = Source::from_text(text, text);
    let location = source.locate(Span::new(start, end));
    let piece = Piece {
        role: text.into(),
        concept: text.into(),
        reading: vec![],
        via: None,
        label: "LABEL".into(),
        text: text[start..end].into(),
        phrase: String::new(),
        ranges: vec![location],
    };
    let finding = Finding {
        rule: text.into(),
        level: Level::Error,
        confidence: Confidence::High,
        level_changes: vec![],
        message: text.into(),
        remedy: text.into(),
        path: text.into(),
        section: vec![],
        block: None,
        location: Some(location),
        text: text[start..end].into(),
        phrase: String::new(),
        pieces: vec![piece],
        related: vec![],
        duty: None,
        facts: BTreeMap::new(),
        stands_because: vec![],
        about: None,
        folded: vec![],
        authorities: vec![],
        fingerprint: String::new(),
    };
    let mut run = Run::default();
    let report = FileReport { path: text.into(), findings: vec![finding], ..FileReport::default() };
    run.add([Checked::new(report, &[&source], Confidence::Low)]);
    run
}

/// A run in which everything that may come from a page, a path or a rule file is `text`.
pub fn all(text: &str) -> Run {
    let mut run = one(text, 0, text.len());
    let finding = &mut run.findings[0].finding;
    let location = finding.location;
    let more = Piece { label: text.into(), via: Some(text.into()), ..finding.pieces[0].clone() };
    finding.pieces.push(more);
    let (words, path) = (text.to_owned(), text.to_owned());
    finding.related = vec![Related {
        role: words.clone(),
        path: path.clone(),
        location,
        text: words.clone(),
        message: words.clone(),
    }];
    finding.section = vec![words.clone()];
    finding.stands_because = vec![Reason { reason: words.clone(), location }];
    finding.level_changes = vec![LevelChange { from: Level::Note, to: Level::Error, because: words.clone() }];
    finding.folded = vec![Folded { rule: words.clone(), fingerprint: words.clone() }];
    finding.authorities = vec![words.clone()];
    finding.facts = BTreeMap::from([(words.clone(), words.clone())]);
    finding.fingerprint = words.clone();
    let authority = AuthorityCard {
        code: words.clone(),
        name: words.clone(),
        citation: words.clone(),
        url: words.clone(),
        reach: words.clone(),
        as_of: words.clone(),
    };
    let card = RuleCard {
        id: words.clone(),
        title: words.clone(),
        why: words.clone(),
        remedy: words.clone(),
        level: Level::Error,
        confidence: Confidence::High,
        authorities: vec![authority],
    };
    run.cards = BTreeMap::from([(words.clone(), card)]);
    run.excused = vec![Excused {
        rule: words.clone(),
        path: path.clone(),
        location,
        text: words.clone(),
        phrase: words.clone(),
        because: vec![Reason { reason: words.clone(), location }],
        about: None,
    }];
    run.problems = vec![
        Problem { path: path.clone(), kind: words.clone(), message: words.clone() },
        Problem { path: String::new(), kind: words.clone(), message: words.clone() },
    ];
    run.coverage.skipped = vec![Skipped { path, reason: words.clone(), bytes: Some(1) }];
    run.coverage.unknown_types = BTreeMap::from([(words.clone(), 1)]);
    run.coverage.other_types = BTreeMap::from([(words, 1)]);
    run
}

proptest! {
    #[test]
    fn no_text_format_lets_a_command_through(
        text in "([a-z ]{1,3}|[\\x00-\\x1f\u{7f}-\u{9f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]|\\PC){0,60}",
        a in 0usize..200,
        b in 0usize..200,
        width in 0usize..200,
    ) {
        let span = Span::new(a.min(b), a.max(b)).within(&text);
        let run = one(&text, span.start, span.end);
        for format in [Format::Human, Format::Concise] {
            let out = print(format, &run, Options { width, excused: true, ..Options::default() });
            for line in out.split('\n') {
                prop_assert!(!line.chars().any(escape::is_dangerous), "{line:?}");
            }
        }
        print(Format::Human, &run, Options { color: true, ..Options::default() });
    }

    #[test]
    fn the_underline_stands_under_the_phrase(before in "[a-z\\x1b\u{202e}\u{200b}\u{7}é ]{0,30}", after in "[a-z\\x1b é]{0,20}") {
        let text = format!("{before}PHRASE{after}");
        let out = print(Format::Human, &one(&text, before.len(), before.len() + 6), Options::default());
        let lines: Vec<&str> = out.lines().collect();
        let at = lines.iter().position(|line| line.contains('┬')).unwrap();
        let column = |line: &str, what: &str| line[..line.find(what).unwrap()].chars().count();
        prop_assert_eq!(column(lines[at], "─"), column(lines[at - 1], "PHRASE"));
        prop_assert_eq!(lines[at].matches(['─', '┬']).count(), 6);
    }
}

#[test]
fn a_line_of_megabytes_is_shown_in_part() {
    let text = format!("{}PHRASE{}", "é<p>x ".repeat(400_000), " y".repeat(400_000));
    let start = text.find("PHRASE").unwrap();
    let source = Source::from_text("big.html", text.as_str());
    let location = source.locate(Span::new(start, start + 6));
    let mut run = one("x", 0, 1);
    let mut finding = run.findings.remove(0).finding;
    (finding.path, finding.location, finding.pieces[0].ranges[0]) = ("big.html".into(), Some(location), location);
    run.add([Checked::new(
        FileReport { findings: vec![finding; 300], candidates: 300, ..FileReport::default() },
        &[&source],
        Confidence::Low,
    )]);
    let out = print(Format::Human, &run, Options::default());
    assert!(out.contains("PHRASE"));
    assert!(out.lines().all(|line| line.chars().count() <= 110), "{out}");
}
