//! The program on whole folders: the same bytes out for the same bytes in, and an answer to any file.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::root;

pub fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairbalance"));
    command.current_dir(folder).arg("check").args(args).args(["--today", "2026-11-22"]);
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// The report in JSON; the program may have findings, never less than an answer.
pub fn report(folder: &Path, args: &[&str]) -> Value {
    let out = run(folder, args);
    let errors = String::from_utf8_lossy(&out.stderr);
    assert!(!errors.contains("panicked"), "{errors}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"));
    assert_eq!(report["exit_code"].as_i64(), out.status.code().map(i64::from));
    report
}

#[test]
fn threads_and_runs_change_no_byte() {
    for format in ["human", "concise", "json"] {
        let print = |threads| {
            let out = run(root(), &["examples", "--format", format, "--excused", "--threads", threads]);
            assert_eq!((out.status.code(), String::from_utf8_lossy(&out.stderr).as_ref()), (Some(1), ""));
            out.stdout
        };
        let first = print("1");
        assert!(first.len() > 1000);
        for threads in ["2", "8"] {
            assert!(print(threads) == first, "{format} differs with {threads} threads");
        }
    }
}

#[test]
fn findings_are_sorted() {
    let report = report(root(), &["examples", "--format", "json", "--min-confidence", "low", "--excused"]);
    for list in ["findings", "excused"] {
        let places = report[list].as_array().unwrap().iter().map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let at = |key: &str| finding["span"][key].as_u64();
            (text("path"), at("start"), at("end"), text("rule"))
        });
        let places: Vec<_> = places.collect();
        assert!(places.len() > 10 && places.is_sorted(), "{list}: {places:#?}");
    }
}

/// A folder with one file, and the report on it.
fn of_file(name: &str, bytes: &[u8]) -> Value {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    report(folder.path(), &["--no-config", "--format", "json", name])
}

/// The only problem of a report, and that nothing else came of it.
fn problem(report: &Value) -> (String, String) {
    assert_eq!((&report["complete"], &report["exit_code"]), (&Value::from(false), &Value::from(2)));
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    let text = |key: &str| problems[0][key].as_str().unwrap().to_owned();
    (text("kind"), text("message"))
}

#[test]
fn what_cannot_be_decoded_is_a_problem_with_its_byte() {
    let cases: &[(&[u8], &str)] = &[
        (b"# Caf\xe9\n", "byte 0xe9 at offset 5"),
        (b"ok\n\xc3", "byte 0xc3 at offset 3"),
        (b"\xed\xa0\x80", "offset 0"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
        (b"no side\0 effects", "NUL byte at offset 7"),
        (b"\xff\xfea\0\0\0", "NUL byte at offset 4"),
        (b"\xff\xfe\x3d\xd8a\0", "offset 2"),
        (b"\xfe\xff\0a\0", "offset 4"),
    ];
    for (bytes, said) in cases {
        let (kind, message) = problem(&of_file("a.md", bytes));
        assert_eq!(kind, "not-decoded", "{bytes:x?}");
        assert!(message.contains(said), "{bytes:x?}: {message}");
    }
}

#[test]
fn one_bad_file_hides_nothing_of_the_others() {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in [("a.md", &b"\xff"[..]), ("b.md", b"Our drops have no side effects."), ("c.html", b"a\0")] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let report = report(folder.path(), &["--no-config", "--format", "json", ".", "gone.md", "gone/"]);
    let kinds: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["path"].as_str().unwrap(), p["kind"].as_str().unwrap()))
        .collect();
    let expected =
        [("a.md", "not-decoded"), ("c.html", "not-decoded"), ("gone", "not-found"), ("gone.md", "not-found")];
    assert_eq!(kinds, expected);
    assert!(report["findings"].as_array().unwrap().iter().any(|finding| finding["path"] == "b.md"));
    assert_eq!(report["exit_code"], 2);
}

#[test]
fn nothing_to_check_is_no_clean_bill() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("a.png"), b"x").unwrap();
    let report = report(folder.path(), &["--no-config", "--format", "json", "."]);
    assert_eq!(problem(&report).0, "nothing-found");
}

#[test]
fn files_with_little_in_them_are_clean() {
    for (name, text) in [
        ("a.md", ""),
        ("a.html", ""),
        ("a.txt", "\n\n\n"),
        ("a.md", "---\ntitle: Hours\n---\n"),
        ("a.md", "\u{feff}---\r\ntitle: Hours\r\n---"),
        ("a.md", "+++\ntitle = 'Hours'\n+++"),
        ("a.md", "<!-- -->"),
        ("a.html", "<!doctype html><title></title>"),
    ] {
        let report = of_file(name, text.as_bytes());
        assert_eq!(
            (&report["exit_code"], &report["complete"]),
            (&Value::from(0), &Value::from(true)),
            "{text:?}: {report}"
        );
        assert_eq!(report["coverage"]["files"], 1);
    }
}

#[test]
fn utf16_with_a_mark_is_read() {
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = "\u{feff}Our drops have no side effects.";
        let report = of_file("a.md", &text.encode_utf16().flat_map(unit).collect::<Vec<u8>>());
        let finding = &report["findings"][0];
        assert_eq!(finding["span"]["start"].as_u64(), Some(2 + 2 * 15), "{finding}");
        assert_eq!(
            (&finding["start"]["column"], &finding["text"]),
            (&Value::from(16), &Value::from("no side effects"))
        );
    }
}

#[test]
fn front_matter_and_tags_that_never_end_are_not_read_in_silence() {
    for (name, text) in [
        ("a.md", "---\ntitle: 'no side effects\n\nOur drops"),
        ("a.html", "<p>Hello <!-- no side effects"),
        ("a.html", "<p>Hello <a href=\"no side effects"),
        ("a.html", "<p>Hello <script>no side effects"),
    ] {
        let report = of_file(name, text.as_bytes());
        let rules: Vec<_> =
            report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&"fairbalance/not-read"), "{text:?}: {rules:?}");
        assert_eq!(report["exit_code"], 1);
    }
}

#[test]
fn a_line_of_100_000_characters_is_shown_in_part() {
    let line =
        format!("<p>{} this cures autism and arthritis {}</p>", "word 😀 ".repeat(15_000), "word ".repeat(5_000));
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("a.html"), &line).unwrap();
    let out = run(folder.path(), &["--no-config", "a.html"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(text.contains("a.html:1:"), "{}", &text[..text.len().min(2000)]);
    assert!(text.lines().all(|line| line.chars().count() < 300));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    for format in ["human", "concise", "json"] {
        let mut child = command(root(), &["examples", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let out = child.wait_with_output().unwrap();
        assert_eq!((out.status.code(), String::from_utf8_lossy(&out.stderr).as_ref()), (Some(1), ""), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    symlink("gone-target.md", folder.path().join("broken.md")).unwrap();
    symlink("loop.md", folder.path().join("loop.md")).unwrap();
    std::fs::write(folder.path().join("ok.md"), "We are open.").unwrap();
    let report = report(folder.path(), &["--no-config", "--format", "json", "broken.md", "loop.md", "ok.md"]);
    let paths: Vec<_> = report["problems"].as_array().unwrap().iter().map(|p| p["path"].as_str().unwrap()).collect();
    assert_eq!((paths, &report["exit_code"]), (vec!["broken.md", "loop.md"], &Value::from(2)));
    assert_eq!(report["coverage"]["files"], 1);
}

#[test]
fn what_a_rule_is_for_is_told_once_a_file() {
    let folder = TempDir::new().unwrap();
    let page = "Our drip has no side effects.\n\nWe promise: our tea has no side effects at all.\n";
    std::fs::write(folder.path().join("a.md"), page).unwrap();
    std::fs::write(folder.path().join("b.md"), page).unwrap();
    let out = String::from_utf8(run(folder.path(), &["a.md", "b.md"]).stdout).unwrap();
    let count = |words: &str| out.matches(words).count();
    assert_eq!((count("error[us-health/no-side-effects]"), count("as above, at line 1")), (4, 2), "{out}");
    assert_eq!(count("   why  "), 2, "{out}");
}
