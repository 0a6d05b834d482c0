//! What the later stages need to know about English: where a sentence and a clause end, and which forms a word takes.
//!
//! All of it works on the folded text of a block ([`crate::extract::document::Document::text`]): single spaces, straight
//! quotes, no line ends. Spans are byte offsets into that text.

mod abbreviations;
mod clause_words;
pub mod clauses;
pub mod inflection;
mod irregular;
pub mod sentences;
mod spelling;
pub mod words;
