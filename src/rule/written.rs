//! A rule as it is written: keys taken apart, every value with its place, nothing resolved yet.

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Level};
use crate::source::Span;
use crate::yaml::{Errors, Fields, File, Node, Value};

/// A value with its place in the rule's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    pub value: T,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct RuleWritten {
    pub file: File,
    pub span: Span,
    pub id: Told<String>,
    pub family: String,
    pub title: String,
    pub message: Option<Told<String>>,
    pub level: Level,
    pub confidence: Confidence,
    pub authority: Vec<Told<String>>,
    pub why: String,
    pub remedy: Told<String>,
    pub test: TestWritten,
    pub measure: Option<MeasureWritten>,
    pub require: Option<RequireWritten>,
    pub unless: Vec<TestWritten>,
    pub lower: Vec<ChangeWritten>,
    pub raise: Vec<ChangeWritten>,
    pub applies_to: Vec<FactWritten>,
    /// Rules and families whose findings this rule's own stand for.
    pub takes_in: Vec<Told<String>>,
    pub flag: Vec<Example>,
    pub pass: Vec<Example>,
    pub owner: Option<String>,
    pub reviewed: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct TestWritten {
    pub find: Vec<Told<String>>,
    pub within: Option<Told<String>>,
    pub in_order: bool,
    /// Any of these, all facts of one.
    pub conditions: Vec<Vec<FactWritten>>,
    pub span: Span,
}

/// `name: value` of a `where` or a `for`.
#[derive(Debug, Clone)]
pub struct FactWritten {
    pub name: Told<String>,
    pub values: Vec<Told<String>>,
}

#[derive(Debug, Clone)]
pub struct ChangeWritten {
    pub test: TestWritten,
    pub to: Level,
}

#[derive(Debug, Clone)]
pub struct RequireWritten {
    pub statement: Told<String>,
    pub within: Option<Told<String>>,
}

#[derive(Debug, Clone)]
pub enum MeasureWritten {
    /// How many times as many sentences hold the first as the second.
    Ratio { of: Vec<Told<String>>, over: Option<Told<String>>, more_than: f64 },
    /// Mentions per so many words, or on a whole page.
    Density { of: Told<String>, words: Option<f64>, over: Option<Told<String>>, more_than: f64 },
    /// Where the first mention stands: after a share of the words, or after another mention.
    First { of: Told<String>, after: Told<String> },
    /// The difference in reading grade between two sets of sentences.
    Grade { of: Vec<Told<String>>, more_than: f64 },
}

/// An example of what a rule flags or lets pass.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Example {
    pub text: String,
    pub span: Span,
    pub format: crate::extract::Format,
    pub page: Vec<(String, String)>,
    /// The words that the finding must cover.
    pub finds: Option<String>,
    pub level: Option<Level>,
}

const LEVELS: &[(&str, Level)] = &[("error", Level::Error), ("warning", Level::Warning), ("note", Level::Note)];
const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// Reads one YAML document as a rule.
pub fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<RuleWritten> {
    let mut fields = Fields::of(node, file, errors)?;
    let looks_for_something = fields.has("find") || fields.has("measure");
    let id = fields.require("id", errors).and_then(|node| told(node, file, errors));
    let title = fields.require("title", errors).and_then(|node| node.expect_text(file, errors));
    let family = fields.text("family", errors);
    let message = fields.take("message").and_then(|node| told(node, file, errors));
    let level = fields.require("level", errors).and_then(|node| node.expect_word(LEVELS, file, errors));
    let confidence = fields.take("confidence").and_then(|node| node.expect_word(CONFIDENCES, file, errors));
    let authority = fields.require("authority", errors).map_or_else(Vec::new, |node| all_told(node, file, errors));
    let why = fields.require("why", errors).and_then(|node| node.expect_text(file, errors));
    let remedy = fields.require("remedy", errors).and_then(|node| told(node, file, errors));
    let measure = fields.take("measure").and_then(|node| read_measure(node, file, errors));
    let test = read_body(&mut fields, errors);
    if !looks_for_something {
        errors.push(
            file.error(id.as_ref().map_or(node.span, |id| id.span), "a rule needs `find` or `measure`")
                .hint("`find: <concept>`, a phrase, or a list of both; see docs/writing-rules.md"),
        );
    }
    let require = fields.take("require").and_then(|node| read_require(node, file, errors));
    let unless_nodes = fields.take("unless").map_or_else(Vec::new, Node::items);
    let unless = unless_nodes.into_iter().filter_map(|node| read_test(node, file, errors)).collect();
    let lower = read_changes(fields.take("lower"), file, errors);
    let raise = read_changes(fields.take("raise"), file, errors);
    let applies_to = fields.take("for").map_or_else(Vec::new, |node| read_facts(node, file, errors));
    let takes_in = fields.take("takes-in").map_or_else(Vec::new, |node| all_told(node, file, errors));
    let (flag, pass) = match fields.require("examples", errors) {
        Some(node) => read_examples(node, file, errors),
        None => (Vec::new(), Vec::new()),
    };
    let owner = fields.text("owner", errors);
    let reviewed = fields.text("reviewed", errors);
    fields.finish(errors);
    // Whatever is wrong here has been told; the rest is read on, so that all mistakes are told at once.
    let id = id?;
    Some(RuleWritten {
        file: file.clone(),
        span: id.span,
        family: family.unwrap_or_else(|| id.value.clone()),
        title: title.unwrap_or_default(),
        message,
        level: level.unwrap_or(Level::Error),
        confidence: confidence.unwrap_or(Confidence::Medium),
        authority,
        why: why.unwrap_or_default(),
        remedy: remedy.unwrap_or(Told { value: String::new(), span: id.span }),
        id,
        test,
        measure,
        require,
        unless,
        lower,
        raise,
        applies_to,
        takes_in,
        flag,
        pass,
        owner,
        reviewed,
    })
}

fn told(node: &Node, file: &File, errors: &mut Errors) -> Option<Told<String>> {
    Some(Told { value: node.expect_text(file, errors)?, span: node.span })
}

fn all_told(node: &Node, file: &File, errors: &mut Errors) -> Vec<Told<String>> {
    node.items().into_iter().filter_map(|item| told(item, file, errors)).collect()
}

/// The keys that make a test, wherever one stands.
fn read_body(fields: &mut Fields, errors: &mut Errors) -> TestWritten {
    let file = fields.file;
    let find = fields.take("find").map_or_else(Vec::new, |node| all_told(node, file, errors));
    let within = fields.take("within").and_then(|node| told(node, file, errors));
    let in_order = fields.take("in-order").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
    let conditions = fields.take("where").map_or_else(Vec::new, Node::items);
    let conditions = conditions.into_iter().map(|node| read_facts(node, file, errors)).collect();
    TestWritten { find, within, in_order, conditions, span: fields.span }
}

fn read_test(node: &Node, file: &File, errors: &mut Errors) -> Option<TestWritten> {
    let mut fields = Fields::of(node, file, errors)?;
    let test = read_body(&mut fields, errors);
    if test.find.is_empty() && test.conditions.is_empty() {
        errors.push(file.error(node.span, "this test asks for nothing").hint("give it `find` or `where`"));
    }
    fields.finish(errors);
    Some(test)
}

fn read_facts(node: &Node, file: &File, errors: &mut Errors) -> Vec<FactWritten> {
    let Value::Map(entries) = &node.value else {
        errors.push(file.error(node.span, "expected facts, each `name: value`").label("expected `name: value`"));
        return Vec::new();
    };
    let read = |(name, value): &(Node, Node), errors: &mut Errors| {
        Some(FactWritten { name: told(name, file, errors)?, values: all_told(value, file, errors) })
    };
    entries.iter().filter_map(|entry| read(entry, errors)).collect()
}

fn read_changes(node: Option<&Node>, file: &File, errors: &mut Errors) -> Vec<ChangeWritten> {
    let read = |node: &Node, errors: &mut Errors| {
        let mut fields = Fields::of(node, file, errors)?;
        let test = read_body(&mut fields, errors);
        let to = fields.require("to", errors).and_then(|node| node.expect_word(LEVELS, file, errors));
        fields.finish(errors);
        Some(ChangeWritten { test, to: to? })
    };
    node.map_or_else(Vec::new, Node::items).into_iter().filter_map(|node| read(node, errors)).collect()
}

fn read_require(node: &Node, file: &File, errors: &mut Errors) -> Option<RequireWritten> {
    let mut fields = Fields::of(node, file, errors)?;
    let statement = fields.require("statement", errors).and_then(|node| told(node, file, errors));
    let within = fields.take("within").and_then(|node| told(node, file, errors));
    fields.finish(errors);
    Some(RequireWritten { statement: statement?, within })
}

fn read_measure(node: &Node, file: &File, errors: &mut Errors) -> Option<MeasureWritten> {
    let mut fields = Fields::of(node, file, errors)?;
    let ratio = fields.take("ratio").map(|node| all_told(node, file, errors));
    let density = fields.take("density").and_then(|node| told(node, file, errors));
    let first = fields.take("first").and_then(|node| told(node, file, errors));
    let grade = fields.take("grade").map(|node| all_told(node, file, errors));
    let after = fields.take("after").and_then(|node| told(node, file, errors));
    let over = fields.take("over").and_then(|node| told(node, file, errors));
    let more_than = fields.take("more than").and_then(|node| node.expect_number(file, errors));
    // Words to count by are written `500 words`; sentences are what a ratio counts.
    let per = fields.take("per").and_then(|node| told(node, file, errors));
    fields.text("count", errors);
    let span = fields.span;
    fields.finish(errors);
    let words = match per.as_ref().map(|per| (per.value.as_str(), per)) {
        None => Some(500.0),
        Some(("page", _)) => None,
        Some((text, per)) => match text.strip_suffix(" words").and_then(|number| number.trim().parse::<f64>().ok()) {
            Some(number) if number > 0.0 => Some(number),
            _ => {
                let error = file.error(per.span, format!("`{text}` is nothing to count by")).label("not a length");
                errors.push(error.hint("write `per: 500 words`, or `per: page` to count over the whole page"));
                None
            }
        },
    };
    match (ratio, density, first, grade) {
        (Some(of), None, None, None) if of.len() == 2 => {
            Some(MeasureWritten::Ratio { of, over, more_than: more_than? })
        }
        (None, Some(of), None, None) => Some(MeasureWritten::Density { of, words, over, more_than: more_than? }),
        (None, None, Some(of), None) => Some(MeasureWritten::First { of, after: after? }),
        (None, None, None, Some(of)) if of.len() == 2 => Some(MeasureWritten::Grade { of, more_than: more_than? }),
        _ => {
            let hint = "`ratio: [<a>, <b>]`, `density: <a>`, `first: <a>` with `after`, or `grade: [<a>, <b>]`";
            errors.push(file.error(span, "a measure is one of four").hint(hint));
            None
        }
    }
}

fn read_examples(node: &Node, file: &File, errors: &mut Errors) -> (Vec<Example>, Vec<Example>) {
    let Some(mut fields) = Fields::of(node, file, errors) else { return (Vec::new(), Vec::new()) };
    let mut read = |key: &'static str, errors: &mut Errors| -> Vec<Example> {
        let items = fields.take(key).map_or_else(Vec::new, Node::items);
        if items.len() < 2 {
            errors.push(
                file.error(node.span, format!("a rule needs at least two `{key}` examples"))
                    .hint("a near miss, words almost the same, teaches most"),
            );
        }
        items.into_iter().filter_map(|item| read_example(item, file, errors)).collect()
    };
    let examples = (read("flag", errors), read("pass", errors));
    fields.finish(errors);
    examples
}

fn read_example(node: &Node, file: &File, errors: &mut Errors) -> Option<Example> {
    let plain = |text: String| Example {
        text,
        span: node.span,
        format: crate::extract::Format::Markdown,
        page: Vec::new(),
        finds: None,
        level: None,
    };
    if !matches!(node.value, Value::Map(_)) {
        return node.expect_text(file, errors).map(plain);
    }
    let formats: &[(&str, crate::extract::Format)] = &[
        ("markdown", crate::extract::Format::Markdown),
        ("html", crate::extract::Format::Html),
        ("text", crate::extract::Format::Text),
    ];
    let mut fields = Fields::of(node, file, errors)?;
    let text = fields.require("text", errors).and_then(|node| node.expect_text(file, errors));
    let format = fields.take("as").and_then(|node| node.expect_word(formats, file, errors));
    let page = fields.take("page").map_or_else(Vec::new, |node| read_facts(node, file, errors));
    let finds = fields.text("finds", errors);
    let level = fields.take("level").and_then(|node| node.expect_word(LEVELS, file, errors));
    fields.finish(errors);
    let page = page.into_iter().flat_map(|fact| {
        let name = fact.name.value;
        fact.values.into_iter().map(move |value| (name.clone(), value.value))
    });
    let example = plain(text?);
    Some(Example { format: format.unwrap_or(example.format), page: page.collect(), finds, level, ..example })
}
