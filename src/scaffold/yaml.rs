//! Drafts as YAML, as an author would write it.

use std::fmt::Write;

use super::{Body, Draft, DraftPack};

impl Draft {
    /// One or two documents: the vocabulary that the rule alone needs, and the rule.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        self.comment.iter().for_each(|line| put(&mut out, 0, &format!("# {line}")));
        self.vocabulary(&mut out);
        for (key, value) in [("id", Some(&self.id)), ("title", Some(&self.title)), ("family", self.family.as_ref())] {
            pair(&mut out, 0, key, value);
        }
        pair(&mut out, 0, "message", self.message.as_ref());
        put(&mut out, 0, &format!("level: {}", self.level.name()));
        put(&mut out, 0, &format!("authority: [{}]", joined(&self.authority)));
        pair(&mut out, 0, "why", Some(&self.why));
        pair(&mut out, 0, "remedy", Some(&self.remedy));
        match &self.body {
            Body::Find { find, within, require } => {
                match find.as_slice() {
                    [one] => pair(&mut out, 0, "find", Some(one)),
                    several => put(&mut out, 0, &format!("find: [{}]", joined(several))),
                }
                if let Some(within) = within {
                    put(&mut out, 0, &format!("within: {within}"));
                }
                if let Some((statement, within)) = require {
                    put(&mut out, 0, &format!("require: {{statement: {statement}, within: {within}}}"));
                }
            }
            // A page is never as long as this, so what is counted is not scaled.
            Body::MoreThan { of, count, over } => put(
                &mut out,
                0,
                &format!("measure: {{density: {}, per: 1000000 words, over: {over}, more than: {count}}}", quoted(of)),
            ),
        }
        put(&mut out, 0, "examples:");
        list(&mut out, 1, "flag", &self.flag);
        list(&mut out, 1, "pass", &self.pass);
        out
    }

    fn vocabulary(&self, out: &mut String) {
        if !self.concepts.is_empty() {
            put(out, 0, "concepts:");
        }
        for concept in &self.concepts {
            put(out, 1, &format!("- concept: {}", concept.id));
            pair(out, 2, "about", Some(&concept.about));
            list(out, 2, "phrases", &concept.phrases);
            if !concept.except.is_empty() {
                list(out, 2, "except", &concept.except);
            }
        }
        if let Some(statement) = &self.statement {
            put(out, 0, "statements:");
            put(out, 1, &format!("- statement: {}", statement.id));
            pair(out, 2, "name", Some(&statement.name));
            put(out, 2, "says:");
            put(out, 3, "- slot: said");
            list(out, 4, "any", &statement.any);
        }
        if !self.concepts.is_empty() || self.statement.is_some() {
            put(out, 0, "---");
        }
    }
}

impl DraftPack {
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        pair(&mut out, 0, "pack", Some(&self.name));
        pair(&mut out, 0, "title", Some(&self.title));
        put(&mut out, 0, "version: 0.1.0");
        put(&mut out, 0, "---");
        put(&mut out, 0, "authorities:");
        put(&mut out, 1, &format!("- code: {}", self.authority.code));
        pair(&mut out, 2, "citation", Some(&self.authority.citation));
        pair(&mut out, 2, "asks", Some(&self.authority.asks));
        put(&mut out, 2, "reach: self-regulation");
        put(&mut out, 2, "products: [any]");
        pair(&mut out, 2, "url", self.authority.url.as_ref());
        if let Some(day) = &self.authority.as_of {
            put(&mut out, 2, &format!("as_of: {day}"));
        }
        out
    }
}

fn put(out: &mut String, depth: usize, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{}{line}", "  ".repeat(depth));
}

fn pair(out: &mut String, depth: usize, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        put(out, depth, &format!("{key}: {}", quoted(value)));
    }
}

fn list(out: &mut String, depth: usize, key: &str, items: &[String]) {
    put(out, depth, &format!("{key}:"));
    items.iter().for_each(|item| put(out, depth + 1, &format!("- {}", quoted(item))));
}

fn joined(items: &[String]) -> String {
    items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ")
}

/// A text as a YAML value: bare where nothing in it means anything to YAML, in quotes else.
pub fn quoted(text: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || " -_./'".contains(c);
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let typed = text.parse::<f64>().is_ok() || reserved.contains(&text.to_ascii_lowercase().as_str());
    let slot = text.starts_with('<') && text.ends_with('>') && text[1..text.len() - 1].chars().all(bare);
    if slot
        || text.starts_with(|c: char| c.is_alphabetic() || c == '/')
            && text.chars().all(bare)
            && !text.ends_with(' ')
            && !typed
    {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        // JSON's strings are YAML's.
        return serde_json::to_string(text).unwrap_or_default();
    }
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{File, parse};

    #[test]
    fn what_is_quoted_is_read_back() {
        for text in [
            "plain words",
            "#1 doctor",
            "a: b",
            "it's",
            "'quoted'",
            "no",
            "1.5",
            r"/\bx\b/",
            "*",
            "tab\there",
            "~cure",
            "- a",
            "50%",
            "é",
        ] {
            let file = File::new("t.yml", format!("[{}]\n", quoted(text)));
            let read = parse(&file).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!(read[0].items()[0].text(), Some(text));
        }
    }
}
