//! Findings about waivers, approvals, the baseline and the config themselves. Their rules belong to this program and to no pack.

use sha2::{Digest, Sha256};

use super::register::Approved;
use super::{State, Waiver};
use crate::finding::{Confidence, Finding, Level, Piece, RuleCard};
use crate::rule::id;
use crate::source::{Location, Source, Span};

/// What the ids of this program's own rules begin with. They cannot be waived.
pub const PREFIX: &str = "fairbalance/";

const UNUSED: &str = "fairbalance/waiver-unused";
const MALFORMED: &str = "fairbalance/waiver-malformed";
const EXPIRED: &str = "fairbalance/waiver-expired";
const UNKNOWN: &str = "fairbalance/waiver-unknown-rule";
const REFUSED: &str = "fairbalance/waiver-refused";
const DRIFT: &str = "fairbalance/approved-drift";
const ENDED: &str = "fairbalance/approved-expired";
const STALE: &str = "fairbalance/baseline-stale";
const IDLE: &str = "fairbalance/override-unused";

/// Id, level, title, why, remedy.
const RULES: [(&str, Level, &str, &str, &str); 9] = [
    (
        UNUSED,
        Level::Warning,
        "A waiver sets nothing aside",
        "A waiver that nobody needs today will hide the next finding of its rule unseen.",
        "Remove it; for a finding about the whole page write ignore-page[rule].",
    ),
    (
        MALFORMED,
        Level::Error,
        "A waiver cannot be understood",
        "It sets nothing aside, and whoever wrote it believes that it does.",
        "Write it as: fairbalance: ignore[rule] until=2027-03-31 approved-by=… evidence=… the reason.",
    ),
    (
        EXPIRED,
        Level::Warning,
        "A waiver has ended",
        "It was granted until a day that has passed, and sets nothing aside any more.",
        "Have it reviewed again and set a new date, or mend the copy and remove it.",
    ),
    (
        UNKNOWN,
        Level::Error,
        "A waiver names a rule that does not exist",
        "It sets nothing aside, and whoever wrote it believes that it does.",
        "Name the rule as reports print it between brackets.",
    ),
    (
        REFUSED,
        Level::Error,
        "A waiver is for a rule that may not be waived",
        "The config, or this program, does not let this rule be set aside.",
        "Mend the copy, or have the people who keep the config decide.",
    ),
    (
        DRIFT,
        Level::Warning,
        "Copy differs a little from an approved wording",
        "Only the words that were reviewed are approved; a changed word can change the claim.",
        "Restore the approved words, or have the new ones approved.",
    ),
    (
        ENDED,
        Level::Warning,
        "The approval of a wording has ended",
        "It was given until a day that has passed, and excuses nothing any more.",
        "Have the wording reviewed again and set a new date, or change it.",
    ),
    (
        STALE,
        Level::Note,
        "The baseline lists findings that are gone",
        "What was mended stays accepted in the baseline, and may come back unseen.",
        "Run `fairbalance baseline prune`.",
    ),
    (
        IDLE,
        Level::Warning,
        "An override in the config is for no page",
        "Its patterns match no file that is checked, so what it sets holds nowhere, and whoever wrote it believes that it does.",
        "Mend the pattern, which is relative to the config's folder, or remove the override.",
    ),
];

/// What reports say of these rules.
pub fn cards() -> impl Iterator<Item = RuleCard> {
    RULES.iter().map(|&(id, level, title, why, remedy)| RuleCard {
        id: id.to_owned(),
        title: title.to_owned(),
        why: why.to_owned(),
        remedy: remedy.to_owned(),
        level,
        confidence: Confidence::High,
        authorities: Vec::new(),
    })
}

/// The finding about a waiver that does not do what its writer wanted; none about one that does.
pub fn of_waiver(waiver: &Waiver, known: &[String]) -> Option<Finding> {
    let rule = &waiver.rule;
    let (id, message) = match &waiver.state {
        State::Used => return None,
        State::Unused => (UNUSED, format!("this waiver of {rule} sets nothing aside")),
        State::Expired => {
            let until = waiver.terms.until.map_or(String::new(), |until| until.to_string());
            (EXPIRED, format!("this waiver of {rule} ended on {until}"))
        }
        State::Refused => (REFUSED, format!("{rule} may not be waived")),
        State::UnknownRule => {
            let near = crate::yaml::nearest(rule, id::names(known.iter().map(String::as_str)));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            (UNKNOWN, format!("there is no rule `{rule}`{near}"))
        }
        State::Malformed(why) => (MALFORMED, format!("this waiver is not understood: {why}")),
    };
    Some(finding(id, message, &waiver.path, waiver.location, &waiver.text))
}

/// A sentence that an approval does not cover any more.
pub(super) fn drift(source: &Source, at: Location, entry: &Approved, was: &str, now: &str) -> Finding {
    let message = match (was.is_empty(), now.is_empty()) {
        (true, _) => format!("\u{201c}{now}\u{201d} was added to an approved wording"),
        (_, true) => format!("\u{201c}{was}\u{201d} was dropped from an approved wording"),
        _ => format!("the approved wording says \u{201c}{was}\u{201d}, this says \u{201c}{now}\u{201d}"),
    };
    let by = entry.terms.approved_by.as_deref().map_or(String::new(), |by| format!(", approved by {by}"));
    finding(DRIFT, message + &by, source.path(), Some(at), source.slice(source.text_span(at.span)))
}

pub(super) fn approval_ended(source: &Source, at: Location, entry: &Approved) -> Finding {
    let until = entry.terms.until.map_or(String::new(), |until| until.to_string());
    let message = format!("the approval of this wording ended on {until}");
    finding(ENDED, message, source.path(), Some(at), source.slice(source.text_span(at.span)))
}

/// The note about a baseline at `path`.
pub fn stale(path: &str, gone: usize) -> Finding {
    let plural = if gone == 1 { "finding that is" } else { "findings that are" };
    finding(STALE, format!("lists {gone} {plural} no longer there"), path, None, "")
}

/// The finding about an override whose patterns match no page; `source` is the config it stands in.
pub fn idle(source: &Source, patterns: Span) -> Finding {
    let at = source.locate(patterns);
    let text = source.slice(source.text_span(at.span));
    finding(IDLE, "this override matches no file that is checked".to_owned(), source.path(), Some(at), text)
}

fn finding(rule: &str, message: String, path: &str, location: Option<Location>, text: &str) -> Finding {
    let (_, level, _, _, remedy) = RULES.iter().find(|row| row.0 == rule).copied().unwrap_or(RULES[0]);
    let text = text.to_owned();
    let piece = location.map(|at| Piece {
        role: if rule == IDLE { "override" } else { "waiver" }.to_owned(),
        concept: String::new(),
        reading: Vec::new(),
        via: None,
        label: String::new(),
        text: text.clone(),
        phrase: text.clone(),
        ranges: vec![at],
    });
    let mut hasher = Sha256::new();
    for part in [rule, &message, &text] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let hex: String = hasher.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Finding {
        rule: rule.to_owned(),
        level,
        confidence: Confidence::High,
        level_changes: Vec::new(),
        message,
        remedy: remedy.to_owned(),
        path: path.to_owned(),
        section: Vec::new(),
        block: None,
        location,
        phrase: text.clone(),
        text,
        pieces: piece.into_iter().collect(),
        related: Vec::new(),
        duty: None,
        facts: Default::default(),
        stands_because: Vec::new(),
        about: None,
        folded: Vec::new(),
        authorities: Vec::new(),
        fingerprint: format!("v1:{hex}"),
    }
}
