//! One rule: its body, its excuses, its duty, the authorities it names.

use super::super::compiled::*;
use super::super::describe;
use super::super::written::{self, RuleWritten, Told};
use super::Compiler;
use crate::finding::{AuthorityCard, RuleCard};
use crate::yaml::{File, unknown};

impl Compiler {
    pub(super) fn rule(&mut self, pack: &str, rule: RuleWritten, statements: &[StatementRule]) -> Option<Rule> {
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
                let error = unknown(&file, require.statement.span, "statement", &require.statement.value, &names);
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

    /// Names of rules, or of families, that a rule takes in: the full ids they stand for.
    pub(super) fn taken_in(&mut self, rule: &Rule, names: &[Told<String>], rules: &[Rule]) -> Vec<String> {
        let pack = rule.card.id.split('/').next().unwrap_or_default();
        let mut ids = Vec::new();
        for name in names {
            let full = format!("{pack}/{}", name.value);
            let is_meant = |other: &&Rule| {
                other.card.id == name.value
                    || other.card.id == full
                    || (other.family == name.value && other.card.id != rule.card.id)
            };
            let before = ids.len();
            ids.extend(rules.iter().filter(is_meant).map(|other| other.card.id.clone()));
            if ids.len() == before {
                let mut known: Vec<&str> = rules.iter().map(|other| other.family.as_str()).collect();
                known.extend(rules.iter().map(|other| other.card.id.split_once('/').map_or("", |(_, id)| id)));
                self.errors.push(unknown(&rule.file, name.span, "rule or family", &name.value, &known));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub(super) fn authorities(&mut self, codes: &[Told<String>], file: &File) -> Vec<AuthorityCard> {
        let mut cards = Vec::new();
        for code in codes {
            match self.knowledge.authorities.iter().find(|authority| authority.card.code == code.value) {
                Some(authority) => cards.push(authority.card.clone()),
                None => {
                    let known: Vec<&str> = self.knowledge.authorities.iter().map(|a| a.card.code.as_str()).collect();
                    self.errors.push(unknown(file, code.span, "authority", &code.value, &known));
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
