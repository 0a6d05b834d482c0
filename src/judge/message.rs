//! The sentence that tells a writer what was found, in words of the page.

use super::Judge;
use super::bound::Match;
use crate::mention::MentionId;
use crate::rule::message::{Piece, pieces};

impl Judge<'_> {
    /// Fills `{name}` and `{name|fallback}` of a rule's message; `statement` is the one that is owed.
    pub(super) fn message(&self, template: &str, found: Option<&Match>, statement: Option<&str>) -> String {
        let mut filled = String::with_capacity(template.len() + 32);
        for piece in pieces(template) {
            let (name, otherwise) = match piece {
                Piece::Words(words) => {
                    filled.push_str(words);
                    continue;
                }
                Piece::Name { name, otherwise, .. } => (name, otherwise),
            };
            let value = match statement {
                Some(statement) if name == "statement" => Some(statement.to_owned()),
                _ => found.and_then(|found| self.called(name, found)),
            };
            let otherwise = || otherwise.map_or_else(|| name.replace('-', " "), str::to_owned);
            filled.push_str(&value.unwrap_or_else(otherwise));
        }
        filled
    }

    /// Fills the sample of a statement for what a duty was found on: `{treatment}` by its name, `{treatment.must-disclose}`
    /// by those of the risks in its row.
    pub(super) fn sample(&self, template: &str, found: &Match) -> String {
        let fill = |piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Name { name, otherwise, .. } => {
                let value = match name.split_once('.') {
                    Some((name, attribute)) => self.listed(name, attribute, found),
                    None => found.mention(self.analysis, name).and_then(|id| self.row_name(id)),
                };
                value.unwrap_or_else(|| otherwise.unwrap_or(name).to_owned())
            }
        };
        let sample: String = pieces(template).map(fill).collect();
        upper_first(&sample)
    }

    /// The risks that an attribute of a row lists, as a sentence does.
    fn listed(&self, name: &str, attribute: &str, found: &Match) -> Option<String> {
        let mention = self.analysis.mention(found.mention(self.analysis, name)?);
        let row = self.analysis.ruleset.row(mention.concept, mention.row?)?;
        let names: Vec<String> = row.attribute(attribute).iter().map(|id| self.slot_name(id)).collect();
        let (last, others) = names.split_last()?;
        Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
    }

    /// What a name of the rule is called: a table's row by its name and, where they differ, the words of the page; anything
    /// else by these alone.
    fn called(&self, name: &str, found: &Match) -> Option<String> {
        if name == "use" {
            let pair = found.use_()?;
            return Some(format!("{} for {}", self.row_name(pair.treatment)?, self.row_name(pair.condition)?));
        }
        let id = match name {
            "phrase" | "claim" => found.anchor,
            name => found.mention(self.analysis, name)?,
        };
        Some(match self.row_name(id) {
            Some(row) if self.goes_by(&row, id) => row,
            Some(row) => format!("{row} ({})", self.quote(id)),
            None => self.quote(id),
        })
    }

    /// Whether the page calls a row of a table by its name, so that a reader knows what is meant.
    fn goes_by(&self, row: &str, id: MentionId) -> bool {
        let row = row.to_lowercase();
        let words = self.analysis.document.text[self.analysis.mention(id).span().range()].to_lowercase();
        row.contains(&words) || words.contains(&row)
    }

    pub(super) fn row_name(&self, id: MentionId) -> Option<String> {
        let mention = self.analysis.mention(id);
        let row = mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row))?;
        Some(row.name.clone())
    }

    fn quote(&self, id: MentionId) -> String {
        let text = &self.analysis.document.text[self.analysis.mention(id).span().range()];
        format!("\u{201c}{}\u{201d}", clip(text))
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A message quotes a few words, not a paragraph.
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}
