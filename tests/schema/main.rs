//! The schemas that editors check files by: they are committed, they accept every file that is right, and they refuse
//! those whose fault is one of structure.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fairbalance::rule::pack;
use fairbalance::schema::{self, SchemaOf};
use fairbalance::yaml::{self, File, Node};
use jsonschema::Validator;
use serde_json::Value;

/// To write them anew: `UPDATE_SCHEMA=1 cargo test --test schema`.
#[test]
fn the_committed_schemas_are_those_of_the_code() {
    let folder = root().join("docs/schema");
    for of in SchemaOf::ALL.into_iter().filter(|of| *of != SchemaOf::Report) {
        let path = folder.join(of.file_name());
        let now = format!("{:#}\n", schema::of(of));
        if env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(&path, &now).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(committed == now, "{} is out of date: UPDATE_SCHEMA=1 cargo test --test schema", path.display());
    }
}

#[test]
fn every_built_in_file_is_valid() {
    let mut seen = 0;
    let validators: HashMap<&str, Validator> = SchemaOf::ALL.map(|of| (of.name(), validator(of))).into();
    for file in pack::built_in(&pack::built_in_names()).unwrap() {
        let of = match file.name.split('/').nth(1).unwrap() {
            "concepts" => SchemaOf::Concepts,
            "treatments" | "conditions" | "risks" | "studies" => SchemaOf::Tables,
            "statements" => SchemaOf::Statements,
            "authorities" => SchemaOf::Authorities,
            "profiles" => SchemaOf::Profiles,
            "reading" => SchemaOf::Vocabulary,
            _ if file.name.ends_with("/pack.yml") => SchemaOf::Pack,
            _ => SchemaOf::Rule,
        };
        for of in [of, if of == SchemaOf::Pack { of } else { SchemaOf::Rule }] {
            assert_eq!(
                faults(&File::new(file.name.as_str(), file.text.as_str()), &validators[&of.name()]),
                [""; 0],
                "{}",
                file.name
            );
        }
        seen += 1;
    }
    assert!(seen > 100);
}

#[test]
fn configs_and_registers_are_valid() {
    let example = fs::read_to_string(root().join("examples/fairbalance.yml")).unwrap();
    let full = "extends: base.yml\npacks: [us-health, {name: ./own, version: 1.2.0, digest: \"sha256:0\"}]\n\
                profile: us-clinic\nrules: {us-health/hype: off, x/y: warning}\nexclude: [a/]\n\
                layouts: [{paths: \"**\", after: footer.html}]\n\
                overrides:\n- {paths: [blog/], rules: {x/y: off}, page: {page: article, date: 2026-01-02}}\n\
                page: {jurisdiction: [us, us-ny], product: supplement}\nbrands: [Calmora]\nfail-on: warning\n\
                min-confidence: low\nnot-waivable: [x/y]\nbaseline: b.json\n\
                waivers: [{rule: x/y, paths: [a], reason: said so, until: 2027-01-01}]\n";
    for text in [example.as_str(), full] {
        assert_eq!(faults(&File::new("fairbalance.yml", text), &validator(SchemaOf::Config)), [""; 0]);
    }
    let register = "approved: [{text: words, rule: x/y, evidence: a file, approved-by: the board}]\n";
    assert_eq!(faults(&File::new("w.yml", register), &validator(SchemaOf::Waivers)), [""; 0]);
}

#[test]
fn mistakes_in_configs_are_found() {
    for wrong in [
        "pack: [a]\n",
        "rules: {a/b: eror}\n",
        "rules: [a]\n",
        "fail-on: 3\n",
        "page: {jurisdction: us}\n",
        "layouts: [{paths: a}]\n",
        "packs: [{nam: a}]\n",
        "waivers: [{rule: a/b, reason: c}]\n",
        "overrides: [{rules: {a/b: off}}]\n",
    ] {
        assert_ne!(faults(&File::new("fairbalance.yml", wrong), &validator(SchemaOf::Config)), [""; 0], "{wrong}");
    }
}

/// Faults that no schema can see: in the words of a phrase, in what a name stands for, in YAML itself.
const BEYOND: &[&str] = &[
    "concept-does-two-things",
    "at-sign",
    "bad-gap",
    "bad-pattern",
    "bad-regex",
    "bad-value",
    "bar-without-brackets",
    "closing-bracket",
    "concept-cycle",
    "concept-includes-itself",
    "concept-twice",
    "duplicate-id",
    "empty-find",
    "entry-twice",
    "measure-without-limit",
    "not-a-length",
    "open-quote",
    "open-slot",
    "phrase-of-nothing",
    "regex-of-nothing",
    "repeated-key",
    "short-prefix",
    "star",
    "tab",
    "text-after-a-quote",
    "unquoted-colon",
    "comment-in-a-value",
    "dash-out-of-line",
    "dash-taken-into-text",
    "dash-without-space",
    "empty-entry",
    "example-date",
    "find-and-measure",
    "gap-at-an-end",
    "key-not-indented",
    "less-than-nothing",
    "no-distance",
    "not-a-count",
    "open-brace",
    "star-in-a-list",
    "unknown-class",
    "unknown-statement-of-a-duty",
    "wrong-pack-name",
    "wrong-version",
    "unknown-authority",
    "unknown-concept",
    "unknown-concept-in-a-list",
    "unknown-fact",
    "unknown-include",
    "unknown-name-in-a-sample",
    "unknown-place",
    "unknown-reading",
    "unknown-scope",
    "unknown-statement",
    "unknown-subject",
    "unknown-topic",
];

#[test]
fn faults_of_structure_are_found_and_no_others() {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("tests/bad-rules")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    files.sort();
    let (mut wrong, rule) = (Vec::new(), validator(SchemaOf::Rule));
    for path in &files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let file = File::new(name, fs::read_to_string(path).unwrap());
        let valid = yaml::parse(&file).is_err() || faults(&file, &rule).is_empty();
        if valid != BEYOND.contains(&name) {
            wrong.push(format!("{name}: {}", if valid { "passes" } else { "is refused" }));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// What the schema says against each document of a file.
fn faults(file: &File, validator: &Validator) -> Vec<String> {
    let documents = yaml::parse(file).unwrap();
    let values: Vec<Value> =
        documents.iter().filter(|node| node.value != yaml::Value::Null).map(|n| json(n, file)).collect();
    values
        .iter()
        .flat_map(|value| validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path)).collect::<Vec<_>>())
        .collect()
}

fn validator(of: SchemaOf) -> Validator {
    jsonschema::validator_for(&schema::of(of)).unwrap()
}

/// As an editor's YAML reader types it: plain `true` is a boolean, plain digits are a number.
fn json(node: &Node, file: &File) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::List(items) => items.iter().map(|item| json(item, file)).collect(),
        yaml::Value::Map(entries) => {
            let entry = |(name, value): &(Node, Node)| (name.text().unwrap_or_default().to_owned(), json(value, file));
            Value::Object(entries.iter().map(entry).collect())
        }
        yaml::Value::Text(text) => {
            let plain = !file.text[node.span.range()].starts_with(['"', '\'']);
            match (text.as_str(), text.parse::<f64>()) {
                ("true", _) if plain => Value::Bool(true),
                ("false", _) if plain => Value::Bool(false),
                (_, Ok(number)) if plain => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
                _ => Value::String(text.clone()),
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
