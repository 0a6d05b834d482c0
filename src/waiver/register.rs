//! The register: waivers and approved wordings as a config or `fairbalance-waivers.yml` lists them.

use jiff::civil::Date;

use super::directive::{Terms, date};
use crate::config::Globs;
use crate::extract::normalise;
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Key, Shape, key, needed};
use crate::yaml::{self, Errors, Fields, File, Node};

/// A waiver that is not written in the page.
#[derive(Debug, Clone)]
pub struct Entry {
    pub rules: Vec<String>,
    /// Relative to the folder of the config; empty for all pages.
    pub paths: Globs,
    /// Words of the finding or its sentence, as [`plain`] writes them.
    pub text: Option<String>,
    pub fingerprint: Option<String>,
    pub terms: Terms,
    pub at: At,
}

/// A wording that was reviewed and may stand wherever it is used.
#[derive(Debug, Clone)]
pub struct Approved {
    pub rules: Vec<String>,
    /// As written.
    pub text: String,
    pub terms: Terms,
    pub at: At,
}

/// Where an entry is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    pub file: String,
    /// In bytes of the file.
    pub span: Span,
}

/// What a register holds.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub waivers: Vec<Entry>,
    pub approved: Vec<Approved>,
}

impl Register {
    pub fn and(mut self, other: Register) -> Register {
        self.waivers.extend(other.waivers);
        self.approved.extend(other.approved);
        self
    }
}

/// Reads a file of its own, all mistakes at once.
pub fn parse(file: &File) -> Result<Register, Errors> {
    let documents = yaml::parse(file).map_err(|error| vec![*error])?;
    let mut errors = Errors::new();
    yaml::swallowed(&documents, file, &mut errors);
    let mut register = Register::default();
    for node in documents.iter().filter(|node| node.value != yaml::Value::Null) {
        let Some(mut fields) = Fields::shaped(node, &REGISTER, file, &mut errors) else { continue };
        register = register.and(of_fields(&mut fields, &mut errors));
        fields.finish(&mut errors);
    }
    if errors.is_empty() { Ok(register) } else { Err(errors) }
}

/// A file of its own.
pub(crate) const REGISTER: Shape = Shape {
    name: "register",
    about: "Waivers and approved wordings: fairbalance-waivers.yml, beside the config.",
    keys: &[REGISTER_KEYS],
    any_of: &[],
};

pub(crate) const REGISTER_KEYS: &[Key] = &[
    key("waivers", Maps(&WAIVER), "Findings that were looked at and may stand."),
    key("approved", Maps(&APPROVED), "Wordings that were reviewed and may stand wherever they are used."),
];

const WAIVER: Shape = Shape {
    name: "waiver",
    about: "A finding that was looked at and may stand, with the reason.",
    keys: &[
        RULES_KEYS,
        &[
            key("paths", Texts, "The pages, as patterns of paths."),
            key("text", Text, "Words of the finding or its sentence."),
            key("fingerprint", Text, "The finding's own, from a report."),
            needed("reason", Text, "Why it may stand."),
        ],
        TERMS_KEYS,
    ],
    any_of: &[&["rule", "rules"], &["paths", "text", "fingerprint"]],
};

const APPROVED: Shape = Shape {
    name: "approved",
    about: "A wording that was reviewed, with what stands behind it.",
    keys: &[
        &[needed("text", Text, "The wording.")],
        RULES_KEYS,
        &[key("reason", Text, "Why it may stand.")],
        TERMS_KEYS,
    ],
    any_of: &[&["rule", "rules"], &["evidence"], &["approved-by"]],
};

const RULES_KEYS: &[Key] =
    &[key("rule", Texts, "The rule that this answers, by id."), key("rules", Texts, "The rules that this answers.")];

const TERMS_KEYS: &[Key] = &[
    key("until", Date, "The last day on which it holds."),
    key("approved-by", Text, "Who looked at it."),
    key("evidence", Text, "What it rests on."),
];

/// The keys `waivers` and `approved` of a config.
pub fn of_fields(fields: &mut Fields, errors: &mut Errors) -> Register {
    let file = fields.file;
    let mut each = |key| fields.take(key).map_or_else(Vec::new, Node::items);
    let (waivers, approvals) = (each("waivers"), each("approved"));
    Register {
        waivers: waivers.into_iter().filter_map(|node| entry(node, file, errors)).collect(),
        approved: approvals.into_iter().filter_map(|node| approved(node, file, errors)).collect(),
    }
}

/// Words without case, markup of typography and surplus blanks, to be compared.
pub fn plain(text: &str) -> String {
    normalise::fold(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entry(node: &Node, file: &File, errors: &mut Errors) -> Option<Entry> {
    let mut fields = Fields::shaped(node, &WAIVER, file, errors)?;
    let rules = rules(&mut fields, errors);
    let paths = fields.take("paths").map(|node| crate::config::globs(node, file, errors));
    let text = fields.text("text", errors);
    let fingerprint = fields.text("fingerprint", errors);
    let reason = fields.require("reason", errors).and_then(|node| node.expect_text(file, errors));
    let terms = terms(&mut fields, reason.clone().unwrap_or_default(), errors);
    if paths.is_none() && text.is_none() && fingerprint.is_none() {
        let error = file.error(fields.span, "this waiver does not say what it is for");
        errors.push(error.label("needs `paths`, `text` or `fingerprint`"));
    }
    fields.finish(errors);
    reason?;
    let at = At { file: file.name.clone(), span: node.span };
    Some(Entry {
        rules: rules?,
        paths: paths.unwrap_or_default(),
        text: text.map(|t| plain(&t)),
        fingerprint,
        terms,
        at,
    })
}

fn approved(node: &Node, file: &File, errors: &mut Errors) -> Option<Approved> {
    let mut fields = Fields::shaped(node, &APPROVED, file, errors)?;
    let text = fields.require("text", errors).and_then(|node| node.expect_text(file, errors));
    let rules = rules(&mut fields, errors);
    let reason = fields.text("reason", errors);
    let terms = terms(&mut fields, reason.unwrap_or_default(), errors);
    for (key, value) in [("evidence", &terms.evidence), ("approved-by", &terms.approved_by)] {
        if value.is_none() {
            let error = file.error(fields.span, format!("`{key}` is missing"));
            errors.push(error.label(format!("needs `{key}`")).hint("an approval is worth what stands behind it"));
        }
    }
    fields.finish(errors);
    let at = At { file: file.name.clone(), span: node.span };
    Some(Approved { rules: rules?, text: text?, terms, at })
}

/// `rule: one` or `rules: [several]`.
fn rules(fields: &mut Fields, errors: &mut Errors) -> Option<Vec<String>> {
    let mut rules = fields.texts("rule", errors);
    rules.extend(fields.texts("rules", errors));
    if rules.is_empty() {
        let error = fields.file.error(fields.span, "no rule is named").label("needs `rule`");
        errors.push(error.hint("name each rule that this answers: `rule: us-health/some-rule`"));
        return None;
    }
    Some(rules)
}

fn terms(fields: &mut Fields, reason: String, errors: &mut Errors) -> Terms {
    let until = fields.take("until").and_then(|node| until(node, fields.file, errors));
    let mut text = |key| fields.text(key, errors);
    Terms { reason, until, approved_by: text("approved-by"), evidence: text("evidence") }
}

fn until(node: &Node, file: &File, errors: &mut Errors) -> Option<Date> {
    let text = node.expect_text(file, errors)?;
    let parsed = date(&text);
    if let Err(message) = &parsed {
        errors.push(file.error(node.span, message.clone()).label("not a date"));
    }
    parsed.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_of_a_register_is_named() {
        let text = "waivers:\n  - {rule: a/b, paths: \"x/**\"}\n  - {paths: x, reason: r, until: soon}\n  \
                    - {rule: a/b, reason: r}\napproved:\n  - {text: t, rule: a/b, evidence: e}\n";
        let errors = parse(&File::new("fairbalance-waivers.yml", text)).unwrap_err();
        let all: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        for said in
            ["`reason` is missing", "no rule is named", "not a date", "what it is for", "`approved-by` is missing"]
        {
            assert!(all.iter().any(|message| message.contains(said)), "{said}: {all:?}");
        }
    }
}
