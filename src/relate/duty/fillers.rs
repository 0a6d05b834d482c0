//! What fills the slots of a statement: where it stands, how a reader meets it, and what is still missing.

use rustc_hash::FxHashMap;

use super::{Place, Trigger};
use crate::analysis::Analysis;
use crate::assertion::record::Effect;
use crate::extract::document::{Block, BlockKind, Visibility};
use crate::finding::{Distance, Outcome};
use crate::knowledge::Spread;
use crate::mention::{Mention, MentionId, takes_anywhere};
use crate::rule::compiled::{Count, Pattern, SlotRule, SlotRuleContent, StatementRule};
use crate::source::Span;

/// One thing that fills a slot, or helps to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filler<'a> {
    pub(super) slot: usize,
    pub(super) place: usize,
    pub(super) sentence: u32,
    pub(super) span: Span,
    pub(super) shown: Shown,
    /// The risk that it names, where the slot counts risks.
    pub(super) risk: Option<&'a str>,
}

/// How a reader meets a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    Visible,
    Footnote,
    Collapsed,
    Link,
    Image,
    Hidden,
}

impl Shown {
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Shown::Visible => Outcome::Met,
            Shown::Footnote => Outcome::FootnoteOnly,
            Shown::Collapsed => Outcome::Collapsed,
            Shown::Link => Outcome::LinkOnly,
            Shown::Image => Outcome::ImageOnly,
            Shown::Hidden => Outcome::Hidden,
        }
    }
}

pub(super) fn is_owed_place(filler: &Filler, places: &[Place], trigger: &Trigger) -> bool {
    if places[filler.place].is_layout { trigger.whole_page } else { trigger.region.contains(&filler.sentence) }
}

pub(super) fn distance(analysis: &Analysis, from: &Mention, to: &Filler) -> Distance {
    let other = &analysis.sentences[to.sentence as usize];
    let own_block = analysis.block_id_of(from);
    let section = |block| analysis.document.block(block).section.0;
    let words = other.words.0.checked_sub(from.words.1).unwrap_or_else(|| from.words.0.saturating_sub(other.words.1));
    Distance {
        words: words as usize,
        blocks: own_block.0.abs_diff(other.block.0) as usize,
        sections: section(own_block).abs_diff(section(other.block)) as usize,
    }
}

/// Fillers that stand close enough together to be one statement.
pub(super) fn units<'a>(
    spread: Spread,
    fillers: impl Iterator<Item = Filler<'a>>,
    places: &[Place],
) -> Vec<Vec<Filler<'a>>> {
    let mut units: Vec<Vec<Filler>> = Vec::new();
    let mut numbers: FxHashMap<(usize, u32), usize> = FxHashMap::default();
    for filler in fillers {
        let analysis = places[filler.place].analysis;
        let block = analysis.sentences[filler.sentence as usize].block;
        let unit = match spread {
            Spread::Sentence => filler.sentence,
            Spread::Block => block.0,
            Spread::Section => analysis.document.block(block).section.0,
            Spread::Page => 0,
        };
        // A layout's words are part of every page that uses it.
        let key = if spread == Spread::Page { (0, 0) } else { (filler.place, unit) };
        let number = *numbers.entry(key).or_insert(units.len());
        if number == units.len() {
            units.push(Vec::new());
        }
        units[number].push(filler);
    }
    units
}

/// Everything that may fill a slot, whatever treatment is asked about.
pub(super) fn fillers<'a>(statement: &StatementRule, places: &[Place<'a, '_>]) -> Vec<Filler<'a>> {
    let mut all = Vec::new();
    for (place, here) in places.iter().enumerate() {
        for (number, slot) in statement.slots.iter().enumerate() {
            match &slot.content {
                SlotRuleContent::Any(patterns) => {
                    for id in patterns.iter().flat_map(|pattern| found_anywhere(here.analysis, pattern)) {
                        all.extend(filler(here.analysis, number, place, id, None));
                    }
                }
                SlotRuleContent::AtLeast { .. } => {
                    let ruleset = here.analysis.ruleset;
                    let known = &ruleset.known;
                    for &id in here.analysis.named(known.risk) {
                        let mention = here.analysis.mention(id);
                        let row = mention.row.and_then(|row| ruleset.row(known.risk, row));
                        let Some(row) = row else { continue };
                        let told = crate::rule::reading::Reading {
                            visibility: Some(here.analysis.block_of(mention).visibility),
                            ..Default::default()
                        };
                        let speaks_of = here.analysis.ruleset.concept(known.risk).speaks_of;
                        // A condition that the page treats is no risk that it tells.
                        let is_condition = crate::relate::uses::named_in(
                            here.analysis,
                            known.condition,
                            mention.sentence..mention.sentence + 1,
                        )
                        .into_iter()
                        .any(|id| here.analysis.mention(id).span().overlaps(mention.span()));
                        if is_condition && !crate::relate::uses::is_told_as_risk(here.analysis, here.regions, mention) {
                            continue;
                        }
                        let affirmed = told.accepts(&mention.assertion, here.analysis.block_of(mention), speaks_of);
                        if affirmed {
                            all.extend(filler(here.analysis, number, place, id, Some(row.id.as_str())));
                        }
                    }
                }
            }
        }
    }
    all
}

pub(super) fn filler<'a>(
    analysis: &Analysis,
    slot: usize,
    place: usize,
    id: MentionId,
    risk: Option<&'a str>,
) -> Option<Filler<'a>> {
    let mention = analysis.mention(id);
    let block = analysis.block_of(mention);
    // Data for machines repeats what a page says, and shows nothing.
    if block.traits.struck || block.kind == BlockKind::JsonLd {
        return None;
    }
    // "Not approved" is the statement, "approved" alone is its opposite.
    let sentence = analysis.sentence_of(mention).span;
    let denials = mention.assertion.triggers.iter().filter(|trigger| trigger.effect == Effect::Denies);
    let denials = denials.filter(|trigger| sentence.contains(trigger.span));
    Some(Filler {
        slot,
        place,
        sentence: mention.sentence,
        span: denials.fold(mention.span(), |hull, trigger| hull.hull(trigger.span)),
        shown: shown(analysis, block, mention.span()),
        risk,
    })
}

pub(super) fn shown(analysis: &Analysis, block: &Block, span: Span) -> Shown {
    match (block.visibility, block.kind) {
        (_, BlockKind::AltText) => Shown::Image,
        (Visibility::Hidden, _) => Shown::Hidden,
        // Templates print what front matter asks and answers.
        (_, BlockKind::FrontMatter) => Shown::Visible,
        (_, kind) if kind.is_metadata() => Shown::Hidden,
        (Visibility::Collapsed, _) => Shown::Collapsed,
        (_, BlockKind::Footnote | BlockKind::FinePrint) => Shown::Footnote,
        _ if block.traits.fine_print => Shown::Footnote,
        _ if analysis.is_link(span) => Shown::Link,
        _ => Shown::Visible,
    }
}

/// What a pattern finds, seen or not.
pub(super) fn found_anywhere(analysis: &Analysis, pattern: &Pattern) -> Vec<MentionId> {
    let mut all = Vec::new();
    for query in &pattern.queries {
        let named = analysis.named(query.concept).iter().copied();
        all.extend(named.filter(|id| {
            let mention = analysis.mention(*id);
            takes_anywhere(analysis.ruleset, query, mention, analysis.block_of(mention))
        }));
    }
    all
}

pub(super) fn wanted(of: Option<&str>, trigger: &Trigger) -> Option<Vec<String>> {
    let of = of?;
    Some(trigger.treatment.map(|row| row.attribute(of).to_vec()).unwrap_or_default())
}

/// What is still missing: names of slots, or of risks where the slot counts them.
pub(super) fn missing(statement: &StatementRule, unit: &[Filler], trigger: &Trigger) -> Vec<String> {
    statement.slots.iter().enumerate().flat_map(|(number, slot)| missing_of(slot, number, unit, trigger)).collect()
}

pub(super) fn missing_slots(statement: &StatementRule, unit: &[Filler], trigger: &Trigger) -> usize {
    let empty = |(number, slot): &(usize, &SlotRule)| !missing_of(slot, *number, unit, trigger).is_empty();
    statement.slots.iter().enumerate().filter(empty).count()
}

pub(super) fn missing_of(slot: &SlotRule, number: usize, unit: &[Filler], trigger: &Trigger) -> Vec<String> {
    let own = unit.iter().filter(|filler| filler.slot == number);
    match &slot.content {
        SlotRuleContent::Any(_) => {
            if own.count() > 0 {
                Vec::new()
            } else {
                vec![slot.name.clone()]
            }
        }
        SlotRuleContent::AtLeast { count, of } => {
            let mut told: Vec<&str> = own.filter_map(|filler| filler.risk).collect();
            told.sort_unstable();
            told.dedup();
            let wanted = wanted(of.as_deref(), trigger);
            let all = wanted.as_ref().map_or(usize::MAX, Vec::len);
            let needed = match count {
                Count::Number(number) => *number,
                Count::All => all,
                Count::Attribute(name) => {
                    let value = trigger.treatment.and_then(|row| row.one(name)).and_then(|value| value.parse().ok());
                    value.unwrap_or(2)
                }
            };
            if told.len() >= needed.min(all) {
                return Vec::new();
            }
            match wanted {
                Some(wanted) => wanted.into_iter().filter(|risk| !told.contains(&risk.as_str())).collect(),
                None => vec![slot.name.clone()],
            }
        }
    }
}
