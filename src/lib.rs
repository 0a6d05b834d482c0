pub mod language;
pub mod source;
