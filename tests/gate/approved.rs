//! Approved wordings.

use crate::Site;

const WORDING: &str = "Our infusion cures migraine for good.";

fn config(until: &str) -> String {
    format!(
        "approved:\n  - text: {WORDING}\n    rules: [disease-cure-claim, permanent-results, us-health/disease-treatment-unapproved]\n    \
         evidence: docs/registry.pdf\n    approved-by: R. O.\n    until: {until}\n"
    )
}

#[test]
fn a_wording_is_excused_word_for_word_wherever_it_stands() {
    let site = Site::new(&[
        ("fairbalance.yml", &config("2027-01-01")),
        ("a.md", "Our *infusion* cures\nmigraine for\u{a0}good.\n"),
        ("b.html", "<h2>OUR INFUSION CURES MIGRAINE FOR GOOD</h2>"),
    ]);
    let ran = site.check(&["--excused", "."]);
    let cured = |line: &&String| line.contains("disease-cure-claim");
    assert_eq!(ran.open().iter().filter(cured).count(), 0, "{:?}", ran.open());
    let report = ran.json();
    let excused = report["excused"].as_array().unwrap();
    let by_approval: Vec<_> =
        excused.iter().filter(|e| e["because"][0]["reason"].as_str().unwrap().contains("approved by R. O.")).collect();
    assert!(by_approval.iter().any(|e| e["path"] == "a.md") && by_approval.iter().any(|e| e["path"] == "b.html"));
    // Rules that the approval does not answer stand.
    assert!(!ran.open().is_empty());
}

#[test]
fn other_words_around_it_are_another_wording() {
    for (page, drifts) in [
        ("Our infusion cures chronic migraine for good.", true),
        ("Our infusion cures epilepsy for good.", true),
        ("Our infusion cures migraine for good, and its price is low for everybody who comes to see us.", false),
        ("Call us today.", false),
    ] {
        let site = Site::new(&[("fairbalance.yml", &config("2027-01-01")), ("a.md", page)]);
        let open = site.check(&["."]).open();
        assert_eq!(open.contains(&"a.md approved-drift".to_owned()), drifts, "{page}: {open:?}");
        assert_eq!(open.contains(&"a.md disease-cure-claim".to_owned()), page.contains("cures"), "{page}: {open:?}");
    }
}

#[test]
fn an_approval_ends() {
    let site = Site::new(&[("fairbalance.yml", &config("2026-11-21")), ("a.md", WORDING)]);
    let open = site.check(&["."]).open();
    assert!(open.contains(&"a.md approved-expired".to_owned()) && open.contains(&"a.md disease-cure-claim".to_owned()));
    site.write("fairbalance.yml", &config("2026-11-21").replace("    approved-by: R. O.\n", ""));
    assert!(site.check(&["."]).err.contains("`approved-by` is missing"));
}
