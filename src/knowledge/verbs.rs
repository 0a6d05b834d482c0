//! What a verb of benefit does, and how far: "cures" ends a disease and is strong, "supports" keeps a function up and is
//! weak. Data in `rules/reading/verbs.yml`; rules ask for it as `efficacy.direction` and `efficacy.strength`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::NamedPhrase;
use crate::language::inflection;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// What becomes of the thing that a verb is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerbEffect {
    Lowers,
    Ends,
    Prevents,
    Reverses,
    Treats,
    Raises,
    /// Holds a function where it is.
    KeepsUp,
    /// Brings a function back to where it was.
    Restores,
    /// Does good, to whatever it is.
    Helps,
}

const EFFECTS: &[(&str, VerbEffect)] = &[
    ("lowers", VerbEffect::Lowers),
    ("ends", VerbEffect::Ends),
    ("prevents", VerbEffect::Prevents),
    ("reverses", VerbEffect::Reverses),
    ("treats", VerbEffect::Treats),
    ("raises", VerbEffect::Raises),
    ("keeps up", VerbEffect::KeepsUp),
    ("restores", VerbEffect::Restores),
    ("helps", VerbEffect::Helps),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strength {
    Weak,
    Plain,
    Strong,
}

const STRENGTHS: &[(&str, Strength)] =
    &[("weak", Strength::Weak), ("plain", Strength::Plain), ("strong", Strength::Strong)];

impl VerbEffect {
    pub fn name(self) -> &'static str {
        EFFECTS.iter().find(|(_, effect)| *effect == self).map_or("", |(name, _)| name)
    }

    /// The names of all, as rules write them.
    pub fn names() -> Vec<&'static str> {
        words_of(EFFECTS)
    }
}

impl Strength {
    pub fn name(self) -> &'static str {
        STRENGTHS.iter().find(|(_, strength)| *strength == self).map_or("", |(name, _)| name)
    }

    /// The names of all, as rules write them.
    pub fn names() -> Vec<&'static str> {
        words_of(STRENGTHS)
    }
}

/// Verbs of one direction and strength, as written.
#[derive(Debug, Clone)]
pub struct VerbRow {
    pub verbs: Vec<NamedPhrase>,
    pub direction: VerbEffect,
    pub strength: Strength,
}

pub(super) const VERBS: Shape = Shape {
    name: "verbs",
    about: "Verbs of benefit that do the same thing, and equally far.",
    keys: &[&[
        needed("direction", Word(|| words_of(EFFECTS)), "What becomes of what the verb is about."),
        needed(
            "strength",
            Word(|| words_of(STRENGTHS)),
            "How far it goes: weak (supports), plain (relieves), strong (cures).",
        ),
        needed("verbs", SomeTexts, "The verbs, found in every inflection."),
    ]],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<VerbRow> {
    let mut fields = Fields::shaped(node, &VERBS, file, errors)?;
    let direction = fields.require("direction", errors).and_then(|node| node.expect_word(EFFECTS, file, errors));
    let strength = fields.require("strength", errors).and_then(|node| node.expect_word(STRENGTHS, file, errors));
    let verbs = NamedPhrase::list(fields.take("verbs"), file, errors);
    fields.finish(errors);
    Some(VerbRow { verbs, direction: direction?, strength: strength? })
}

/// Verbs by every form they take.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Verbs {
    forms: BTreeMap<String, (VerbEffect, Strength)>,
    count: usize,
}

impl Verbs {
    /// How many words a verb has at most: "do away with".
    const LONGEST: usize = 3;

    /// Adds every row. A verb that stands in two rows is an error: it would do two things.
    pub fn with(self, rows: &[VerbRow], errors: &mut Errors) -> Verbs {
        let mut verbs = self;
        verbs.count += rows.iter().map(|row| row.verbs.len()).sum::<usize>();
        for row in rows {
            for verb in &row.verbs {
                let meant = (row.direction, row.strength);
                // "wipe out" bends its first word, "fine-tune" what stands behind the hyphen.
                let base = verb.text.to_lowercase().replace('-', " ");
                let bends = verb.text.find('-').map_or(0, |at| at + 1);
                let (prefix, rest) = base.split_at(bends);
                let (word, rest) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
                if verbs.forms.insert(base.clone(), meant).is_some_and(|other| other != meant) {
                    let error = verb.file.error(verb.span, format!("the verb `{base}` stands in two rows"));
                    errors.push(error.hint("keep it in the row that tells what it does"));
                }
                for form in inflection::verb(word) {
                    // A form that two verbs share ("found", "lay") is what the verb says whose own form it is.
                    verbs.forms.entry(format!("{prefix}{form}{rest}")).or_insert(meant);
                }
            }
        }
        verbs
    }

    /// How many verbs there are, whatever their forms.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What the first verb in a stretch of copy does, and how far. `text` is small letters.
    pub fn of(&self, text: &str) -> Option<(VerbEffect, Strength)> {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
        (0..words.len()).find_map(|start| {
            let longest = Self::LONGEST.min(words.len() - start);
            (1..=longest).rev().find_map(|count| self.forms.get(&words[start..start + count].join(" ")).copied())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(verbs: &[&str], direction: VerbEffect, strength: Strength) -> VerbRow {
        let file = File::new("verbs.yml", "");
        let phrase = |text: &&str| NamedPhrase { text: (*text).into(), span: Default::default(), file: file.clone() };
        VerbRow { verbs: verbs.iter().map(phrase).collect(), direction, strength }
    }

    #[test]
    fn the_first_verb_tells() {
        let mut errors = Errors::default();
        let rows = [
            row(&["cure", "do away with"], VerbEffect::Ends, Strength::Strong),
            row(&["ease", "fine-tune"], VerbEffect::Lowers, Strength::Plain),
        ];
        let verbs = Verbs::default().with(&rows, &mut errors);
        for (text, expected) in [
            ("cured arthritis", Some((VerbEffect::Ends, Strength::Strong))),
            ("does away with gout", Some((VerbEffect::Ends, Strength::Strong))),
            ("easing pain, not curing it", Some((VerbEffect::Lowers, Strength::Plain))),
            ("fine-tuned sleep", Some((VerbEffect::Lowers, Strength::Plain))),
            ("relief", None),
        ] {
            assert_eq!(verbs.of(text), expected, "{text}");
        }
    }
}
