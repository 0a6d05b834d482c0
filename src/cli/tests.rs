//! Whole runs over real files with a rule of a simple kind, so that files, configs, exit codes and threads are tested
//! apart from what real rules find.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use fairbalance::extract::document::ByteCount;
use fairbalance::finding::*;
use fairbalance::rule::PackInfo;
use fairbalance::source::{Source, Span};
use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;

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

    fn check(&self, page: &Page) -> FileReport {
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
                    report.excused.push(Excused { rule: rule.into(), path, location, text, phrase, because });
                } else {
                    report.findings.push(found);
                }
            }
        }
        report
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
        folded: vec![],
        fingerprint: format!("v1:{rule}:{}", span.start),
    }
}

fn load(packs: &[String], _: Date) -> Result<Box<dyn Engine>, NotLoaded> {
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
        terminal: Terminal { colored: false, width: 100 },
        progress: false,
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

#[test]
fn exit_codes_follow_the_table() {
    let dir = site(&[("clean.md", "fine"), ("cure.md", "a cure"), ("hedged.md", "it may help"), ("guess.md", "guess")]);
    let dir = dir.path();
    for (code, args) in [
        (0, &["clean.md"][..]),
        (1, &["check", "cure.md"]),
        (0, &["check", "--exit-zero", "cure.md"]),
        (0, &["hedged.md"]),
        (1, &["hedged.md", "--fail-on", "warning"]),
        (0, &["hedged.md", "--fail-on", "note", "--min-confidence", "high"]),
        (0, &["guess.md"]),
        (1, &["guess.md", "--min-confidence", "low"]),
        (2, &["gone.md"]),
        (2, &["--exit-zero", "gone.md", "cure.md"]),
        (2, &["--no-such-flag", "clean.md"]),
        (2, &["--pack", "x", "clean.md"]),
        (2, &["--write", "json", "clean.md"]),
        (2, &["--write", "json=no/such/folder", "clean.md"]),
        (2, &[]),
        (0, &["--help"]),
        (0, &["--version"]),
        (0, &["explain", "cure"]),
        (2, &["explain", "cur"]),
    ] {
        let ran = in_dir(dir, args);
        assert_eq!(ran.code, code, "{args:?}\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn one_bad_path_does_not_stop_the_others() {
    let dir =
        site(&[("cure.md", "a cure"), ("utf16.md", ""), ("binary.md", ""), ("latin1.html", ""), ("page.tsx", "x")]);
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain("a 😀 cure".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(dir.path().join("utf16.md"), utf16).unwrap();
    fs::write(dir.path().join("binary.md"), b"PNG\0\x01").unwrap();
    fs::write(dir.path().join("latin1.html"), b"<p>caf\xe9 cure</p>").unwrap();
    let ran = in_dir(dir.path(), &["--format=json", "gone", "page.tsx", "."]);
    let report = ran.json();
    assert_eq!(ran.code, 2);
    assert_eq!(report["complete"], false);
    assert_eq!(paths(&report), ["cure.md", "utf16.md"]);
    assert_eq!(report["findings"][1]["span"], serde_json::json!({"start": 12, "end": 20}));
    let problems: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["path"].as_str().unwrap(), p["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(
        problems,
        [("binary.md", "not-decoded"), ("gone", "not-found"), ("latin1.html", "not-decoded"), ("page.tsx", "not-read")]
    );
    assert!(report["problems"][2]["message"].as_str().unwrap().contains("0xe9 at offset 6"));
}

#[test]
fn nothing_to_check_is_no_pass() {
    let dir = site(&[("logo.svg", ""), ("app.tsx", ""), ("b.tsx", "")]);
    let ran = in_dir(dir.path(), &["check", "--format=json"]);
    let report = ran.json();
    assert_eq!((ran.code, report["problems"][0]["kind"].as_str()), (2, Some("nothing-found")));
    assert_eq!(report["coverage"]["unknown_types"], serde_json::json!({".tsx": 2}));
    assert_eq!(report["coverage"]["other_types"], serde_json::json!({".svg": 1}));
}

#[test]
fn what_is_passed_over_is_counted_with_its_reason() {
    let dir = site(&[
        (".gitignore", "drafts/\n*.tmp.md\n!keep.tmp.md\n"),
        ("a/.fairbalanceignore", "old.md\n"),
        ("fairbalance.yml", "exclude: [vendor/]\n"),
        ("drafts/x.md", "cure"),
        ("x.tmp.md", "cure"),
        ("keep.tmp.md", "cure"),
        ("a/old.md", "cure"),
        ("a/new.md", "cure"),
        ("vendor/deep/x.md", "cure"),
        (".hidden/x.md", "cure"),
    ]);
    let report = in_dir(dir.path(), &["--format=json", "."]).json();
    assert_eq!(paths(&report), ["a/new.md", "keep.tmp.md"]);
    let skipped: Vec<_> = report["coverage"]["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| format!("{} {}", s["path"].as_str().unwrap(), s["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(
        skipped,
        [
            ".git/ hidden",
            ".hidden/ hidden",
            "a/old.md ignored by .fairbalanceignore",
            "drafts/ ignored by .gitignore",
            "vendor/ excluded by the config",
            "x.tmp.md ignored by .gitignore",
        ]
    );
    // Named outright, everything is checked.
    let report =
        in_dir(dir.path(), &["--format=json", "drafts/x.md", "vendor/deep/x.md", "./vendor/../x.tmp.md"]).json();
    assert_eq!(paths(&report), ["drafts/x.md", "vendor/deep/x.md", "x.tmp.md"]);
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let dir = site(&[]);
    for i in 0..60 {
        fs::write(dir.path().join(format!("{i}.md")), "a cure may help\n".repeat(i % 7)).unwrap();
    }
    for format in ["human", "concise", "json"] {
        let one = in_dir(dir.path(), &["--threads=1", "--format", format, "."]);
        for threads in ["--threads=2", "--threads=8"] {
            assert_eq!(in_dir(dir.path(), &[threads, "--format", format, "."]).out, one.out);
        }
        assert!(one.out.len() > 1000);
    }
}

#[test]
fn the_nearest_config_holds_and_the_repository_is_the_end() {
    let outer = site(&[
        ("fairbalance.yml", "rules: {t/cure: off}\n"),
        ("top.md", "cure"),
        ("site/fairbalance.yml", "rules: {t/cure: note}\n"),
        ("site/a.md", "cure"),
        ("lib/.git/HEAD", ""),
        ("lib/b.md", "cure"),
    ]);
    let report = in_dir(outer.path(), &["--format=json", "."]).json();
    assert_eq!(paths(&report), ["lib/b.md", "site/a.md"]);
    assert_eq!(
        (report["findings"][0]["level"].as_str(), report["findings"][1]["level"].as_str()),
        (Some("error"), Some("note"))
    );
    let configs: Vec<_> =
        report["tool"]["configs"].as_array().unwrap().iter().map(|c| c["path"].as_str().unwrap()).collect();
    assert_eq!(configs, ["fairbalance.yml", "site/fairbalance.yml"]);
    assert_eq!(report["summary"]["below_threshold"], 1);
    let all = in_dir(outer.path(), &["--format=json", "--no-config", "."]).json();
    assert_eq!(paths(&all).len(), 3);
    let given = in_dir(outer.path(), &["--format=json", "--config", "site/fairbalance.yml", "."]).json();
    assert_eq!(given["summary"]["notes"], 3);
}

#[test]
fn what_is_extended_holds_and_layouts_are_read() {
    let dir = site(&[
        ("base/site.yml", "fail-on: warning\nlayouts: [{paths: [site/], after: footer.html}]\n"),
        ("base/footer.html", "no cure"),
        ("fairbalance.yml", "extends: base/site.yml\n"),
        ("site/a.md", "a cure"),
        ("b.md", "it may help"),
    ]);
    let ran = in_dir(dir.path(), &["--format=json", "--excused", "site", "b.md"]);
    let report = ran.json();
    assert_eq!((ran.code, paths(&report)), (1, vec!["b.md"]));
    assert_eq!(report["excused"][0]["path"], "site/a.md");
}

#[test]
fn all_mistakes_of_all_configs_come_at_once_and_nothing_is_checked() {
    let dir = site(&[
        (
            "fairbalance.yml",
            "rule: {}\nextends: [fairbalance.yml, gone.yml]\nlayouts: [{paths: a, after: gone.html}]\n",
        ),
        ("a.md", "cure"),
        ("b/fairbalance.yml", "rules: {t/cur: off, cure: off}\n"),
        ("b/b.md", "cure"),
        ("c/fairbalance.yml", "packs: [t, tt]\n"),
        ("c/c.md", "cure"),
    ]);
    let ran = in_dir(dir.path(), &["."]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for said in [
        "unknown key `rule`",
        "did you mean `rules`?",
        "unknown rule `t/cur`",
        "did you mean `t/cure`?",
        "unknown rule `cure`",
        "unknown pack `tt`",
        "[c/fairbalance.yml:1:12]",
        "[fairbalance.yml:1:1]",
        "[b/fairbalance.yml:1:9]",
        "nothing was checked",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    // What is extended and laid out is looked at once the file itself can be read.
    fs::write(
        dir.path().join("fairbalance.yml"),
        "extends: [fairbalance.yml, gone.yml]\nlayouts: [{paths: a, after: gone.html}]\n",
    )
    .unwrap();
    let ran = in_dir(dir.path(), &["."]);
    for said in
        ["extend itself", "`gone.yml` cannot be read", "the layout gone.html cannot be read", "[fairbalance.yml:2:29]"]
    {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
}

#[test]
fn one_run_writes_many_reports() {
    let dir = site(&[("cure.md", "a cure")]);
    let ran = in_dir(
        dir.path(),
        &["--color=always", "--write=json=r.json", "--write", "human=r.txt", "--format=concise", "cure.md"],
    );
    assert!(ran.out.contains("\u{1b}[") && ran.out.contains("cure.md:1:3: "));
    let json: Value = serde_json::from_str(&fs::read_to_string(dir.path().join("r.json")).unwrap()).unwrap();
    assert_eq!(json["findings"][0]["rule"], "t/cure");
    let human = fs::read_to_string(dir.path().join("r.txt")).unwrap();
    assert!(human.contains("╭─[cure.md:1:3]") && !human.contains('\u{1b}'));
    let twice = in_dir(dir.path(), &["--write=json=r.json", "--write", "human=r.json", "cure.md"]);
    assert_eq!(twice.code, 2);
}

#[test]
fn rules_are_listed_and_explained() {
    let dir = site(&[]);
    let table = in_dir(dir.path(), &["rules"]).out;
    assert!(table.contains("t/hedged  warning  Says may help") && table.contains("3 rules"));
    let list: Value = serde_json::from_str(&in_dir(dir.path(), &["rules", "--format=json"]).out).unwrap();
    assert_eq!(list[0]["id"], "t/cure");
    assert!(in_dir(dir.path(), &["explain", "hedged"]).out.contains("Level warning, confidence medium."));
    assert!(in_dir(dir.path(), &["explain", "t/hegded"]).err.contains("did you mean `t/hedged`?"));
}

/// A pipe whose reader has gone.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_closed_pipe_is_quiet_and_does_not_pass_the_gate() {
    let dir = site(&[("cure.md", "a cure")]);
    for verb in [&["check", "cure.md"][..], &["rules"], &["explain", "cure"]] {
        let mut err = Vec::new();
        let mut world = World {
            cwd: dir.path().canonicalize().unwrap(),
            load: &load,
            today: date(2026, 11, 22),
            terminal: Terminal { colored: false, width: 100 },
            progress: false,
            out: &mut Closed,
            err: &mut err,
        };
        let args = std::iter::once("fairbalance").chain(verb.iter().copied()).map(OsString::from);
        let code = run(args, &mut world);
        assert_eq!(code, u8::from(verb[0] == "check"), "{verb:?}");
        assert!(err.is_empty());
    }
}
