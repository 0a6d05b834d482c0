//! Formats, limits, coverage, the resolved config, completions and the manual page, over real files.

use clap::{Command, CommandFactory};

use super::*;
use crate::cli::args::Cli;

#[test]
fn one_run_writes_every_format() {
    let dir = site(&[("a b.md", "a cure and a cure"), ("c.md", "it may help")]);
    let formats = fairbalance::report::Format::ALL;
    let targets: Vec<String> = formats.iter().map(|format| format!("--write={0}=out.{0}", format.name())).collect();
    let args: Vec<&str> = targets.iter().map(String::as_str).chain(["--quiet", "a b.md", "c.md"]).collect();
    let ran = in_dir(dir.path(), &args);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, "2 errors, 1 warning, 0 notes in 2 files.\n", ""));
    for format in formats {
        let written = fs::read_to_string(dir.path().join(format!("out.{}", format.name()))).unwrap();
        let printed = in_dir(dir.path(), &["--format", format.name(), "a b.md", "c.md"]);
        assert_eq!((written.as_str(), printed.code), (printed.out.as_str(), 1), "{}", format.name());
        let threads = in_dir(dir.path(), &["--threads=7", "--format", format.name(), "a b.md", "c.md"]);
        assert_eq!(threads.out, written, "{}", format.name());
    }
    let sarif = fs::read_to_string(dir.path().join("out.sarif")).unwrap();
    assert!(sarif.contains("\"uri\": \"a%20b.md\"") && sarif.contains("\"exitCode\": 1"));
}

#[test]
fn less_than_the_coverage_asked_for_is_no_pass() {
    let dir = site(&[
        (".gitignore", "build/\n"),
        (".fairbalanceignore", "ignored.md\n"),
        ("fairbalance.yml", "exclude: [old/]\n"),
        ("a.md", "0123456789".repeat(90).as_str()),
        ("old/deep/b.html", "0123456789".repeat(5).as_str()),
        ("old/c.png", "0123456789"),
        ("old/.hidden/d.md", "0123456789"),
        ("ignored.md", "0123456789".repeat(5).as_str()),
        ("build/e.md", "0123456789"),
        (".draft.md", "0123456789"),
    ]);
    let run = |share: &str| in_dir(dir.path(), &["--format=json", "--require-coverage", share, "."]);
    let good = run("90%");
    let report = good.json();
    assert_eq!((good.code, &report["coverage"]["percent"]), (0, &90.0.into()));
    assert_eq!(report["coverage"]["bytes"]["other_files"], 100);
    let skipped = report["coverage"]["skipped"].as_array().unwrap();
    let bytes = |path: &str| skipped.iter().find(|skipped| skipped["path"] == path).unwrap()["bytes"].clone();
    assert_eq!((bytes("old/"), bytes("ignored.md")), (50.into(), 50.into()));
    assert_eq!((bytes("build/"), bytes(".draft.md")), (Value::Null, Value::Null));
    let short = run("90.01%");
    let report = short.json();
    assert_eq!((short.code, &report["complete"]), (2, &false.into()));
    assert_eq!(report["problems"][0]["kind"], "coverage");
    let said = in_dir(dir.path(), &["--require-coverage=95", "."]);
    assert!(
        said.out.contains("problem[coverage] 90% of the bytes of types that are read were read (100 were not); 95%")
    );
    // Files that cannot be decoded are not read either.
    fs::write(dir.path().join("a2.md"), [b'x'; 900].map(|_| 0xff)).unwrap();
    assert_eq!(run("10%").json()["coverage"]["percent"], 47.36);
    for wrong in ["101", "all", "-3"] {
        let ran = in_dir(dir.path(), &["--require-coverage", wrong, "."]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
    }
}

#[test]
fn findings_that_are_not_listed_still_fail() {
    let dir = site(&[("a.md", "a cure, it may help ".repeat(120).as_str())]);
    let ran = in_dir(dir.path(), &["--max-findings=0", "a.md"]);
    assert_eq!((ran.code, ran.out.contains("240 more findings are counted")), (1, true), "{}", ran.out);
    assert!(in_dir(dir.path(), &["a.md"]).out.contains("140 more findings are counted"));
    let all = in_dir(dir.path(), &["--max-findings", "all", "a.md"]).out;
    assert_eq!((all.matches("╭─[").count(), all.contains("more finding")), (240, false));
    assert_eq!(in_dir(dir.path(), &["--max-findings=some", "a.md"]).code, 2);
}

#[test]
fn the_config_of_a_file_is_shown_with_its_origins() {
    let dir = site(&[
        ("base.yml", "fail-on: warning\nrules:\n  t/cure: off\n  t/guess: note\nexclude: [\"*.draft.md\"]\n"),
        (
            "fairbalance.yml",
            "extends: base.yml\npacks: [t]\nproduct: supplement\nlayouts:\n  - {paths: [blog/], after: footer.html}\n\
             overrides:\n  - paths: [blog/]\n    rules: {t/cure: warning}\n    page: {page: article}\n",
        ),
        ("footer.html", "x"),
        (".fairbalanceignore", "old.md\n"),
        ("blog/a.md", "x"),
        ("old.md", "x"),
        ("x.draft.md", "x"),
    ]);
    let show = |args: &[&str]| in_dir(dir.path(), &[&["check"], args].concat());
    let shown = show(&["--min-confidence=low", "--show-config", "blog/a.md"]);
    let lines: Vec<String> =
        shown.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "# blog/a.md",
            "# from base.yml, then fairbalance.yml",
            "# checked",
            "packs:",
            "- t # fairbalance.yml:2",
            "fail-on: warning # base.yml:1",
            "min-confidence: low # --min-confidence",
            "page:",
            "product: supplement # fairbalance.yml:3",
            "page: article # fairbalance.yml:9",
            "rules:",
            "t/cure: warning # fairbalance.yml:8",
            "t/guess: note # base.yml:4",
            "layouts:",
            "- footer.html # fairbalance.yml:5",
            "exclude:",
            "- \"*.draft.md\" # base.yml:5",
        ],
        "{}",
        shown.out
    );
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(show(&["--show-config=old.md"]).out.contains("# checked only when named: ignored by .fairbalanceignore"));
    let draft = show(&["--show-config=x.draft.md"]).out;
    assert!(draft.contains("excluded by the config") && draft.contains("t/cure: off"), "{draft}");
    let gone = show(&["--show-config=gone.md"]);
    assert_eq!((gone.code, gone.out.as_str()), (2, ""));
    assert!(gone.err.contains("gone.md: no such file"));
    let none = show(&["--no-config", "--show-config=old.md"]).out;
    assert!(none.contains("# no config") && none.contains("fail-on: error") && none.contains("# default"), "{none}");
}

/// Every command below `command`, with its full name.
fn verbs(command: &Command) -> Vec<(String, &Command)> {
    let below = command.get_subcommands().filter(|verb| verb.get_name() != "help");
    below.flat_map(|verb| [vec![(verb.get_bin_name().unwrap().to_owned(), verb)], verbs(verb)].concat()).collect()
}

/// Every long flag of the program and its commands that is not hidden.
fn flags(command: &Command) -> Vec<&str> {
    let all = verbs(command).into_iter().map(|(_, verb)| verb).chain([command]);
    let shown = all.flat_map(|verb| verb.get_arguments()).filter(|arg| !arg.is_hide_set());
    let mut flags: Vec<&str> = shown.filter_map(|arg| arg.get_long()).collect();
    flags.sort();
    flags.dedup();
    assert!(flags.len() > 12, "{flags:?}");
    flags
}

#[test]
fn completions_and_manual_name_every_flag_and_command() {
    let dir = site(&[]);
    let mut command = Cli::command();
    command.build();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = in_dir(dir.path(), &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for flag in flags(&command) {
            let named = if shell == "fish" { format!("-l {flag}") } else { format!("--{flag}") };
            assert!(ran.out.contains(&named), "{shell} has no {flag}");
        }
    }
    assert_eq!(in_dir(dir.path(), &["completions", "cmd"]).code, 2);
    let man = in_dir(dir.path(), &["man"]);
    let text = man.out.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
    assert!(man.code == 0 && text.contains(".TH fairbalance 1"), "{text}");
    for flag in flags(&command) {
        assert!(text.contains(&format!("--{flag}")), "{flag}: {text}");
    }
    for (name, _) in verbs(&command).iter().filter(|(name, _)| name != "fairbalance check") {
        assert!(text.contains(&format!(".SH \"{}\"", name.to_uppercase())), "{name}: {text}");
    }
}
