//! JSON Schemas of what this program prints, and of the files that people write, so that an editor completes and checks them. They are made from the
//! shapes that stand beside the readers ([`crate::yaml::shape`]); nothing is listed here a second time.

mod build;

use serde_json::{Value, json};

use crate::config::CONFIG;
use crate::knowledge::VOCABULARY;
use crate::report;
use crate::rule::{self, PACK, RULE};
use crate::waiver::register::REGISTER;
use crate::yaml::shape::{Shape, Takes};
use build::Builder;

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaOf {
    /// What `check --format json` prints.
    Report,
    /// What `test --format json` prints.
    TestReport,
    /// What `rules check --format json` prints.
    Advice,
    /// What `explain --at PLACE --format json` prints.
    Place,
    /// `fairbalance.yml`.
    Config,
    /// `fairbalance-waivers.yml`.
    Waivers,
    /// A file of rules.
    Rule,
    /// `pack.yml`.
    Pack,
    Concepts,
    /// Treatments, conditions, risks and studies.
    Tables,
    Statements,
    Authorities,
    Profiles,
    /// Any of the four above together.
    Vocabulary,
}

impl SchemaOf {
    pub const ALL: [SchemaOf; 14] = [
        SchemaOf::Report,
        SchemaOf::TestReport,
        SchemaOf::Advice,
        SchemaOf::Place,
        SchemaOf::Config,
        SchemaOf::Waivers,
        SchemaOf::Rule,
        SchemaOf::Pack,
        SchemaOf::Concepts,
        SchemaOf::Tables,
        SchemaOf::Statements,
        SchemaOf::Authorities,
        SchemaOf::Profiles,
        SchemaOf::Vocabulary,
    ];

    pub fn name(self) -> &'static str {
        match self {
            SchemaOf::Report => "report",
            SchemaOf::TestReport => "test-report",
            SchemaOf::Advice => "advice",
            SchemaOf::Place => "place",
            SchemaOf::Config => "config",
            SchemaOf::Waivers => "waivers",
            SchemaOf::Rule => "rule",
            SchemaOf::Pack => "pack",
            SchemaOf::Concepts => "concepts",
            SchemaOf::Tables => "tables",
            SchemaOf::Statements => "statements",
            SchemaOf::Authorities => "authorities",
            SchemaOf::Profiles => "profiles",
            SchemaOf::Vocabulary => "vocabulary",
        }
    }

    /// The file in `docs/schema/`.
    pub fn file_name(self) -> String {
        match self {
            printed if printed.is_printed() => format!("{}-v1.schema.json", printed.name()),
            other => format!("{}.schema.json", other.name()),
        }
    }

    /// Whether it is of what this program prints, and not of files that people write.
    pub fn is_printed(self) -> bool {
        matches!(self, SchemaOf::Report | SchemaOf::TestReport | SchemaOf::Advice | SchemaOf::Place)
    }

    /// The keys of a vocabulary file that this kind of file holds.
    fn tables(self) -> &'static [&'static str] {
        match self {
            SchemaOf::Concepts => &["concepts"],
            SchemaOf::Tables => &["treatments", "conditions", "organs", "organ-sayings", "risks", "studies"],
            SchemaOf::Statements => &["statements"],
            SchemaOf::Authorities => &["authorities"],
            SchemaOf::Profiles => &["profiles"],
            _ => &[],
        }
    }
}

/// The schema, for one YAML document of the kind.
pub fn of(what: SchemaOf) -> Value {
    match what {
        SchemaOf::Report => report::json::schema(),
        SchemaOf::TestReport => report::rule_tests::schema(),
        SchemaOf::Advice => report::advice::schema(),
        SchemaOf::Place => report::inspection::schema(),
        SchemaOf::Config => whole(&CONFIG),
        SchemaOf::Waivers => whole(&REGISTER),
        SchemaOf::Rule => rule(),
        SchemaOf::Pack => whole(&PACK),
        SchemaOf::Vocabulary => vocabulary(VOCABULARY.keys().map(|key| key.name).collect()),
        tables => vocabulary(tables.tables().to_vec()),
    }
}

fn whole(shape: &'static Shape) -> Value {
    let mut builder = Builder::default();
    let root = builder.object(shape);
    builder.finish(shape.name, root)
}

fn vocabulary(keys: Vec<&'static str>) -> Value {
    let mut builder = Builder::default();
    let mut root = builder.object_of(&VOCABULARY, |key| keys.contains(&key.name));
    root["anyOf"] = keys.iter().map(|key| json!({"required": [key]})).collect();
    builder.finish(VOCABULARY.name, root)
}

/// A rule; one that extends another says only what differs. A pack's file may hold tables and its card as well, each in
/// a document of its own.
fn rule() -> Value {
    let mut builder = Builder::default();
    let mut own = builder.object(&RULE);
    // What must be there is asked of rules that extend none.
    let complete = json!({"required": own["required"].take(), "allOf": own["allOf"].take()});
    if let Some(own) = own.as_object_mut() {
        own.remove("allOf");
    }
    let text = builder.value(Takes::Text);
    let properties = &mut own["properties"];
    for &list in rule::EXTENDED_LISTS {
        let mut more = properties[list].clone();
        more["description"] = json!(format!("Added to what the extended rule says under `{list}`."));
        properties[format!("{list}+")] = more;
    }
    properties["extends"] =
        json!({"description": "The rule whose keys hold where this one says nothing: PACK/RULE.", "allOf": [text]});
    own["required"] = json!(["id"]);
    own["if"] = json!({"not": {"required": ["extends"]}});
    own["then"] = complete;
    let card = builder.object(&PACK);
    let tables = builder.object(&VOCABULARY);
    // By the key that tells them apart, so that an editor's complaint is about the kind that was meant.
    let keys: Vec<&str> = VOCABULARY.keys().map(|key| key.name).collect();
    let holds_a_table: Vec<Value> = keys.iter().map(|key| json!({"required": [key]})).collect();
    let root = json!({
        "type": "object",
        "if": {"required": ["pack"]},
        "then": card,
        "else": {"if": {"anyOf": holds_a_table}, "then": tables, "else": own},
    });
    builder.finish(RULE.name, root)
}
