//! Examples in the documents, run. Two forms:
//!
//! - a row of a table whose first column is `Copy` and whose last is `Finds`: the copy is a page of its own;
//! - a fence of copy (`text`, `markdown`, `html`) followed by a line that begins with `Finds:`.
//!
//! What is found is written `rule`, not `rule`, or nothing. `rule` has to be among the findings; nothing means none at
//! all. Fences of `yaml` that begin with a comment naming a file are that file of a pack, loaded with the shared
//! vocabulary; a later one replaces an earlier one of the same name.

use std::collections::BTreeMap;

use fairbalance::extract::Format;
use fairbalance::finding::Confidence;
use fairbalance::judge::PageFacts;
use fairbalance::linter::Page;
use fairbalance::load_error::LoadError;
use fairbalance::report::{Options, load_errors};
use fairbalance::rule::{PackFile, Ruleset, examples, pack};
use fairbalance::source::Source;
use fairbalance::{Linter, config};

use super::{built_in, read};

#[test]
fn how_claims_are_read() {
    let document = read("docs/how-claims-are-read.md");
    let mut failures = Vec::new();
    let mut count = 0;
    for example in rows(&document).into_iter().chain(fences_with_findings(&document)) {
        count += 1;
        failures.extend(example.check(built_in()));
    }
    assert!(count >= 40, "only {count} examples were seen");
    assert!(failures.is_empty(), "{} of {count} examples fail\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_course_in_writing_rules() {
    course("docs/writing-rules.md", 8);
}

#[test]
fn the_first_rule_in_the_readme() {
    course("README.md", 2);
}

#[test]
fn settings_in_the_documents_are_settings() {
    for path in ["README.md", "docs/writing-rules.md"] {
        for (name, text) in yaml_files(&read(path)).into_iter().filter(|(name, _)| name == "fairbalance.yml") {
            let file = fairbalance::yaml::File::new(name, text);
            config::parse(&file).unwrap_or_else(|errors| panic!("{path}: {}", told(&errors)));
        }
    }
}

/// Loads the pack as it stands before a file is written anew, and at the end, and runs its examples each time.
fn course(path: &str, least: usize) {
    let document = read(path);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut steps = 0;
    for (name, text) in yaml_files(&document).into_iter().filter(|(name, _)| name.starts_with("house/")) {
        if files.contains_key(&name) {
            run(path, &files);
        }
        steps += 1;
        files.insert(name, text);
    }
    assert!(steps >= least, "{path}: only {steps} files of a pack were seen");
    let ruleset = run(path, &files);
    let failures: Vec<String> =
        fences_with_findings(&document).iter().filter_map(|example| example.check(&ruleset)).collect();
    assert!(failures.is_empty(), "{path}:\n{}", failures.join("\n"));
}

/// Fences of `console` in the order of the document, each run in a folder that holds the files told before it: YAML by the
/// comment in its first line, copy by one such as `<!-- draft.md -->`. `? 1` is the exit code; a line `...` stands for any
/// lines.
#[test]
fn the_commands_of_the_course_come_out_as_told() {
    let document = read("docs/writing-rules.md");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let lines: Vec<&str> = document.lines().collect();
    let (mut commands, mut failures) = (0, Vec::new());
    for (start, info, inside, _) in fences(&lines) {
        let first = inside.lines().next().unwrap_or_default();
        let yaml = first.strip_prefix("# ").and_then(|name| name.split_whitespace().next());
        let copy = first.strip_prefix("<!-- ").and_then(|name| name.strip_suffix(" -->"));
        match (info, yaml, copy) {
            ("yaml", Some(name), _) | ("markdown", _, Some(name)) if name.contains('.') => {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, inside).unwrap();
            }
            ("console", ..) => {
                for command in inside.split("$ fairbalance ").skip(1) {
                    commands += 1;
                    failures.extend(command_failure(folder.path(), start + 1, command));
                }
            }
            _ => {}
        }
    }
    assert!(commands >= 8, "only {commands} commands were seen");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn command_failure(folder: &std::path::Path, line: usize, command: &str) -> Option<String> {
    let (args, told) = command.split_once('\n').unwrap_or((command, ""));
    let (code, told) = match told.strip_prefix("? ").and_then(|rest| rest.split_once('\n')) {
        Some((code, rest)) => (code.trim().parse().unwrap(), rest),
        None => (0, told),
    };
    let args: Vec<&str> = args.split_whitespace().collect();
    let out = super::fairbalance(&args).current_dir(folder).output().unwrap();
    let printed = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    let lines =
        |text: &str| -> Vec<String> { text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect() };
    let same = is_like(&lines(&printed), &lines(told));
    let right = same && out.status.code() == Some(code);
    (!right).then(|| format!("line {line}: fairbalance {}: {:?}\n{printed}", args.join(" "), out.status.code()))
}

fn is_like(lines: &[String], told: &[String]) -> bool {
    match told.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => (0..=lines.len()).any(|skip| is_like(&lines[skip..], rest)),
        Some((first, rest)) => lines.first() == Some(first) && is_like(&lines[1..], rest),
    }
}

fn run(path: &str, files: &BTreeMap<String, String>) -> Ruleset {
    let mut all = pack::built_in(&[]).unwrap();
    let own =
        files.iter().map(|(name, text)| PackFile { pack: "house".into(), name: name.clone(), text: text.clone() });
    all.extend(own);
    let ruleset = Ruleset::load(&all).unwrap_or_else(|errors| panic!("{path}: {}", told(&errors)));
    let failures: Vec<String> = examples::failures(&ruleset)
        .iter()
        .map(|failure| {
            format!("{:?} {}: {}\n  {}", failure.verdict, failure.rule, failure.example, failure.trace.join("; "))
        })
        .collect();
    assert!(failures.is_empty(), "{path}:\n{}", failures.join("\n"));
    ruleset
}

fn told(errors: &[LoadError]) -> String {
    let mut out = Vec::new();
    load_errors::write(errors, &Options::default(), &mut out).unwrap();
    String::from_utf8_lossy(&out).into_owned()
}

struct Example {
    line: usize,
    copy: String,
    format: Format,
    finds: String,
}

impl Example {
    /// What is wrong with it, if anything.
    fn check(&self, ruleset: &Ruleset) -> Option<String> {
        let found = found(ruleset, &self.copy, self.format);
        let is = |name: &str| found.iter().any(|id| id.rsplit('/').next() == Some(name));
        let wrong = self.finds.split(',').map(str::trim).find(|wanted| match wanted.trim_end_matches('.') {
            "nothing" => !found.is_empty(),
            wanted => match wanted.strip_prefix("not ") {
                Some(rule) => is(rule.trim_matches('`')),
                None => !wanted.starts_with('`') || !is(wanted.trim_matches('`')),
            },
        })?;
        let Example { line, copy, .. } = self;
        Some(format!("line {line}: {copy}\n  should find {wrong}, finds {}", found.join(", ")))
    }
}

/// Ids of what is found at the usual confidence, what is told with another finding too.
fn found(ruleset: &Ruleset, copy: &str, format: Format) -> Vec<String> {
    let source = Source::from_text("example", copy.to_owned());
    let facts = PageFacts::declared([]);
    let report = Linter::new(ruleset).check(&Page { source: &source, format, facts: &facts, layouts: &[] });
    let shown = report.findings.into_iter().filter(|finding| finding.confidence >= Confidence::Medium);
    shown
        .flat_map(|finding| std::iter::once(finding.rule).chain(finding.folded.into_iter().map(|folded| folded.rule)))
        .collect()
}

fn rows(document: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut inside = false;
    for (number, line) in document.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if !line.starts_with('|') {
            inside = false;
        } else if cells.first() == Some(&"Copy") && cells.last() == Some(&"Finds") {
            inside = true;
        } else if inside && !cells[0].starts_with("---") {
            let (copy, finds) = (cells[0].to_owned(), cells[cells.len() - 1].to_owned());
            examples.push(Example { line: number + 1, copy, format: Format::Markdown, finds });
        }
    }
    examples
}

fn fences_with_findings(document: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let lines: Vec<&str> = document.lines().collect();
    for (start, info, inside, end) in fences(&lines) {
        let format = match info {
            "text" | "markdown" => Format::Markdown,
            "html" => Format::Html,
            _ => continue,
        };
        let after = lines[end + 1..].iter().find(|line| !line.is_empty());
        if let Some(finds) = after.and_then(|line| line.strip_prefix("Finds:")) {
            let finds = finds.trim().to_owned();
            examples.push(Example { line: start + 1, copy: inside, format, finds });
        }
    }
    examples
}

/// Files that fences hold, by the comment in their first line.
fn yaml_files(document: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = document.lines().collect();
    let yaml = fences(&lines).into_iter().filter(|(_, info, _, _)| *info == "yaml");
    yaml.filter_map(|(_, _, inside, _)| {
        let name = inside.lines().next()?.strip_prefix("# ")?.split_whitespace().next()?.to_owned();
        name.ends_with(".yml").then_some((name, inside))
    })
    .collect()
}

/// Fences: the line each starts on, its word, what it holds, the line it ends on.
fn fences<'a>(lines: &[&'a str]) -> Vec<(usize, &'a str, String, usize)> {
    let mut all = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (number, line) in lines.iter().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(info), None) => open = Some((number, info)),
            (Some(_), Some((start, info))) => {
                all.push((start, info, lines[start + 1..number].join("\n") + "\n", number));
                open = None;
            }
            (None, _) => {}
        }
    }
    all
}
