//! What the maps of a kind of file may hold, declared once beside the code that reads them. From these declarations the
//! JSON Schemas are made that editors complete and check by; [`Fields`](super::Fields) sees to it that the reader asks
//! for the same keys.

/// A kind of map: its keys, in the order in which people write them.
#[derive(Debug)]
pub struct Shape {
    /// As the schema calls it.
    pub name: &'static str,
    pub about: &'static str,
    /// In groups, since several kinds share some: those of a test, those that say where a fact comes from.
    pub keys: &'static [&'static [Key]],
    /// Of each of these groups, at least one key must be there.
    pub any_of: &'static [&'static [&'static str]],
}

impl Shape {
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().flat_map(|group| group.iter())
    }

    /// The key that a map of this kind cannot do without.
    pub fn first_key(&self) -> Option<&'static str> {
        let needed = self.keys().find(|key| key.required).map(|key| key.name);
        needed.or_else(|| self.any_of.first().and_then(|group| group.first()).copied())
    }
}

/// A key of a map and what it takes.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub takes: Takes,
    /// What it is for, for whoever writes it.
    pub about: &'static str,
    pub required: bool,
}

/// A key that may be left out.
pub const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, about, required: false }
}

/// A key that must be there.
pub const fn needed(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, about, required: true }
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    Text,
    /// One text or a list of them.
    Texts,
    /// The same, at least one.
    SomeTexts,
    /// A list of two texts.
    Pair,
    Flag,
    Number,
    /// `2026-11-22`.
    Date,
    /// One of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// One or several of a closed list.
    Words(fn() -> Vec<&'static str>),
    /// One map.
    Map(&'static Shape),
    /// One map or a list of them.
    Maps(&'static Shape),
    /// A list of at least so many, each a text or a map.
    TextsOrMaps(&'static Shape, usize),
    /// A text or a map.
    TextOrMap(&'static Shape),
    /// Facts by name, `use.status: [off-label]`; one map or several, of which any will do.
    Facts,
    /// Page facts by name, the names being closed.
    PageFacts(fn() -> Vec<&'static str>),
    /// Values of a closed list by free names, such as levels by rules.
    Named(fn() -> Vec<&'static str>),
}

/// The words of a closed list, as readers keep it.
pub fn words_of<T>(list: &'static [(&'static str, T)]) -> Vec<&'static str> {
    list.iter().map(|(word, _)| *word).collect()
}
