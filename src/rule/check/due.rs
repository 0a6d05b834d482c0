//! Authorities that nobody has looked at for long, and rules whose review is due.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Check, Found};
use crate::rule::ruleset::Authored;

/// Law and guidance are looked at once a year; what is marked as volatile, twice.
const MONTHS: i32 = 12;
const VOLATILE_MONTHS: i32 = 6;

pub(super) fn check(authored: &Authored, today: Date, found: &mut Found) {
    for authority in &authored.ruleset.authorities {
        let months = if authority.volatile { VOLATILE_MONTHS } else { MONTHS };
        let code = &authority.card.code;
        let as_of = &authority.card.as_of;
        let message = match date(as_of) {
            None if as_of.is_empty() => format!("nothing says when {code} was last looked at"),
            None => format!("`{as_of}` is not a date"),
            Some(date) if is_past(date, months, today) => {
                format!("{code} was last looked at on {as_of}, more than {months} months ago")
            }
            Some(_) => continue,
        };
        let place = authority.file.error(authority.dated, message).label("review is due");
        let hint = "read it again at its url, mend what changed, and write today's date as `as_of: 2027-03-31`";
        found.add(Check::ReviewDue, place.hint(hint));
    }
    for (id, rule) in &authored.rules {
        let Some(reviewed) = &rule.reviewed else { continue };
        let message = match date(reviewed) {
            None => format!("`{reviewed}` is not a date"),
            Some(date) if is_past(date, MONTHS, today) => {
                format!("{id} was last reviewed on {reviewed}, more than {MONTHS} months ago")
            }
            Some(_) => continue,
        };
        let place = rule.file.error(rule.span, message).label("review is due");
        found.add(Check::ReviewDue, place.hint("read the rule again and write today's date as `reviewed`"));
    }
}

/// `2026-11-22`, `2026-11`, `2026`.
fn date(text: &str) -> Option<Date> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.parse().ok()
}

fn is_past(date: Date, months: i32, today: Date) -> bool {
    date.checked_add(months.months()).is_ok_and(|due| due < today)
}
