//! What belongs to a concept: phrases that a later entry takes out of it, and other concepts that it includes.

use super::super::compiled::ConceptId;
use super::super::ruleset::ConceptEntry;
use super::Vocabulary;
use crate::knowledge::{Concept, Entry, Knowledge};
use crate::yaml::{Errors, unknown};

impl Vocabulary {
    /// What `concept-` entries take out: the concept's name and the phrase as it is written where it is made.
    pub(super) fn removals<'k>(&self, knowledge: &'k Knowledge, errors: &mut Errors) -> Vec<(&'k str, &'k str)> {
        let phrases = |concept: &'k Concept| concept.verbs.iter().chain(&concept.nouns).chain(&concept.phrases);
        let mut removed = Vec::new();
        for concept in knowledge.concepts.iter().filter(|concept| concept.entry == Entry::Remove) {
            let same = |other: &&Concept| other.id == concept.id && other.entry != Entry::Remove;
            let known: Vec<&str> =
                knowledge.concepts.iter().filter(same).flat_map(phrases).map(|p| p.text.as_str()).collect();
            for phrase in phrases(concept) {
                if known.contains(&phrase.text.as_str()) {
                    removed.push((concept.id.as_str(), phrase.text.as_str()));
                } else {
                    let what = format!("phrase of `{}`", concept.id);
                    errors.push(unknown(&phrase.file, phrase.span, &what, &phrase.text, &known).of_unknown_name());
                }
            }
        }
        removed
    }

    /// What is said of a concept counts for all that include it, directly or through others.
    pub(super) fn resolve_includes(&mut self, knowledge: &Knowledge, errors: &mut Errors) {
        let included = |(number, entry): (usize, &ConceptEntry)| {
            entry.members.iter().copied().filter(|member| member.0 as usize != number).collect()
        };
        let mut direct: Vec<Vec<ConceptId>> = self.concepts.iter().enumerate().map(included).collect();
        for concept in &knowledge.concepts {
            for (name, span) in &concept.includes {
                match (self.ids.get(name), self.ids.get(&concept.id)) {
                    (Some(&included), Some(&id)) => direct[id.0 as usize].push(included),
                    (None, _) => errors.push(self.unknown_concept(&concept.file, *span, name)),
                    _ => {}
                }
            }
        }
        let members_of = |id: ConceptId| {
            let mut members = vec![id];
            let mut at = 0;
            while at < members.len() {
                for &included in &direct[members[at].0 as usize] {
                    if included == id {
                        return None;
                    }
                    if !members.contains(&included) {
                        members.push(included);
                    }
                }
                at += 1;
            }
            members.sort_unstable();
            Some(members)
        };
        for concept in &knowledge.concepts {
            if let Some(&id) = self.ids.get(&concept.id)
                && members_of(id).is_none()
            {
                let error = concept.file.error(concept.span, format!("`{}` includes itself", concept.id));
                errors.push(error.hint("take out one of the `includes` that lead back to it"));
                return;
            }
        }
        for (number, entry) in self.concepts.iter_mut().enumerate() {
            entry.members = members_of(ConceptId(number as u32)).unwrap_or_default();
        }
    }
}
