//! The closed set of values that a `where` or `for` compares a fact with.

use serde::{Deserialize, Serialize};

/// What a fact must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// At least one of the fact's values is one of these.
    OneOf(Vec<String>),
    /// None of the fact's values is one of these; a fact without a value is not one of them.
    Not(Vec<String>),
    /// The fact has values, and all are among these.
    Only(Vec<String>),
    /// The fact has a value.
    Some,
    /// The fact has no value.
    None,
    AtLeast(f64),
    AtMost(f64),
    MoreThan(f64),
    LessThan(f64),
    /// Shares a value with another fact.
    SameAs(String),
    /// Both have values and share none.
    DiffersFrom(String),
    /// ISO dates compare as text.
    Before(String),
    After(String),
}

impl Value {
    /// Reads a value as written: one text, or a list of texts.
    pub fn parse(texts: &[String]) -> Result<Value, String> {
        let [text] = texts else { return Ok(Value::OneOf(texts.to_vec())) };
        let number = |rest: &str| {
            let digits = rest.trim().trim_end_matches('%');
            digits.parse::<f64>().map_err(|_| format!("`{}` is not a number", rest.trim()))
        };
        Ok(if let Some(rest) = text.strip_prefix("not ") {
            Value::Not(list(rest))
        } else if let Some(rest) = text.strip_prefix("only ") {
            Value::Only(list(rest))
        } else if text == "some" {
            Value::Some
        } else if text == "none" {
            Value::None
        } else if let Some(rest) = text.strip_prefix("at least ") {
            Value::AtLeast(number(rest)?)
        } else if let Some(rest) = text.strip_prefix("at most ") {
            Value::AtMost(number(rest)?)
        } else if let Some(rest) = text.strip_prefix("more than ") {
            Value::MoreThan(number(rest)?)
        } else if let Some(rest) = text.strip_prefix("less than ") {
            Value::LessThan(number(rest)?)
        } else if let Some(rest) = text.strip_prefix("same as ") {
            Value::SameAs(rest.trim().to_owned())
        } else if let Some(rest) = text.strip_prefix("differs from ") {
            Value::DiffersFrom(rest.trim().to_owned())
        } else if let Some(rest) = text.strip_prefix("before ") {
            Value::Before(rest.trim().to_owned())
        } else if let Some(rest) = text.strip_prefix("after ") {
            Value::After(rest.trim().to_owned())
        } else {
            Value::OneOf(vec![text.clone()])
        })
    }

    /// The values that the fact is compared with word by word.
    pub fn listed(&self) -> Option<&[String]> {
        match self {
            Value::OneOf(list) | Value::Not(list) | Value::Only(list) => Some(list),
            _ => None,
        }
    }

    /// What follows "is": `off-label or unapproved`, `at least 5`.
    pub fn in_words(&self) -> String {
        match self {
            Value::OneOf(list) => list.join(" or "),
            Value::Not(list) => format!("not {}", list.join(" or ")),
            Value::Only(list) => format!("only {}", list.join(" or ")),
            Value::Some => "known".to_owned(),
            Value::None => "not there".to_owned(),
            Value::AtLeast(limit) => format!("at least {limit}"),
            Value::AtMost(limit) => format!("at most {limit}"),
            Value::MoreThan(limit) => format!("more than {limit}"),
            Value::LessThan(limit) => format!("less than {limit}"),
            Value::SameAs(name) => format!("the same as {name}"),
            Value::DiffersFrom(name) => format!("other than {name}"),
            Value::Before(date) => format!("before {date}"),
            Value::After(date) => format!("after {date}"),
        }
    }

    /// As an author writes it: `off-label or unapproved`, `some`.
    pub fn as_written(&self) -> String {
        match self {
            Value::Some => "some".to_owned(),
            Value::None => "none".to_owned(),
            Value::SameAs(name) => format!("same as {name}"),
            Value::DiffersFrom(name) => format!("differs from {name}"),
            other => other.in_words(),
        }
    }

    /// Whether the values of a fact are as asked. `other` gives the values of the fact that is compared with.
    pub fn accepts<'v>(
        &self,
        values: impl Iterator<Item = &'v str> + Clone,
        other: &dyn Fn(&str) -> Vec<String>,
    ) -> bool {
        let mut values = values;
        let among = |list: &[String], value: &str| list.iter().any(|one| one.eq_ignore_ascii_case(value));
        let number = |value: &str| value.parse::<f64>().ok();
        match self {
            Value::OneOf(list) => values.any(|value| among(list, value)),
            Value::Not(list) => !values.any(|value| among(list, value)),
            Value::Only(list) => values.clone().next().is_some() && values.all(|value| among(list, value)),
            Value::Some => values.next().is_some(),
            Value::None => values.next().is_none(),
            Value::AtLeast(limit) => values.filter_map(number).any(|v| v >= *limit),
            Value::AtMost(limit) => values.filter_map(number).any(|v| v <= *limit),
            Value::MoreThan(limit) => values.filter_map(number).any(|v| v > *limit),
            Value::LessThan(limit) => values.filter_map(number).any(|v| v < *limit),
            Value::SameAs(name) => {
                let others = other(name);
                values.any(|value| among(&others, value))
            }
            Value::DiffersFrom(name) => {
                let others = other(name);
                values.clone().next().is_some() && !others.is_empty() && !values.any(|value| among(&others, value))
            }
            Value::Before(date) => values.any(|value| value < date.as_str()),
            Value::After(date) => values.any(|value| value > date.as_str()),
        }
    }
}

fn list(text: &str) -> Vec<String> {
    text.trim().trim_matches(['[', ']']).split(',').map(|one| one.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_compare_as_they_read() {
        let none = |_: &str| Vec::new();
        for (written, values, accepted) in [
            ("approved", vec!["approved"], true),
            ("not approved", vec!["off-label"], true),
            ("not approved", vec![], true),
            ("not [approved, cleared]", vec!["cleared"], false),
            ("only serious", vec!["serious", "mild"], false),
            ("some", vec![], false),
            ("none", vec![], true),
            ("at least 5", vec!["5"], true),
            ("more than 5", vec!["5"], false),
            ("before 2025-01-01", vec!["2024-12-31"], true),
        ] {
            let value = Value::parse(&[written.to_owned()]).unwrap();
            assert_eq!(value.accepts(values.iter().copied(), &none), accepted, "{written} {values:?}");
        }
        assert!(Value::parse(&["at least many".to_owned()]).is_err());
        let other = |_: &str| vec!["intranasal".to_owned()];
        let differs = Value::parse(&["differs from use.route".to_owned()]).unwrap();
        assert!(differs.accepts(["intravenous"].into_iter(), &other));
        assert!(!differs.accepts(["intranasal"].into_iter(), &other));
    }
}
