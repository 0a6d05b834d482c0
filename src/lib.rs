//! fairbalance: a content compliance linter for marketing copy, health and medicine first.
//!
//! ```text
//! Source → extract → Document → finder → Analysis (sentences, mentions, assertions) → judge → findings → fold
//! ```
//!
//! The library touches no file system, environment, clock or terminal: the same bytes and the same date in, the same
//! bytes out. [`Linter`] runs the whole of it over one page; [`report`] writes what came of all pages.

pub mod analysis;
pub mod assertion;
pub mod baseline;
pub mod config;
pub mod extract;
pub mod finding;
pub mod fold;
pub mod import;
pub mod inspect;
pub mod judge;
pub mod knowledge;
pub mod language;
pub mod linter;
pub mod load_error;
pub mod mention;
pub mod not_read;
pub mod phrase;
pub mod relate;
pub mod report;
pub mod rule;
pub mod scaffold;
pub mod schema;
pub mod source;
pub mod waiver;
pub mod yaml;

pub use linter::Linter;
pub use rule::Ruleset;
