//! `ignore[rule] until=2027-03-31 approved-by=… evidence=… reason`: what stands behind `fairbalance:` in a comment.

use jiff::civil::Date;

use crate::yaml;

/// A comment, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Holds for the whole page rather than for one place.
    pub page: bool,
    /// As written, with their pack or without.
    pub rules: Vec<String>,
    pub terms: Terms,
}

/// On what terms something is set aside or approved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    pub approved_by: Option<String>,
    pub evidence: Option<String>,
}

impl Terms {
    pub fn expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

const KEYS: [&str; 3] = ["until", "approved-by", "evidence"];

/// Understands a comment. The error is a sentence for its writer.
pub fn parse(body: &str) -> Result<Written, String> {
    let body = body.trim();
    let verb_end = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(body.len());
    let (verb, rest) = body.split_at(verb_end);
    let page = match verb {
        "ignore" => false,
        "ignore-page" => true,
        _ => return Err(format!("`{verb}` says nothing here; write `ignore[rule]` or `ignore-page[rule]`")),
    };
    let Some((list, mut rest)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Err(format!("it names no rule; write `{verb}[rule] reason`"));
    };
    let rules: Vec<String> =
        list.split(',').map(|rule| rule.trim().to_owned()).filter(|rule| !rule.is_empty()).collect();
    if rules.is_empty() {
        return Err(format!("it names no rule; write `{verb}[rule] reason`"));
    }
    if rules.iter().any(|rule| rule.contains('*') || rule == "all") {
        return Err("a waiver names each rule that it sets aside".to_owned());
    }
    let mut terms = Terms::default();
    while let Some((key, value, after)) = attribute(rest) {
        match key {
            "until" => terms.until = Some(date(value)?),
            "approved-by" => terms.approved_by = Some(value.to_owned()),
            "evidence" => terms.evidence = Some(value.to_owned()),
            _ => {
                let known = yaml::nearest(key, KEYS.into_iter()).map_or(KEYS.join(", "), str::to_owned);
                return Err(format!("`{key}=` is not known here; did you mean: {known}?"));
            }
        }
        if value.is_empty() {
            return Err(format!("`{key}=` has no value; put words with blanks in quotes"));
        }
        rest = after;
    }
    terms.reason = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    if !terms.reason.contains(char::is_alphabetic) {
        return Err("it gives no reason; say behind the rule why it is set aside".to_owned());
    }
    Ok(Written { page, rules, terms })
}

/// A date as it is written in waivers, `2027-03-31`.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is not a date; write it as 2027-03-31"))
}

/// `key=value` or `key="several words"` at the start of `text`, and what follows.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start();
    let (key, rest) = text.split_once('=')?;
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_') {
        return None;
    }
    for quote in ['"', '\''] {
        if let Some((value, rest)) = rest.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return Some((key, value.trim(), rest));
        }
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    Some((key, &rest[..end], &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_before_the_reason() {
        let written = parse(
            "ignore[us-health/hype, up-to-claim] until=2027-03-31 approved-by=\"R. Okafor, counsel\"\n \
             evidence=docs/42.pdf the  figure = the median\nof the registry",
        )
        .unwrap();
        assert_eq!((written.page, written.rules), (false, vec!["us-health/hype".to_owned(), "up-to-claim".to_owned()]));
        assert_eq!(written.terms.until.unwrap().to_string(), "2027-03-31");
        assert_eq!(written.terms.approved_by.as_deref(), Some("R. Okafor, counsel"));
        assert_eq!(written.terms.evidence.as_deref(), Some("docs/42.pdf"));
        assert_eq!(written.terms.reason, "the figure = the median of the registry");
        assert!(parse("ignore-page[x] a legal page").unwrap().page);
    }

    #[test]
    fn what_cannot_be_followed_says_what_to_write() {
        for (body, said) in [
            ("ignore", "names no rule"),
            ("ignore[] because", "names no rule"),
            ("ignore[x", "names no rule"),
            ("ignore[*] because", "each rule"),
            ("ignore[x]", "no reason"),
            ("ignore[x] until=2027-03-31", "no reason"),
            ("ignore[x] until=soon because", "not a date"),
            ("ignore[x] untill=2027-03-31 because", "until"),
            ("ignore[x] evidence= because", "no value"),
            ("ingore[x] because", "ignore[rule]"),
            ("", "ignore[rule]"),
        ] {
            let error = parse(body).unwrap_err();
            assert!(error.contains(said), "{body}: {error}");
        }
    }
}
