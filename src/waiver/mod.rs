//! Waivers: findings that somebody set aside, with the reason, in the page or in a register.
//!
//! A waiver belongs to a rule's own finding, before folding. It never makes anything vanish: what it sets aside is
//! counted and listed, and a waiver that is broken, late or without effect is a finding of its own ([`meta`]).

pub mod approved;
pub mod directive;
pub mod meta;
pub mod register;
mod scope;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::linter::Assessed;
use crate::report::excerpt::Excerpt;
use crate::rule::id;
use crate::source::{Location, Source, Span};
use directive::Terms;
use jiff::civil::Date;
use register::{At, Entry};
pub use scope::{Note, Scope, notes};

/// One rule set aside in one place, with what came of it. Pages share layouts, so the same waiver can be reported by
/// several of them; see [`gather`].
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The full id where one rule is meant, else as written.
    pub rule: String,
    /// The file it is written in.
    pub path: String,
    /// Of the comment or the entry.
    pub location: Option<Location>,
    pub terms: Terms,
    pub state: State,
    /// How many findings it sets aside.
    pub settles: usize,
    /// Whether the change under review brought it; `None` where no change is.
    pub added: Option<bool>,
    /// An entry of a register, by place; a comment in a page has none.
    pub entry: Option<At>,
    /// As written, and the lines to show it on.
    pub text: String,
    pub excerpt: Excerpt,
}

/// What became of a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Used,
    /// Nothing to set aside was found.
    Unused,
    Expired,
    /// The rule may not be waived.
    Refused,
    UnknownRule,
    /// Not understood; says why.
    Malformed(String),
}

impl State {
    pub fn name(&self) -> &'static str {
        match self {
            State::Used => "used",
            State::Unused => "unused",
            State::Expired => "expired",
            State::Refused => "refused",
            State::UnknownRule => "unknown-rule",
            State::Malformed(_) => "malformed",
        }
    }
}

/// What waivers are held against.
pub struct Policy<'a> {
    pub today: Date,
    /// Ids of all rules in use.
    pub known: &'a [String],
    /// Ids of rules that may not be waived; those of this program itself never may.
    pub not_waivable: &'a [String],
    pub register: &'a [Entry],
    /// From a path as reports print it to one that the globs of the register are relative to.
    pub relative: &'a dyn Fn(&str) -> String,
}

/// Sets findings aside, and yields every waiver that was looked at. Each finding keeps the first that holds.
pub fn apply(assessed: &mut Assessed, policy: &Policy) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for note in std::mem::take(&mut assessed.notes) {
        let written = match directive::parse(&note.body) {
            Ok(written) => written,
            Err(message) => {
                waivers.push(of_note(&note, String::new(), Terms::default(), State::Malformed(message)));
                continue;
            }
        };
        if !written.page && note.scope.is_empty() {
            let message = "no text follows it; write it above the text it is for".to_owned();
            waivers.push(of_note(&note, written.rules.join(", "), written.terms, State::Malformed(message)));
            continue;
        }
        for rule in &written.rules {
            let (rule, state) = policy.standing(rule, &written.terms);
            let mut waiver = of_note(&note, rule, written.terms.clone(), state);
            let covers = |finding: &Finding| {
                finding.path == note.path && (written.page || note.scope.covers(finding.location.map(|at| at.span)))
            };
            waiver.set_aside(assessed, &mut |finding, _| covers(finding));
            waivers.push(waiver);
        }
    }
    for entry in policy.register {
        let plausible = |path: &str| entry.paths.is_empty() || entry.paths.matches(&(policy.relative)(path));
        for rule in &entry.rules {
            let (rule, state) = policy.standing(rule, &entry.terms);
            let mut waiver = Waiver {
                rule,
                path: entry.at.file.clone(),
                location: None,
                terms: entry.terms.clone(),
                state,
                settles: 0,
                added: None,
                entry: Some(entry.at.clone()),
                text: String::new(),
                excerpt: Excerpt::default(),
            };
            waiver.set_aside(assessed, &mut |finding, sentence| {
                let says = |text: &String| {
                    register::plain(&finding.phrase).contains(text) || register::plain(sentence).contains(text)
                };
                plausible(&finding.path)
                    && entry.text.as_ref().is_none_or(says)
                    && entry.fingerprint.as_ref().is_none_or(|wanted| *wanted == finding.fingerprint)
            });
            waivers.push(waiver);
        }
    }
    waivers
}

impl Policy<'_> {
    /// The rule that is meant, and whether it can be waived on these terms.
    fn standing(&self, rule: &str, terms: &Terms) -> (String, State) {
        let mut found = self.known.iter().filter(|known| id::is_meant(known, rule));
        let (Some(id), None) = (found.next(), found.next()) else {
            return (rule.to_owned(), State::UnknownRule);
        };
        let refused = id.starts_with(meta::PREFIX) || self.not_waivable.contains(id);
        let state = match (refused, terms.expired(self.today)) {
            (true, _) => State::Refused,
            (false, true) => State::Expired,
            (false, false) => State::Unused,
        };
        (id.clone(), state)
    }
}

impl Waiver {
    fn set_aside(&mut self, assessed: &mut Assessed, covers: &mut dyn FnMut(&Finding, &str) -> bool) {
        if self.state != State::Unused {
            return;
        }
        for item in assessed.findings.iter_mut().filter(|item| item.finding.rule == self.rule) {
            if !covers(&item.finding, &item.sentence) {
                continue;
            }
            // A second waiver of the same is no use, but it is not without effect either.
            self.settles += usize::from(item.waiver.is_none());
            self.state = State::Used;
            item.waiver.get_or_insert_with(|| self.brief());
        }
    }

    /// Keeps what a report shows of it, while the file that it is written in is at hand.
    pub fn cut_from(&mut self, source: &Source) {
        let at = self.entry.as_ref().map(|at| source.locate(at.span));
        self.location = self.location.or(at);
        if let Some(location) = self.location {
            self.text = source.slice(source.text_span(location.span)).to_owned();
            self.excerpt = Excerpt::around(source, location, std::iter::empty());
        }
    }

    fn brief(&self) -> Brief {
        Brief { rule: self.rule.clone(), path: self.path.clone(), span: self.span(), terms: self.terms.clone() }
    }

    pub fn span(&self) -> Option<Span> {
        self.location.map(|at| at.span).or(self.entry.as_ref().map(|at| at.span))
    }
}

/// The waiver of a finding, as far as a report tells it there.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    pub rule: String,
    pub path: String,
    pub span: Option<Span>,
    pub terms: Terms,
}

fn of_note(note: &Note, rule: String, terms: Terms, state: State) -> Waiver {
    let (path, location) = (note.path.clone(), Some(note.location));
    let (text, excerpt) = (String::new(), Excerpt::default());
    Waiver { rule, path, location, terms, state, settles: 0, added: None, entry: None, text, excerpt }
}

/// One of each waiver, in the order of their places: pages that share a layout or a register see the same ones.
pub fn gather(waivers: impl IntoIterator<Item = Waiver>) -> Vec<Waiver> {
    let mut all: BTreeMap<(String, Option<Span>, String), Waiver> = BTreeMap::new();
    for waiver in waivers {
        let key = (waiver.path.clone(), waiver.span(), waiver.rule.clone());
        match all.get_mut(&key) {
            None => drop(all.insert(key, waiver)),
            // What is found in a layout comes with each of its pages, and is one finding.
            Some(known) => {
                known.settles = match waiver.entry {
                    Some(_) => known.settles + waiver.settles,
                    None => known.settles.max(waiver.settles),
                };
                if waiver.state == State::Used {
                    known.state = State::Used;
                }
            }
        }
    }
    all.into_values().collect()
}
