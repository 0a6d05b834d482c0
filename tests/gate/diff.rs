//! Only what a change brought, in scratch repositories.

use crate::{Ran, Site};

const PAGE: &str = "# IV ketamine\n\nBook our ketamine infusion today! It treats OCD.\n\n\
                    FDA has not approved ketamine for OCD.\n\n\
                    Side effects include dissociation, nausea and raised blood pressure.\n";

fn has(ran: &Ran, path: &str, rule: &str) -> bool {
    ran.open().contains(&format!("{path} {rule}"))
}

#[test]
fn nothing_changed_is_said_in_one_line() {
    let site = Site::committed(&[("a.md", PAGE), ("b.md", PAGE)]);
    let ran = site.run(&["check", "--no-config", "--diff-base", "HEAD"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "None of the 2 files found is changed against HEAD; nothing was checked.\n")
    );
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert_eq!((ran.code, ran.json()["coverage"]["files"].as_u64()), (0, Some(0)));
    // Nothing to check at all is still no answer.
    assert_eq!(site.check(&["--no-config", "--diff-base", "HEAD", "gone"]).code, 2);
}

#[test]
fn old_findings_are_counted_and_new_ones_fail() {
    let site = Site::committed(&[("a.md", PAGE)]);
    site.write("a.md", &format!("{PAGE}\nIt has no side effects.\n"));
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(ran.code == 1 && has(&ran, "a.md", "no-side-effects"), "{:?}", ran.open());
    assert!(!has(&ran, "a.md", "disease-treatment-unapproved"), "{:?}", ran.open());
    assert!(ran.json()["summary"]["outside_diff"].as_u64().unwrap() > 0);
    site.commit();
    assert_eq!(site.check(&["--no-config", "--diff-base", "HEAD"]).code, 0);
    assert_eq!(site.check(&["--no-config", "--diff-base", "HEAD^1"]).code, 1);
}

#[test]
fn a_removed_disclosure_shows() {
    let site = Site::committed(&[("a.md", PAGE)]);
    let text = PAGE.replace("FDA has not approved ketamine for OCD.\n\n", "");
    site.write("a.md", &text);
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(has(&ran, "a.md", "missing-off-label-disclosure"), "{:?}", ran.open());
    site.write("a.md", &PAGE.replace("dissociation, nausea and raised blood pressure", "some discomfort"));
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(has(&ran, "a.md", "missing-risk-disclosure"), "{:?}", ran.open());
}

#[test]
fn a_disclosure_that_loses_a_part_shows_and_one_that_gains_does_not() {
    let some = PAGE.replace("dissociation, nausea and raised blood pressure", "dissociation and nausea");
    let site = Site::committed(&[("a.md", &some)]);
    site.write("a.md", PAGE);
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert_eq!(ran.open(), Vec::<String>::new());
    site.commit();
    site.write("a.md", &some);
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(has(&ran, "a.md", "missing-key-risks"), "{:?}", ran.open());
}

#[test]
fn a_new_heading_above_old_text_shows() {
    let page = "# Infusions\n\nOur infusion eases symptoms within hours.\n";
    let site = Site::committed(&[("a.md", page)]);
    site.write("a.md", &page.replace("# Infusions", "# IV ketamine for autism"));
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(ran.code == 1, "{:?}", ran.open());
    // Another condition above the same text is another claim.
    site.commit();
    site.write("a.md", &page.replace("# Infusions", "# IV ketamine for dementia"));
    assert_eq!(site.check(&["--no-config", "--diff-base", "HEAD"]).code, 1);
}

#[test]
fn a_changed_title_shows() {
    let page = "---\ntitle: Our clinic\n---\n\nCall us.\n";
    let site = Site::committed(&[("a.md", page)]);
    site.write("a.md", &page.replace("Our clinic", "IV ketamine treatment for autism"));
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(ran.code == 1 && has(&ran, "a.md", "disease-treatment-unapproved"), "{:?}", ran.open());
}

#[test]
fn a_changed_layout_shows_on_pages_that_are_as_they_were() {
    let footer = "<footer><p>FDA has not approved ketamine for OCD.</p></footer>";
    let config = "layouts: [{paths: \"content/**\", after: layouts/footer.inc}]\n";
    let body = PAGE.replace("FDA has not approved ketamine for OCD.\n\n", "");
    let site = Site::committed(&[
        ("fairbalance.yml", config),
        ("layouts/footer.inc", footer),
        ("content/a.md", &body),
        ("content/b.md", "Call us.\n"),
        ("other.md", &body),
    ]);
    site.write("layouts/footer.inc", "<footer><p>Open daily.</p></footer>");
    let ran = site.check(&["--diff-base", "HEAD", "."]);
    // Far from the claim before, missing now.
    assert_eq!(ran.open(), ["content/a.md missing-off-label-disclosure"]);
    assert_eq!(ran.json()["coverage"]["files"], 2);
    // A claim in a layout is one finding, however many pages use it.
    site.write("layouts/footer.inc", &format!("{footer}<p>Our infusion has no side effects.</p>"));
    let ran = site.check(&["--diff-base", "HEAD", "."]);
    assert_eq!(ran.open().iter().filter(|line| line.contains("no-side-effects")).count(), 1, "{:?}", ran.open());
}

#[test]
fn renamed_moved_and_deleted_text_is_not_new() {
    let site =
        Site::committed(&[("a.md", PAGE), ("b.md", "Our infusion has no side effects.\n"), ("c.md", "Call us.\n")]);
    site.git(&["mv", "a.md", "pages of ours.md"]);
    site.remove("b.md");
    site.write("c.md", "Call us. Our infusion has\nno side effects.\n");
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert_eq!((ran.code, ran.open()), (0, vec![]));
    // Once moved, it was there once.
    site.write("d.md", "Our infusion has no side effects.\n");
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert_eq!(ran.open().iter().filter(|line| line.contains("no-side-effects")).count(), 1);
    let site = Site::committed(&[("a.md", PAGE), ("b.md", PAGE)]);
    site.remove("a.md");
    assert_eq!(site.check(&["--no-config", "--diff-base", "HEAD"]).code, 0);
}

#[test]
fn what_one_page_mends_another_may_not_break() {
    let without = PAGE.replace("FDA has not approved ketamine for OCD.\n\n", "");
    let site = Site::committed(&[("a.md", PAGE), ("b.md", &without)]);
    site.write("a.md", &without);
    site.write("b.md", PAGE);
    let ran = site.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(has(&ran, "a.md", "missing-off-label-disclosure"), "{:?}", ran.open());
}

#[test]
fn what_is_committed_is_checked_whatever_gitignore_says() {
    let claim = "Our infusion has no side effects.\n";
    let site = Site::committed(&[("a.md", "Call us.\n"), ("fairbalance.yml", "exclude: old/\n")]);
    site.write(".gitignore", "hidden.md\ndrafts/\nold/\n");
    for path in ["hidden.md", "drafts/b.md", "drafts/not-added.md", "old/c.md"] {
        site.write(path, claim);
    }
    site.git(&["add", "-f", ".gitignore", "hidden.md", "drafts/b.md"]);
    for args in [&["--diff-base=HEAD", "."][..], &["--staged"]] {
        let ran = site.check(args);
        assert_eq!(
            (ran.code, ran.open()),
            (1, vec!["drafts/b.md no-side-effects".into(), "hidden.md no-side-effects".into()])
        );
        let skipped = ran.json()["coverage"]["skipped"].to_string();
        assert!(!skipped.contains("hidden.md"), "{skipped}");
    }
    assert_eq!(site.check(&["--diff-base=HEAD", "a.md"]).code, 0);
    site.git(&["rm", "-q", "--cached", "hidden.md", "drafts/b.md"]);
    assert_eq!(site.check(&["--diff-base=HEAD", "."]).code, 0);
}

#[test]
fn what_was_set_aside_or_left_out_before_is_new_when_it_is_not() {
    let claim = "Our infusion has no side effects.\n";
    let waived = format!("<!-- fairbalance: ignore[no-side-effects] reviewed -->\n{claim}");
    let site = Site::committed(&[("fairbalance.yml", "exclude: drafts/\n"), ("a.md", &waived), ("drafts/d.md", claim)]);
    site.write("a.md", claim);
    assert!(has(&site.check(&["--diff-base", "HEAD", "."]), "a.md", "no-side-effects"));
    site.write("a.md", &waived);
    site.git(&["mv", "drafts/d.md", "d.md"]);
    assert!(has(&site.check(&["--diff-base", "HEAD", "."]), "d.md", "no-side-effects"));
}

#[test]
fn waivers_that_a_change_brought_are_told_apart() {
    let waiver = "<!-- fairbalance: ignore[no-side-effects] reviewed -->\nOur infusion has no side effects.\n\n";
    let site = Site::committed(&[("a.md", waiver)]);
    site.write("a.md", &format!("{waiver}{}", waiver.replace("reviewed", "reviewed again")));
    let report = site.check(&["--no-config", "--diff-base", "HEAD"]).json();
    let added: Vec<_> = report["waivers"].as_array().unwrap().iter().map(|w| w["added"].as_bool()).collect();
    assert_eq!(added, [Some(false), Some(true)]);
    let human = site.run(&["check", "--no-config", "--diff-base", "HEAD"]).out;
    assert!(human.contains("reviewed again (used)") && !human.contains("reviewed (used)"), "{human}");
    let summary = site.run(&["check", "--no-config", "--diff-base", "HEAD", "--format=markdown"]).out;
    let (_, added) = summary.split_once("### Waivers added by this change").unwrap();
    assert!(added.contains("<code>a.md:4</code> | reviewed again |") && !added.contains("| reviewed |"), "{summary}");
    let all = site.run(&["check", "--no-config", "--format=markdown"]).out;
    assert!(!all.contains("Waivers added"), "{all}");
}

#[test]
fn hostile_names_are_only_names() {
    let names = ["with space.md", "-rf.md", "$(touch pwned).md", "quote\"'.md", "new\nline.md", "tab\t.md", "é☃.md"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, PAGE)).collect();
    let site = Site::committed(&files);
    for name in names {
        site.write(name, &format!("{PAGE}\nIt has no side effects.\n"));
    }
    let ran = site.check(&["--no-config", "--diff-base", "HEAD", "."]);
    let new =
        ran.json()["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "us-health/no-side-effects").count();
    assert_eq!(new, names.len());
    assert!(!has(&ran, "with space.md", "disease-treatment-unapproved"), "{:?}", ran.open());
    assert!(!site.path().join("pwned").exists());
    for base in ["--output=pwned", "-x", "HEAD; touch pwned", "", "HEAD:a.md"] {
        let ran = site.check(&["--no-config", &format!("--diff-base={base}")]);
        assert_eq!(ran.code, 2, "{base}");
        assert!(!site.path().join("pwned").exists());
    }
}

#[test]
fn a_base_that_cannot_be_had_is_no_answer() {
    let site = Site::committed(&[("a.md", PAGE)]);
    site.write("a.md", "Call us.\n");
    site.commit();
    let ran = site.check(&["--no-config", "--diff-base", "no-such-branch"]);
    assert!(ran.code == 2 && ran.err.contains("`no-such-branch` cannot be had; name a branch"), "{}", ran.err);
    let clone = Site::new(&[]);
    let from = format!("file://{}", site.path().display());
    clone.git(&["clone", "-q", "--depth=1", &from, "."]);
    let ran = clone.check(&["--no-config", "--diff-base", "HEAD^1"]);
    assert!(ran.code == 2 && ran.err.contains("fetch-depth: 2"), "{}", ran.err);
    clone.git(&["fetch", "-q", "--depth=2", "origin", "main"]);
    assert_eq!(clone.check(&["--no-config", "--diff-base", "HEAD^1"]).code, 0);
    let bare = Site::new(&[("a.md", PAGE)]);
    let ran = bare.check(&["--no-config", "--diff-base", "HEAD"]);
    assert!(ran.code == 2 && ran.err.contains("git repository"), "{}", ran.err);
}

#[test]
fn a_hook_checks_what_will_be_committed() {
    let site = Site::new(&[("a.md", PAGE)]);
    site.git(&["init", "-q", "-b", "main"]);
    site.git(&["add", "a.md"]);
    // The first commit: everything is new.
    assert!(has(&site.check(&["--no-config", "--staged"]), "a.md", "disease-treatment-unapproved"));
    site.commit();
    site.write("a.md", &format!("{PAGE}\nIt has no side effects.\n"));
    assert_eq!(site.check(&["--no-config", "--staged"]).code, 0);
    site.git(&["add", "a.md"]);
    site.write("a.md", PAGE);
    site.write("untracked.md", "Our infusion has no side effects.\n");
    let ran = site.check(&["--no-config", "--staged"]);
    assert_eq!(ran.open(), ["a.md no-side-effects"]);
    assert_eq!(
        site.check(&["--no-config", "--diff-base=HEAD"]).open().iter().filter(|l| l.contains("untracked")).count(),
        ran.open().len()
    );
}

#[test]
fn a_folder_of_the_repository_will_do() {
    let site = Site::committed(&[("site/pages/a.md", PAGE), ("b.md", PAGE)]);
    site.write("site/pages/a.md", &format!("{PAGE}\nIt has no side effects.\n"));
    let ran = site.run_in("site", &["check", "--format=json", "--no-config", "--diff-base=HEAD", "pages"]);
    assert_eq!(ran.open(), ["pages/a.md no-side-effects"]);
}
