//! Baselines through the program.

use crate::Site;

const PAGE: &str = "# IV ketamine\n\nOur ketamine infusion cures depression.\n\nIt may help with anxiety.\n";

fn adopted() -> Site {
    let site = Site::new(&[
        ("fairbalance.yml", "baseline: gate/base.json\n"),
        ("a.md", PAGE),
        ("b/c.html", "<p>Our infusion has no side effects.</p>"),
    ]);
    std::fs::create_dir(site.path().join("gate")).unwrap();
    let ran = site.run(&["baseline", "create"]);
    assert!(ran.code == 0 && ran.out.starts_with("gate/base.json: accepts "), "{}{}", ran.out, ran.err);
    site
}

#[test]
fn an_old_site_is_adopted_with_one_command() {
    let site = adopted();
    assert!(site.read("gate/base.json").contains("\"path\":\"../b/c.html\""));
    let ran = site.check(&["--fail-on=note", "."]);
    assert_eq!((ran.code, ran.open()), (0, vec![]));
    assert!(!ran.of_state("baselined").is_empty());
    // Every format counts what was set aside.
    for format in ["human", "concise", "github", "csv", "gitlab", "junit", "rdjson", "markdown"] {
        let ran = site.run(&["check", "--format", format, "."]);
        assert!(format!("{}{}", ran.out, ran.err).contains("accepted earlier"), "{format}: {}{}", ran.out, ran.err);
    }
    // From another folder, and with one page only.
    let ran = site.run_in("b", &["check", "--format=json", "--fail-on=note", "c.html"]);
    assert_eq!((ran.code, ran.open()), (0, vec![]));
    let show = site.run(&["baseline", "show"]);
    assert!(show.out.contains("us-health/no-side-effects") && show.out.contains("in all"), "{}{}", show.out, show.err);
    assert_eq!(site.run(&["baseline", "show", "--baseline", "gate/base.json"]).out, show.out);
    assert_eq!(site.run_in("b", &["baseline", "show"]).out, show.out);
    let ran = site.run(&["baseline", "show", "--no-config"]);
    assert!(ran.code == 2 && ran.err.contains("fairbalance-baseline.json"), "{}", ran.err);
}

#[test]
fn moved_renamed_and_rewrapped_copy_stays_accepted_and_more_of_it_does_not() {
    let site = adopted();
    site.remove("b/c.html");
    site.write("moved.html", "<P>Our infusion has\n<EM>no side</EM> effects.</P>");
    site.write("a.md", &PAGE.replace("infusion cures", "infusion\ncures"));
    assert_eq!(site.check(&["."]).open(), Vec::<String>::new());
    site.write("again.html", "<p>Our infusion has no side effects.</p>");
    let ran = site.check(&["."]);
    assert_eq!((ran.code, ran.open().iter().filter(|l| l.contains("no-side-effects")).count()), (1, 1));
}

#[test]
fn what_got_worse_is_new() {
    let site = adopted();
    site.write("a.md", &PAGE.replace("It may help with anxiety", "It certainly cures anxiety"));
    let ran = site.check(&["."]);
    assert!(ran.code == 1 && !ran.open().is_empty(), "{:?}", ran.open());
    // The same words at a higher level are not covered.
    site.write("a.md", PAGE);
    let accepted = site.read("gate/base.json");
    site.write("gate/base.json", &accepted.replace("\"error\"", "\"warning\""));
    assert!(!site.check(&["."]).open().is_empty());
}

#[test]
fn a_baseline_shrinks_and_does_not_grow() {
    let site = adopted();
    site.remove("b/c.html");
    let ran = site.check(&["."]);
    assert_eq!(ran.open(), ["gate/base.json baseline-stale"]);
    site.write("new.md", "Our infusion has no adverse reactions.\n");
    let before = site.read("gate/base.json");
    let ran = site.run(&["baseline", "prune"]);
    assert!(ran.code == 0 && !ran.out.contains("; 0 dropped"), "{}", ran.out);
    let after = site.read("gate/base.json");
    assert!(after.lines().count() < before.lines().count() && !after.contains("new.md"));
    let ran = site.check(&["."]);
    assert!(ran.code == 1 && !ran.open().iter().any(|line| line.contains("baseline-stale")), "{:?}", ran.open());
}

#[test]
fn a_baseline_that_cannot_be_used_is_no_answer() {
    let site = adopted();
    let ran = site.check(&["--baseline", "gone.json", "."]);
    assert!(ran.code == 2 && ran.err.contains("baseline create"), "{}", ran.err);
    site.write("gate/base.json", "{\"version\": 9, \"entries\": []}");
    let ran = site.check(&["."]);
    assert!(ran.code == 2 && ran.err.contains("version 9"), "{}", ran.err);
    std::fs::write(site.path().join("latin.md"), b"caf\xe9").unwrap();
    let before = site.read("gate/base.json");
    assert_eq!(site.run(&["baseline", "create"]).code, 2);
    assert_eq!(site.read("gate/base.json"), before);
}

#[test]
fn what_was_not_read_is_accepted_only_as_it_is() {
    let site = Site::new(&[("a.html", "<p>Call us.</p>\n<!-- left open: we have news\n")]);
    let create = |site: &Site| site.run(&["baseline", "create", "--no-config"]);
    let check = |site: &Site| site.check(&["--no-config", "--baseline=fairbalance-baseline.json", "."]);
    create(&site);
    assert_eq!(check(&site).code, 0);
    site.write("a.html", "<p>Call us today.</p>\n<!-- left open: we have news\n");
    assert_eq!(check(&site).code, 0);
    site.write("a.html", "<p>Call us.</p>\n<!-- left open: we have news\n<p>Our infusion has no side effects.</p>\n");
    assert_eq!(check(&site).code, 1);
}

#[test]
fn what_the_base_had_leaves_no_room_in_the_baseline_for_more_of_it() {
    let claim = "Our infusion has no side effects.\n";
    let site = Site::committed(&[
        ("fairbalance.yml", "baseline: fairbalance-baseline.json\n"),
        ("a.md", claim),
        ("c.md", "Call us.\n"),
    ]);
    site.run(&["baseline", "create"]);
    site.commit();
    // The page of the accepted finding is touched, and the same words come to another page.
    site.write("a.md", &format!("{claim}\nOpen daily.\n"));
    site.write("c.md", claim);
    for args in [&["."][..], &["--diff-base=HEAD", "."]] {
        let ran = site.check(args);
        let open: Vec<String> = ran.open().into_iter().filter(|line| !line.starts_with("c.md missing")).collect();
        assert_eq!((ran.code, open), (1, vec!["c.md no-side-effects".to_owned()]), "{args:?}");
    }
    // Who accepts it in the same change is seen to.
    site.run(&["baseline", "create"]);
    let ran = site.run(&["check", "--diff-base=HEAD", "--format=markdown", "."]);
    let (_, told) = ran.out.split_once("### Brought by this change and accepted by the baseline").unwrap();
    assert!(ran.code == 0 && told.contains("<code>c.md:1</code>") && !told.contains("a.md"), "{}", ran.out);
    let human = site.run(&["check", "--diff-base=HEAD", "."]).out;
    assert!(human.contains("error us-health/no-side-effects at c.md:1:18: \"no side effects\""), "{human}");
}
