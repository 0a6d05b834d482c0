//! Waivers in pages and registers.

use crate::Site;

const CLAIM: &str = "Our infusion has no side effects.\n";

fn rules(page: &str, name: &str) -> Vec<String> {
    let ran = Site::new(&[(name, page)]).check(&["--no-config", name]);
    ran.open().iter().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn every_comment_syntax_sets_aside_the_block_that_follows() {
    for (name, comment) in [
        ("a.md", "<!-- fairbalance: ignore[no-side-effects] quoted from the label -->"),
        ("a.html", "<!-- fairbalance: ignore[us-health/no-side-effects] quoted\n from the label -->"),
        ("a.md", "{# fairbalance: ignore[no-side-effects] quoted from the label #}"),
        ("a.md", "{% comment %} fairbalance: ignore[no-side-effects] quoted {% endcomment %}"),
        ("a.html.hbs", "{{!-- fairbalance: ignore[no-side-effects] quoted from the label --}}"),
        ("a.mdx", "{/* fairbalance: ignore[no-side-effects] quoted from the label */}"),
    ] {
        let claim = if name.contains("html") { format!("<p>{CLAIM}</p>") } else { CLAIM.to_owned() };
        let site = Site::new(&[(name, &format!("{comment}\n\n{claim}\n\n{claim}"))]);
        let ran = site.check(&["--no-config", name]);
        assert_eq!(ran.of_state("waived"), [format!("{name} no-side-effects")], "{comment}");
        assert_eq!(ran.open().iter().filter(|line| line.contains("no-side-effects")).count(), 1, "{comment}");
        let report = ran.json();
        let waived =
            report["findings"].as_array().unwrap().iter().find(|finding| finding["state"] == "waived").unwrap();
        assert!(waived["waiver"]["reason"].as_str().unwrap().starts_with("quoted"));
        assert_eq!(report["waivers"][0]["state"], "used");
    }
}

#[test]
fn before_a_heading_a_waiver_holds_for_its_section_and_no_further() {
    let page = format!(
        "# Infusions\n\n<!-- fairbalance: ignore[no-side-effects] reviewed -->\n\n## Safety\n\n{CLAIM}\n### More\n\n{CLAIM}\n## Prices\n\n{CLAIM}"
    );
    let site = Site::new(&[("a.md", &page)]);
    let ran = site.check(&["--no-config", "a.md"]);
    assert_eq!(ran.of_state("waived").len(), 2);
    assert_eq!(ran.open().iter().filter(|line| line.contains("no-side-effects")).count(), 1);
    assert_eq!(ran.json()["waivers"][0]["settles"], 2);
    let page = page.replace("ignore[", "ignore-page[");
    assert_eq!(rules(&page, "a.md").iter().filter(|rule| *rule == "no-side-effects").count(), 0);
}

#[test]
fn a_waiver_is_for_its_rule_alone_and_the_rest_of_the_sentence_stays() {
    let page = "<!-- fairbalance: ignore[disease-cure-claim] a legal quotation -->\nOur infusion cures autism.\n";
    let open = rules(page, "a.md");
    assert!(
        !open.contains(&"disease-cure-claim".to_owned()) && !open.contains(&"waiver-unused".to_owned()),
        "{open:?}"
    );
    assert!(open.contains(&"incurable-condition-cure".to_owned()), "{open:?}");
}

#[test]
fn a_waiver_that_does_not_do_its_work_is_a_finding() {
    for (waiver, found) in [
        ("ignore[no-side-effects] until=2026-11-22 the last day counts", None),
        ("ignore[no-side-effects] until=2026-11-21 reviewed", Some("waiver-expired")),
        ("ignore[no-side-effect] reviewed", Some("waiver-unknown-rule")),
        ("ignore[no-side-effects]", Some("waiver-malformed")),
        ("ignore[miracle-claim] reviewed", Some("waiver-unused")),
        ("ignore[fairbalance/not-read] reviewed", Some("waiver-refused")),
    ] {
        let open = rules(&format!("<!-- fairbalance: {waiver} -->\n{CLAIM}"), "a.md");
        let own: Vec<&String> = open.iter().filter(|rule| rule.starts_with("waiver-")).collect();
        assert_eq!(own.first().map(|rule| rule.as_str()), found, "{waiver}");
        assert_eq!(open.contains(&"no-side-effects".to_owned()), found.is_some(), "{waiver}");
    }
    let open = rules(&format!("{CLAIM}\n<!-- fairbalance: ignore[no-side-effects] at the end -->\n"), "a.md");
    assert!(open.contains(&"waiver-malformed".to_owned()), "{open:?}");
}

#[test]
fn some_rules_cannot_be_waived() {
    let site = Site::new(&[
        ("fairbalance.yml", "not-waivable: [us-health/no-side-effects]\n"),
        ("a.md", &format!("<!-- fairbalance: ignore[no-side-effects] please -->\n{CLAIM}")),
    ]);
    let open = site.check(&["."]).open();
    assert!(open.contains(&"a.md waiver-refused".to_owned()) && open.contains(&"a.md no-side-effects".to_owned()));
    site.write("fairbalance.yml", "not-waivable: [us-health/no-side-effect]\n");
    let ran = site.check(&["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `us-health/no-side-effects`?"), "{}", ran.err);
}

#[test]
fn a_register_serves_formats_without_comments() {
    let site = Site::new(&[
        ("fairbalance.yml", "packs: us-health\n"),
        (
            "fairbalance-waivers.yml",
            "waivers:\n  - {rule: no-side-effects, paths: mails/, text: no side effects, reason: a quotation}\n  \
             - {rule: miracle-claim, paths: mails/, reason: nothing of the kind is there}\n",
        ),
        ("mails/a.txt", CLAIM),
        ("b.txt", CLAIM),
    ]);
    let ran = site.check(&["."]);
    assert_eq!(ran.of_state("waived"), ["mails/a.txt no-side-effects"]);
    let open = ran.open();
    assert!(open.contains(&"b.txt no-side-effects".to_owned()), "{open:?}");
    assert!(open.contains(&"fairbalance-waivers.yml waiver-unused".to_owned()), "{open:?}");
    // A run over some of the pages cannot tell whether an entry is of use.
    assert!(!site.check(&["b.txt"]).open().iter().any(|line| line.contains("waiver-unused")));
    // Entries can sit in the config too, and name a finding by its fingerprint.
    let report = site.check(&["b.txt"]).json();
    let all = report["findings"].as_array().unwrap();
    let finding = all.iter().find(|finding| finding["rule"] == "us-health/no-side-effects").unwrap();
    site.write(
        "fairbalance.yml",
        &format!("waivers: [{{rule: no-side-effects, fingerprint: {}, reason: reviewed}}]\n", finding["fingerprint"]),
    );
    assert_eq!(site.check(&["b.txt"]).of_state("waived"), ["b.txt no-side-effects"]);
    site.write("fairbalance.yml", "waivers: [{rule: no-side-effects, paths: x}]\n");
    let ran = site.check(&["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`reason` is missing"), "{}", ran.err);
}

#[test]
fn the_register_is_printed_in_three_ways_and_formulas_stay_text() {
    let site = Site::new(&[(
        "a.md",
        "<!-- fairbalance: ignore[no-side-effects] until=2027-01-31 approved-by=\"R. O.\" =HYPERLINK(\"x\"), said -->\n\
         Our infusion has no side effects.\n",
    )]);
    let table = site.run(&["waivers", "--no-config", "--today=2026-11-22"]);
    assert!(table.code == 0 && table.out.contains("used   us-health/no-side-effects  a.md  1"), "{}", table.out);
    let csv = site.run(&["waivers", "--no-config", "--format=csv"]).out;
    assert!(csv.contains(",\"'=HYPERLINK(\"\"x\"\"), said\"\r\n"), "{csv}");
    let json: serde_json::Value =
        serde_json::from_str(&site.run(&["waivers", "--no-config", "--format=json"]).out).unwrap();
    assert_eq!((json[0]["approved_by"].as_str(), json[0]["settles"].as_u64()), (Some("R. O."), Some(1)));
}

#[test]
fn a_waiver_in_a_layout_counts_once() {
    let site = Site::new(&[
        ("fairbalance.yml", "layouts: [{paths: pages/, after: footer.html}]\nexclude: [footer.html]\n"),
        (
            "footer.html",
            "<!-- fairbalance: ignore[no-side-effects] reviewed --><p>Our infusion has no side effects.</p>",
        ),
        ("pages/a.md", "Call us.\n"),
        ("pages/b.md", "Write to us.\n"),
    ]);
    let ran = site.check(&["."]);
    assert_eq!(ran.of_state("waived"), ["footer.html no-side-effects"]);
    assert_eq!(ran.json()["waivers"].as_array().unwrap().len(), 1);
    assert!(!ran.open().iter().any(|line| line.contains("waiver-")), "{:?}", ran.open());
}
