//! The first half of compiling: concepts get numbers, and every phrase of a table or concept goes into the lexicon.

mod members;

use std::mem::take;

use rustc_hash::FxHashMap;

use super::compiled::{ConceptId, Query};
use super::reading::{Reading, WORDS};
use super::ruleset::{ConceptEntry, Known, Origin, Ruleset, Target};
use crate::knowledge::{Entry, Knowledge, NamedPhrase, Row, SpeaksOf};
use crate::language::inflection;
use crate::load_error::{Kind, LoadError};
use crate::phrase::lexicon::{self, LexiconBuilder};
use crate::phrase::parse::{self, PhraseError};
use crate::source::Span;
use crate::yaml::{Errors, File, nearest, unknown};

/// Concepts that the engine makes mentions of itself, with what each speaks of and the further words it is read by.
const BUILT_IN: &[(&str, Option<SpeaksOf>, &[&str])] = &[
    ("treatment", None, &[]),
    ("condition", None, &[]),
    ("named-risk", Some(SpeaksOf::Risk), &[]),
    ("study", None, &[]),
    ("use", None, &[]),
    (
        "duty",
        None,
        &["far", "altered", "contradicted", "link-only", "footnote-only", "image-only", "incomplete", "missing"],
    ),
    ("citation", None, &["journal", "registry", "regulator", "label", "own-site", "press", "other"]),
    ("number", None, &[]),
    ("percent", None, &[]),
    ("money", None, &[]),
    ("duration", None, &[]),
    ("date", None, &[]),
    ("quotation", None, &[]),
    ("link", None, &["affiliate"]),
    ("unlisted-citation", None, &[]),
    ("call-to-action", None, &[]),
    ("question", None, &[]),
];

/// Concepts, slots and the lexicon while they grow.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub concepts: Vec<ConceptEntry>,
    pub ids: FxHashMap<String, ConceptId>,
    pub builder: LexiconBuilder,
    pub targets: Vec<Target>,
    target_numbers: FxHashMap<Target, lexicon::Target>,
    pub slots: Vec<Query>,
    /// Where the phrase of each target stands; kept where phrases are to be told apart.
    pub origins: Vec<Option<Origin>>,
    told_apart: bool,
    /// Slots by name and readings: phrases share them.
    slot_numbers: FxHashMap<(String, Vec<String>), u32>,
    /// Which concepts each concept's phrases hold, for the order of composites.
    pub uses: FxHashMap<ConceptId, Vec<ConceptId>>,
}

impl Vocabulary {
    /// With `told_apart` every phrase that makes a mention is a target of its own, with its place; else phrases that lead
    /// to the same are one.
    pub fn new(told_apart: bool) -> Self {
        let mut vocabulary = Vocabulary {
            origins: Vec::new(),
            told_apart,
            concepts: Vec::new(),
            ids: FxHashMap::default(),
            builder: LexiconBuilder::new(),
            targets: Vec::new(),
            target_numbers: FxHashMap::default(),
            slots: Vec::new(),
            slot_numbers: FxHashMap::default(),
            uses: FxHashMap::default(),
        };
        for (name, speaks_of, _) in BUILT_IN {
            vocabulary.declare(name, *speaks_of);
        }
        vocabulary
    }

    /// What a ruleset was made of, to be added to; it is taken out of `base`.
    pub fn on(base: &mut Ruleset) -> Self {
        let (targets, slots) = (take(&mut base.targets), take(&mut base.slots));
        let builder = LexiconBuilder::on(take(&mut base.lexicon));
        let mut uses: FxHashMap<ConceptId, Vec<ConceptId>> = FxHashMap::default();
        for composite in builder.composites() {
            if let Target::Mention { concept, .. } = targets[composite.target as usize] {
                let asked = composite.parts.iter().filter_map(|part| part.slot());
                uses.entry(concept).or_default().extend(asked.map(|slot| slots[slot as usize].concept));
            }
        }
        Vocabulary {
            origins: Vec::new(),
            told_apart: false,
            concepts: take(&mut base.concepts),
            ids: take(&mut base.concept_ids),
            builder,
            targets,
            target_numbers: FxHashMap::default(),
            slots,
            slot_numbers: FxHashMap::default(),
            uses,
        }
    }

    pub fn known(&self) -> Known {
        let id = |name: &str| self.ids[name];
        Known {
            treatment: id("treatment"),
            condition: id("condition"),
            risk: id("named-risk"),
            study: id("study"),
            use_: id("use"),
            duty: id("duty"),
            citation: id("citation"),
            number: id("number"),
            percent: id("percent"),
            money: id("money"),
            duration: id("duration"),
            date: id("date"),
            quotation: id("quotation"),
            link: id("link"),
            unlisted_citation: id("unlisted-citation"),
            call_to_action: id("call-to-action"),
            question: id("question"),
        }
    }

    pub fn declare(&mut self, name: &str, speaks_of: Option<SpeaksOf>) -> ConceptId {
        let id = ConceptId(self.concepts.len() as u32);
        self.concepts.push(ConceptEntry { id: name.to_owned(), speaks_of, members: vec![id] });
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// Declares all concepts, resolves what includes what, and adds every phrase.
    pub fn fill(&mut self, knowledge: &Knowledge, errors: &mut Errors) {
        for concept in knowledge.concepts.iter().filter(|concept| concept.entry == Entry::Make) {
            if self.ids.contains_key(&concept.id) {
                let others = knowledge.concepts.iter().filter(|other| !std::ptr::eq(*other, concept));
                let earlier = others.into_iter().find(|other| other.id == concept.id && other.entry == Entry::Make);
                let place = earlier.map_or("built in".to_owned(), |earlier| format!("in {}", earlier.file.name));
                let message = format!("a concept `{}` exists already, {place}", concept.id);
                let hint = format!("to add to it, write `concept+: {}`; else choose another name", concept.id);
                errors.push(concept.file.error(concept.span, message).hint(hint));
                continue;
            }
            self.declare(&concept.id, concept.speaks_of);
        }
        for concept in knowledge.concepts.iter().filter(|concept| concept.entry != Entry::Make) {
            if !self.ids.contains_key(&concept.id) {
                errors.push(self.unknown_concept(&concept.file, concept.span, &concept.id));
            }
        }
        self.resolve_includes(knowledge, errors);
        let removed = self.removals(knowledge, errors);
        for concept in knowledge.concepts.iter().filter(|concept| concept.entry != Entry::Remove) {
            let Some(&id) = self.ids.get(&concept.id) else { continue };
            let stays = |phrase: &&NamedPhrase| !removed.contains(&(concept.id.as_str(), phrase.text.as_str()));
            let target = Target::Mention { concept: id, row: None };
            let owner = format!("concept {}", concept.id);
            for (phrases, inflect) in [
                (&concept.verbs, Some(inflection::verb as fn(&str) -> Vec<String>)),
                (&concept.nouns, Some(inflection::noun)),
                (&concept.phrases, None),
            ] {
                for phrase in phrases.iter().filter(stays) {
                    match inflect {
                        Some(inflect) if !phrase.text.contains(['(', '<', '~', '*', '=', '.']) => {
                            for form in inflect(&phrase.text) {
                                let form = NamedPhrase { text: form, ..phrase.clone() };
                                self.add_of(&form, phrase, &owner, target, errors);
                            }
                        }
                        _ => self.add_of(phrase, phrase, &owner, target, errors),
                    }
                }
            }
            for phrase in &concept.except {
                self.add_of(phrase, phrase, &owner, Target::Except { concept: id, row: None }, errors);
            }
        }
        let known = self.known();
        for (i, treatment) in knowledge.treatments.iter().enumerate() {
            self.add_row(&treatment.row, known.treatment, i, errors);
        }
        for (rows, concept) in [
            (&knowledge.conditions, known.condition),
            (&knowledge.risks, known.risk),
            (&knowledge.studies, known.study),
        ] {
            for (i, row) in rows.iter().enumerate() {
                self.add_row(row, concept, i, errors);
            }
        }
        for (i, cue) in knowledge.cues.iter().enumerate() {
            for phrase in &cue.phrases {
                self.add(phrase, Target::Cue(i as u32), errors);
            }
        }
        knowledge.plain_words.iter().for_each(|word| self.builder.know(word));
        for (i, signal) in knowledge.signals.iter().enumerate() {
            for phrase in &signal.phrases {
                self.add(phrase, Target::Signal(i as u32), errors);
            }
        }
    }

    fn add_row(&mut self, row: &Row, concept: ConceptId, number: usize, errors: &mut Errors) {
        let row_number = Some(number as u32);
        let owner = format!("{} {}", row.table.name(), row.id);
        for phrase in &row.phrases {
            self.add_of(phrase, phrase, &owner, Target::Mention { concept, row: row_number }, errors);
        }
        for phrase in &row.excludes {
            self.add_of(phrase, phrase, &owner, Target::Except { concept, row: row_number }, errors);
        }
    }

    /// Adds one phrase that leads to `target`.
    fn add(&mut self, phrase: &NamedPhrase, target: Target, errors: &mut Errors) {
        self.add_of(phrase, phrase, "", target, errors);
    }

    /// The same for one of the forms of a phrase that stands as `written` among those of `owner`.
    fn add_of(
        &mut self,
        phrase: &NamedPhrase,
        written: &NamedPhrase,
        owner: &str,
        target: Target,
        errors: &mut Errors,
    ) {
        let origin = || Origin { phrase: written.clone(), owner: owner.to_owned() };
        let parsed = parse::parse(&phrase.text);
        let result = parsed.and_then(|parsed| {
            if let Target::Mention { .. } = target {
                parse::ends_in_words(&parsed, &phrase.text)?;
            }
            self.insert(&parsed, target, &origin)
        });
        if let Err(error) = result {
            errors.push(phrase_error(&phrase.file, phrase.span, &phrase.text, &error));
        }
    }

    pub fn insert(
        &mut self,
        phrase: &parse::Phrase,
        target: Target,
        origin: &dyn Fn() -> Origin,
    ) -> Result<(), PhraseError> {
        let number = self.target_number(target, origin);
        let (slots, concepts, ids, uses) = (&mut self.slots, &self.concepts, &self.ids, &mut self.uses);
        let numbers = &mut self.slot_numbers;
        self.builder.add(phrase, number, &mut |name, readings, span| {
            let query = query(concepts, ids, name, readings, span)?;
            if let Target::Mention { concept, .. } = target {
                uses.entry(concept).or_default().push(query.concept);
            }
            let slot = *numbers.entry((name.to_owned(), readings.to_vec())).or_insert(slots.len() as u32);
            if slot as usize == slots.len() {
                slots.push(query);
            }
            Ok(slot)
        })
    }

    fn target_number(&mut self, target: Target, origin: &dyn Fn() -> Origin) -> lexicon::Target {
        let fresh = self.targets.len() as lexicon::Target;
        // Cues and signals count their hits, so each stays one.
        let apart = self.told_apart && matches!(target, Target::Mention { .. } | Target::Except { .. });
        let origin = apart.then(origin);
        if let (Some(origin), Some(Some(last))) = (&origin, self.origins.last())
            && self.targets.last() == Some(&target)
            && (last.phrase.span, &last.phrase.file.name) == (origin.phrase.span, &origin.phrase.file.name)
        {
            // Another form of the phrase before.
            return fresh - 1;
        }
        let number = if apart { fresh } else { *self.target_numbers.entry(target).or_insert(fresh) };
        if number == fresh {
            self.targets.push(target);
            if self.told_apart {
                self.origins.push(origin);
            }
        }
        number
    }

    pub fn query(&self, name: &str, readings: &[String], span: Span) -> Result<Query, PhraseError> {
        query(&self.concepts, &self.ids, name, readings, span)
    }

    pub(super) fn unknown_concept(&self, file: &File, span: Span, name: &str) -> LoadError {
        let names: Vec<&str> = self.ids.keys().map(String::as_str).filter(|name| !name.contains(' ')).collect();
        unknown(file, span, "concept", name, &names).of_unknown_name()
    }
}

fn query(
    concepts: &[ConceptEntry],
    ids: &FxHashMap<String, ConceptId>,
    name: &str,
    readings: &[String],
    span: Span,
) -> Result<Query, PhraseError> {
    let Some(&concept) = ids.get(name) else {
        let near = nearest(name, ids.keys().map(String::as_str).filter(|name| !name.contains(' ')));
        return Err(PhraseError {
            span,
            kind: Kind::UnknownName,
            message: format!("unknown concept `{name}`"),
            hint: Some(match near {
                Some(near) => format!("did you mean `<{near}>`?"),
                None => "concepts are declared under `concepts:`; a plain word needs no `<` and `>`".to_owned(),
            }),
        });
    };
    let kinds = BUILT_IN.iter().find(|(built_in, _, _)| *built_in == name).map_or(&[][..], |(_, _, kinds)| kinds);
    let reading = Reading::parse(readings, kinds).map_err(|word| {
        let known = WORDS.iter().chain(kinds).copied();
        PhraseError {
            span,
            kind: Kind::Mistake,
            message: format!("`<{}>` cannot be read `{word}`", concepts[concept.0 as usize].id),
            hint: Some(match nearest(&word, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "readings are words such as `denied`, `hedged`, `asked`, `by patient`, `in title`".to_owned(),
            }),
        }
    })?;
    Ok(Query { concept, name: name.to_owned(), reading })
}

/// Where a part of a value stands in its file: the whole value where it is not written there as it is.
pub(super) fn within_value(file: &File, at: Span, value: &str, part: Span) -> Span {
    let written = file.text.get(at.range()).unwrap_or_default();
    let offset = match written.strip_prefix(['"', '\'']) {
        Some(inner) if inner.starts_with(value) => Some(1),
        None if written.starts_with(value) => Some(0),
        _ => None,
    };
    offset.map_or(at, |offset| {
        let start = at.start + offset + part.start;
        Span::new(start, (at.start + offset + part.end).min(at.end).max(start))
    })
}

/// An error inside a phrase, underlined inside its value where the value stands in the file as it is.
pub(super) fn phrase_error(file: &File, at: Span, phrase: &str, error: &PhraseError) -> LoadError {
    let at = within_value(file, at, phrase, error.span);
    let load_error = LoadError { kind: error.kind, ..file.error(at, error.message.clone()) };
    match &error.hint {
        Some(hint) => load_error.hint(hint.clone()),
        None => load_error,
    }
}
