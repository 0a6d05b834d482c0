//! A page with everything found in it: what the rules are judged over.

use std::cell::OnceCell;

use crate::assertion::record::Polarity;
use crate::extract::document::{Block, BlockId, Document, SectionId};
use crate::finding::SignalRead;
use crate::mention::noted::Noted;
use crate::mention::{Counted, Mention, MentionId, Sentence};
use crate::rule::compiled::{Pattern, Query};
use crate::rule::{ConceptId, Ruleset};
use crate::source::{Source, Span};

/// A document with its sentences and mentions.
#[derive(Debug)]
pub struct Analysis<'r> {
    pub ruleset: &'r Ruleset,
    pub document: Document,
    pub sentences: Vec<Sentence>,
    /// In the order of their sentences.
    pub mentions: Vec<Mention>,
    /// What shows whether a sentence is about an offer, in the order of the sentences.
    pub signals: Vec<Counted>,
    /// How many words the page has.
    pub words: u32,
    /// The mean of its sentences' signals: below 0 it informs, above 1 it sells.
    pub page_voice: f32,
    /// The phrases that stand on the page, where the finder was asked to note them.
    pub noted: Noted,
    /// By concept, in order.
    by_concept: Vec<Vec<MentionId>>,
    /// By concept, with all that it includes; worked out on first asking.
    named: Vec<OnceCell<Vec<MentionId>>>,
    /// Links by where they start, each with the farthest end of all up to it.
    links: Vec<(usize, usize)>,
}

impl<'r> Analysis<'r> {
    /// The concept of what turned out to be no mention.
    pub const NOTHING: ConceptId = ConceptId(u32::MAX);

    pub fn new(
        ruleset: &'r Ruleset,
        document: Document,
        (sentences, signals): (Vec<Sentence>, Vec<Counted>),
        mentions: Vec<Mention>,
        words: u32,
        page_voice: f32,
    ) -> Self {
        let mut by_concept = vec![Vec::new(); ruleset.concepts.len()];
        for (number, mention) in mentions.iter().enumerate() {
            if mention.concept != Self::NOTHING {
                by_concept[mention.concept.0 as usize].push(MentionId(number as u32));
            }
        }
        let mut links: Vec<(usize, usize)> =
            document.links.iter().map(|link| (link.text.start, link.text.end)).collect();
        links.sort_unstable();
        let mut farthest = 0;
        for (_, end) in &mut links {
            farthest = farthest.max(*end);
            *end = farthest;
        }
        let named = ruleset.concepts.iter().map(|_| OnceCell::new()).collect();
        Analysis {
            ruleset,
            document,
            sentences,
            mentions,
            signals,
            words,
            page_voice,
            noted: Noted::default(),
            by_concept,
            named,
            links,
        }
    }

    /// The same with the phrases that were noted.
    pub fn with(self, noted: Noted) -> Self {
        Analysis { noted, ..self }
    }

    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.0 as usize]
    }

    pub fn sentence_of(&self, mention: &Mention) -> &Sentence {
        &self.sentences[mention.sentence as usize]
    }

    /// The signals that were added up for a sentence, as they are told.
    pub fn signals_read(&self, sentence: &Sentence, source: &Source) -> Vec<SignalRead> {
        let counted = &self.signals[sentence.signals.0 as usize..sentence.signals.1 as usize];
        let read = |counted: &Counted| {
            let signal = &self.ruleset.signals[counted.signal as usize];
            SignalRead {
                name: signal.name.clone(),
                weight: signal.weight,
                phrase: self.document.text[counted.span().range()].to_owned(),
                location: source.locate(self.document.map.hull(counted.span())),
            }
        };
        counted.iter().map(read).collect()
    }

    pub fn block_id_of(&self, mention: &Mention) -> BlockId {
        self.sentence_of(mention).block
    }

    pub fn block_of(&self, mention: &Mention) -> &Block {
        self.document.block(self.block_id_of(mention))
    }

    pub fn section_of(&self, mention: &Mention) -> SectionId {
        self.block_of(mention).section
    }

    /// All mentions of a concept and what it includes, in order, however asserted.
    pub fn named(&self, concept: ConceptId) -> &[MentionId] {
        debug_assert!(self.ruleset.is_asked(concept), "{}: name it in `rule::asked`", self.ruleset.concept(concept).id);
        let members = &self.ruleset.concept(concept).members;
        let of = |member: &ConceptId| self.by_concept[member.0 as usize].as_slice();
        if let [only] = members.as_slice() {
            return of(only);
        }
        self.named[concept.0 as usize].get_or_init(|| {
            let mut all: Vec<MentionId> = members.iter().flat_map(of).copied().collect();
            // Made of runs that are in order.
            all.sort();
            all
        })
    }

    /// The same by the concept's name; empty where no concept has it.
    pub fn named_by(&self, name: &str) -> &[MentionId] {
        self.ruleset.concept_named(name).map_or(&[], |concept| self.named(concept))
    }

    /// Whether a span of the text lies inside a link.
    pub fn is_link(&self, span: Span) -> bool {
        let next = self.links.partition_point(|(start, _)| *start <= span.start);
        next > 0 && self.links[next - 1].1 >= span.end
    }

    /// Whether anything on the page is named so at all.
    pub fn has(&self, concept: ConceptId) -> bool {
        self.ruleset.concept(concept).members.iter().any(|member| !self.by_concept[member.0 as usize].is_empty())
    }

    pub fn takes(&self, query: &Query, mention: &Mention) -> bool {
        crate::mention::takes(self.ruleset, query, mention, self.block_of(mention))
    }

    /// Mentions that a pattern takes, in order.
    pub fn found(&self, pattern: &Pattern) -> Vec<MentionId> {
        let mut all: Vec<MentionId> = Vec::new();
        for query in &pattern.queries {
            let named = self.named(query.concept);
            all.extend(named.iter().filter(|id| {
                let mention = self.mention(**id);
                crate::mention::takes_named(self.ruleset, query, mention, self.block_of(mention))
            }));
        }
        if pattern.queries.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        all
    }
}

/// Whether a page offers something: an affirmed mention of the concept `offer`, or a call to action.
pub fn offers(ruleset: &Ruleset, mentions: &[Mention]) -> bool {
    let offer = ruleset.concept_named("offer").map_or(&[][..], |offer| &ruleset.concept(offer).members);
    mentions.iter().any(|mention| {
        mention.concept == ruleset.known.call_to_action
            || (mention.assertion.polarity == Polarity::Affirmed && offer.contains(&mention.concept))
    })
}
