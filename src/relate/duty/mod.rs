//! Duties: whether a statement that a page owes its reader is there, all of it, and where a reader will see it.

mod fillers;
mod wording;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::finding::{Distance, Outcome};
use crate::mention::Mention;
use crate::relate::region::Regions;
use crate::rule::compiled::{SlotRuleContent, StatementRule};
use crate::source::Span;
use fillers::{Filler, Shown, distance, fillers, is_owed_place, missing, missing_slots, units, wanted};
use wording::from_texts;

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
    found.map(|id| analysis.mention(id).span())
}

/// A link in the page's body that leads to the statement.
fn linked(statement: &StatementRule, analysis: &Analysis) -> Option<Span> {
    let promises = statement.linked_by.iter().flat_map(|pattern| analysis.found(pattern));
    let mut spans = promises.map(|id| analysis.mention(id).span());
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
