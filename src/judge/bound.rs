//! What a pattern of a test was found to be.

use std::rc::Rc;

use crate::analysis::Analysis;
use crate::mention::MentionId;
use crate::relate::uses::Use;

/// One pattern's find.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    Mention(MentionId),
    Use(Rc<Use>),
}

/// All patterns of a test, found together. `names` and `bound` are in step with the test's patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'t> {
    pub names: Vec<&'t str>,
    pub bound: Vec<Bound>,
    /// The mention from which the others were looked for.
    pub anchor: MentionId,
}

impl Match<'_> {
    /// What a name of the rule stands for: a concept of a pattern, or a part of a use.
    pub fn mention(&self, analysis: &Analysis, name: &str) -> Option<MentionId> {
        for (own, bound) in self.names.iter().zip(&self.bound) {
            match bound {
                Bound::Mention(id) if *own == name => return Some(*id),
                Bound::Use(pair) if name == "treatment" => return Some(pair.treatment),
                Bound::Use(pair) if name == "condition" => return Some(pair.condition),
                _ => {}
            }
        }
        // A part of a joined phrase: the percentage of "up to 90%".
        for bound in &self.bound {
            let Bound::Mention(id) = bound else { continue };
            let parts = &analysis.mention(*id).parts;
            // An exception may have taken a part away since.
            let named = |part: &&MentionId| match analysis.mention(**part).concept {
                Analysis::NOTHING => false,
                concept => analysis.ruleset.concept(concept).id == name,
            };
            if let Some(part) = parts.iter().find(named) {
                return Some(*part);
            }
        }
        None
    }

    pub fn use_(&self) -> Option<&Use> {
        self.bound.iter().find_map(|bound| match bound {
            Bound::Use(pair) => Some(&**pair),
            Bound::Mention(_) => None,
        })
    }

    /// Every mention in the match, the anchor first.
    pub fn mentions(&self) -> Vec<MentionId> {
        let mut all = vec![self.anchor];
        for bound in &self.bound {
            match bound {
                Bound::Mention(id) => all.push(*id),
                Bound::Use(pair) => all.extend([pair.treatment, pair.condition]),
            }
        }
        let mut seen = Vec::new();
        all.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
        all
    }
}
