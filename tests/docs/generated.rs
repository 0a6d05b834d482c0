//! Pages that are written from the rules: one a rule, and an index by family. `docs/json.md` holds a real report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::Write as _;
use std::process::Stdio;

use fairbalance::not_read;
use fairbalance::rule::RulePage;
use fairbalance::waiver::meta;
use serde_json::{Value, json};

use super::{RENEW, between, built_in, expect, fairbalance, read, root, updating};

const FOLDER: &str = "docs/rules";

#[test]
fn rule_pages_are_as_the_rules_are() {
    let own = std::iter::once(not_read::card()).chain(meta::cards()).map(|card| RulePage::of_card(&card));
    let pages = built_in().rules().iter().map(|rule| RulePage::new(built_in(), rule));
    let pages: Vec<RulePage> = pages.chain(own).collect();
    let mut files: BTreeMap<String, String> =
        pages.iter().map(|page| (format!("{FOLDER}/{}.md", page.id), markdown(page))).collect();
    files.insert(format!("{FOLDER}/README.md"), index(&pages));
    let mut stale: Vec<String> = files.iter().filter_map(|(path, text)| expect(path, text).err()).collect();
    let packs: BTreeSet<&str> = pages.iter().filter_map(|page| page.id.split('/').next()).collect();
    for pack in packs {
        for entry in std::fs::read_dir(root().join(FOLDER).join(pack)).into_iter().flatten().flatten() {
            let path = format!("{FOLDER}/{pack}/{}", entry.file_name().to_string_lossy());
            if files.contains_key(&path) {
            } else if updating() {
                std::fs::remove_file(entry.path()).unwrap();
            } else {
                stale.push(format!("{path} (no such rule)"));
            }
        }
    }
    assert!(stale.is_empty(), "{} pages of rules are stale, {} first; {RENEW}", stale.len(), stale[0]);
}

fn markdown(page: &RulePage) -> String {
    let text = page.markdown();
    let text = text.trim_end();
    format!(
        "{text}\n\n---\nWhether words are denied, asked, hedged or told as a myth is settled before any rule looks: see \
         [how claims are read](../../how-claims-are-read.md). All rules: [index](../README.md). This page is generated \
         from the rule; change the rule.\n"
    )
}

fn index(pages: &[RulePage]) -> String {
    let mut families: BTreeMap<&str, Vec<&RulePage>> = BTreeMap::new();
    for page in pages {
        families.entry(page.family.as_deref().unwrap_or("the program itself")).or_default().push(page);
    }
    let mut out = format!(
        "# Rules\n\n{} rules, by family. `fairbalance explain RULE` prints the same pages. This page is generated: {RENEW}\n",
        pages.len()
    );
    for (family, pages) in families {
        write!(out, "\n## {family}\n\n| rule | level | what it finds |\n| --- | --- | --- |\n").unwrap();
        for page in pages {
            let name = page.id.rsplit('/').next().unwrap_or_default();
            let title = page.title.replace('|', "\\|");
            writeln!(out, "| [{name}]({}.md) | {} | {title} |", page.id, page.level.name()).unwrap();
        }
    }
    out
}

/// Two sentences whose report is shown in `docs/json.md`.
const PASTE: &str = "IV ketamine may ease anxiety in autism. There is no cure for autism.\n";

#[test]
fn the_report_in_the_json_page_is_real() {
    let args = ["check", "--no-config", "--format=json", "--today=2026-11-22", "--stdin-filename=paste.md", "-"];
    let mut child = fairbalance(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASTE.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let mut report: Value = serde_json::from_slice(&out.stdout).unwrap();
    shorten(&mut report);
    let inside = format!("\n```json\n{report:#}\n```\n\n");
    let page = between(&read("docs/json.md"), "report", &inside);
    expect("docs/json.md", &page).unwrap_or_else(|path| panic!("{path} is stale; {RENEW}"));
}

/// Keeps one finding, its rule, and nothing that changes with every edit of a rule.
fn shorten(report: &mut Value) {
    const KEPT: &str = "us-health/high-risk-pair";
    let findings = report["findings"].as_array().unwrap();
    let kept = findings.iter().find(|finding| finding["rule"] == KEPT).expect("the finding that the page shows");
    report["findings"] = json!([kept]);
    report["findings"][0]["fingerprint"] = json!("v1:…");
    for folded in report["findings"][0]["folded"].as_array_mut().unwrap() {
        folded["fingerprint"] = json!("v1:…");
    }
    report["rules"].as_object_mut().unwrap().retain(|rule, _| rule == KEPT);
    for pack in report["tool"]["packs"].as_array_mut().unwrap() {
        pack["digest"] = json!("sha256:…");
    }
}
