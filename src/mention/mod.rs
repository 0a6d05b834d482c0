//! Mentions: what the words of a page speak of, sentence by sentence.

mod built_in;
pub mod citation;
mod finder;
mod joining;
pub mod noted;
pub mod quantity;
mod questions;
mod resolve;
mod taking;
mod waiting;

pub use finder::Finder;
pub(crate) use taking::{takes, takes_anywhere, takes_named};
pub(crate) use waiting::Waiting;

use crate::assertion::record::Assertion;
pub use crate::assertion::voice::Counted;
use crate::extract::document::BlockId;
use crate::rule::ConceptId;
use crate::source::{Span, Span32};
use thin_vec::ThinVec;

/// A mention's number on its page; numbers grow with the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionId(pub u32);

/// One occurrence of a concept.
#[derive(Debug, Clone)]
pub struct Mention {
    pub concept: ConceptId,
    /// The row of the concept's table.
    pub row: Option<u32>,
    at: Span32,
    /// Counted over the page; the end is exclusive.
    pub words: (u32, u32),
    pub sentence: u32,
    /// A quantity's number, in `unit`.
    pub value: Option<f64>,
    /// A quantity's unit, a citation's class.
    pub kind: Option<&'static str>,
    /// The mentions that a composite phrase was joined from.
    pub parts: ThinVec<MentionId>,
    pub assertion: Assertion,
}

impl Mention {
    /// In the document's text.
    pub fn span(&self) -> Span {
        self.at.into()
    }
}

/// A sentence and what was read off it.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// In the document's text.
    pub span: Span,
    pub block: BlockId,
    /// Counted over the page; the end is exclusive.
    pub words: (u32, u32),
    /// Numbers of its mentions.
    pub mentions: (u32, u32),
    pub is_question: bool,
    /// Signed weights of the signals in it; see `rules/reading/voice.yml`.
    pub voice: i32,
    /// Numbers of those signals, among the page's.
    pub signals: (u32, u32),
}

/// What kind of word a sentence opens with, as an answer to the question before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}
