//! Examples that stand in a rule twice: the second proves nothing.

use super::{Check, Found};
use crate::rule::ruleset::Authored;
use crate::rule::written::Example;

pub(super) fn check(authored: &Authored, found: &mut Found) {
    for (id, rule) in &authored.rules {
        let all: Vec<&Example> = rule.flag.iter().chain(&rule.pass).collect();
        for (at, example) in all.iter().enumerate() {
            let is_same = |other: &&&Example| {
                (&other.text, other.format, &other.page) == (&example.text, example.format, &example.page)
            };
            if all[..at].iter().any(|other| is_same(&other)) {
                let place = rule.file.error(example.span, format!("{id} has this example already")).label("again");
                found.add(Check::ExampleTwice, place.hint("write another one: a near miss teaches most"));
            }
        }
    }
}
