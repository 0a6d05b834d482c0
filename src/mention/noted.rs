//! What a finder notes beside the mentions it makes: which phrases were there. Kept only for authors of rules, who
//! ask why.

use crate::phrase::lexicon::{self, Found, Hit};

/// Every phrase noted on a page, in the order of its sentences.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    pub phrases: Vec<NotedPhrase>,
}

/// A phrase that stands on the page, whether a mention was made of it or of one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedPhrase {
    /// Its number among the lexicon's targets.
    pub target: lexicon::Target,
    /// Counted over the page; the end is exclusive.
    pub words: (u32, u32),
}

impl Noted {
    pub(super) fn hits(&mut self, hits: &[Hit], words_before: u32) {
        self.phrases.extend(hits.iter().filter_map(|hit| match hit.found {
            Found::Target(target) => {
                Some(NotedPhrase { target, words: (words_before + hit.start, words_before + hit.end) })
            }
            Found::Run(_) => None,
        }));
    }
}
