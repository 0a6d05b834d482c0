//! Regions: the sentences within a distance of a place, and the blocks that govern one another.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::subject;
use crate::analysis::Analysis;
use crate::extract::document::{BlockId, BlockKind, GovernorRole, SectionId};
use crate::mention::Mention;
use crate::rule::compiled::Scope;
use crate::source::Span;

/// Look-ups from blocks and sections to sentences, made once a page.
#[derive(Debug)]
pub struct Regions {
    /// By block: the numbers of its sentences.
    of_block: Vec<Range<u32>>,
    /// By section: the numbers from its first to past its last sentence, subsections not counted.
    of_section: Vec<Range<u32>>,
    /// Blocks that govern, each with one that it governs; in order.
    governed: Vec<(BlockId, BlockId)>,
    /// Titles of the page: `<title>`, front matter, or the first heading of level 1.
    titles: Vec<BlockId>,
    sentences: u32,
    /// By block, where it was asked for: a long page has many blocks that nothing is found in.
    governors: RefCell<FxHashMap<BlockId, Rc<[Governing]>>>,
    /// By sentence, where it was asked for.
    clauses: RefCell<FxHashMap<u32, Rc<[Span]>>>,
    of_another: RefCell<FxHashMap<u32, bool>>,
}

/// A block whose words hold for another, and what it is to it.
pub type Governing = (BlockId, &'static str);

impl Regions {
    pub fn new(analysis: &Analysis) -> Self {
        let document = &analysis.document;
        let mut of_block = vec![0..0; document.blocks.len()];
        let mut of_section: Vec<Range<u32>> = vec![0..0; document.sections.len()];
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let number = number as u32;
            let block = &mut of_block[sentence.block.0 as usize];
            *block = if block.start == block.end { number..number + 1 } else { block.start..number + 1 };
            let section = &mut of_section[document.block(sentence.block).section.0 as usize];
            *section = if section.start == section.end { number..number + 1 } else { section.start..number + 1 };
        }
        let mut governed = Vec::new();
        let mut titles = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            let id = BlockId(number as u32);
            for governor in &block.governors {
                governed.push((governor.block, id));
            }
            if block.kind == BlockKind::Title {
                titles.push(id);
            }
        }
        governed.sort_by_key(|(governor, _)| *governor);
        let first_heading = document.blocks.iter().position(|block| block.kind == BlockKind::Heading(1));
        titles.extend(first_heading.map(|number| BlockId(number as u32)));
        Regions {
            of_block,
            of_section,
            governed,
            titles,
            sentences: analysis.sentences.len() as u32,
            governors: RefCell::default(),
            clauses: RefCell::default(),
            of_another: RefCell::default(),
        }
    }

    pub fn block(&self, id: BlockId) -> Range<u32> {
        self.of_block[id.0 as usize].clone()
    }

    pub fn section(&self, id: SectionId) -> Range<u32> {
        self.of_section[id.0 as usize].clone()
    }

    pub fn titles(&self) -> &[BlockId] {
        &self.titles
    }

    /// The sentences within `scope` of a mention. A clause and a number of words lie in the same or nearby sentences;
    /// [`Regions::reaches`] checks the rest.
    pub fn around(&self, analysis: &Analysis, mention: &Mention, scope: Scope) -> Range<u32> {
        let at = mention.sentence;
        let block = analysis.block_id_of(mention);
        match scope {
            Scope::Clause | Scope::Sentence => at..at + 1,
            Scope::Sentences(n) => {
                let section = self.section(analysis.document.block(block).section);
                at.saturating_sub(n).max(section.start)..(at + n + 1).min(section.end)
            }
            Scope::Words(n) => at.saturating_sub(n)..(at + n + 1).min(self.sentences),
            Scope::Block => self.block(block),
            Scope::Quotation => self.quotation(analysis, block),
            Scope::Section => self.section(analysis.document.block(block).section),
            Scope::Page => 0..self.sentences,
        }
    }

    /// Whether another mention lies within `scope` of this one, given that its sentence does.
    pub fn reaches(&self, analysis: &Analysis, from: &Mention, to: &Mention, scope: Scope) -> bool {
        match scope {
            Scope::Clause => {
                let clauses = self.clauses(analysis, from.sentence);
                let clause =
                    |span: Span| clauses.iter().position(|clause| clause.contains(Span::new(span.start, span.start)));
                // What a phrase holds stands with it, where a dash runs through the phrase: "Eyebright - for styes".
                from.span().contains(to.span())
                    || to.span().contains(from.span())
                    || clause(from.span()) == clause(to.span())
            }
            Scope::Words(n) => word_distance(from, to) <= n,
            _ => true,
        }
    }

    fn clauses(&self, analysis: &Analysis, sentence: u32) -> Rc<[Span]> {
        let cut = || {
            let mut clauses = Vec::new();
            let span = analysis.sentences[sentence as usize].span;
            crate::language::clauses::clauses(&analysis.document.text, span, &mut clauses);
            clauses.into()
        };
        self.clauses.borrow_mut().entry(sentence).or_insert_with(cut).clone()
    }

    /// See [`subject::is_of_another`].
    pub fn is_of_another(&self, analysis: &Analysis, sentence: u32) -> bool {
        let mut known = self.of_another.borrow_mut();
        *known.entry(sentence).or_insert_with(|| subject::is_of_another(analysis, sentence))
    }

    /// The blocks of the quotation that a block belongs to: its neighbours that are quoted too.
    fn quotation(&self, analysis: &Analysis, block: BlockId) -> Range<u32> {
        let blocks = &analysis.document.blocks;
        let quoted = |i: usize| {
            blocks[i].kind == BlockKind::Quotation || blocks[i].traits.quoted || blocks[i].traits.testimonial
        };
        let at = block.0 as usize;
        if !quoted(at) {
            return self.block(block);
        }
        let mut first = at;
        while first > 0 && quoted(first - 1) {
            first -= 1;
        }
        let mut last = at;
        while last + 1 < blocks.len() && quoted(last + 1) {
            last += 1;
        }
        // A block without words, such as a picture of stars, has no sentences and no place among them.
        let spoken = self.of_block[first..=last].iter().filter(|sentences| !sentences.is_empty());
        spoken.cloned().reduce(|all, next| all.start..next.end).unwrap_or_else(|| self.block(block))
    }

    /// Blocks whose words hold for this one, nearest first: lead-in, table headers, question, then headings outward.
    pub fn governors(&self, analysis: &Analysis, block: BlockId) -> Rc<[Governing]> {
        let all = || {
            let document = &analysis.document;
            let own = document.block(block);
            let governors = own.governors.iter().filter(|governor| governor.role != GovernorRole::Attribution);
            let mut all: Vec<Governing> =
                governors.map(|governor| (governor.block, role_name(governor.role))).collect();
            for heading in document.headings(own.section).into_iter().rev() {
                if heading != block && !all.iter().any(|(id, _)| *id == heading) {
                    all.push((heading, "heading"));
                }
            }
            all.into()
        };
        self.governors.borrow_mut().entry(block).or_insert_with(all).clone()
    }

    /// Blocks that a lead-in, a header or a question holds for.
    pub fn governed_by(&self, block: BlockId) -> impl Iterator<Item = BlockId> + use<'_> {
        let first = self.governed.partition_point(|(governor, _)| *governor < block);
        self.governed[first..].iter().take_while(move |(governor, _)| *governor == block).map(|(_, governed)| *governed)
    }
}

fn role_name(role: GovernorRole) -> &'static str {
    match role {
        GovernorRole::LeadIn => "lead-in",
        GovernorRole::ColumnHeader | GovernorRole::RowHeader => "table header",
        GovernorRole::Question => "question",
        GovernorRole::Attribution => "attribution",
    }
}

/// How many words lie between two mentions; 0 where they touch or overlap.
pub fn word_distance(a: &Mention, b: &Mention) -> u32 {
    if a.words.0 <= b.words.0 { b.words.0.saturating_sub(a.words.1) } else { a.words.0.saturating_sub(b.words.1) }
}
