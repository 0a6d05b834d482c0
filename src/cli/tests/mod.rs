//! Whole runs over real files with a rule of a simple kind, so that files, configs, exit codes and threads are tested
//! apart from what real rules find.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use fairbalance::extract::document::ByteCount;
use fairbalance::finding::*;
use fairbalance::linter::Assessed;
use fairbalance::rule::{PackInfo, RulePage};
use fairbalance::source::{Source, Span};
use jiff::civil::date;
use serde_json::Value;
use tempfile::TempDir;

mod configs;
mod discovery;
mod reports;
mod runs;

use super::engine::{Engine, NotLoaded, Page};
use super::output::Terminal;
use super::{World, run};

/// Finds every `cure` as an error, every `may help` as a warning, every `guess` as an error of low confidence; a word
/// that the layout takes back is excused.
struct Words;

const RULES: [(&str, &str, Level, Confidence); 3] = [
    ("t/cure", "cure", Level::Error, Confidence::High),
    ("t/hedged", "may help", Level::Warning, Confidence::Medium),
    ("t/guess", "guess", Level::Error, Confidence::Low),
];

impl Engine for Words {
    fn cards(&self) -> Vec<RuleCard> {
        RULES
            .iter()
            .map(|&(id, phrase, level, confidence)| RuleCard {
                id: id.into(),
                title: format!("Says {phrase}"),
                why: "It was said.".into(),
                remedy: "Do not say it.".into(),
                level,
                confidence,
                authorities: vec![],
            })
            .collect()
    }

    fn packs(&self) -> Vec<PackInfo> {
        vec![PackInfo { name: "t".into(), version: "1".into(), digest: "sha256:0".into() }]
    }

    fn page(&self, _: &str) -> Option<RulePage> {
        None
    }

    fn check(&self, page: &Page) -> Assessed {
        let text = page.source.text();
        let bytes = ByteCount { read: text.len(), ..ByteCount::default() };
        let words = text.split_whitespace().count();
        let mut report = FileReport { path: page.source.path().into(), words, bytes, ..FileReport::default() };
        for (rule, phrase, level, confidence) in RULES {
            for (start, _) in text.match_indices(phrase) {
                report.candidates += 1;
                let found = finding(page.source, rule, Span::new(start, start + phrase.len()), level, confidence);
                if page.layouts.iter().any(|layout| layout.text().contains(phrase)) {
                    let because = vec![Reason { reason: "the layout takes it back".into(), location: None }];
                    let Finding { path, location, text, phrase, .. } = found;
                    report.excused.push(Excused {
                        rule: rule.into(),
                        path,
                        location,
                        text,
                        phrase,
                        because,
                        about: None,
                    });
                } else {
                    report.findings.push(found);
                }
            }
        }
        report.into()
    }
}

fn finding(source: &Source, rule: &str, span: Span, level: Level, confidence: Confidence) -> Finding {
    let location = source.locate(span);
    let text = source.slice(span).to_owned();
    let piece = Piece {
        role: "claim".into(),
        concept: "word".into(),
        reading: vec![],
        via: None,
        label: "claim".into(),
        text: text.clone(),
        phrase: text.clone(),
        ranges: vec![location],
    };
    Finding {
        rule: rule.into(),
        level,
        confidence,
        level_changes: vec![],
        message: format!("says {text}"),
        remedy: "Do not say it.".into(),
        path: source.path().into(),
        section: vec![],
        block: None,
        location: Some(location),
        phrase: text.clone(),
        text,
        pieces: vec![piece],
        related: vec![],
        duty: None,
        facts: BTreeMap::new(),
        stands_because: vec![],
        about: None,
        folded: vec![],
        authorities: vec![],
        fingerprint: format!("v1:{rule}:{}", span.start),
    }
}

fn load(packs: &[String], _: &Path) -> Result<Box<dyn Engine>, NotLoaded> {
    match packs.iter().find(|pack| *pack != "t") {
        Some(pack) => Err(NotLoaded::NoSuchPack { name: pack.clone(), known: vec!["t".into()] }),
        None => Ok(Box::new(Words)),
    }
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        let report: Value = serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.err));
        let schema = fairbalance::report::json::schema();
        assert!(jsonschema::is_valid(&schema, &report), "{}", self.out);
        assert_eq!(report["exit_code"], self.code);
        report
    }
}

/// A repository with the files given.
fn site(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn in_dir(dir: &Path, args: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World {
        cwd: dir.canonicalize().unwrap(),
        load: &load,
        today: date(2026, 11, 22),
        terminal: Terminal { colored: false, errors_colored: false, width: 100 },
        progress: false,
        answers: None,
        out: &mut out,
        err: &mut err,
    };
    let args = std::iter::once("fairbalance").chain(args.iter().copied()).map(OsString::from);
    let code = run(args, &mut world);
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn paths(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap()).collect()
}
