//! What the phrases of a rule come to once brackets and inflections are multiplied out: what the author wrote, as the
//! copy may have it.

use rustc_hash::FxHashMap;

use super::compiled::{Body, ConceptId, Measure, Pattern, Rule};
use super::ruleset::{Ruleset, Target};

/// A concept that a rule asks for, and every wording that is a mention of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The concept's name; for a phrase that stands in the rule itself, `phrase`.
    pub concept: String,
    pub phrases: Vec<String>,
}

/// The wordings of all concepts of a ruleset.
#[derive(Debug)]
pub struct Expansions<'r> {
    ruleset: &'r Ruleset,
    by_concept: FxHashMap<ConceptId, Vec<String>>,
}

impl<'r> Expansions<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Expansions<'r> {
        let slot = |number: u32| ruleset.slots.get(number as usize).map_or("…", |query| query.name.as_str());
        let mut by_concept: FxHashMap<ConceptId, Vec<String>> = FxHashMap::default();
        for (text, target) in ruleset.lexicon.wordings(&slot) {
            if let Some(Target::Mention { concept, .. }) = ruleset.targets.get(target as usize) {
                by_concept.entry(*concept).or_default().push(text);
            }
        }
        Expansions { ruleset, by_concept }
    }

    /// For each concept of the rule's own patterns, in their order.
    pub fn of(&self, rule: &Rule) -> Vec<Expansion> {
        let mut expansions: Vec<Expansion> = Vec::new();
        for query in patterns(&rule.body).into_iter().flat_map(|pattern| &pattern.queries) {
            let members = &self.ruleset.concept(query.concept).members;
            let mut phrases: Vec<String> =
                members.iter().filter_map(|member| self.by_concept.get(member)).flatten().cloned().collect();
            phrases.sort_unstable();
            phrases.dedup();
            let expansion = Expansion { concept: query.name.clone(), phrases };
            if !expansions.contains(&expansion) {
                expansions.push(expansion);
            }
        }
        expansions
    }
}

fn patterns(body: &Body) -> Vec<&Pattern> {
    match body {
        Body::Test(test) => test.patterns.iter().collect(),
        Body::Measure(Measure::Ratio { of, .. } | Measure::Grade { of, .. }) => of.iter().collect(),
        Body::Measure(Measure::Density { of, .. } | Measure::FirstAfterShare { of, .. }) => vec![of],
        Body::Measure(Measure::FirstAfter { of, after }) => vec![of, after],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::PackFile;

    #[test]
    fn phrases_are_multiplied_out_by_concept() {
        let text = "authorities: [{code: A, citation: A, reach: guidance}]\nconcepts:\n\
                    - {concept: result, phrases: [\"(good|fine) ~result\", \"=MS\", /x\\d+/]}\n\
                    - {concept: all, includes: [result], phrases: [\"~lose ... <number>\"]}\n---\n\
                    id: r\ntitle: T\nlevel: note\nauthority: A\nwhy: W\nremedy: R\nfind: [<all>, guaranteed]\n\
                    examples: {flag: [a, b], pass: [c, d]}\n";
        let files = [PackFile { pack: "t".into(), name: "t.yml".into(), text: text.into() }];
        let ruleset = Ruleset::load(&files).unwrap();
        let expansions = Expansions::new(&ruleset).of(&ruleset.rules()[0]);
        let all = &expansions[0];
        assert_eq!((all.concept.as_str(), expansions[1].phrases.as_slice()), ("all", &["guaranteed".to_owned()][..]));
        for phrase in ["good result", "fine results", "MS", "/x\\d+/", "lose ... <number>"] {
            assert!(all.phrases.iter().any(|known| known == phrase), "{phrase}: {:?}", all.phrases);
        }
    }
}
