//! An error in a rule, table or config file, with its place in that file.

use std::sync::Arc;

use thiserror::Error;

use crate::source::Span;

/// One thing wrong in a YAML file. Loading collects all of them before it gives up.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {message}")]
pub struct LoadError {
    /// The file as its loader named it.
    pub file: String,
    /// The whole file, for showing the place.
    pub text: Arc<str>,
    /// In bytes of `text`.
    pub span: Span,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// A few words for under the underline.
    pub label: String,
    /// The way out.
    pub hint: Option<String>,
    pub kind: Kind,
}

/// What an error says of the other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Mistake,
    /// What this file declares is not known.
    Unreadable,
    /// No file that was read declares a name; one that could not be read may.
    UnknownName,
}
