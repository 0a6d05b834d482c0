//! The words that phrases are made of, found by a look into one flat table.

use std::mem::take;

use rustc_hash::FxHashMap;

use super::lexicon::WordId;
use super::stored::{Stored, counts, starts};
use crate::language::words::Word;

/// Set on the id of a word that some phrase also names in another way: as written, or by its beginning.
pub(super) const HAS_EXTRAS: WordId = 1 << 31;

#[derive(Debug, Default)]
pub struct Vocabulary {
    text: String,
    /// Where each word begins in `text`; one more at the end.
    starts: Vec<u32>,
    /// Per word its number, with [`HAS_EXTRAS`] where it has some.
    ids: Vec<WordId>,
    /// Words of up to eight bytes, which most words of a text are: the word itself and its place in `ids`. Open
    /// addressing; a word of no bytes stands for an empty slot.
    short: Vec<(u64, u32)>,
    /// Open addressing: the upper half of the hash, and one more than the place in `ids`; 0 where nothing stands.
    table: Vec<(u32, u32)>,
    /// By word number: one more than the place in `extras`.
    extra_of: Vec<u32>,
    extras: Vec<Vec<Extra>>,
    /// Beginnings of words by their first three bytes, the longest first.
    prefixes: FxHashMap<[u8; 3], Vec<(Box<str>, WordId)>>,
    /// Which first three bytes are worth a look into `prefixes`.
    heads: Vec<u64>,
}

/// Another number that a word stands for.
#[derive(Debug, Clone)]
pub struct Extra {
    pub id: WordId,
    /// `None`: the word merely begins so.
    pub exact: Option<Box<str>>,
}

/// No vocabulary word is longer, folded and in lower case; longer words of a text take the slow way.
const LONGEST: usize = 40;

impl Vocabulary {
    /// Takes the rows of words out of `stored`.
    pub(super) fn new(stored: &mut Stored) -> Self {
        let short = stored.word_lengths.iter().filter(|length| **length <= 8).count();
        let size = |words: usize| (words * 2 + 1).next_power_of_two();
        let mut vocabulary = Vocabulary {
            short: vec![(0, 0); size(short)],
            table: vec![(0, 0); size(stored.word_ids.len() - short)],
            text: take(&mut stored.words),
            starts: starts(take(&mut stored.word_lengths)),
            ids: take(&mut stored.word_ids),
            extra_of: vec![0; stored.ids as usize],
            heads: vec![0; 64],
            ..Vocabulary::default()
        };
        for at in 0..vocabulary.ids.len() {
            vocabulary.place_at(at);
        }
        for (id, text) in &stored.exact {
            if let Some(at) = vocabulary.place(text.to_lowercase().as_bytes()) {
                let word = vocabulary.ids[at];
                vocabulary.add_extra(word, Extra { id: *id, exact: Some(text.as_str().into()) });
            }
        }
        for (id, prefix) in &stored.prefixes {
            if let [a, b, c, ..] = *prefix.as_bytes() {
                let head = head(a, b, c);
                vocabulary.heads[head / 64] |= 1 << (head % 64);
                vocabulary.prefixes.entry([a, b, c]).or_default().push((prefix.as_str().into(), *id));
            }
        }
        for list in vocabulary.prefixes.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        }
        for at in 0..vocabulary.ids.len() {
            let word = vocabulary.word(at);
            let Some(list) = vocabulary.prefixes_like(word) else { continue };
            let own: Vec<WordId> =
                list.iter().filter(|(prefix, _)| word.starts_with(&**prefix)).map(|(_, id)| *id).collect();
            let word = vocabulary.ids[at];
            own.into_iter().for_each(|id| vocabulary.add_extra(word, Extra { id, exact: None }));
        }
        vocabulary.read_further();
        for extras in &mut vocabulary.extras {
            extras.sort_unstable_by_key(|extra| extra.id);
        }
        let numbers = vocabulary.ids.iter_mut();
        for id in numbers.chain(vocabulary.prefixes.values_mut().flatten().map(|(_, id)| id)) {
            if vocabulary.extra_of[*id as usize] != 0 {
                *id |= HAS_EXTRAS;
            }
        }
        vocabulary
    }

    /// A word may be read in several ways at once: a possessive that some phrase has is also the word before its `'s`,
    /// and a word of no phrase begins as every prefix of the longest that it begins with.
    fn read_further(&mut self) {
        for at in 0..self.ids.len() {
            let base = self.word(at).strip_suffix("'s").and_then(|base| self.place(base.as_bytes()));
            let Some(base) = base.map(|at| self.ids[at]) else { continue };
            let mut further: Vec<Extra> = self.own_extras(base).to_vec();
            further.push(Extra { id: base, exact: None });
            let own = self.own_extras(self.ids[at]);
            further.retain(|extra| own.iter().all(|known| known.id != extra.id));
            let word = self.ids[at];
            further.into_iter().for_each(|extra| self.add_extra(word, extra));
        }
        let mut further: Vec<(WordId, WordId)> = Vec::new();
        for list in self.prefixes.values() {
            for (prefix, id) in list {
                let shorter = list.iter().filter(|(other, _)| other != prefix && prefix.starts_with(&**other));
                further.extend(shorter.map(|(_, shorter)| (*id, *shorter)));
            }
        }
        further.into_iter().for_each(|(id, shorter)| self.add_extra(id, Extra { id: shorter, exact: None }));
    }

    fn own_extras(&self, id: WordId) -> &[Extra] {
        (self.extra_of[id as usize] as usize).checked_sub(1).map_or(&[], |place| &self.extras[place])
    }

    /// The words in one text, their numbers and their lengths, as they were stored.
    pub(super) fn rows(&self) -> (String, Vec<WordId>, Vec<u32>) {
        let ids = self.words().map(|(id, _)| id).collect();
        (self.text.clone(), ids, counts(&self.starts))
    }

    /// The number of a word that stands here as it is.
    pub(super) fn id_as_stored(&self, word: &str) -> Option<WordId> {
        self.place(word.as_bytes()).map(|at| self.ids[at] & !HAS_EXTRAS)
    }

    /// Every word with its number.
    pub(super) fn words(&self) -> impl Iterator<Item = (WordId, &str)> {
        self.ids.iter().enumerate().map(|(at, id)| (id & !HAS_EXTRAS, self.word(at)))
    }

    /// The number of a word; 0 for every word that no phrase has.
    pub fn id(&self, text: &str, word: &Word, buffer: &mut String) -> WordId {
        let slice = &text.as_bytes()[word.start as usize..word.end as usize];
        if let Some(at) = word.packed(text).and_then(|key| self.short_place(key)) {
            return self.ids[at];
        }
        let mut lower = [0u8; LONGEST];
        if slice.len() > LONGEST || word.bracketed || !slice.is_ascii() {
            return self.id_of(word.key(text, buffer).as_bytes());
        }
        let lower = &mut lower[..slice.len()];
        lower.copy_from_slice(slice);
        lower.make_ascii_lowercase();
        self.id_of(lower)
    }

    /// Bytes that the table and its words take.
    pub(super) fn memory(&self) -> usize {
        self.text.len()
            + 16 * self.short.len()
            + 8 * self.table.len()
            + 4 * (self.starts.len() + self.ids.len() + self.extra_of.len())
    }

    /// What else a word may be.
    pub fn extras(&self, id: WordId) -> &[Extra] {
        if id & HAS_EXTRAS == 0 {
            return &[];
        }
        self.own_extras(id & !HAS_EXTRAS)
    }

    fn id_of(&self, key: &[u8]) -> WordId {
        // A possessive that no phrase has is its word: "ketamine's".
        let found = self.place(key).or_else(|| self.place(key.strip_suffix(b"'s")?));
        if let Some(at) = found {
            return self.ids[at];
        }
        let Ok(key) = std::str::from_utf8(key) else { return 0 };
        let list = self.prefixes_like(key).map_or(&[][..], Vec::as_slice);
        list.iter().find(|(prefix, _)| key.starts_with(&**prefix)).map_or(0, |(_, id)| *id)
    }

    fn prefixes_like(&self, word: &str) -> Option<&Vec<(Box<str>, WordId)>> {
        let [a, b, c, ..] = *word.as_bytes() else { return None };
        let head = head(a, b, c);
        if self.heads[head / 64] >> (head % 64) & 1 == 0 {
            return None;
        }
        self.prefixes.get(&[a, b, c])
    }

    fn place_at(&mut self, at: usize) {
        let word = self.word(at).as_bytes();
        if let Some(key) = short(word) {
            let mask = self.short.len() - 1;
            let mut slot = short_hash(key) & mask;
            while self.short[slot].0 != 0 {
                slot = (slot + 1) & mask;
            }
            self.short[slot] = (key, at as u32);
            return;
        }
        let hash = hash(word);
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        while self.table[slot].1 != 0 {
            slot = (slot + 1) & mask;
        }
        self.table[slot] = ((hash >> 32) as u32, at as u32 + 1);
    }

    fn short_place(&self, key: u64) -> Option<usize> {
        let mask = self.short.len().checked_sub(1)?;
        let mut slot = short_hash(key) & mask;
        loop {
            match self.short[slot] {
                (0, _) => return None,
                (word, at) if word == key => return Some(at as usize),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        if let Some(key) = short(key) {
            return self.short_place(key);
        }
        let hash = hash(key);
        let mask = self.table.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let (tag, place) = self.table[slot];
            let at = (place as usize).checked_sub(1)?;
            if tag == (hash >> 32) as u32 && self.word(at).as_bytes() == key {
                return Some(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn word(&self, at: usize) -> &str {
        self.text.get(self.starts[at] as usize..self.starts[at + 1] as usize).unwrap_or_default()
    }

    fn add_extra(&mut self, id: WordId, extra: Extra) {
        let place = &mut self.extra_of[id as usize];
        if *place == 0 {
            self.extras.push(Vec::new());
            *place = self.extras.len() as u32;
        }
        self.extras[*place as usize - 1].push(extra);
    }
}

fn head(a: u8, b: u8, c: u8) -> usize {
    (usize::from(a) * 961 + usize::from(b) * 31 + usize::from(c)) % 4096
}

/// A word of one to eight bytes as a number, as [`Word::packed`] has it.
fn short(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    let mut bytes = [0u8; 8];
    bytes[..word.len()].copy_from_slice(word);
    Some(u64::from_le_bytes(bytes))
}

fn short_hash(key: u64) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 32)) as usize
}

/// Eight bytes at a time; the same on every machine.
fn hash(key: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = key.len() as u64;
    for chunk in key.chunks(8) {
        let mut bytes = [0u8; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        state = (state.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR);
    }
    state ^ (state >> 29)
}
