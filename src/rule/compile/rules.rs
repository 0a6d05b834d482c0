//! One rule: its body, its excuses, its duty, the authorities it names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::compiled::*;
use super::super::describe;
use super::super::extend::{self, Draft};
use super::super::message::{NAMES, Piece, pieces};
use super::super::vocabulary::within_value;
use super::super::written::{self, RuleWritten, Told};
use super::Compiler;
use crate::finding::{AuthorityCard, RuleCard};
use crate::rule::id;
use crate::yaml::{File, unknown};

impl Compiler {
    /// All rules, those of the base among them, by id; and where authors want it, what they wrote.
    pub(super) fn rules(&mut self, statements: &[StatementRule]) -> (Vec<Rule>, BTreeMap<String, RuleWritten>) {
        let own = std::mem::take(&mut self.drafts);
        let mut drafts = self.lent(&own);
        let lent: Vec<String> = drafts.iter().filter_map(Draft::full_id).collect();
        drafts.extend(own);
        let mut files_of: FxHashMap<String, String> = FxHashMap::default();
        let mut written_rules = BTreeMap::new();
        let mut rules = std::mem::take(&mut self.base.rules);
        let first = rules.len();
        let mut takes_in = Vec::new();
        for draft in extend::resolve(drafts, &mut self.errors) {
            if draft.full_id().is_some_and(|id| lent.contains(&id)) {
                continue;
            }
            let Draft { pack, file, node } = draft;
            let Some(rule) = written::read(&node, &file, &mut self.errors) else { continue };
            let id = format!("{pack}/{}", rule.id.value);
            if let Some(earlier) = files_of.insert(id.clone(), file.name.clone()) {
                let message = format!("a rule `{}` exists already, in {earlier}", rule.id.value);
                self.errors.push(rule.file.error(rule.id.span, message).hint("rename one of the two"));
                continue;
            }
            if self.told_apart {
                written_rules.insert(id, rule.clone());
            }
            let names = rule.takes_in.clone();
            if let Some(rule) = self.rule(&pack, rule, statements) {
                rules.push(rule);
                takes_in.push(names);
            }
        }
        let taken_in: Vec<_> =
            rules[first..].iter().zip(&takes_in).map(|(rule, names)| self.taken_in(rule, names, &rules)).collect();
        for (rule, taken_in) in rules[first..].iter_mut().zip(taken_in) {
            rule.takes_in = taken_in;
        }
        rules.sort_by(|a, b| a.card.id.cmp(&b.card.id));
        (rules, written_rules)
    }

    fn rule(&mut self, pack: &str, rule: RuleWritten, statements: &[StatementRule]) -> Option<Rule> {
        let before = self.errors.len();
        let file = rule.file.clone();
        let authorities = self.authorities(&rule.authority, &file);
        let body = match &rule.measure {
            Some(measure) => Body::Measure(self.measure(measure, &file, &rule.id.value)?),
            None => Body::Test(self.test(&rule.test, &[], &file, &rule.id.value)),
        };
        let bound: Vec<String> = match &body {
            Body::Test(test) => test.patterns.iter().flat_map(|p| p.queries.iter().map(|q| q.name.clone())).collect(),
            Body::Measure(_) => Vec::new(),
        };
        let unless = rule.unless.iter().map(|test| self.test(test, &bound, &file, &rule.id.value)).collect();
        let mut changes = |changes: &[written::ChangeWritten]| -> Vec<Change> {
            changes
                .iter()
                .map(|change| Change { test: self.test(&change.test, &bound, &file, &rule.id.value), to: change.to })
                .collect()
        };
        let (lower, raise) = (changes(&rule.lower), changes(&rule.raise));
        let require = rule.require.as_ref().and_then(|require| {
            let statement = statements.iter().position(|statement| statement.id == require.statement.value);
            if statement.is_none() {
                let names: Vec<&str> = statements.iter().map(|statement| statement.id.as_str()).collect();
                let error = unknown(&file, require.statement.span, "statement", &require.statement.value, &names)
                    .of_unknown_name();
                self.errors.push(error);
            }
            let within = self.scope(require.within.as_ref(), Scope::Page, &file);
            Some(Require { statement: statement?, within })
        });
        let applies_to = rule.applies_to.iter().filter_map(|fact| self.page_fact(fact, &file)).collect();
        let looks_for = match (&body, &rule.measure) {
            (Body::Test(test), _) => test.described.clone(),
            (Body::Measure(_), measure) => measure.as_ref().map(describe::measure).unwrap_or_default(),
        };
        if let Some(message) = &rule.message {
            self.check_message(message, &bound, &file);
        }
        let message = rule.message.map_or_else(|| lower_first(&rule.title), |message| message.value);
        if self.errors.len() > before {
            return None;
        }
        Some(Rule {
            card: RuleCard {
                id: format!("{pack}/{}", rule.id.value),
                title: rule.title,
                why: rule.why,
                remedy: rule.remedy.value,
                level: rule.level,
                confidence: rule.confidence,
                authorities,
            },
            family: rule.family,
            looks_for,
            message,
            body,
            require,
            unless,
            lower,
            raise,
            applies_to,
            topic: self.topics.get(pack).cloned(),
            // Resolved when all rules are known.
            takes_in: Vec::new(),
            flag: rule.flag,
            pass: rule.pass,
            file,
        })
    }

    /// Every name in braces stands for something that the rule finds.
    fn check_message(&mut self, message: &Told<String>, bound: &[String], file: &File) {
        for piece in pieces(&message.value) {
            let Piece::Name { name, at, .. } = piece else { continue };
            let known: Vec<&str> = bound.iter().map(String::as_str).chain(NAMES.iter().copied()).collect();
            if !known.contains(&name) {
                let place = within_value(file, message.span, &message.value, at);
                self.errors.push(unknown(file, place, "name in a message", name, &known));
            }
        }
    }

    /// Names of rules, or of families, that a rule takes in: the full ids they stand for. A family is that of the rule's
    /// own pack, where it has one of this name.
    fn taken_in(&mut self, rule: &Rule, names: &[Told<String>], rules: &[Rule]) -> Vec<String> {
        let pack = id::pack(&rule.card.id);
        let mut ids = Vec::new();
        for name in names {
            let full = format!("{pack}/{}", name.value);
            let named = rules.iter().filter(|other| other.card.id == name.value || other.card.id == full);
            let family = || rules.iter().filter(|other| other.family == name.value && other.card.id != rule.card.id);
            let own = family().any(|other| id::pack(&other.card.id) == pack);
            let family = family().filter(|other| !own || id::pack(&other.card.id) == pack);
            let before = ids.len();
            ids.extend(named.chain(family).map(|other| other.card.id.clone()));
            if ids.len() == before {
                let mut known: Vec<&str> = rules.iter().map(|other| other.family.as_str()).collect();
                known.extend(rules.iter().map(|other| id::short(&other.card.id)));
                self.errors
                    .push(unknown(&rule.file, name.span, "rule or family", &name.value, &known).of_unknown_name());
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn authorities(&mut self, codes: &[Told<String>], file: &File) -> Vec<AuthorityCard> {
        let mut cards = Vec::new();
        for code in codes {
            match self.knowledge.authorities.iter().find(|authority| authority.card.code == code.value) {
                Some(authority) => cards.push(authority.card.clone()),
                None => {
                    let known: Vec<&str> = self.knowledge.authorities.iter().map(|a| a.card.code.as_str()).collect();
                    self.errors.push(unknown(file, code.span, "authority", &code.value, &known).of_unknown_name());
                }
            }
        }
        cards
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
