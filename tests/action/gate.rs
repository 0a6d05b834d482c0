//! What a pull request comes to.

use serde_json::Value;

use crate::runner::Runner;
use crate::site::{CLAIM, OLD, write};

#[test]
fn a_change_without_findings_passes_on_an_old_site() {
    let runner = Runner::pull_request(&[("a.md", Some(OLD))], &[("b.md", Some("Call us.\n"))]);
    let used = runner.run();
    assert_eq!((used.code, used.output("exit-code"), used.output("findings")), (0, "0", "0"), "{}", used.log);
    assert!(used.summary.starts_with("## fairbalance: no findings in 1 file\n"), "{}", used.summary);
    assert_eq!(used.obeyed().iter().map(|command| command.name.as_str()).collect::<Vec<_>>(), ["notice"]);
}

#[test]
fn a_change_fails_for_what_it_brings_and_says_so_everywhere() {
    let change = format!("{OLD}{CLAIM}");
    let mut runner = Runner::pull_request(&[("a.md", Some(OLD))], &[("a.md", Some(&change))]);
    runner.input("sarif-file", "out.sarif");
    let used = runner.run();
    assert_eq!((used.code, used.output("exit-code")), (1, "1"), "{}", used.log);
    // What was there, and what main gained meanwhile, is not told.
    assert_eq!(used.found(), ["a.md no-side-effects"]);
    let counts = ["findings", "errors", "warnings", "notes"].map(|name| used.output(name));
    assert_eq!(counts, ["1", "1", "0", "0"]);
    let annotations = used.obeyed();
    let place = |name: &str| annotations[0].properties[name].clone();
    assert_eq!((annotations[0].name.as_str(), place("file"), place("line")), ("error", "a.md".into(), "5".into()));
    assert!(used.summary.contains("<code>us-health/no-side-effects</code>"), "{}", used.summary);
    assert!(used.log.contains("stands because"), "the log is for reading: {}", used.log);
    let sarif: Value =
        serde_json::from_str(&std::fs::read_to_string(runner.workspace().join(used.output("sarif-file"))).unwrap())
            .unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert_eq!(std::fs::read_to_string(used.output("markdown-file")).unwrap(), used.summary);
}

#[test]
fn a_removed_disclosure_fails() {
    let body = "Book our ketamine infusion today! It treats OCD.\n";
    let with = format!("{body}\nFDA has not approved ketamine for OCD.\n");
    let runner = Runner::pull_request(&[("a.md", Some(&with))], &[("a.md", Some(body))]);
    let used = runner.run();
    assert_eq!((used.code, used.found()), (1, vec!["a.md missing-off-label-disclosure".to_owned()]));
}

#[test]
fn inputs_reach_the_program_whole() {
    let config = "packs: us-health\nrules: {us-health/no-side-effects: warning}\n";
    let mut runner = Runner::pull_request(
        &[("set tings.yml", Some(config)), ("a b/a.md", Some("Call us.\n")), ("c.md", Some("Call us.\n"))],
        &[("a b/a.md", Some(CLAIM)), ("c.md", Some(CLAIM)), ("-rf.md", Some(CLAIM))],
    );
    runner.input("config", "set tings.yml").input("paths", "a b\n\n-rf.md\r\n");
    let used = runner.run();
    assert_eq!(
        (used.code, used.found()),
        (0, vec!["-rf.md no-side-effects".into(), "a b/a.md no-side-effects".into()])
    );
    assert_eq!([used.output("errors"), used.output("warnings")], ["0", "2"]);
    assert_eq!(runner.input("fail-on", "warning").run().code, 1);
    for (name, value) in
        [("fail-on", "sometimes"), ("fail-on", "note --exit-zero"), ("config", "gone.yml"), ("baseline", "gone.json")]
    {
        runner.inputs.insert("fail-on".into(), "error".into());
        let before = runner.inputs.insert(name.to_owned(), value.to_owned());
        let used = runner.run();
        assert_eq!(
            (used.code, used.output("exit-code"), used.output("findings")),
            (2, "2", ""),
            "{name}: {}",
            used.log
        );
        match before {
            Some(before) => drop(runner.inputs.insert(name.to_owned(), before)),
            None => drop(runner.inputs.remove(name)),
        }
    }
    for (name, value) in [("paths", " "), ("paths", "\n"), ("paths", "-"), ("annotations", "yes"), ("summary", "")] {
        let mut runner = Runner::pull_request(&[("a.md", Some(OLD))], &[]);
        let used = runner.input(name, value).run();
        assert_eq!((used.code, used.output("exit-code")), (2, "2"), "{name}={value:?}: {}", used.log);
    }
}

#[test]
fn a_baseline_is_honoured_by_full_runs() {
    let mut runner = Runner::new();
    write(&runner.workspace(), &[("a.md", Some(OLD))]);
    assert_eq!(runner.run().code, 1);
    let mut create = std::process::Command::new(env!("CARGO_BIN_EXE_fairbalance"));
    crate::runner::succeed(
        create.args(["baseline", "create", "--baseline=accepted.json"]).current_dir(runner.workspace()),
    );
    let used = runner.input("baseline", "accepted.json").run();
    assert_eq!((used.code, used.output("diff-base")), (0, ""), "{}", used.log);
    assert!(used.summary.contains("accepted earlier"), "{}", used.summary);
}

#[test]
fn annotations_and_summary_can_be_left_out() {
    let mut runner = Runner::pull_request(&[], &[("a.md", Some(CLAIM))]);
    let used = runner.input("annotations", "false").input("summary", "false").run();
    assert_eq!((used.code, used.obeyed(), used.summary.as_str()), (1, vec![], ""));
    assert!(used.log.contains("no-side-effects") && used.output("findings") == "1", "{}", used.log);
}

#[test]
fn a_broken_config_is_no_answer_and_is_shown_as_text() {
    let config = "rules:\n  \"<script>`x`</pre>\": off\n  ::add-mask::secret: off\n::error::x: 1\n";
    let runner =
        Runner::pull_request(&[("a.md", Some(OLD))], &[("fairbalance.yml", Some(config)), ("a.md", Some("x\n"))]);
    let used = runner.run();
    assert_eq!((used.code, used.output("exit-code"), used.output("errors")), (2, "2", ""), "{}", used.log);
    let obeyed = used.obeyed();
    assert_eq!((obeyed.len(), obeyed[0].name.as_str()), (1, "error"), "{}", used.log);
    // All of it, its lines kept apart, in one command.
    assert!(obeyed[0].message.contains("\n   ╭─[fairbalance.yml:"), "{}", obeyed[0].message);
    assert!(used.summary.starts_with("## fairbalance: nothing was checked"), "{}", used.summary);
    let (_, shown) = used.summary.split_once("<pre>").unwrap();
    let (shown, rest) = shown.split_once("</pre>").unwrap();
    assert!(!shown.contains('<') && shown.contains("&lt;script&gt;") && rest == "\n", "{}", used.summary);
    // A log of an earlier run does not pass for one of this.
    let mut runner = runner;
    write(&runner.workspace(), &[("out.sarif", Some("{}"))]);
    assert_eq!(runner.input("sarif-file", "out.sarif").run().output("sarif-file"), "");
    assert!(!runner.workspace().join("out.sarif").exists());
    // Nor does a run whose reports cannot all be written.
    write(&runner.workspace(), &[("fairbalance.yml", None)]);
    let used = runner.input("sarif-file", "no/such/folder/out.sarif").run();
    assert!(used.code == 2 && used.errors().contains("cannot write"), "{}", used.log);
}

#[test]
fn hostile_names_and_copy_stay_inert() {
    let copy = "\
::add-mask::secret\n\n::error file=x::Our infusion has no side effects.\n\n\
##[add-mask]no side effects at all, our infusion has no side effects.\n\n\
| Our | `infusion` has **no side effects** <script>alert(1)</script> |\n\n\
<!-- fairbalance: ignore[no-side-effects] ::set-output name=a::b <img src=x> | `r` ::warning:: -->\n\
Our infusion has no side effects, @team #1.\n";
    let names = [
        "::error::x.md",
        "new\nline.md",
        "a\n::add-mask::b.md",
        " blank .md",
        "-rf.md",
        "--exit-zero.md",
        "$(touch pwned).md",
        "`touch pwned`.md",
        "a|b<script>.md",
        "a,b:c%0A.md",
    ];
    let files: Vec<(&str, Option<&str>)> = names.iter().map(|name| (*name, Some(copy))).collect();
    let mut runner = Runner::pull_request(&[], &files);
    let used = runner.run();
    assert_eq!(used.code, 1, "{}", used.log);
    let found = used.found();
    for name in names {
        assert!(found.contains(&format!("{name} no-side-effects")), "{name:?}: {found:#?}");
    }
    let obeyed = used.obeyed();
    assert!(
        obeyed.iter().all(|command| ["error", "warning", "notice"].contains(&command.name.as_str())),
        "{obeyed:#?}"
    );
    // Those of the report and no other: ten errors, and a notice that counts the rest.
    assert_eq!(obeyed.iter().filter(|command| command.name == "error").count(), 10);
    assert_eq!(obeyed.last().unwrap().properties["title"], "fairbalance");
    assert!(obeyed.last().unwrap().message.contains("Not annotated"));
    assert!(!runner.workspace().join("pwned").exists());
    for raw in ["<script", "<img", "`", "@team", "**no side"] {
        let shown = used.summary.replace("**error**", "").replace("## ", "");
        assert!(!shown.contains(raw), "{raw}: {}", used.summary);
    }
    let lines = used.summary.lines().filter(|line| line.starts_with("::") || line.starts_with("##["));
    assert_eq!(lines.count(), 0, "{}", used.summary);
    // Named, they are names too.
    for name in names.iter().filter(|name| !name.contains('\n')) {
        let used = runner.input("paths", name).run();
        assert!(used.code == 1 && used.found().iter().all(|line| line.starts_with(name)), "{name:?}: {}", used.log);
    }
    assert!(!runner.workspace().join("pwned").exists());
}
