//! The finding for bytes that extraction could not follow. A page that was read in part must not pass as read.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::extract::document::NotRead;
use crate::extract::entities::decode_to_string;
use crate::extract::normalise::fold;
use crate::finding::{Confidence, Finding, Level, Piece, Reason, RuleCard};
use crate::source::{Source, Span};

/// Its rule id. It belongs to no pack and cannot be switched off by one.
pub const RULE: &str = "fairbalance/not-read";

/// What reports say of the rule.
pub fn card() -> RuleCard {
    RuleCard {
        id: RULE.to_owned(),
        title: "A part of the file was not read".to_owned(),
        why: "Claims and missing statements in that part would go unseen, so the file cannot be called clean."
            .to_owned(),
        remedy: REMEDY.to_owned(),
        level: Level::Error,
        confidence: Confidence::High,
        authorities: Vec::new(),
    }
}

/// The finding for one unread part. It points at the beginning of the part, never at megabytes of it.
pub fn finding(source: &Source, part: &NotRead) -> Finding {
    let place = opening(source.text(), part.span);
    let location = source.locate(place);
    let text = source.slice(place).to_owned();
    let phrase = fold(&decode_to_string(&text, false));
    let bytes = part.span.len();
    Finding {
        rule: RULE.to_owned(),
        level: Level::Error,
        confidence: Confidence::High,
        level_changes: Vec::new(),
        message: format!("{bytes} bytes from here on were not read: {}", part.reason),
        remedy: REMEDY.to_owned(),
        path: source.path().to_owned(),
        section: Vec::new(),
        block: None,
        location: Some(location),
        phrase: phrase.clone(),
        pieces: vec![Piece {
            role: "not-read".to_owned(),
            concept: String::new(),
            reading: Vec::new(),
            via: None,
            label: "not read from here on".to_owned(),
            phrase: phrase.clone(),
            text: text.clone(),
            ranges: vec![location],
        }],
        text,
        related: Vec::new(),
        authorities: Vec::new(),
        duty: None,
        facts: BTreeMap::from([("bytes".to_owned(), bytes.to_string())]),
        stands_because: vec![Reason {
            reason: "what is not read cannot be cleared of anything".to_owned(),
            location: None,
        }],
        about: None,
        folded: Vec::new(),
        // Who accepts an unread part accepts these bytes and no others: what changes in it is unread anew.
        fingerprint: format!("v1:not-read:{}", digest(source.slice(part.span.within(source.text())))),
    }
}

const REMEDY: &str =
    "Close the tag, comment or front matter that is left open here, or exclude the file if it is not copy.";

/// Line ends and other white space aside: they depend on where the file was checked out.
fn digest(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    Sha256::digest(words.join(" ")).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// At most so many bytes of the part are shown.
const SHOWN: usize = 60;

fn opening(text: &str, part: Span) -> Span {
    let part = part.within(text);
    // An opening that is only a line break tells nobody anything.
    let blank = text[part.range()].len() - text[part.range()].trim_start().len();
    let part = if blank < part.len() { Span::new(part.start + blank, part.end) } else { part };
    let rest = &text[part.range()];
    let line = rest.find(['\n', '\r']).filter(|&end| end > 0).unwrap_or(rest.len());
    Span::new(part.start, part.start + line.min(SHOWN)).within(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_opening_only() {
        let text = format!("Fine.\n<!-- \u{e9}{}\nmore\n", "x".repeat(100));
        let source = Source::from_text("a.html", text.clone());
        let part = NotRead { span: Span::new(6, text.len()), reason: "a comment is not closed".to_owned() };
        let found = finding(&source, &part);
        assert_eq!(found.location.unwrap().start.line, 2);
        assert!(found.text.starts_with("<!-- é") && found.text.len() <= SHOWN);
        assert!(found.message.contains(&(text.len() - 6).to_string()));
    }
}
