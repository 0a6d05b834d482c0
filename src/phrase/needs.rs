//! What a regular expression cannot match without, read off its parts: the expression itself is compiled and run only
//! where a page has it.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

/// How many literals one set may have.
const MOST: usize = 64;
/// How many sets are asked for: the rarest, and one more.
const SETS: usize = 2;
/// How many endings of words one expression may have.
const MOST_ENDINGS: usize = 1000;
/// How many letters an ending may have.
pub(super) const LONGEST: usize = 32;

/// Where matches of an expression may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Needs {
    /// Every match is a whole word of letters with one of these endings, and every such word is a match.
    Ending(Ending),
    /// Every match holds a literal of each of these sets, which may be none.
    Literals {
        sets: Vec<Vec<Vec<u8>>>,
        /// Whether no match runs over the end of a line, so that the literals stand in one line.
        in_line: bool,
    },
}

/// Endings of words in small letters, in order, behind at least so many other letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    pub before: u32,
    pub endings: Vec<Vec<u8>>,
}

/// The texts that an expression matches. A small letter stands for either case, a capital for itself.
struct Spelled {
    texts: BTreeSet<Vec<u8>>,
    /// Whether it matches all that these stand for.
    exact: bool,
}

impl Needs {
    pub fn of(hir: &Hir) -> Needs {
        let mut parts = Vec::new();
        flatten(hir, &mut parts);
        if let Some(ending) = ending(&parts) {
            return Needs::Ending(ending);
        }
        Needs::Literals { sets: literals(&parts), in_line: is_in_line(hir) }
    }
}

fn flatten<'h>(hir: &'h Hir, parts: &mut Vec<&'h Hir>) {
    match hir.kind() {
        HirKind::Concat(all) => all.iter().for_each(|part| flatten(part, parts)),
        HirKind::Capture(capture) => flatten(&capture.sub, parts),
        _ => parts.push(hir),
    }
}

/// `\b[a-z]{3,}(caine|statin)\b`
fn ending(parts: &[&Hir]) -> Option<Ending> {
    let [first, letters, rest @ .., last] = parts else { return None };
    let is_edge = |hir: &Hir| matches!(hir.kind(), HirKind::Look(Look::WordAscii));
    let HirKind::Repetition(letters) = letters.kind() else { return None };
    let HirKind::Class(Class::Bytes(class)) = letters.sub.kind() else { return None };
    let is_letters = [(b'A', b'Z'), (b'a', b'z')].into_iter().eq(class.iter().map(|r| (r.start(), r.end())));
    if !is_edge(first) || !is_edge(last) || !is_letters || letters.max.is_some() {
        return None;
    }
    let spelled = product(rest, MOST_ENDINGS).filter(|(spelled, parts)| spelled.exact && *parts == rest.len())?.0;
    let is_word = |text: &Vec<u8>| (1..=LONGEST).contains(&text.len()) && text.iter().all(u8::is_ascii_lowercase);
    let endings: Vec<Vec<u8>> = spelled.texts.into_iter().collect();
    endings.iter().all(is_word).then_some(Ending { before: letters.min, endings })
}

/// The best sets of literals, of which no two are read off the same part: those whose shortest literal is longest.
fn literals(parts: &[&Hir]) -> Vec<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for first in 0..parts.len() {
        let Some((spelled, count)) = product(&parts[first..], MOST) else { continue };
        let shortest = spelled.texts.iter().map(Vec::len).min().unwrap_or(0);
        if shortest > 1 {
            found.push((shortest, spelled.texts, first..first + count));
        }
    }
    found.sort_by_key(|(shortest, texts, place)| (std::cmp::Reverse(*shortest), texts.len(), place.start));
    let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
    let mut sets = Vec::new();
    for (_, texts, place) in found {
        if sets.len() < SETS && taken.iter().all(|other| other.end <= place.start || place.end <= other.start) {
            sets.push(texts.into_iter().collect());
            taken.push(place);
        }
    }
    sets
}

/// What the first parts match one behind the other, and how many of them: as many as stay below `most` texts.
fn product(parts: &[&Hir], most: usize) -> Option<(Spelled, usize)> {
    let mut all: Option<Spelled> = None;
    let mut count = 0;
    for part in parts {
        let Some(next) = spelled(part, most) else { break };
        let joined = match &all {
            None => next,
            Some(all) if all.texts.len() * next.texts.len() <= most => all.followed_by(&next),
            Some(_) => break,
        };
        all = Some(joined);
        count += 1;
    }
    Some((all?, count))
}

/// All that an expression matches, where that is at most so many texts.
fn spelled(hir: &Hir, most: usize) -> Option<Spelled> {
    let one = |text: &[u8], exact| Spelled { texts: BTreeSet::from([text.to_vec()]), exact };
    match hir.kind() {
        HirKind::Empty => Some(one(b"", true)),
        HirKind::Look(_) => Some(one(b"", false)),
        HirKind::Literal(literal) => {
            let exact = !literal.0.iter().any(u8::is_ascii_lowercase);
            Some(one(&literal.0, exact))
        }
        HirKind::Class(class) => {
            let all = characters(class)?;
            let has = |byte: u8| all.contains(&vec![byte]);
            // A capital whose small letter is there too is told by it.
            let is_told = |text: &[u8]| matches!(text, [b] if b.is_ascii_uppercase() && has(b.to_ascii_lowercase()));
            let texts: BTreeSet<Vec<u8>> = all.iter().filter(|text| !is_told(text)).cloned().collect();
            let is_closed =
                |text: &[u8]| !matches!(text, [b] if b.is_ascii_lowercase() && !has(b.to_ascii_uppercase()));
            let exact = all.iter().all(|text| is_closed(text));
            (texts.len() <= most).then_some(Spelled { texts, exact })
        }
        HirKind::Repetition(repetition) if repetition.min == 0 && repetition.max == Some(1) => {
            let mut spelled = spelled(&repetition.sub, most)?;
            spelled.texts.insert(Vec::new());
            (spelled.texts.len() <= most).then_some(spelled)
        }
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => spelled(&capture.sub, most),
        HirKind::Concat(parts) => {
            let parts: Vec<&Hir> = parts.iter().collect();
            let (spelled, count) = product(&parts, most)?;
            (count == parts.len()).then_some(spelled)
        }
        HirKind::Alternation(choices) => {
            let mut all = Spelled { texts: BTreeSet::new(), exact: true };
            for choice in choices {
                let choice = spelled(choice, most)?;
                all.texts.extend(choice.texts);
                all.exact &= choice.exact;
            }
            (all.texts.len() <= most).then_some(all)
        }
    }
}

/// The characters of a class, where they are not too many.
fn characters(class: &Class) -> Option<Vec<Vec<u8>>> {
    match class {
        Class::Bytes(class) => {
            let bytes = class.iter().flat_map(|range| range.start()..=range.end());
            Some(bytes.map(|byte| vec![byte]).collect())
        }
        Class::Unicode(class) => {
            let count: usize = class.iter().map(|range| range.len()).sum();
            let characters = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST).then(|| characters.map(|c| c.to_string().into_bytes()).collect())
        }
    }
}

impl Spelled {
    fn followed_by(&self, next: &Spelled) -> Spelled {
        let pairs = self.texts.iter().flat_map(|text| next.texts.iter().map(|end| [text.as_slice(), end].concat()));
        Spelled { texts: pairs.collect(), exact: self.exact && next.exact }
    }
}

/// Whether an expression can be run line by line: it matches no line end and asks for no end of the text.
fn is_in_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => !literal.0.contains(&b'\n'),
        HirKind::Class(Class::Bytes(class)) => {
            !class.iter().any(|range| (range.start()..=range.end()).contains(&b'\n'))
        }
        HirKind::Class(Class::Unicode(class)) => {
            !class.iter().any(|range| (range.start()..=range.end()).contains(&'\n'))
        }
        HirKind::Look(look) => {
            matches!(look, Look::StartLF | Look::EndLF | Look::WordAscii | Look::WordAsciiNegate)
        }
        HirKind::Repetition(repetition) => is_in_line(&repetition.sub),
        HirKind::Capture(capture) => is_in_line(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_in_line),
    }
}
