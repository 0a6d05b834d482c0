//! All phrases of all rules in one trie keyed by whole words, walked once over each sentence.
//!
//! A phrase without slots and gaps is a **literal**: its row of words leads to a target. Any other phrase is a
//! **composite**: its runs of words are found by the trie, and `composite.rs` joins them with mentions afterwards.
//! Overlapping hits are all reported; what wins is decided by each concept for itself.

use rustc_hash::FxHashMap;

use super::composite::{Composite, Part};
use super::parse::{Form, Item, Phrase, PhraseError};
use super::regexes::{Pattern, Regexes};
use crate::language::inflection;
use crate::language::words::{Gap, Word};
use crate::source::Span;

/// What a phrase leads to. The caller gives it its meaning.
pub type Target = u32;

/// A phrase found: words `start..end` of the slice that was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    pub start: u32,
    pub end: u32,
    pub found: Found,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    Target(Target),
    /// A run of words that composites wait for.
    Run(u32),
}

/// A word's number in the vocabulary; 0 is every word that no phrase has.
pub type WordId = u32;

/// Set on the id of a word that some phrase also names in another way: as written, or by its beginning.
const HAS_EXTRAS: WordId = 1 << 31;
/// Set on an edge that asks for a comma before its word.
const COMMA: WordId = 1 << 30;
const ID: WordId = COMMA - 1;

/// How many rows of words one phrase may come to once inflections are multiplied out.
const MOST_ROWS: usize = 5000;

#[derive(Debug, Default)]
pub struct Lexicon {
    vocabulary: FxHashMap<Box<str>, WordId>,
    extras: FxHashMap<WordId, Vec<Extra>>,
    /// Prefixes by their first three bytes.
    prefixes: FxHashMap<[u8; 3], Vec<(Box<str>, WordId)>>,
    roots: Vec<u32>,
    edges: FxHashMap<(u32, WordId), u32>,
    /// Per node, where its targets begin in `accepts`; one more at the end.
    accept_starts: Vec<u32>,
    accepts: Vec<Found>,
    composites: Vec<Composite>,
    /// Composites by the run that must be there, and those that have none.
    by_run: Vec<Vec<u32>>,
    without_run: Vec<u32>,
    regexes: Regexes,
}

#[derive(Debug)]
struct Extra {
    id: WordId,
    /// `None`: the word merely begins so.
    exact: Option<Box<str>>,
}

/// Gathers phrases; `build` makes the lexicon.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    vocabulary: FxHashMap<Box<str>, WordId>,
    exact: FxHashMap<Box<str>, WordId>,
    prefix: FxHashMap<Box<str>, WordId>,
    next_id: WordId,
    edges: FxHashMap<(u32, WordId), u32>,
    accepts: Vec<Vec<Found>>,
    runs: FxHashMap<Vec<(Vec<WordId>, bool)>, u32>,
    composites: Vec<Composite>,
    regexes: Vec<Pattern>,
    phrases: usize,
}

/// Gives a slot its number by its name and readings, or says what is wrong with it.
pub type SlotNumber<'s> = dyn FnMut(&str, &[String], Span) -> Result<u32, PhraseError> + 's;

impl LexiconBuilder {
    pub fn new() -> Self {
        LexiconBuilder { next_id: 1, accepts: vec![Vec::new()], ..Default::default() }
    }

    pub fn composites(&self) -> &[Composite] {
        &self.composites
    }

    /// How many rows of words and composites were added.
    pub fn len(&self) -> usize {
        self.phrases
    }

    pub fn is_empty(&self) -> bool {
        self.phrases == 0
    }

    /// Adds a phrase. `slot` gives the number of a slot by its name and readings, or says what is wrong with it.
    pub fn add(&mut self, phrase: &Phrase, target: Target, slot: &mut SlotNumber) -> Result<(), PhraseError> {
        let variants = match phrase {
            Phrase::Regex { source, span } => {
                self.regexes.push(Pattern::new(source, *span, target)?);
                self.phrases += 1;
                return Ok(());
            }
            Phrase::Variants(variants) => variants,
        };
        for items in variants {
            if items.iter().all(|item| matches!(item, Item::Word { .. })) {
                let row = self.row(items)?;
                self.insert(&row, Found::Target(target));
                self.phrases += 1;
                continue;
            }
            let mut parts = Vec::new();
            for stretch in items.chunk_by(|a, b| matches!((a, b), (Item::Word { .. }, Item::Word { .. }))) {
                match &stretch[0] {
                    Item::Gap(words) => parts.push(Part::Gap(*words)),
                    Item::Slot { name, readings, comma, span } => {
                        parts.extend(comma.then_some(Part::Comma));
                        parts.push(Part::Slot(slot(name, readings, *span)?));
                    }
                    Item::Word { comma, .. } => {
                        parts.extend(comma.then_some(Part::Comma));
                        let row = self.row(stretch)?;
                        let next = self.runs.len() as u32;
                        let run = *self.runs.entry(row.clone()).or_insert(next);
                        if run == next {
                            self.insert(&row, Found::Run(run));
                        }
                        parts.push(Part::Run(run));
                    }
                }
            }
            // A gap at either end reaches for nothing.
            while parts.last().is_some_and(|part| !part.is_placed()) {
                parts.pop();
            }
            let lead = parts.iter().take_while(|part| !part.is_placed()).count();
            parts.drain(..lead);
            self.composites.push(Composite { target, parts });
            self.phrases += 1;
        }
        Ok(())
    }

    /// For each word of a literal, the ids that fill its place.
    fn row(&mut self, items: &[Item]) -> Result<Vec<(Vec<WordId>, bool)>, PhraseError> {
        let row: Vec<(Vec<WordId>, bool)> = items
            .iter()
            .filter_map(|item| match item {
                Item::Word { text, form, comma } => Some((self.ids(text, *form), *comma)),
                _ => None,
            })
            .collect();
        let size = row.iter().fold(1usize, |size, (ids, _)| size.saturating_mul(ids.len()));
        if size > MOST_ROWS {
            return Err(PhraseError {
                span: Span::new(0, 1),
                message: format!("the inflections of this phrase multiply out to more than {MOST_ROWS} rows of words"),
                hint: Some("mark fewer of its words with `~`".into()),
            });
        }
        Ok(row)
    }

    fn ids(&mut self, text: &str, form: Form) -> Vec<WordId> {
        match form {
            Form::Plain => vec![self.id(text)],
            Form::Inflected => {
                let mut ids: Vec<WordId> = inflection::any(text).iter().map(|form| self.id(form)).collect();
                ids.sort_unstable();
                ids.dedup();
                ids
            }
            Form::Exact => {
                self.id(&text.to_lowercase());
                let next = &mut self.next_id;
                vec![*self.exact.entry(text.into()).or_insert_with(|| post_increment(next))]
            }
            Form::Prefix => {
                let next = &mut self.next_id;
                vec![*self.prefix.entry(text.into()).or_insert_with(|| post_increment(next))]
            }
        }
    }

    fn id(&mut self, word: &str) -> WordId {
        let next = &mut self.next_id;
        match self.vocabulary.get(word) {
            Some(&id) => id,
            None => *self.vocabulary.entry(word.into()).or_insert_with(|| post_increment(next)),
        }
    }

    fn insert(&mut self, row: &[(Vec<WordId>, bool)], found: Found) {
        let mut nodes = vec![0u32];
        for (ids, comma) in row {
            let mut next_nodes = Vec::with_capacity(nodes.len() * ids.len());
            for node in nodes {
                for &id in ids {
                    // A comma before the first word says nothing: the phrase begins there.
                    let edge = if *comma && node != 0 { id | COMMA } else { id };
                    let fresh = self.accepts.len() as u32;
                    let next = *self.edges.entry((node, edge)).or_insert(fresh);
                    if next == fresh {
                        self.accepts.push(Vec::new());
                    }
                    next_nodes.push(next);
                }
            }
            nodes = next_nodes;
        }
        for node in nodes {
            let accepts = &mut self.accepts[node as usize];
            if !accepts.contains(&found) {
                accepts.push(found);
            }
        }
    }

    pub fn build(self) -> Lexicon {
        let mut lexicon = Lexicon { vocabulary: self.vocabulary, ..Default::default() };
        for (text, id) in self.exact {
            let plain = lexicon.vocabulary[text.to_lowercase().as_str()];
            lexicon.extras.entry(plain).or_default().push(Extra { id, exact: Some(text) });
        }
        for (prefix, id) in self.prefix {
            for (word, &plain) in &lexicon.vocabulary {
                if word.starts_with(&*prefix) {
                    lexicon.extras.entry(plain).or_default().push(Extra { id, exact: None });
                }
            }
            let head = [prefix.as_bytes()[0], prefix.as_bytes()[1], prefix.as_bytes()[2]];
            lexicon.prefixes.entry(head).or_default().push((prefix, id));
        }
        lexicon.read_further();
        for extras in lexicon.extras.values_mut() {
            extras.sort_unstable_by_key(|extra| extra.id);
        }
        for list in lexicon.prefixes.values_mut() {
            list.sort_unstable_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        }
        lexicon.roots = vec![0; self.next_id as usize];
        for (&(node, edge), &next) in &self.edges {
            if node == 0 {
                lexicon.roots[edge as usize] = next;
            }
        }
        lexicon.edges = self.edges;
        for accepts in &self.accepts {
            lexicon.accept_starts.push(lexicon.accepts.len() as u32);
            lexicon.accepts.extend_from_slice(accepts);
        }
        lexicon.accept_starts.push(lexicon.accepts.len() as u32);
        lexicon.by_run = vec![Vec::new(); self.runs.len()];
        for (i, composite) in self.composites.iter().enumerate() {
            match composite.anchor_run() {
                Some(run) => lexicon.by_run[run as usize].push(i as u32),
                None => lexicon.without_run.push(i as u32),
            }
        }
        lexicon.composites = self.composites;
        lexicon.regexes = Regexes::new(self.regexes);
        lexicon
    }
}

impl Lexicon {
    /// A word may be read in several ways at once: a possessive that some phrase has is also the word before its `'s`,
    /// and a word of no phrase begins as every prefix of the longest that it begins with.
    fn read_further(&mut self) {
        for (word, &id) in &self.vocabulary {
            let Some(&base) = word.strip_suffix("'s").and_then(|base| self.vocabulary.get(base)) else { continue };
            let mut further: Vec<Extra> = self.extras.get(&base).into_iter().flatten().map(Extra::again).collect();
            further.push(Extra { id: base, exact: None });
            let own = self.extras.entry(id).or_default();
            further.retain(|extra| own.iter().all(|known| known.id != extra.id));
            own.append(&mut further);
        }
        for list in self.prefixes.values() {
            for (prefix, id) in list {
                let shorter = list.iter().filter(|(other, _)| other != prefix && prefix.starts_with(&**other));
                let further: Vec<Extra> = shorter.map(|(_, id)| Extra { id: *id, exact: None }).collect();
                if !further.is_empty() {
                    self.extras.entry(*id).or_default().extend(further);
                }
            }
        }
    }
}

fn post_increment(next: &mut WordId) -> WordId {
    *next += 1;
    *next - 1
}

impl Lexicon {
    pub fn composites(&self) -> &[Composite] {
        &self.composites
    }

    /// Composites that need this run of words.
    pub fn waiting_for(&self, run: u32) -> &[u32] {
        &self.by_run[run as usize]
    }

    /// Composites that are made of mentions only.
    pub fn without_run(&self) -> &[u32] {
        &self.without_run
    }

    pub fn regexes(&self) -> &Regexes {
        &self.regexes
    }

    /// The vocabulary number of each word, in step with `words`.
    pub fn identify(&self, text: &str, words: &[Word], ids: &mut Vec<WordId>) {
        let mut buffer = String::new();
        ids.clear();
        ids.extend(words.iter().map(|word| self.identify_one(word.key(text, &mut buffer))));
    }

    fn identify_one(&self, key: &str) -> WordId {
        // A possessive that no phrase has is its word: "ketamine's".
        let found = self.vocabulary.get(key).or_else(|| self.vocabulary.get(key.strip_suffix("'s")?));
        match found {
            Some(id) if self.extras.contains_key(id) => id | HAS_EXTRAS,
            Some(&id) => id,
            None => match key.as_bytes() {
                [a, b, c, ..] => self.prefixes.get(&[*a, *b, *c]).map_or(0, |list| {
                    let longest = list.iter().find(|(prefix, _)| key.starts_with(&**prefix));
                    longest.map_or(0, |(_, id)| if self.extras.contains_key(id) { id | HAS_EXTRAS } else { *id })
                }),
                _ => 0,
            },
        }
    }

    /// Every phrase and run in the words of one sentence. Numbers of words count from the start of the slice.
    pub fn scan(&self, text: &str, words: &[Word], ids: &[WordId], hits: &mut Vec<Hit>) {
        let mut shouting = None;
        for start in 0..words.len() {
            if ids[start] == 0 {
                continue;
            }
            let root = self.roots[(ids[start] & ID) as usize];
            if root != 0 {
                self.walk(root, start, start + 1, (text, words, ids), &mut shouting, hits);
            }
            for extra in self.extras_of(ids[start]) {
                let root = self.roots[extra.id as usize];
                if root != 0 && extra.fits(text, words, start, &mut shouting) {
                    self.walk(root, start, start + 1, (text, words, ids), &mut shouting, hits);
                }
            }
        }
    }

    fn extras_of(&self, id: WordId) -> &[Extra] {
        if id & HAS_EXTRAS == 0 { &[] } else { &self.extras[&(id & !HAS_EXTRAS)] }
    }

    fn walk(
        &self,
        node: u32,
        start: usize,
        at: usize,
        input: (&str, &[Word], &[WordId]),
        shouting: &mut Option<bool>,
        hits: &mut Vec<Hit>,
    ) {
        let targets = self.accept_starts[node as usize] as usize..self.accept_starts[node as usize + 1] as usize;
        for &found in &self.accepts[targets] {
            hits.push(Hit { start: start as u32, end: at as u32, found });
        }
        let (text, words, ids) = input;
        let Some(word) = words.get(at) else { return };
        if word.gap == Gap::Closed || ids[at] == 0 {
            return;
        }
        let mut follow = |id: WordId, shouting: &mut Option<bool>| {
            if word.gap == Gap::Open
                && let Some(&next) = self.edges.get(&(node, id))
            {
                self.walk(next, start, at + 1, input, shouting, hits);
            }
            if let Some(&next) = self.edges.get(&(node, id | COMMA)) {
                self.walk(next, start, at + 1, input, shouting, hits);
            }
        };
        follow(ids[at] & ID, shouting);
        for extra in self.extras_of(ids[at]) {
            if extra.fits(text, words, at, shouting) {
                follow(extra.id, shouting);
            }
        }
    }
}

impl Extra {
    fn again(&self) -> Extra {
        Extra { id: self.id, exact: self.exact.clone() }
    }

    /// Whether the word is spelled as asked, in a sentence that is not all capitals anyway.
    fn fits(&self, text: &str, words: &[Word], at: usize, shouting: &mut Option<bool>) -> bool {
        let Some(exact) = &self.exact else { return true };
        let word = words[at];
        let spelled = &text[word.span().range()];
        // `[H]elp` is spelled "Help".
        let unmarked = word.bracketed.then(|| spelled.replace(['[', ']'], ""));
        let spelled = unmarked.as_deref().unwrap_or(spelled);
        (spelled == &**exact || spelled.strip_suffix("'s") == Some(exact))
            && !*shouting.get_or_insert_with(|| is_shouting(text, words))
    }
}

/// Whether a sentence of several words has no small letter in it.
fn is_shouting(text: &str, words: &[Word]) -> bool {
    words.len() > 2 && words.iter().all(|word| !text[word.span().range()].bytes().any(|b| b.is_ascii_lowercase()))
}
