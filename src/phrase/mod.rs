//! Phrases: how they are written, and how all of them are found in one pass.

mod builder;
pub mod composite;
mod endings;
pub mod lexicon;
pub mod needs;
pub mod parse;
pub mod regexes;
pub mod sets;
pub mod stored;
mod vocabulary;
mod wordings;
