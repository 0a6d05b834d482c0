//! Duties: whether a statement that a page owes its reader is there, all of it, and where a reader will see it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::assertion::record::Effect;
use crate::extract::document::{Block, BlockKind, Visibility};
use crate::finding::{Distance, Outcome};
use crate::knowledge::Spread;
use crate::language::words::{Word, words};
use crate::mention::{Mention, MentionId, takes_anywhere};
use crate::relate::region::Regions;
use crate::rule::compiled::{Count, Pattern, SlotRule, SlotRuleContent, StatementRule};
use crate::source::Span;

/// A page or a layout in which a statement may stand. The page itself comes first.
pub struct Place<'a, 'p> {
    pub analysis: &'a Analysis<'a>,
    pub regions: &'p Regions,
    pub is_layout: bool,
}

/// What a duty comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    pub outcome: Outcome,
    /// Names of slots that nothing fills, or of the risks that are not named.
    pub missing: Vec<String>,
    /// Where the statement, or the best part of it, was found: which place, and the spans in its document's text.
    pub found: Option<(usize, Vec<Span>)>,
    pub distance: Option<Distance>,
    /// A sentence that says the opposite.
    pub contradiction: Option<Span>,
}

/// From where a duty is looked at.
pub struct Trigger<'a> {
    pub mention: &'a Mention,
    /// The sentences in which the statement has to stand; a page-wide duty also counts its layouts.
    pub region: std::ops::Range<u32>,
    pub whole_page: bool,
    /// The row of the treatment that the duty is about.
    pub treatment: Option<&'a crate::knowledge::Row>,
}

/// One thing that fills a slot, or helps to.
#[derive(Debug, Clone, Copy)]
struct Filler<'a> {
    slot: usize,
    place: usize,
    sentence: u32,
    span: Span,
    shown: Shown,
    /// The risk that it names, where the slot counts risks.
    risk: Option<&'a str>,
}

/// How a reader meets a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Visible,
    Footnote,
    Collapsed,
    Link,
    Image,
    Hidden,
}

impl Shown {
    fn outcome(self) -> Outcome {
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

/// What was worked out for a page's duties and holds for every trigger on it.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    fillers: FxHashMap<usize, Rc<Vec<Filler<'a>>>>,
    elsewhere: FxHashMap<(usize, Option<&'a str>), Rc<Elsewhere<'a>>>,
    texts: FxHashMap<(usize, bool), Duty>,
    contradictions: FxHashMap<usize, Option<Span>>,
    links: FxHashMap<usize, Option<Span>>,
}

/// The best that can be found of a statement wherever it stands.
#[derive(Debug, Default)]
struct Elsewhere<'a> {
    complete: Option<(Outcome, Vec<Filler<'a>>)>,
    best: Option<Partial<'a>>,
}

/// A part of a statement.
#[derive(Debug)]
struct Partial<'a> {
    filled: usize,
    missing: Vec<String>,
    unit: Vec<Filler<'a>>,
}

/// Looks for the ruleset's statement of a number from a trigger on the first place outward.
pub fn evaluate<'a>(number: usize, places: &[Place<'a, '_>], trigger: &Trigger<'a>, seen: &mut Seen<'a>) -> Duty {
    let statement = &places[0].analysis.ruleset.statements[number];
    let mut duty = if statement.texts.is_empty() {
        from_slots(number, statement, places, trigger, seen)
    } else {
        seen.texts.entry((number, trigger.whole_page)).or_insert_with(|| from_texts(statement, places, trigger)).clone()
    };
    if matches!(duty.outcome, Outcome::Met | Outcome::Far) {
        let contradicted = || contradiction(statement, places[0].analysis);
        if let Some(span) = *seen.contradictions.entry(number).or_insert_with(contradicted) {
            duty.outcome = Outcome::Contradicted;
            duty.contradiction = Some(span);
        }
    }
    duty
}

fn contradiction(statement: &StatementRule, analysis: &Analysis) -> Option<Span> {
    let found = statement.contradicted_by.iter().find_map(|pattern| analysis.found(pattern).first().copied());
    found.map(|id| analysis.mention(id).span)
}

/// A link in the page's body that leads to the statement.
fn linked(statement: &StatementRule, analysis: &Analysis) -> Option<Span> {
    let promises = statement.linked_by.iter().flat_map(|pattern| analysis.found(pattern));
    let mut spans = promises.map(|id| analysis.mention(id).span);
    spans.find(|span| analysis.is_link(*span))
}

fn from_slots<'a>(
    number: usize,
    statement: &StatementRule,
    places: &[Place<'a, '_>],
    trigger: &Trigger<'a>,
    seen: &mut Seen<'a>,
) -> Duty {
    let fillers = seen.fillers.entry(number).or_insert_with(|| Rc::new(fillers(statement, places))).clone();
    // First what everyone sees, where it is owed; then anywhere; then what fewer and fewer readers meet.
    let owed = fillers.iter().filter(|filler| filler.shown == Shown::Visible && is_owed_place(filler, places, trigger));
    let here = look(statement, owed, places, trigger, true);
    if let Some(unit) = &here.complete {
        return duty(Outcome::Met, Vec::new(), unit, places, trigger);
    }
    let key = (number, trigger.treatment.map(|row| row.id.as_str()));
    let elsewhere =
        seen.elsewhere.entry(key).or_insert_with(|| Rc::new(elsewhere(statement, &fillers, places, trigger))).clone();
    if let Some((outcome, unit)) = &elsewhere.complete {
        return duty(*outcome, Vec::new(), unit, places, trigger);
    }
    let best = match (&here.best, &elsewhere.best) {
        (Some(here), Some(there)) => Some(if there.filled > here.filled { there } else { here }),
        (here, there) => here.as_ref().or(there.as_ref()),
    };
    if let Some(best) = best {
        return duty(Outcome::Incomplete, best.missing.clone(), &best.unit, places, trigger);
    }
    // Nothing of it is here, but a link may promise it.
    let link = *seen.links.entry(number).or_insert_with(|| linked(statement, places[0].analysis));
    Duty {
        outcome: if link.is_some() { Outcome::LinkOnly } else { Outcome::Missing },
        missing: missing(statement, &[], trigger),
        found: link.map(|span| (0, vec![span])),
        distance: None,
        contradiction: None,
    }
}

fn elsewhere<'a>(
    statement: &StatementRule,
    fillers: &[Filler<'a>],
    places: &[Place],
    trigger: &Trigger,
) -> Elsewhere<'a> {
    let ways = [Shown::Visible, Shown::Footnote, Shown::Collapsed, Shown::Link, Shown::Image, Shown::Hidden];
    let mut all = Elsewhere::default();
    for shown in ways {
        let visible = shown == Shown::Visible;
        let usable = fillers.iter().filter(|filler| filler.shown == shown || filler.shown == Shown::Visible);
        let looked = look(statement, usable, places, trigger, visible);
        if let Some(unit) = looked.complete {
            all.complete = Some((if visible { Outcome::Far } else { shown.outcome() }, unit));
            break;
        }
        if visible {
            all.best = looked.best;
        }
    }
    all
}

struct Looked<'a> {
    complete: Option<Vec<Filler<'a>>>,
    best: Option<Partial<'a>>,
}

/// The first unit that says all of a statement; else, if asked, the one that says most of it and its first slot.
fn look<'f, 'a: 'f>(
    statement: &StatementRule,
    fillers: impl Iterator<Item = &'f Filler<'a>>,
    places: &[Place],
    trigger: &Trigger,
    wants_best: bool,
) -> Looked<'a> {
    let wanted: Vec<Option<Vec<String>>> = statement
        .slots
        .iter()
        .map(|slot| match &slot.content {
            SlotRuleContent::AtLeast { of, .. } => wanted(of.as_deref(), trigger),
            SlotRuleContent::Any(_) => None,
        })
        .collect();
    let counts = |filler: &&Filler| match (&wanted[filler.slot], filler.risk) {
        (Some(wanted), Some(risk)) => wanted.iter().any(|one| one == risk),
        _ => true,
    };
    let mut best: Option<Partial> = None;
    for unit in units(statement.spread, fillers.filter(|filler| counts(filler)).copied(), places) {
        let missing = missing(statement, &unit, trigger);
        if missing.is_empty() {
            return Looked { complete: Some(unit), best: None };
        }
        if wants_best && unit.iter().any(|filler| filler.slot == 0) {
            let filled = statement.slots.len() - missing_slots(statement, &unit, trigger);
            if best.as_ref().is_none_or(|best| filled > best.filled) {
                best = Some(Partial { filled, missing, unit });
            }
        }
    }
    Looked { complete: None, best }
}

fn is_owed_place(filler: &Filler, places: &[Place], trigger: &Trigger) -> bool {
    if places[filler.place].is_layout { trigger.whole_page } else { trigger.region.contains(&filler.sentence) }
}

fn duty(outcome: Outcome, missing: Vec<String>, unit: &[Filler], places: &[Place], trigger: &Trigger) -> Duty {
    let place = unit.first().map_or(0, |filler| filler.place);
    let spans: Vec<Span> = unit.iter().map(|filler| filler.span).collect();
    let distance = unit
        .iter()
        .filter(|filler| filler.place == 0)
        .map(|filler| distance(places[0].analysis, trigger.mention, filler));
    let distance = distance.min_by_key(|distance| distance.words);
    Duty { outcome, missing, found: Some((place, spans)), distance, contradiction: None }
}

fn distance(analysis: &Analysis, from: &Mention, to: &Filler) -> Distance {
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
fn units<'a>(spread: Spread, fillers: impl Iterator<Item = Filler<'a>>, places: &[Place]) -> Vec<Vec<Filler<'a>>> {
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
fn fillers<'a>(statement: &StatementRule, places: &[Place<'a, '_>]) -> Vec<Filler<'a>> {
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
                        .any(|id| here.analysis.mention(id).span.overlaps(mention.span));
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

fn filler<'a>(
    analysis: &Analysis,
    slot: usize,
    place: usize,
    id: MentionId,
    risk: Option<&'a str>,
) -> Option<Filler<'a>> {
    let mention = analysis.mention(id);
    let block = analysis.block_of(mention);
    if block.traits.struck {
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
        span: denials.fold(mention.span, |hull, trigger| hull.hull(trigger.span)),
        shown: shown(analysis, block, mention.span),
        risk,
    })
}

fn shown(analysis: &Analysis, block: &Block, span: Span) -> Shown {
    match (block.visibility, block.kind) {
        (_, BlockKind::AltText) => Shown::Image,
        (Visibility::Hidden, _) => Shown::Hidden,
        (_, kind) if kind.is_metadata() => Shown::Hidden,
        (Visibility::Collapsed, _) => Shown::Collapsed,
        (_, BlockKind::Footnote | BlockKind::FinePrint) => Shown::Footnote,
        _ if block.traits.fine_print => Shown::Footnote,
        _ if analysis.is_link(span) => Shown::Link,
        _ => Shown::Visible,
    }
}

/// What a pattern finds, seen or not.
fn found_anywhere(analysis: &Analysis, pattern: &Pattern) -> Vec<MentionId> {
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

fn wanted(of: Option<&str>, trigger: &Trigger) -> Option<Vec<String>> {
    let of = of?;
    Some(trigger.treatment.map(|row| row.attribute(of).to_vec()).unwrap_or_default())
}

/// What is still missing: names of slots, or of risks where the slot counts them.
fn missing(statement: &StatementRule, unit: &[Filler], trigger: &Trigger) -> Vec<String> {
    statement.slots.iter().enumerate().flat_map(|(number, slot)| missing_of(slot, number, unit, trigger)).collect()
}

fn missing_slots(statement: &StatementRule, unit: &[Filler], trigger: &Trigger) -> usize {
    let empty = |(number, slot): &(usize, &SlotRule)| !missing_of(slot, *number, unit, trigger).is_empty();
    statement.slots.iter().enumerate().filter(empty).count()
}

fn missing_of(slot: &SlotRule, number: usize, unit: &[Filler], trigger: &Trigger) -> Vec<String> {
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

/// How much of a prescribed text's words must be there for other words to count as an altered version of it.
const ALTERED: f64 = 0.6;

fn from_texts(statement: &StatementRule, places: &[Place], trigger: &Trigger) -> Duty {
    let mut nearest: Option<(f64, usize, Span)> = None;
    let mut unseen: Option<(Shown, usize, Span)> = None;
    for (place, here) in places.iter().enumerate() {
        let text = &here.analysis.document.text;
        for block in &here.analysis.document.blocks {
            let mut cut: Vec<Word> = Vec::new();
            words(text, block.span, &mut cut);
            let mut buffer = String::new();
            let keys: Vec<String> = cut.iter().map(|word| word.key(text, &mut buffer).to_owned()).collect();
            for wording in &statement.texts {
                let (score, start, end) = best_window(&keys, wording);
                if score == 0.0 {
                    continue;
                }
                let span = Span::new(cut[start].start as usize, cut[end - 1].end as usize);
                // A prescribed text may be small print: the law ties it to its claim by a symbol.
                let shown = shown(here.analysis, block, span);
                if score >= 1.0 && matches!(shown, Shown::Visible | Shown::Footnote) {
                    let outcome = if trigger.whole_page || place == 0 { Outcome::Met } else { Outcome::Far };
                    return Duty {
                        outcome,
                        missing: Vec::new(),
                        found: Some((place, vec![span])),
                        distance: None,
                        contradiction: None,
                    };
                }
                if score >= 1.0 {
                    unseen = unseen.or(Some((shown, place, span)));
                } else if score >= ALTERED && nearest.as_ref().is_none_or(|(best, _, _)| score > *best) {
                    nearest = Some((score, place, span));
                }
            }
        }
    }
    let (outcome, found) = match (unseen, nearest) {
        (Some((shown, place, span)), _) => (shown.outcome(), Some((place, vec![span]))),
        (None, Some((_, place, span))) => (Outcome::Altered, Some((place, vec![span]))),
        (None, None) => (Outcome::Missing, None),
    };
    let missing = if outcome == Outcome::Missing { vec![statement.name.clone()] } else { Vec::new() };
    Duty { outcome, missing, found, distance: None, contradiction: None }
}

/// The stretch of `keys` most like a wording: the share of the wording's words that stand there in order.
fn best_window(keys: &[String], wording: &[String]) -> (f64, usize, usize) {
    let mut best = (0.0, 0, 0);
    let Some(first) = wording.first() else { return best };
    for start in (0..keys.len()).filter(|at| keys[*at] == *first || wording.get(1) == Some(&keys[*at])) {
        let end = (start + wording.len() + 4).min(keys.len());
        let (matched, last) = in_order(&keys[start..end], wording);
        let score = matched as f64 / wording.len() as f64;
        let exact = matched == wording.len() && last == wording.len();
        let score = if exact { 1.0 } else { score.min(0.99) };
        if score > best.0 {
            best = (score, start, start + last.max(1));
        }
    }
    best
}

/// Length of the longest common subsequence, and where in `keys` its last word stands.
fn in_order(keys: &[String], wording: &[String]) -> (usize, usize) {
    let mut lengths = vec![0usize; keys.len() + 1];
    for word in wording {
        let mut diagonal = 0;
        for (at, key) in keys.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] = if key == word { diagonal + 1 } else { above.max(lengths[at]) };
            diagonal = above;
        }
    }
    let most = lengths[keys.len()];
    (most, lengths.iter().position(|length| *length == most).unwrap_or(0))
}
