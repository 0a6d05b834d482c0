//! The order in which joined phrases must be tried: whatever one waits for is found before it.

use rustc_hash::FxHashMap;

use super::super::compiled::ConceptId;
use super::super::ruleset::Target;
use super::Compiler;

impl Compiler {
    /// Composites so that whatever one waits for is found before it; a concept that needs itself is an error.
    pub(super) fn composite_order(&mut self) -> Vec<u32> {
        let vocabulary = &self.vocabulary;
        let mut depth: FxHashMap<ConceptId, u32> = FxHashMap::default();
        let mut cycles = Vec::new();
        let ids: Vec<ConceptId> = (0..vocabulary.concepts.len() as u32).map(ConceptId).collect();
        for &id in &ids {
            self.depth_of(id, &mut depth, &mut Vec::new(), &mut cycles);
        }
        for id in cycles {
            let name = &vocabulary.concepts[id.0 as usize].id;
            let place = self.knowledge.concepts.iter().find(|concept| concept.id == *name);
            let message = format!("concept `{name}` needs itself to be found");
            if let Some(concept) = place {
                let error = concept.file.error(concept.span, message);
                self.errors.push(error.hint("take the slot out of one of its phrases, or split the concept in two"));
            }
        }
        let target_depth = |target: u32| match vocabulary.targets[target as usize] {
            Target::Mention { concept, .. } | Target::Except { concept, .. } => {
                depth.get(&concept).copied().unwrap_or(0)
            }
            // Signals count what was found, joined phrases among it; nothing waits for them.
            Target::Signal(_) => u32::MAX,
            Target::Cue(_) => 0,
        };
        let mut order: Vec<(u32, u32)> = vocabulary
            .builder
            .composites()
            .iter()
            .enumerate()
            .map(|(i, c)| (target_depth(c.target), i as u32))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, i)| i).collect()
    }

    pub(super) fn depth_of(
        &self,
        id: ConceptId,
        depth: &mut FxHashMap<ConceptId, u32>,
        path: &mut Vec<ConceptId>,
        cycles: &mut Vec<ConceptId>,
    ) -> u32 {
        if let Some(&known) = depth.get(&id) {
            return known;
        }
        if path.contains(&id) {
            if !cycles.contains(&id) {
                cycles.push(id);
            }
            return 0;
        }
        path.push(id);
        let entry = &self.vocabulary.concepts[id.0 as usize];
        let mut deepest = 0;
        for &member in entry.members.iter().filter(|&&member| member != id) {
            deepest = deepest.max(self.depth_of(member, depth, path, cycles));
        }
        for &used in self.vocabulary.uses.get(&id).map_or(&[][..], Vec::as_slice) {
            deepest = deepest.max(1 + self.depth_of(used, depth, path, cycles));
        }
        path.pop();
        depth.insert(id, deepest);
        deepest
    }
}
