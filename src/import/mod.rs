//! Rules of other linters as rules of ours.

pub mod vale;
