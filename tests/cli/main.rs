//! The program as its users start it. `TRYCMD=overwrite cargo test --test cli` writes the cases anew.

use std::io::Write;
use std::process::{Command, Output, Stdio};

#[test]
fn cases() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cli/cases/*.trycmd").case("tests/cli/cases/*.toml").run();
}

fn fairbalance(args: &[&str], input: &[u8]) -> Output {
    let mut child = start(args);
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn start(args: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_fairbalance"))
        .args(args)
        .args(["--no-config"])
        .env_remove("FORCE_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_paste_is_checked() {
    let out = fairbalance(&["check", "--format=json", "--stdin-filename", "drafts/ad.html", "-"], b"<p>Call us.</p>");
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["coverage"]["files"], 1);
    assert_eq!((out.status.code(), out.stderr.as_slice()), (Some(0), &b""[..]));
    let out = fairbalance(&["-"], b"caf\xe9");
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("problem[not-decoded] stdin: not UTF-8: byte 0xe9 at offset 3"), "{text}");
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn a_pipe_that_closes_early_ends_quietly() {
    let mut child = start(&["rules"]);
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!((out.status.code(), String::from_utf8_lossy(&out.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    let plain = fairbalance(&["gone.md"], b"").stdout;
    let coloured = fairbalance(&["gone.md", "--color=always"], b"").stdout;
    assert!(!plain.contains(&0x1b) && coloured.contains(&0x1b));
}
