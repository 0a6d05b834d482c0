//! What a use is aimed at: conditions that a treatment is told to act on, and not those that stand beside it as a risk,
//! as a reason for caution, or as what another treatment is for.

use super::region::Regions;
use super::uses::{is_rival, named_in};
use crate::analysis::Analysis;
use crate::assertion::record::Polarity;
use crate::extract::document::{BlockId, BlockKind, Visibility};
use crate::knowledge::{Treatment, WordList};
use crate::mention::{Mention, MentionId};
use crate::source::Span;

/// Treatments and conditions that a sentence may be about.
pub(super) fn usable(analysis: &Analysis, regions: &Regions, found: Vec<MentionId>) -> Vec<MentionId> {
    let takes = |id: &MentionId| {
        let mention = analysis.mention(*id);
        let block = analysis.block_of(mention);
        let is_condition = mention.concept == analysis.ruleset.known.condition;
        // A question names what it asks about; a denied mention is not offered.
        mention.assertion.polarity != Polarity::Denied
            && block.visibility != Visibility::Hidden
            && !block.traits.struck
            && !block.traits.navigation
            && !(is_condition && is_no_aim(analysis, regions, mention))
            && (is_condition || !is_rival(analysis, mention))
    };
    found.into_iter().filter(takes).collect()
}

fn is_no_aim(analysis: &Analysis, regions: &Regions, condition: &Mention) -> bool {
    is_told_as_risk(analysis, regions, condition)
        || lies_in(analysis, TOLD_ASIDE, condition)
        || is_under_caution(analysis, regions, analysis.block_id_of(condition))
}

/// Whether a condition is named as something that may go wrong, not as something treated: its words name a risk too,
/// and its sentence, or the block above it, speaks of risks in general.
pub fn is_told_as_risk(analysis: &Analysis, regions: &Regions, mention: &Mention) -> bool {
    names_a_risk(analysis, mention) && {
        let block = analysis.block_id_of(mention);
        let governors = regions.governors(analysis, block);
        let above = governors.iter().map(|(id, _)| regions.block(*id));
        std::iter::once(mention.sentence..mention.sentence + 1).chain(above).any(|sentences| {
            let Some(&general) = analysis.ruleset.concept_ids.get(GENERAL_RISK) else { return false };
            named_in(analysis, general, sentences)
                .into_iter()
                .any(|id| !analysis.mention(id).span().overlaps(mention.span()))
        })
    }
}

/// Whether a condition is what a treatment is known to bring about: "bruising" on a page about fillers.
pub(super) fn is_usual_harm(analysis: &Analysis, treatment: &Treatment, condition: MentionId) -> bool {
    let condition = analysis.mention(condition);
    risks_of(analysis, condition).any(|risk| treatment.must_disclose.iter().any(|(id, _)| *id == risk))
}

/// What reaches a sentence, each with the way it does.
type Reaching<'r> = &'r [(MentionId, &'static str)];

/// Whether a pair stands in a sentence that gives each treatment a condition of its own: of "iron for anaemia, zinc for
/// colds" nobody takes iron for colds, nor a vitamin drip for what the "hangover drip" beside it is named by.
pub(super) fn is_anothers(
    analysis: &Analysis,
    treatment: MentionId,
    condition: MentionId,
    (treatments, conditions): (Reaching, Reaching),
) -> bool {
    let span = |id: MentionId| analysis.mention(id).span();
    let row = |id: MentionId| analysis.mention(id).row;
    let (t, c) = (span(treatment), span(condition));
    let (start, end) = (t.end.min(c.end), t.start.max(c.start));
    let between = |of: Reaching, other_than: MentionId| -> Vec<_> {
        of.iter()
            .filter(|(id, _)| row(*id) != row(other_than) && span(*id).start >= start && span(*id).end <= end)
            .map(|(id, _)| span(*id))
            .collect()
    };
    let (others, own) = (between(treatments, treatment), between(conditions, condition));
    let is_in_name = treatments.iter().any(|(id, _)| row(*id) != row(treatment) && span(*id).contains(c));
    let is_before = t.start < c.start;
    let given = |id: &MentionId, rows: MentionId, after: bool| {
        let other = span(*id);
        row(*id) != row(rows) && if after { other.start >= t.end } else { other.end <= c.start }
    };
    // "Ketamine for migraine, exosomes for arthritis": migraine is ketamine's, and the exosomes have theirs.
    let is_in_turn = !is_before
        && treatments.iter().any(|(id, _)| given(id, treatment, false))
        && conditions.iter().any(|(id, _)| given(id, condition, true))
        && !joins(analysis, start, end);
    // "Zinc for the skin, iron for anaemia": iron comes between, and both have a "for".
    let has_own =
        |other: &Span| is_before && joins(analysis, t.end, other.start) && joins(analysis, other.end, c.start);
    // "Energy (NAD+)" names what it is for.
    let is_bracketed = analysis.document.text.get(start..end).is_some_and(|between| between.trim() == "(");
    if is_bracketed {
        return false;
    }
    is_in_name
        || is_in_turn
        || others.iter().any(has_own)
        || others.iter().any(|other| own.iter().any(|own| (own.start < other.start) == is_before))
}

/// Whether a word that joins a treatment and a condition stands in a stretch: "for", "with".
pub(super) fn joins(analysis: &Analysis, start: usize, end: usize) -> bool {
    let joining = analysis.ruleset.word_lists.of(WordList::Joins);
    analysis.document.text.get(start..end).unwrap_or_default().split(' ').any(|word| joining.has(word))
}

/// Whether a block stands in a section whose heading announces interactions, cautions or what to expect afterwards.
pub(super) fn is_under_caution(analysis: &Analysis, regions: &Regions, block: BlockId) -> bool {
    let Some(&caution) = analysis.ruleset.concept_ids.get(CAUTION_HEADING) else { return false };
    let above = regions.governors(analysis, block);
    let nearest = above.iter().find(|(_, role)| *role == "heading").into_iter();
    let nearer = above.iter().filter(|(_, role)| *role != "heading");
    nearer.chain(nearest).any(|(id, _)| {
        analysis.document.block(*id).kind != BlockKind::Heading(1)
            && !named_in(analysis, caution, regions.block(*id)).is_empty()
    })
}

/// Whether a mention lies in one of a concept.
fn lies_in(analysis: &Analysis, concept: &str, mention: &Mention) -> bool {
    let Some(&concept) = analysis.ruleset.concept_ids.get(concept) else { return false };
    named_in(analysis, concept, mention.sentence..mention.sentence + 1)
        .into_iter()
        .any(|id| analysis.mention(id).span().overlaps(mention.span()))
}

fn names_a_risk(analysis: &Analysis, mention: &Mention) -> bool {
    lies_over(analysis, mention).next().is_some()
}

/// Ids of the risks that a condition's words name.
fn risks_of<'a>(analysis: &'a Analysis, condition: &'a Mention) -> impl Iterator<Item = &'a str> {
    lies_over(analysis, condition)
        .filter_map(|id| analysis.mention(id).row)
        .map(|row| analysis.ruleset.risks[row as usize].id.as_str())
}

fn lies_over<'a>(analysis: &'a Analysis, mention: &'a Mention) -> impl Iterator<Item = MentionId> + 'a {
    named_in(analysis, analysis.ruleset.known.risk, mention.sentence..mention.sentence + 1)
        .into_iter()
        .filter(|id| analysis.mention(*id).span().overlaps(mention.span()))
}

/// The concept of words that announce risks: "side effects include …", "may cause …".
const GENERAL_RISK: &str = "tells-risks";
/// The concept of conditions that no treatment is said to act on: "people with asthma should ask first".
const TOLD_ASIDE: &str = "condition-aside";
/// The concept of headings that announce cautions: "Drug interactions", "Who should wait".
const CAUTION_HEADING: &str = "caution-heading";

#[cfg(test)]
mod tests {
    use crate::extract::Format;
    use crate::linter::Linter;
    use crate::relate::region::Regions;
    use crate::relate::uses::in_sentence;
    use crate::rule::{Ruleset, pack};
    use crate::source::Source;

    /// The pairs that the last sentence of a page joins.
    fn joined(ruleset: &Ruleset, text: &str) -> Vec<String> {
        let source = Source::from_text("page.md", text);
        let analysis = Linter::new(ruleset).analyse(&source, Format::Markdown, &[]);
        let regions = Regions::new(&analysis);
        let last = analysis.sentences.len() as u32 - 1;
        let row = |id| analysis.mention(id).row.unwrap() as usize;
        let named = |pair: &crate::relate::uses::Use| {
            let treatment = &ruleset.treatments[row(pair.treatment)].row.id;
            format!("{treatment} for {}", ruleset.conditions[row(pair.condition)].id)
        };
        in_sentence(&analysis, &regions, last).iter().map(named).collect()
    }

    #[test]
    fn conditions_that_stand_aside_are_no_aim() {
        let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
        for (text, uses) in [
            ("Our ketamine infusions ease migraine.", &["ketamine-iv for migraine"][..]),
            ("Our ketamine infusions are given to people with a history of migraine.", &[]),
            ("# Ketamine\n\n## Who should wait\n\nKetamine can bring relief, and migraine is asked about.", &[]),
            ("Ketamine for migraine, exosomes for arthritis.", &["ketamine-iv for migraine", "exosomes for arthritis"]),
            ("# Cellulite care | The Stem Cell Rooms\n\nSmooths cellulite.", &[]),
            ("Migraine is hard to bear. Our ketamine infusions bring ease.", &[]),
        ] {
            assert_eq!(joined(&ruleset, text), uses, "{text}");
        }
    }
}
