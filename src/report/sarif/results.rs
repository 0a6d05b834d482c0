//! One result a finding, with its places.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::rules::{Rules, text_or};
use crate::finding::{Confidence, Finding};
use crate::report::escape;
use crate::report::run::{Settled, State};
use crate::report::text::sentence;
use crate::source::Location;
use crate::waiver::directive::Terms;

/// Code scanning shows no more places of a result.
const PLACES: usize = 100;

pub fn result(finding: &Finding, rules: &Rules) -> Value {
    let related = related(finding);
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), finding.rule.as_str().into());
    if let Some(index) = rules.index(&finding.rule) {
        result.insert("ruleIndex".to_owned(), index.into());
    }
    result.insert("level".to_owned(), finding.level.name().into());
    result.insert("rank".to_owned(), rank(finding.confidence).into());
    result.insert("message".to_owned(), json!({"text": message(finding, related.len())}));
    result.insert("locations".to_owned(), json!([{"physicalLocation": physical(&finding.path, finding.location)}]));
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), related.into());
    }
    if !finding.fingerprint.is_empty() {
        // The key that code scanning compares by is left to its uploader, which fills it from the lines.
        result.insert("partialFingerprints".to_owned(), json!({"fairbalance/v1": finding.fingerprint}));
    }
    let because: Vec<&str> = finding.stands_because.iter().map(|reason| reason.reason.as_str()).collect();
    result.insert(
        "properties".to_owned(),
        json!({
            "precision": finding.confidence.name(),
            "remedy": finding.remedy,
            "standsBecause": because,
            "authority": finding.authorities,
            "facts": finding.facts,
            "alsoSettles": finding.folded.iter().map(|folded| &folded.rule).collect::<Vec<_>>(),
        }),
    );
    result.into()
}

/// A finding that somebody set aside, and who says so.
pub fn suppressed(settled: &Settled, rules: &Rules) -> Value {
    let Settled { finding, state, waiver } = settled;
    let suppression = match waiver {
        Some(waiver) => {
            let Terms { reason, until, approved_by, evidence } = &waiver.terms;
            json!({
                "kind": if waiver.path == finding.path { "inSource" } else { "external" },
                "status": "accepted",
                "justification": text_or(&plain(reason), "waived"),
                "properties": {"until": until.map(|until| until.to_string()), "approvedBy": approved_by, "evidence": evidence},
            })
        }
        None => json!({
            "kind": "external",
            "status": "accepted",
            "justification": match state {
                State::OutsideDiff => "not brought by this change",
                _ => "accepted earlier: the baseline lists it",
            },
        }),
    };
    let mut result = result(finding, rules);
    result["suppressions"] = json!([suppression]);
    result
}

/// How sure the finding is, on SARIF's scale from 0 to 100.
fn rank(confidence: Confidence) -> f64 {
    match confidence {
        Confidence::High => 90.0,
        Confidence::Medium => 60.0,
        Confidence::Low => 30.0,
    }
}

/// The first sentence stands alone: it is all that is shown where there is little room.
fn message(finding: &Finding, related: usize) -> String {
    let mut text = match finding.message.trim() {
        "" => plain(&finding.rule),
        message => sentence(&plain(message)),
    };
    if !finding.remedy.trim().is_empty() {
        text.push_str(&format!(" What to do: {}", sentence(&plain(&finding.advice()))));
    }
    if related > 0 {
        let links: Vec<String> = (1..=related).map(|id| format!("[{id}]({id})")).collect();
        text.push_str(&format!(" See {}.", links.join(", ")));
    }
    text_or(&text, &finding.rule)
}

/// The pieces beside the primary one, and places that matter but are no part of the claim; numbered from 1.
fn related(finding: &Finding) -> Vec<Value> {
    let pieces = finding.pieces.iter().skip(1).filter_map(|piece| {
        let via = piece.via.as_deref().filter(|via| *via != "sentence").map(|via| format!(", from the {via}"));
        let label = [&piece.label, &piece.concept, &piece.role].into_iter().find(|name| !name.is_empty());
        let said = format!("{}{}", label.map_or("part of it", |label| label), via.unwrap_or_default());
        piece.ranges.first().map(|at| (finding.path.as_str(), Some(*at), said))
    });
    let others = finding.related.iter().map(|other| (other.path.as_str(), other.location, other.message.clone()));
    let all = pieces.chain(others).take(PLACES).enumerate();
    all.map(|(i, (path, location, said))| {
        let mut place = json!({"id": i + 1, "physicalLocation": physical(path, location)});
        if !said.trim().is_empty() {
            place["message"] = json!({"text": plain(&said)});
        }
        place
    })
    .collect()
}

fn physical(path: &str, location: Option<Location>) -> Value {
    // The file as a whole: an empty region at its start, because code scanning wants one.
    let region = match location {
        None => json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}),
        Some(at) => json!({
            "startLine": at.start.line,
            "startColumn": at.start.utf16,
            "endLine": at.end.line,
            "endColumn": at.end.utf16,
            "byteOffset": at.span.start,
            "byteLength": at.span.len(),
        }),
    };
    json!({"artifactLocation": {"uri": uri(path)}, "region": region})
}

/// All but what stands for itself in a path. A colon is not among it: in the first segment it would end a scheme.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path as a URI: relative where the path is.
pub fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, ENCODED).to_string();
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    match path.strip_prefix("//") {
        Some(_) => format!("file:{encoded}"),
        None if path.starts_with('/') => format!("file://{encoded}"),
        None if drive => format!("file:///{encoded}"),
        None => encoded,
    }
}

/// Words of the page for a plain message: nothing hidden in them, and no link, which is written `[text](target)`.
pub fn plain(text: &str) -> String {
    escape::prose(text).replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, shown) in [
            ("content/a b#1.md", "content/a%20b%231.md"),
            ("über/50%.md", "%C3%BCber/50%25.md"),
            ("javascript:x.md", "javascript%3Ax.md"),
            ("/srv/site/a.md", "file:///srv/site/a.md"),
            ("C:/site/a.md", "file:///C%3A/site/a.md"),
            ("../a.md", "../a.md"),
        ] {
            assert_eq!(uri(path), shown);
        }
    }

    #[test]
    fn words_of_the_page_are_no_links() {
        assert_eq!(plain("a [click](https://x) \u{202e}b\nc"), "a [click] (https://x) \\u{202e}b c");
    }
}
