//! Authorities that nobody has looked at for long, rules whose review is due, and dates that are still to come.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Check, Found};
use crate::knowledge::Row;
use crate::rule::ruleset::{Authored, Ruleset};

/// Law and guidance are looked at once a year; what is marked as volatile, twice.
const MONTHS: i32 = 12;
const VOLATILE_MONTHS: i32 = 6;

pub(super) fn check(authored: &Authored, today: Date, found: &mut Found) {
    for authority in &authored.ruleset.authorities {
        let months = if authority.volatile { VOLATILE_MONTHS } else { MONTHS };
        let code = &authority.card.code;
        let as_of = &authority.card.as_of;
        let message = match as_of.parse::<Date>() {
            Err(_) => format!("nothing says when {code} was last looked at"),
            Ok(date) if date > today => format!("{code} was last looked at on {as_of}, which is still to come"),
            Ok(date) if is_past(date, months, today) => {
                format!("{code} was last looked at on {as_of}, more than {months} months ago")
            }
            Ok(_) => continue,
        };
        let place = authority.file.error(authority.dated, message).label("review is due");
        let at = if authority.card.url.is_empty() { "" } else { " at its url" };
        let hint = format!("read it again{at}, mend what changed, and write today's date as `as_of: {today}`");
        found.add(Check::ReviewDue, place.hint(hint));
    }
    for (id, rule) in &authored.rules {
        let Some(reviewed) = &rule.reviewed else { continue };
        let message = match reviewed.parse::<Date>() {
            Ok(date) if date > today => format!("{id} was last reviewed on {reviewed}, which is still to come"),
            Ok(date) if is_past(date, MONTHS, today) => {
                format!("{id} was last reviewed on {reviewed}, more than {MONTHS} months ago")
            }
            _ => continue,
        };
        let place = rule.file.error(rule.span, message).label("review is due");
        let hint = format!("read the rule again and write today's date as `reviewed: {today}`");
        found.add(Check::ReviewDue, place.hint(hint));
    }
    for row in rows(&authored.ruleset) {
        if row.note.as_of.parse::<Date>().is_ok_and(|date| date > today) {
            let message = format!("{} was checked on {}, which is still to come", row.id, row.note.as_of);
            let place = row.file.error(row.span, message).label("dated in the future");
            found.add(
                Check::ReviewDue,
                place.hint(format!("write the day on which it was checked as `as_of: {today}`")),
            );
        }
    }
}

fn rows(ruleset: &Ruleset) -> impl Iterator<Item = &Row> {
    let treatments = ruleset.treatments.iter().map(|treatment| &treatment.row);
    treatments.chain(&ruleset.conditions).chain(&ruleset.risks).chain(&ruleset.studies)
}

fn is_past(date: Date, months: i32, today: Date) -> bool {
    date.checked_add(months.months()).is_ok_and(|due| due < today)
}
