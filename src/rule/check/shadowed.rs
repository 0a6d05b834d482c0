//! Phrases that add nothing: what they match is matched by another phrase of the same concept, or taken by another row or
//! an exception.

use rustc_hash::FxHashMap;

use super::{Check, Found};
use crate::extract::normalise::fold;
use crate::knowledge::NamedPhrase;
use crate::language::inflection;
use crate::language::words::words;
use crate::load_error::Kind;
use crate::phrase::lexicon::{self, Hit, Lexicon, LexiconBuilder};
use crate::phrase::parse::{self, Form, Item, Phrase};
use crate::rule::ruleset::{Authored, Origin, Ruleset, Target};
use crate::source::{Source, Span};

/// A phrase of more wordings is tried by these many.
const MOST_WORDINGS: usize = 400;

pub(super) fn check(authored: &Authored, found: &mut Found) {
    let ruleset = &authored.ruleset;
    let all = Plain::all(ruleset);
    let lexicon = lexicon(&all);
    for (number, phrase) in all.iter().enumerate() {
        if !(found.counts)(&phrase.origin.phrase.file.name) || matches!(phrase.target, Target::Except { .. }) {
            continue;
        }
        if let Some((other, how)) = shadow(&lexicon, &all, number) {
            let (message, hint) = told(ruleset, phrase, &all[other], how);
            let place = phrase.origin.phrase.file.error(phrase.origin.phrase.span, message);
            found.add(Check::ShadowedPhrase, place.label("adds nothing").hint(hint));
        }
    }
}

/// A phrase made of words alone.
struct Plain<'r> {
    target: Target,
    origin: &'r Origin,
    wordings: Vec<Vec<Item>>,
}

impl<'r> Plain<'r> {
    fn all(ruleset: &'r Ruleset) -> Vec<Plain<'r>> {
        let numbered = ruleset.targets.iter().enumerate();
        let plain = numbered.filter_map(|(number, target)| {
            let origin = ruleset.origin(number as lexicon::Target)?;
            let Ok(Phrase::Variants(wordings)) = parse::parse(&origin.phrase.text) else { return None };
            let is_word = |item: &Item| matches!(item, Item::Word { .. });
            wordings.iter().flatten().all(is_word).then_some(Plain { target: *target, origin, wordings })
        });
        plain.collect()
    }
}

/// How a phrase is shadowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// The same words lead to the same thing.
    Twice,
    /// The same words lead to another row, which comes first.
    OtherRow,
    /// An exception of its own concept holds all of it.
    Excepted,
}

fn lexicon(all: &[Plain]) -> Lexicon {
    let mut builder = LexiconBuilder::new();
    for (number, phrase) in all.iter().enumerate() {
        let phrase = Phrase::Variants(phrase.wordings.clone());
        // They have been added once before, without an error and without a slot.
        let _ = builder.add(&phrase, number as lexicon::Target, &mut |_, _, span: Span| {
            Err(parse::PhraseError { span, message: String::new(), hint: None, kind: Kind::Mistake })
        });
    }
    builder.build()
}

/// The phrase that takes all that this one matches.
fn shadow(lexicon: &Lexicon, all: &[Plain], number: usize) -> Option<(usize, How)> {
    let phrase = &all[number];
    let mut by: FxHashMap<(usize, u8), usize> = FxHashMap::default();
    let wordings = wordings(&phrase.wordings);
    for wording in &wordings {
        let mut here: Vec<(usize, u8)> = Vec::new();
        for hit in scan(lexicon, wording) {
            let lexicon::Found::Target(other) = hit.found else { continue };
            let other = other as usize;
            let whole = hit.start == 0 && hit.end as usize == wording.len();
            let how = match (all[other].target, phrase.target) {
                _ if !whole || other == number => continue,
                (Target::Mention { concept, row }, Target::Mention { concept: own, row: own_row }) => {
                    match concept == own {
                        true if row == own_row && other < number => How::Twice,
                        true if row < own_row => How::OtherRow,
                        _ => continue,
                    }
                }
                (Target::Except { concept, row }, Target::Mention { concept: own, row: own_row }) => {
                    match concept == own && (row.is_none() || row == own_row) {
                        true => How::Excepted,
                        false => continue,
                    }
                }
                _ => continue,
            };
            if !here.contains(&(other, how as u8)) {
                here.push((other, how as u8));
            }
        }
        if here.is_empty() {
            return None;
        }
        for key in here {
            *by.entry(key).or_default() += 1;
        }
    }
    // One phrase that takes all of it is told; several that share it are not one mistake.
    let (key, _) = by.into_iter().filter(|(_, times)| *times == wordings.len()).min_by_key(|(key, _)| *key)?;
    let how = [How::Twice, How::OtherRow, How::Excepted].into_iter().find(|how| *how as u8 == key.1)?;
    Some((key.0, how))
}

/// Ways to write a phrase, inflections multiplied out.
fn wordings(variants: &[Vec<Item>]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for items in variants {
        let mut rows: Vec<Vec<String>> = vec![Vec::new()];
        for item in items {
            let Item::Word { text, form, .. } = item else { continue };
            let forms = match form {
                Form::Inflected => inflection::any(text),
                // A phrase of any ending is not the same as one of the word alone.
                Form::Prefix => vec![format!("{text}zzz")],
                Form::Plain | Form::Exact => vec![text.clone()],
            };
            rows = rows
                .iter()
                .flat_map(|row| forms.iter().map(|form| [row.as_slice(), std::slice::from_ref(form)].concat()))
                .take(MOST_WORDINGS)
                .collect();
        }
        all.extend(rows);
        if all.len() > MOST_WORDINGS {
            break;
        }
    }
    all.truncate(MOST_WORDINGS);
    all
}

fn scan(lexicon: &Lexicon, wording: &[String]) -> Vec<Hit> {
    let text = fold(&wording.join(" "));
    let (mut cut, mut ids, mut hits) = (Vec::new(), Vec::new(), Vec::new());
    words(&text, Span::new(0, text.len()), &mut cut);
    if cut.len() != wording.len() {
        return hits;
    }
    lexicon.identify(&text, &cut, &mut ids);
    lexicon.scan(&text, &cut, &ids, &mut hits);
    hits
}

fn told(ruleset: &Ruleset, phrase: &Plain, other: &Plain, how: How) -> (String, String) {
    let own = &phrase.origin.phrase.text;
    let place = place(&other.origin.phrase);
    let written = &other.origin.phrase.text;
    match how {
        How::Twice => {
            (format!("`{own}` is matched already by `{written}`, at {place}"), "take one of the two out".to_owned())
        }
        How::OtherRow => (
            format!("`{own}` is a phrase of {} already, at {place}, and leads there", name(ruleset, other)),
            format!("leave it to one of the two rows; {} is never found by it", phrase.origin.owner),
        ),
        How::Excepted => (
            format!("`{own}` never counts: the exception `{written}`, at {place}, holds all of it"),
            "take one of the two out, or make the exception longer".to_owned(),
        ),
    }
}

fn name(ruleset: &Ruleset, phrase: &Plain) -> String {
    match phrase.target {
        Target::Mention { concept, row: Some(row) } => match ruleset.row(concept, row) {
            Some(row) => format!("{} {}", row.table.name(), row.id),
            None => phrase.origin.owner.clone(),
        },
        _ => phrase.origin.owner.clone(),
    }
}

/// `file:line:column`.
fn place(phrase: &NamedPhrase) -> String {
    let source = Source::from_text(phrase.file.name.as_str(), &*phrase.file.text);
    let start = source.locate(phrase.span.within(source.text())).start;
    format!("{}:{}:{}", phrase.file.name, start.line, start.column)
}
