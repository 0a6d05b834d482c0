//! What a log says of the rules: all that were active, so that a rule without findings is seen to have run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::results::plain;
use crate::finding::{AuthorityCard, Finding, Level, RuleCard};
use crate::report::markdown::escaped;
use crate::report::run::Run;
use crate::report::text::sentence;
use crate::rule::id;

/// The rules by id; a finding refers to them by their place.
pub struct Rules<'r> {
    cards: BTreeMap<&'r str, Option<&'r RuleCard>>,
}

/// Code scanning accepts no longer descriptions.
const DESCRIPTION: usize = 1024;

impl<'r> Rules<'r> {
    pub fn of(run: &'r Run, findings: impl Iterator<Item = &'r Finding>) -> Rules<'r> {
        let named = findings.map(|finding| (finding.rule.as_str(), None));
        let active = run.cards.iter().map(|(id, card)| (id.as_str(), Some(card)));
        Rules { cards: named.chain(active).collect() }
    }

    pub fn index(&self, id: &str) -> Option<usize> {
        self.cards.keys().position(|known| *known == id)
    }

    pub fn descriptors(&self) -> Value {
        self.cards.iter().map(|(id, card)| descriptor(id, *card)).collect()
    }
}

fn descriptor(id: &str, card: Option<&RuleCard>) -> Value {
    let Some(card) = card else {
        let named = json!({"text": text_or(id, "a rule without a name")});
        return json!({"id": id, "shortDescription": named, "fullDescription": named, "help": named});
    };
    let pack = id::pack(id);
    json!({
        "id": id,
        "shortDescription": {"text": text_or(&cut(&sentence(&plain(&card.title))), id)},
        "fullDescription": {"text": text_or(&cut(&plain(&card.why)), id)},
        "help": {"text": text_or(&help(card), id), "markdown": text_or(&help_markdown(card), id)},
        "defaultConfiguration": {"level": card.level.name()},
        // No `security-severity`: it would file copy among security alerts.
        "properties": {
            "tags": ["compliance", "marketing copy", pack],
            "precision": card.confidence.name(),
            "problem.severity": severity(card.level),
        },
    })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

fn help(card: &RuleCard) -> String {
    let authorities = card.authorities.iter().map(|authority| {
        let AuthorityCard { name, citation, url, reach, as_of, .. } = authority;
        format!("\n- {}", plain(&format!("{name} ({reach}, as of {as_of}): {citation} {url}")))
    });
    let listed: String = authorities.collect();
    let heading = if listed.is_empty() { "" } else { "\n\nAuthority:" };
    format!("{}\n\nWhat to do: {}{heading}{listed}", plain(&card.why), plain(&card.remedy))
}

fn help_markdown(card: &RuleCard) -> String {
    let authorities = card.authorities.iter().map(|authority| {
        let AuthorityCard { name, citation, url, reach, as_of, .. } = authority;
        let said = [name, reach, as_of, citation].map(|text| escaped(text));
        // Rule files are trusted with addresses, though not to end the link.
        let url: String = url.chars().filter(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '\\')).collect();
        format!("\n- [{}](<{url}>) ({}, as of {}): {}", said[0], said[1], said[2], said[3])
    });
    let listed: String = authorities.collect();
    let heading = if listed.is_empty() { "" } else { "\n\n**Authority**\n" };
    format!("{}\n\n**What to do.** {}{heading}{listed}", escaped(&card.why), escaped(&card.remedy))
}

/// Empty strings are refused.
pub fn text_or(text: &str, other: &str) -> String {
    let found = [text, other].into_iter().find(|text| !text.trim().is_empty());
    found.unwrap_or("without words").to_owned()
}

fn cut(text: &str) -> String {
    match text.chars().count() > DESCRIPTION {
        true => text.chars().take(DESCRIPTION - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
