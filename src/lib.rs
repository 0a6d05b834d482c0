pub mod extract;
pub mod source;
