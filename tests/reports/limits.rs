//! What readers of a format cannot take is counted, never dropped without a word.

use fairbalance::finding::{Confidence, FileReport, Finding, Level, Problem};
use fairbalance::report::run::{Checked, Settled, State};
use fairbalance::report::{Format, Options, Run};
use fairbalance::waiver::directive::Terms;
use fairbalance::waiver::{self, Waiver};
use serde_json::Value;

use crate::{hostile, print};

/// `count` findings: errors, warnings and notes in turn, ten to a file, their messages padded to `bytes`.
fn many(count: usize, bytes: usize) -> Run {
    let model = hostile::one("cure", 0, 4).findings.remove(0).finding;
    let findings: Vec<_> = (0..count)
        .map(|i| {
            let mut finding = model.clone();
            finding.level = [Level::Note, Level::Warning, Level::Error][i % 3];
            finding.path = format!("page-{:05}.md", i / 10);
            finding.message = format!("finding {i} says {}y", "x".repeat(bytes));
            finding.fingerprint = format!("v1:{i}");
            finding
        })
        .collect();
    let mut run = Run { complete: true, ..Run::default() };
    run.add([Checked::new(FileReport { findings, candidates: count, ..FileReport::default() }, &[], Confidence::Low)]);
    run
}

#[test]
fn annotations_stay_within_what_github_keeps() {
    let out = print(Format::Github, &many(90, 0), Options::default());
    let of = |kind: &str| out.lines().filter(|line| line.starts_with(&format!("::{kind} "))).count();
    assert_eq!((of("error"), of("warning"), of("notice")), (10, 10, 10));
    assert!(out.lines().next().unwrap().starts_with("::error file=page-00000.md,line=1,"));
    assert!(
        out.lines()
            .last()
            .unwrap()
            .contains("::30 errors, 30 warnings, 30 notes in 1 file. Not annotated: 61 findings.")
    );
    // Problems come first and are never crowded out.
    let mut run = many(90, 0);
    run.complete = false;
    run.problems = (0..20)
        .map(|i| fairbalance::finding::Problem {
            path: format!("{i}.md"),
            kind: "not-decoded".into(),
            message: "no".into(),
        })
        .collect();
    let out = print(Format::Github, &run, Options::default());
    assert!(out.starts_with("::error file=0.md,title=not checked%3A not-decoded::No."));
    assert_eq!(out.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(out.contains("Not annotated: 15 problems. The answer is not complete."));
}

#[test]
fn a_summary_is_never_too_large_for_github() {
    let out = print(Format::Markdown, &many(9_000, 300), Options::default());
    assert!(out.len() < 1024 * 1024 && out.len() > 500 * 1024, "{}", out.len());
    let rows = out.lines().filter(|line| line.contains("| Finding ") && line.contains("says x")).count();
    let errors = out
        .lines()
        .filter(|line| line.contains("| Finding ") && line.contains("says x") && line.contains("**error**"))
        .count();
    assert!(rows < 9_000 && errors.min(3_000) * 10 >= rows * 9, "the most severe stay: {errors} of {rows}");
    let left = format!("Counted but not listed here: {} findings.", grouped(9_000 - rows));
    assert!(out.contains(&left), "{left}");
}

#[test]
fn nor_where_all_that_it_lists_is_as_long_as_can_be() {
    let long = "@".repeat(5_000);
    let mut run = many(9_000, 300);
    run.complete = false;
    run.base = Some("HEAD^1".into());
    run.problems =
        (0..900).map(|_| Problem { path: long.clone(), kind: "not-decoded".into(), message: long.clone() }).collect();
    let terms =
        Terms { reason: long.clone(), until: None, approved_by: Some(long.clone()), evidence: Some(long.clone()) };
    run.waivers = (0..900)
        .map(|_| Waiver {
            rule: long.clone(),
            path: long.clone(),
            location: None,
            terms: terms.clone(),
            state: waiver::State::Used,
            settles: 1,
            added: Some(true),
            entry: None,
            text: long.clone(),
            excerpt: Default::default(),
        })
        .collect();
    let finding = Finding { path: long.clone(), text: long.clone(), ..run.findings[0].finding.clone() };
    run.settled =
        (0..900).map(|_| Settled { finding: finding.clone(), state: State::Baselined, waiver: None }).collect();
    let out = print(Format::Markdown, &run, Options::default());
    assert!(out.len() < 1024 * 1024 && out.len() > 700 * 1024, "{}", out.len());
    let counted = |what: &str| {
        let (before, _) = out.split_once(what).unwrap_or_else(|| panic!("{what} are not counted"));
        let number = before.rsplit(": ").next().unwrap().trim();
        assert!((700..900).contains(&number.parse::<usize>().unwrap()), "{number} {what}");
    };
    counted(" problems.\n");
    counted(" waivers.\n");
    let (_, accepted) = out.split_once("### Brought by this change").unwrap();
    assert!(accepted.contains("Counted but not listed here: 8"), "{accepted}");
}

#[test]
fn most_findings_are_listed_and_all_are_counted() {
    let run = many(150, 0);
    let human = print(Format::Human, &run, Options::default());
    assert_eq!(human.matches("╭─[").count(), 100);
    assert!(human.contains("50 errors, 50 warnings, 50 notes"));
    assert!(human.contains("50 more findings are counted but not listed"));
    // The notes are what is left out.
    assert_eq!(human.lines().filter(|line| line.starts_with("note[")).count(), 0);
    let json = |options| -> Value { serde_json::from_str(&print(Format::Json, &run, options)).unwrap() };
    let all = json(Options::default());
    assert_eq!((all["findings"].as_array().unwrap().len(), &all["left_out"]), (150, &0.into()));
    let few = json(Options { max_findings: Some(7), ..Options::default() });
    assert_eq!((few["findings"].as_array().unwrap().len(), &few["left_out"]), (7, &143.into()));
    assert_eq!(few["summary"], all["summary"]);
    for format in Format::ALL {
        let options = Options { max_findings: Some(2), ..Options::default() };
        let out = print(format, &run, options);
        let listed: Vec<usize> = (0..150).filter(|i| out.contains(&format!("inding {i} says"))).collect();
        // Summaries name the first finding of each rule, whatever its level.
        let first_of_rule = matches!(format, Format::Human | Format::Markdown).then_some(0);
        let expected: Vec<usize> = first_of_rule.into_iter().chain([2, 5]).collect();
        assert_eq!(listed, expected, "{}: the first errors are listed: {out}", format.name());
        assert!(out.contains("148"), "{} tells how many are not: {out}", format.name());
    }
}

#[test]
fn quiet_is_one_line_where_all_is_well() {
    let quiet = Options { quiet: true, ..Options::default() };
    let run = many(5, 0);
    for format in [Format::Human, Format::Concise] {
        let out = print(format, &run, quiet).to_lowercase();
        assert_eq!(out, "1 error, 2 warnings, 2 notes in 1 file.\n");
    }
}

/// `1,234`.
fn grouped(number: usize) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}
