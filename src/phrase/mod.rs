//! Phrases: how they are written, and how all of them are found in one pass.

mod builder;
pub mod composite;
pub mod lexicon;
pub mod parse;
pub mod regexes;
pub mod stored;
mod vocabulary;
mod wordings;
