//! Which config holds where, and what its mistakes look like.

use super::*;

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
fn a_config_by_another_name_is_told_and_not_passed_over() {
    for (name, right) in [
        ("fairbalance.yaml", "fairbalance.yml"),
        (".fairbalance.yml", "fairbalance.yml"),
        ("fairbalance-waivers.yaml", "fairbalance-waivers.yml"),
    ] {
        let dir = site(&[(&format!("pages/{name}"), "fail-on: note\n"), ("pages/in/a.md", "cure")]);
        let ran = in_dir(dir.path(), &["."]);
        assert_eq!((ran.code, ran.err), (2, format!("error: pages/{name} is not read: call it {right}\n")));
        assert_ne!(in_dir(dir.path(), &["--no-config", "."]).code, 2);
    }
}

#[test]
fn an_override_that_is_for_no_page_is_told_where_it_stands() {
    let dir = site(&[
        (
            "fairbalance.yml",
            "packs: [t]\noverrides:\n  - {paths: [blog/], rules: {t/cure: note}}\n  - {paths: [bolg/], rules: {t/cure: note}}\n",
        ),
        ("blog/a.md", "plain"),
    ]);
    let ran = in_dir(dir.path(), &["--format=concise", "."]);
    assert!(ran.out.contains("fairbalance.yml:4:"), "{}{}", ran.out, ran.err);
    assert_eq!((ran.code, ran.out.matches("fairbalance/override-unused").count()), (0, 1), "{}", ran.out);
    // Whether it is of use is known only where all pages were checked.
    assert!(!in_dir(dir.path(), &["--format=concise", "blog/a.md"]).out.contains("override-unused"));
}
