//! A rule as it is written: keys taken apart, every value with its place, nothing resolved yet.

use serde::{Deserialize, Serialize};

use super::compile::PAGE_FACTS;
use crate::extract::Format;
use crate::finding::{Confidence, Level};
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Key, Shape, key, needed, words_of};
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
    pub format: Format,
    pub page: Vec<(String, String)>,
    /// The words that the finding must cover.
    pub finds: Option<String>,
    pub level: Option<Level>,
}

const LEVELS: &[(&str, Level)] = &[("error", Level::Error), ("warning", Level::Warning), ("note", Level::Note)];
const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

const FORMATS: &[(&str, Format)] = &[("markdown", Format::Markdown), ("html", Format::Html), ("text", Format::Text)];

/// A document that is a rule.
pub(crate) const RULE: Shape = Shape {
    name: "rule",
    about: "A rule: what it finds, why, and what to do about it.",
    keys: &[
        &[
            needed("id", Text, "The rule's name within its pack, in small letters with hyphens."),
            needed("title", Text, "What the copy does that it should not: \"Says a treatment has no side effects\"."),
            key("family", Text, "Rules of one family that find the same words are shown as one."),
            key(
                "message",
                Text,
                "What the writer reads; names in braces are filled in. The title where it is left out.",
            ),
            needed("level", Word(levels), "error: a reviewer would stop it. warning: would ask. note: good practice."),
            key("confidence", Word(|| words_of(CONFIDENCES)), "How sure a finding is; `medium` where it is left out."),
            needed("authority", SomeTexts, "Who asks for it, by the codes of the authorities."),
            needed("why", Text, "Why it matters to the reader of the copy."),
            needed("remedy", Text, "What to write instead."),
        ],
        TEST_KEYS,
        &[
            key("measure", Map(&MEASURE), "What is counted, in place of `find`."),
            key("require", Map(&REQUIRE), "The statement that must stand where the rule finds something: a duty."),
            key("unless", Maps(&TEST), "What excuses; any of these tests."),
            key("lower", Maps(&CHANGE), "What makes it less grave."),
            key("raise", Maps(&CHANGE), "What makes it graver."),
            key("for", PageFacts(page_facts), "The pages it holds for, by facts."),
            key("takes-in", Texts, "Rules and families whose findings this rule's own stand for."),
            needed("examples", Map(&EXAMPLES), "What it flags and what it lets pass. `fairbalance test` runs them."),
            key("owner", Text, "Who keeps the rule."),
            key("reviewed", Date, "The day on which it was last looked at."),
        ],
    ],
    any_of: &[&["find", "measure"]],
};

/// The keys that make a test, wherever one stands.
const TEST_KEYS: &[Key] = &[
    key("find", Texts, "A phrase or `<concept>`, or a list of them: all must be found."),
    key(
        "within",
        Text,
        "How near they must stand: clause, sentence (where left out), block, section, page, quotation, `2 sentences`, `40 words`.",
    ),
    key("in-order", Flag, "Whether they must stand in the order of the list."),
    key(
        "where",
        Facts,
        "Facts that must hold of what was found: `use.status: off-label`. Of several maps, any will do.",
    ),
];

const TEST: Shape =
    Shape { name: "test", about: "A test that excuses.", keys: &[TEST_KEYS], any_of: &[&["find", "where"]] };

const CHANGE: Shape = Shape {
    name: "change",
    about: "A test, and the level that holds where it does.",
    keys: &[TEST_KEYS, &[needed("to", Word(levels), "The level.")]],
    any_of: &[],
};

const REQUIRE: Shape = Shape {
    name: "require",
    about: "A duty.",
    keys: &[&[
        needed("statement", Text, "The statement, by id."),
        key("within", Text, "How near it must stand; anywhere on the page where it is left out."),
    ]],
    any_of: &[],
};

const MEASURE: Shape = Shape {
    name: "measure",
    about: "One of four: `ratio`, `density`, `first` with `after`, `grade`.",
    keys: &[&[
        key("ratio", Pair, "Two patterns: how many sentences hold the first for each that holds the second."),
        key("density", Text, "A pattern: how often it stands in so many words."),
        key("first", Text, "A pattern: where it stands for the first time."),
        key("grade", Pair, "Two patterns: how much harder sentences with the first read than those with the second."),
        key("after", Text, "`85% of words`, or a pattern that must not come before."),
        key("over", Text, "What is measured: page (where left out) or section."),
        key("more than", Number, "The measure beyond which it is a finding."),
        key("per", Text, "For `density`: `500 words`, or `page`."),
        key("count", Text, "For `ratio`: sentences."),
    ]],
    any_of: &[&["ratio", "density", "first", "grade"]],
};

const EXAMPLES: Shape = Shape {
    name: "examples",
    about: "At least two of each; a near miss teaches most.",
    keys: &[&[
        needed("flag", TextsOrMaps(&EXAMPLE, 2), "Copy that the rule must flag."),
        needed("pass", TextsOrMaps(&EXAMPLE, 2), "Copy that it must let pass."),
    ]],
    any_of: &[],
};

const EXAMPLE: Shape = Shape {
    name: "example",
    about: "An example that says more than its text.",
    keys: &[&[
        needed("text", Text, "The copy."),
        key("as", Word(|| words_of(FORMATS)), "How to read it; as Markdown where it is left out."),
        key("page", PageFacts(page_facts), "Facts about the page that it stands on."),
        key("finds", Text, "The words that the finding must cover."),
        key("level", Word(levels), "The level that the finding must have."),
    ]],
    any_of: &[],
};

fn levels() -> Vec<&'static str> {
    words_of(LEVELS)
}

fn page_facts() -> Vec<&'static str> {
    PAGE_FACTS.to_vec()
}

/// Reads one YAML document as a rule.
pub fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<RuleWritten> {
    let mut fields = Fields::shaped(node, &RULE, file, errors)?;
    let id = fields.require("id", errors).and_then(|node| told(node, file, errors));
    let title = fields.require("title", errors).and_then(|node| node.expect_text(file, errors));
    let family = fields.text("family", errors);
    let message = fields.take("message").and_then(|node| told(node, file, errors));
    let level = fields.require("level", errors).and_then(|node| node.expect_word(LEVELS, file, errors));
    let confidence = fields.take("confidence").and_then(|node| node.expect_word(CONFIDENCES, file, errors));
    let authority = fields.require("authority", errors).map_or_else(Vec::new, |node| {
        if node.items().is_empty() {
            let error = file.error(node.span, "a rule needs at least one authority").label("empty");
            errors.push(
                error.hint("name who asks for it, by its code; a code of your own is declared under `authorities:`"),
            );
        }
        all_told(node, file, errors)
    });
    let why = fields.require("why", errors).and_then(|node| node.expect_text(file, errors));
    let remedy = fields.require("remedy", errors).and_then(|node| told(node, file, errors));
    let measure_node = fields.take("measure");
    let measure = measure_node.and_then(|node| read_measure(node, file, errors));
    let find_node = fields.take("find").filter(|node| !node.items().is_empty());
    let test = read_body(&mut fields, errors);
    if let (Some(_), Some(measure)) = (find_node, measure_node) {
        let error = file.error(measure.span, "a rule finds or measures, not both").label("beside `find`");
        errors.push(error.hint("take out `find` or `measure`; a second rule can have the other"));
    }
    if find_node.is_none() && measure_node.is_none() && fields.empty("find").is_none() {
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
    let reviewed = fields.date("reviewed", errors);
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

/// Reads the keys of a test.
fn read_body(fields: &mut Fields, errors: &mut Errors) -> TestWritten {
    let file = fields.file;
    if let Some(at) = fields.empty("find") {
        let error = file.error(at, "`find` is empty").label("nothing stands behind it");
        errors.push(error.hint("name a phrase or a concept; a phrase that begins with `#` wants quotation marks"));
    }
    let find = fields.take("find").map_or_else(Vec::new, |node| all_told(node, file, errors));
    let within = fields.take("within").and_then(|node| told(node, file, errors));
    let in_order = fields.take("in-order").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
    let conditions = fields.take("where").map_or_else(Vec::new, Node::items);
    let conditions = conditions.into_iter().map(|node| read_facts(node, file, errors)).collect();
    TestWritten { find, within, in_order, conditions, span: fields.span }
}

fn read_test(node: &Node, file: &File, errors: &mut Errors) -> Option<TestWritten> {
    let mut fields = Fields::shaped(node, &TEST, file, errors)?;
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

/// Facts of an example's page.
fn read_page(node: &Node, file: &File, errors: &mut Errors) -> Vec<FactWritten> {
    if let Value::Map(entries) = &node.value
        && let Some((_, date)) = entries.iter().find(|(name, _)| name.text() == Some("date"))
    {
        date.expect_date(file, errors);
    }
    read_facts(node, file, errors)
}

fn read_changes(node: Option<&Node>, file: &File, errors: &mut Errors) -> Vec<ChangeWritten> {
    let read = |node: &Node, errors: &mut Errors| {
        let mut fields = Fields::shaped(node, &CHANGE, file, errors)?;
        let test = read_body(&mut fields, errors);
        let to = fields.require("to", errors).and_then(|node| node.expect_word(LEVELS, file, errors));
        fields.finish(errors);
        Some(ChangeWritten { test, to: to? })
    };
    node.map_or_else(Vec::new, Node::items).into_iter().filter_map(|node| read(node, errors)).collect()
}

fn read_require(node: &Node, file: &File, errors: &mut Errors) -> Option<RequireWritten> {
    let mut fields = Fields::shaped(node, &REQUIRE, file, errors)?;
    let statement = fields.require("statement", errors).and_then(|node| told(node, file, errors));
    let within = fields.take("within").and_then(|node| told(node, file, errors));
    fields.finish(errors);
    Some(RequireWritten { statement: statement?, within })
}

fn read_measure(node: &Node, file: &File, errors: &mut Errors) -> Option<MeasureWritten> {
    let mut fields = Fields::shaped(node, &MEASURE, file, errors)?;
    let ratio = fields.take("ratio").map(|node| all_told(node, file, errors));
    let density = fields.take("density").and_then(|node| told(node, file, errors));
    let first = fields.take("first").and_then(|node| told(node, file, errors));
    let grade = fields.take("grade").map(|node| all_told(node, file, errors));
    let after = fields.take("after").and_then(|node| told(node, file, errors));
    let over = fields.take("over").and_then(|node| told(node, file, errors));
    let has_limit = fields.has("more than");
    let more_than = fields.take("more than").and_then(|node| read_limit(node, file, errors));
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
    let mut needed = |key: &str, hint: &str| {
        errors.push(file.error(span, format!("this measure lacks `{key}`")).hint(hint));
    };
    match (ratio.is_some() || density.is_some() || grade.is_some(), first.is_some()) {
        (true, _) if !has_limit => needed("more than", "such as `more than: 2`; above that the rule reports"),
        (_, true) if after.is_none() => needed("after", "such as `after: 85% of words`, or `after: <call-to-action>`"),
        _ => {}
    }
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

/// What a measure may come to before it is a finding.
fn read_limit(node: &Node, file: &File, errors: &mut Errors) -> Option<f64> {
    let limit = node.expect_number(file, errors)?;
    if limit < 0.0 {
        let error = file.error(node.span, "nothing is less than this, so everything would be found").label("below 0");
        errors.push(error.hint("write how much is still right: 0 or more"));
    }
    Some(limit)
}

fn read_examples(node: &Node, file: &File, errors: &mut Errors) -> (Vec<Example>, Vec<Example>) {
    let Some(mut fields) = Fields::shaped(node, &EXAMPLES, file, errors) else { return (Vec::new(), Vec::new()) };
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
        format: Format::Markdown,
        page: Vec::new(),
        finds: None,
        level: None,
    };
    if !matches!(node.value, Value::Map(_)) {
        return node.expect_text(file, errors).map(plain);
    }
    let mut fields = Fields::shaped_unless_text(node, &EXAMPLE, file, errors)?;
    let text = fields.require("text", errors).and_then(|node| node.expect_text(file, errors));
    let format = fields.take("as").and_then(|node| node.expect_word(FORMATS, file, errors));
    let page = fields.take("page").map_or_else(Vec::new, |node| read_page(node, file, errors));
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
