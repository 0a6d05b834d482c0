//! Lists of single words by which whole sentences are read: whose subject a word can be, what takes over what stands above
//! it. Data of the engine, in `rules/reading/words.yml`.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::row::NamedPhrase;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// A list that the engine asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WordList {
    /// Makes what follows the page's own or the reader's: "our", "this".
    Own,
    /// Stands for what is named already: "it", "the treatment", "infusions".
    Carries,
    /// A subject that stands for what a heading names, for those who gain by it, or for what comes of it.
    TakesOver,
    /// Stands for what is named already where only a verb follows: "this helps".
    Points,
    /// Nobody's subject, of three letters and more.
    NoSubject,
    /// An auxiliary that leaves a claim at the head of its sentence: "can relieve".
    Auxiliary,
    /// Another small word that does: "also relieves".
    Filler,
    /// Joins a treatment to what it is for: "for", "helps".
    Joins,
    /// Names the means of what is promised before it: "relief with".
    Means,
    /// What follows is there beside something else: "unlike", "women on".
    SetsBeside,
    /// A sentence goes on about something else: "while", "whereas".
    Turns,
    /// What nobody sells: ways of life, the body and what goes on in it.
    NoOffer,
    /// May stand before one of these and change nothing: "regular exercise".
    Qualifies,
    /// Makes an offer of one of these: "our diet".
    Sellers,
    /// Begins another subject: "but the body".
    Parts,
    /// Ends a subject: "exercise at".
    Prepositions,
}

const LISTS: &[(&str, WordList)] = &[
    ("own", WordList::Own),
    ("carries", WordList::Carries),
    ("takes over", WordList::TakesOver),
    ("points", WordList::Points),
    ("no subject", WordList::NoSubject),
    ("auxiliary", WordList::Auxiliary),
    ("filler", WordList::Filler),
    ("joins", WordList::Joins),
    ("means", WordList::Means),
    ("sets beside", WordList::SetsBeside),
    ("turns", WordList::Turns),
    ("no offer", WordList::NoOffer),
    ("qualifies", WordList::Qualifies),
    ("sellers", WordList::Sellers),
    ("parts", WordList::Parts),
    ("prepositions", WordList::Prepositions),
];

/// A list as written.
#[derive(Debug, Clone)]
pub struct WordListWritten {
    pub list: WordList,
    pub words: Vec<NamedPhrase>,
}

pub(super) const WORDS: Shape = Shape {
    name: "words",
    about: "Words by which sentences are read.",
    keys: &[&[
        needed("list", Word(|| words_of(LISTS)), "What the words do."),
        needed("words", SomeTexts, "The words, in small letters."),
    ]],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<WordListWritten> {
    let mut fields = Fields::shaped(node, &WORDS, file, errors)?;
    let list = fields.require("list", errors).and_then(|node| node.expect_word(LISTS, file, errors));
    let words = NamedPhrase::list(fields.take("words"), file, errors);
    fields.finish(errors);
    Some(WordListWritten { list: list?, words })
}

/// The lists, by what they do. Every word of every sentence under a heading is held against some.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<WordList, Vec<String>>", into = "BTreeMap<WordList, Vec<String>>")]
pub struct WordLists {
    lists: BTreeMap<WordList, FxHashSet<String>>,
}

impl WordLists {
    /// Adds what is written, in small letters.
    pub fn with(self, written: &[WordListWritten]) -> WordLists {
        let mut all = self;
        for list in written {
            let words = list.words.iter().map(|word| word.text.to_lowercase());
            all.lists.entry(list.list).or_default().extend(words);
        }
        all
    }

    /// One list; the empty one where no file has it.
    pub fn of(&self, list: WordList) -> Words<'_> {
        Words(self.lists.get(&list))
    }
}

impl From<BTreeMap<WordList, Vec<String>>> for WordLists {
    fn from(lists: BTreeMap<WordList, Vec<String>>) -> Self {
        WordLists { lists: lists.into_iter().map(|(list, words)| (list, words.into_iter().collect())).collect() }
    }
}

impl From<WordLists> for BTreeMap<WordList, Vec<String>> {
    fn from(lists: WordLists) -> Self {
        let sorted = |words: FxHashSet<String>| {
            let mut words: Vec<String> = words.into_iter().collect();
            words.sort_unstable();
            words
        };
        lists.lists.into_iter().map(|(list, words)| (list, sorted(words))).collect()
    }
}

/// The words of one list.
#[derive(Debug, Clone, Copy)]
pub struct Words<'l>(Option<&'l FxHashSet<String>>);

impl<'l> Words<'l> {
    /// In any case.
    pub fn has(self, word: &str) -> bool {
        self.0.is_some_and(|words| match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => words.contains(word.to_ascii_lowercase().as_str()),
            false => words.contains(word),
        })
    }

    pub fn iter(self) -> impl Iterator<Item = &'l str> {
        self.0.into_iter().flatten().map(String::as_str)
    }
}
