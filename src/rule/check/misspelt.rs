//! Page facts in a rule's `for` that nothing else names, and something like them.

use super::{Check, Found};
use crate::rule::ruleset::Authored;
use crate::yaml::misspelt;

pub(super) fn check(authored: &Authored, found: &mut Found) {
    for rule in &authored.ruleset.rules {
        let Some(written) = authored.rules.get(&rule.card.id) else { continue };
        for (fact, told) in rule.applies_to.iter().zip(&written.applies_to) {
            let known = authored.ruleset.fact_values(&fact.name, Some(&rule.card.id));
            for value in fact.value.listed().unwrap_or_default() {
                let Some(near) = misspelt(value, &known) else { continue };
                let place = told.values.iter().find(|told| told.value.contains(value.as_str()));
                let message = format!("nothing else names {} `{value}`", fact.name);
                let place = rule.file.error(place.map_or(told.name.span, |told| told.span), message);
                found.add(Check::Misspelt, place.label("not known").hint(format!("did you mean `{near}`?")));
            }
        }
    }
}
