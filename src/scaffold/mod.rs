//! New rules as text: what `rules new` and `import` write. A draft is only handed over once its examples have been run.

mod prove;
mod yaml;

pub use prove::{Refused, prove};
pub use yaml::quoted;

use crate::finding::Level;
use crate::rule::PackFile;

/// A rule to be written, and the vocabulary that it alone needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: String,
    pub title: String,
    pub family: Option<String>,
    pub message: Option<String>,
    pub level: Level,
    pub authority: Vec<String>,
    pub why: String,
    pub remedy: String,
    pub concepts: Vec<DraftConcept>,
    pub statement: Option<DraftStatement>,
    pub body: Body,
    pub flag: Vec<String>,
    pub pass: Vec<String>,
    /// Lines for the head of the file.
    pub comment: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftConcept {
    pub id: String,
    pub about: String,
    pub phrases: Vec<String>,
    pub except: Vec<String>,
}

/// A statement with one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStatement {
    pub id: String,
    pub name: String,
    pub any: Vec<String>,
}

/// What a draft looks for; the patterns are in the phrase language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Find {
        find: Vec<String>,
        within: Option<&'static str>,
        require: Option<(String, &'static str)>,
    },
    /// More than so many in one stretch of the page.
    MoreThan {
        of: String,
        count: usize,
        over: &'static str,
    },
}

/// The card of a pack, and the authority that its rules can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPack {
    pub name: String,
    pub title: String,
    pub authority: DraftAuthority,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftAuthority {
    pub code: String,
    pub citation: String,
    pub asks: String,
    pub url: Option<String>,
    /// The day on which it was written down, `YYYY-MM-DD`.
    pub as_of: Option<String>,
}

impl DraftPack {
    pub fn file(&self) -> PackFile {
        PackFile { pack: self.name.clone(), name: format!("{}/pack.yml", self.name), text: self.yaml() }
    }
}

/// Small letters, digits and hyphens: `TooWordy` and `too wordy` are `too-wordy`.
pub fn id_of(name: &str) -> String {
    let mut id = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            id.push('-');
        }
        match c.is_ascii_alphanumeric() {
            true => id.push(c.to_ascii_lowercase()),
            false if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            false => {}
        }
        before = c;
    }
    id.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        for (name, id) in
            [("TooWordy", "too-wordy"), ("E-Prime", "e-prime"), ("so called!", "so-called"), ("DNS", "dns")]
        {
            assert_eq!(id_of(name), id);
        }
    }
}
