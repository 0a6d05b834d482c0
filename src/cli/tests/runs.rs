//! Exit codes, output streams and threads.

use super::*;

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
        (0, &["schema"]),
        (2, &["explain", "cur"]),
    ] {
        let ran = in_dir(dir, args);
        assert_eq!(ran.code, code, "{args:?}\n{}{}", ran.out, ran.err);
    }
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
    assert!(table.contains("t/hedged  warning  medium  Says may help") && table.contains("3 rules"));
    let list: Value = serde_json::from_str(&in_dir(dir.path(), &["rules", "--format=json"]).out).unwrap();
    assert_eq!(list["rules"][0]["id"], "t/cure");
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
            terminal: Terminal { colored: false, errors_colored: false, width: 100 },
            progress: false,
            answers: None,
            out: &mut Closed,
            err: &mut err,
        };
        let args = std::iter::once("fairbalance").chain(verb.iter().copied()).map(OsString::from);
        let code = run(args, &mut world);
        assert_eq!(code, u8::from(verb[0] == "check"), "{verb:?}");
        assert!(err.is_empty());
    }
}
