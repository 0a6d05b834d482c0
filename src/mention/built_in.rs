//! Mentions that no phrase list holds: quantities, citations, links, quotations, questions, and regular expressions.

use super::finder::{Finder, State};
use super::joining::mention;
use super::resolve::{Candidate, is_excepted};
use super::{Mention, citation, quantity};
use crate::extract::document::{Block, BlockKind, Document};
use crate::rule::ConceptId;
use crate::rule::ruleset::Target;
use crate::source::Span;

impl Finder<'_> {
    /// Mentions that no phrase list holds: quantities, citations, links, quotations, questions, calls to action.
    pub(super) fn built_in(
        &self,
        state: &mut State,
        block: &Block,
        span: Span,
        is_question: bool,
        sentence: u32,
        found: &mut Vec<Mention>,
    ) {
        let document = state.document;
        let text = document.text.as_str();
        let known = &self.ruleset.known;
        let make = |concept: ConceptId, start: usize, end: usize| {
            let candidate = Candidate { concept, row: None, start: start as u32, end: end as u32 };
            mention(&self.words, &candidate, sentence, state.words_before)
        };
        let mut quantities = Vec::new();
        quantity::quantities(text, &self.words, &mut quantities);
        for quantity in &quantities {
            let concept = match quantity.what {
                quantity::Quantity::Number => known.number,
                quantity::Quantity::Percent => known.percent,
                quantity::Quantity::Money => known.money,
                quantity::Quantity::Duration => known.duration,
                quantity::Quantity::Date => known.date,
            };
            let mention = make(concept, quantity.start, quantity.end);
            found.push(Mention { value: Some(quantity.value), kind: quantity.unit, ..mention });
        }
        let mut citations = Vec::new();
        if !quantities.is_empty() || text[span.range()].contains("NCT") || text[span.range()].contains("PM") {
            citation::in_text(text, &self.words, state.has_references, &mut citations);
        }
        for citation in citations {
            let concept = if citation.class == citation::UNLISTED { known.unlisted_citation } else { known.citation };
            found.push(Mention { kind: Some(citation.class), ..make(concept, citation.start, citation.end) });
        }
        while let Some(link) = document.links.get(state.next_link).filter(|link| link.text.start < span.end) {
            let start = self.words.partition_point(|word| (word.end as usize) <= link.text.start);
            let end = self.words.partition_point(|word| (word.start as usize) < link.text.end);
            if start < end {
                let class = citation::class_of(&link.url);
                let kind = if citation::pays(&link.url) { Some("affiliate") } else { class };
                found.push(Mention { kind, ..make(known.link, start, end) });
                if let Some(class) = class {
                    found.push(Mention { kind: Some(class), ..make(known.citation, start, end) });
                }
                if link.call_to_action && block.kind != BlockKind::CallToAction {
                    found.push(make(known.call_to_action, start, end));
                }
            }
            if link.text.end > span.end {
                break;
            }
            state.next_link += 1;
        }
        let all = self.words.len();
        if block.kind == BlockKind::CallToAction {
            found.push(make(known.call_to_action, 0, all));
        }
        if block.kind == BlockKind::Quotation || block.traits.quoted || block.traits.testimonial {
            found.push(make(known.quotation, 0, all));
        }
        if is_question {
            found.push(make(known.question, 0, all));
        }
    }

    pub(super) fn regex_mention(&self, at: Span, target: u32, sentence: u32, words_before: u32) -> Option<Mention> {
        let Target::Mention { concept, row } = self.ruleset.targets[target as usize] else { return None };
        let start = self.words.partition_point(|word| (word.end as usize) <= at.start) as u32;
        let end = self.words.partition_point(|word| (word.start as usize) < at.end) as u32;
        let candidate = Candidate { concept, row, start, end };
        let stands = start < end && !is_excepted(&candidate, &self.parted.excepts);
        stands.then(|| Mention { at: at.into(), ..mention(&self.words, &candidate, sentence, words_before) })
    }
}

pub(super) fn has_references(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        block.kind == BlockKind::Footnote
            || (heading && {
                let text = document.text[block.span.range()].to_ascii_lowercase();
                ["references", "sources", "bibliography", "citations"].iter().any(|word| text.contains(word))
            })
            || is_reference(&document.text[block.span.range()])
    })
}

/// "[1] Smith J. …": an entry of a list of references, under whatever heading.
fn is_reference(text: &str) -> bool {
    let number = text.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    number.is_some_and(|(number, rest)| {
        (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) && rest.len() > 20
    })
}
