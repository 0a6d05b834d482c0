//! The words that a finding offers must do what it asks for: put into the page, they settle the duty, and no rule flags them.

use std::path::Path;
use std::{fs, str};

use fairbalance::extract::Format;
use fairbalance::finding::{Finding, Level, Outcome};
use fairbalance::linter::Linter;
use fairbalance::source::Source;
use fairbalance::yaml::{self, File, Node, Value};

use crate::{RULESET, check};

#[test]
fn what_a_finding_offers_settles_it() {
    let names = rows("treatments", "treatment", "name");
    assert!(names.len() > 300, "{} treatments", names.len());
    let mut settled = 0;
    let mut failures = Vec::new();
    for (_, name) in &names {
        let page = format!("Our {name} relieves OCD. Book your visit today.\n");
        let offered: Vec<Finding> =
            check(&page, Format::Markdown, "", &[]).findings.into_iter().filter(is_owed).collect();
        for finding in offered {
            let duty = finding.duty.unwrap();
            let with = format!("{page}\n{}\n", duty.sample);
            let after = check(&with, Format::Markdown, "", &[]).findings;
            let still = |other: &Finding| other.rule == finding.rule && is_owed(other);
            let flagged =
                |other: &Finding| other.level >= Level::Warning && other.location.is_some_and(|at| at.start.line > 1);
            settled += 1;
            for other in after.iter().filter(|other| still(other) || flagged(other)) {
                failures.push(format!("{name}: {} with \"{}\": {}", finding.rule, duty.sample, other.rule));
            }
        }
    }
    assert!(settled > 500, "{settled} duties");
    assert!(failures.is_empty(), "{} of {settled}:\n{}", failures.len(), failures.join("\n"));
}

/// A sample lists risks by their names, so that each name has to mention its risk.
#[test]
fn every_risk_is_mentioned_by_its_name() {
    let mut unheard = Vec::new();
    for (id, name) in rows("risks", "risk", "name") {
        let source = Source::from_text("page.md", format!("Risks include {name} and others."));
        let analysis = Linter::new(&RULESET).analyse(&source, Format::Markdown, &[]);
        let heard = analysis.named_by("risk").iter().map(|id| analysis.mention(*id));
        let mut heard = heard.filter_map(|mention| RULESET.row(mention.concept, mention.row?));
        if !heard.any(|row| row.id == id) {
            unheard.push(format!("{id}: {name}"));
        }
    }
    assert!(unheard.is_empty(), "{}", unheard.join("\n"));
}

fn is_owed(finding: &Finding) -> bool {
    let owed = |duty: &fairbalance::finding::DutyResult| {
        matches!(duty.outcome, Outcome::Missing | Outcome::Incomplete) && !duty.sample.is_empty()
    };
    finding.duty.as_ref().is_some_and(owed)
}

/// The id and another value of each row of a table, as the files have them.
fn rows(table: &str, id: &str, key: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(table), &mut files);
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let file = File::new(path.as_str(), fs::read_to_string(&path).unwrap());
        for document in yaml::parse(&file).unwrap() {
            let text = |row, key| entry(row, key).and_then(Node::text).map(str::to_owned);
            let rows = entry(&document, table).into_iter().flat_map(Node::items);
            all.extend(rows.filter_map(|row| Some((text(row, id)?, text(row, key)?))));
        }
    }
    all
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path.to_str().unwrap().to_owned());
        }
    }
}
