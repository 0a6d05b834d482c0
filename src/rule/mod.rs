//! Rules: as written, as compiled, and the packs they come in.

pub(crate) mod asked;
pub mod check;
pub mod compile;
pub mod compiled;
pub mod describe;
pub mod examples;
pub mod expansions;
mod extend;
pub mod id;
pub mod message;
pub mod mutants;
pub mod pack;
pub mod page;
pub mod phrase_use;
pub mod reading;
pub mod ruleset;
pub mod stored;
pub mod value;
mod vocabulary;
pub mod written;

pub(crate) use compile::PACK;
pub use compiled::{ConceptId, Rule};
pub(crate) use extend::LISTS as EXTENDED_LISTS;
pub use pack::{PackFile, PackInfo};
pub use page::RulePage;
pub use ruleset::Ruleset;
pub(crate) use written::RULE;
