//! Statements: their slots, their exact wordings, what links to them and what contradicts them.

use super::super::compiled::*;
use super::super::message::{Piece, pieces};
use super::super::vocabulary::within_value;
use super::super::written::Told;
use super::Compiler;
use super::patterns::{FACTS, PHRASE};
use crate::knowledge::{NamedPhrase, SlotContent, Statement};
use crate::source::Span;
use crate::yaml::{File, unknown};

/// What a sample can name, besides the lists of the treatment's row.
const SAMPLE_NAMES: &[&str] = &["treatment", "condition", "treatment.must-disclose", "treatment.boxed-warning"];

impl Compiler {
    pub(super) fn statement(&mut self, statement: &Statement) -> Option<StatementRule> {
        let file = &statement.file;
        let owner = &statement.id;
        let told = |phrase: &NamedPhrase| Told { value: phrase.text.clone(), span: phrase.span };
        let mut slots = Vec::new();
        for slot in &statement.says {
            let content = match &slot.content {
                SlotContent::Any(any) => {
                    let mut patterns: Vec<Pattern> =
                        any.iter().filter_map(|p| self.pattern(&told(p), file, owner)).collect();
                    // "There is no boxed warning" gives none.
                    for query in patterns.iter_mut().flat_map(|pattern| &mut pattern.queries) {
                        query.reading.claimed |= query.name == PHRASE;
                    }
                    SlotRuleContent::Any(patterns)
                }
                SlotContent::AtLeast { count, of } => SlotRuleContent::AtLeast {
                    count: match count.text.parse() {
                        Ok(number) => Count::Number(number),
                        Err(_) if count.text == "all" => Count::All,
                        Err(_) => Count::Attribute(self.treatment_attribute(count, file)?),
                    },
                    of: match of {
                        Some(of) => Some(self.treatment_attribute(of, file)?),
                        None => None,
                    },
                },
            };
            slots.push(SlotRule { name: slot.name.clone(), content });
        }
        self.check_sample(statement);
        // What has to be said word for word is its own sample.
        let sample = match statement.text.first() {
            Some(text) if statement.sample.is_empty() => text.text.clone(),
            _ => statement.sample.clone(),
        };
        let texts = statement.text.iter().map(|text| exact_words(&text.text)).collect();
        let mut patterns = |phrases: &[NamedPhrase]| -> Vec<Pattern> {
            phrases.iter().filter_map(|phrase| self.pattern(&told(phrase), file, owner)).collect()
        };
        let (linked_by, contradicted_by) = (patterns(&statement.linked_by), patterns(&statement.contradicted_by));
        Some(StatementRule {
            id: statement.id.clone(),
            name: statement.name.clone(),
            sample,
            spread: statement.spread,
            slots,
            texts,
            linked_by,
            contradicted_by,
        })
    }

    /// Every name in braces stands for what a duty may be found on, or for a list of its row.
    fn check_sample(&mut self, statement: &Statement) {
        for piece in pieces(&statement.sample) {
            let Piece::Name { name, at, .. } = piece else { continue };
            let attribute = name.strip_prefix("treatment.").is_some_and(|attribute| FACTS.contains(&attribute));
            if !attribute && !SAMPLE_NAMES.contains(&name) {
                let place = within_value(&statement.file, statement.sample_span, &statement.sample, at);
                self.errors.push(unknown(&statement.file, place, "name in a sample", name, SAMPLE_NAMES));
            }
        }
    }

    pub(super) fn treatment_attribute(&mut self, phrase: &NamedPhrase, file: &File) -> Option<String> {
        let name = phrase.text.strip_prefix("treatment.").filter(|name| FACTS.contains(name));
        if name.is_none() {
            let error = file.error(phrase.span, format!("expected a number or `treatment.…`, found `{}`", phrase.text));
            self.errors.push(error.hint("such as `treatment.minimum-risks` or `treatment.must-disclose`"));
        }
        name.map(str::to_owned)
    }
}

/// The words of a prescribed text, as the words of copy are cut.
fn exact_words(text: &str) -> Vec<String> {
    let folded = crate::extract::normalise::fold(text);
    let mut words = Vec::new();
    crate::language::words::words(&folded, Span::new(0, folded.len()), &mut words);
    let mut buffer = String::new();
    words.iter().map(|word| word.key(&folded, &mut buffer).to_owned()).collect()
}
