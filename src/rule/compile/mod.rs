//! From files to a ruleset. Every error of every file is gathered before the answer is given.

mod order;
mod patterns;
mod rules;
mod statements;
mod tables;

pub(super) use patterns::PAGE_FACTS;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::compiled::*;
use super::extend::{self, Draft};
use super::pack::{self, PackFile, PackInfo, SHARED};
use super::ruleset::{Authored, Ruleset};
use super::vocabulary::Vocabulary;
use super::written;
use crate::knowledge::{Knowledge, VOCABULARY};
use crate::load_error::LoadError;
use crate::source::Span;
use crate::yaml::shape::Takes::Text;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{self, Errors, Fields, File, Node};

pub(super) struct Compiler {
    knowledge: Knowledge,
    drafts: Vec<Draft>,
    vocabulary: Vocabulary,
    versions: FxHashMap<String, String>,
    /// By pack.
    topics: FxHashMap<String, String>,
    /// Where each is written, until the concepts are known.
    topics_written: Vec<(File, Span, String)>,
    errors: Errors,
    /// How many tests were compiled.
    tests: u32,
}

/// The card of a pack.
pub(crate) const PACK: Shape = Shape {
    name: "pack",
    about: "What a pack is called, and which version of it this is.",
    keys: &[&[
        needed("pack", Text, "Its name, as its folder is called."),
        key("title", Text, "What it is, in a line."),
        key("about", Text, "What it is for and whom."),
        key("jurisdiction", Text, "Where its rules hold: `us`, `us-tx` …"),
        key(
            "topic",
            Text,
            "The concept that its rules are about; of a long page that hardly speaks of it, only passages that do are judged.",
        ),
        key("version", Text, "Its version, such as 1.2.0; a config can pin it."),
    ]],
    any_of: &[],
};

impl Compiler {
    /// With `told_apart`, phrases keep their places, and rules what was written.
    pub fn run(files: &[PackFile], told_apart: bool) -> Result<Authored, Vec<LoadError>> {
        let mut compiler = Compiler {
            knowledge: Knowledge::default(),
            drafts: Vec::new(),
            vocabulary: Vocabulary::new(told_apart),
            versions: FxHashMap::default(),
            topics: FxHashMap::default(),
            topics_written: Vec::new(),
            errors: Vec::new(),
            tests: 0,
        };
        let parse = |pack_file: &PackFile| {
            let file = File::new(pack_file.name.clone(), pack_file.text.as_str());
            let documents = yaml::parse(&file);
            (file, documents)
        };
        // Reading YAML is most of the work where phrases are few; what is made of it has an order.
        let parsed: Vec<_> = files.par_iter().map(parse).collect();
        for (pack_file, (file, documents)) in files.iter().zip(parsed) {
            match documents {
                Ok(documents) => compiler.read(pack_file, &file, documents),
                Err(error) => compiler.errors.push(*error),
            }
        }
        compiler.knowledge.multiply_out();
        compiler.knowledge.resolve(&mut compiler.errors);
        let mut vocabulary = std::mem::replace(&mut compiler.vocabulary, Vocabulary::new(told_apart));
        vocabulary.fill(&compiler.knowledge, &mut compiler.errors);
        compiler.vocabulary = vocabulary;
        compiler.check_tables();
        compiler.check_topics();
        let written_statements = std::mem::take(&mut compiler.knowledge.statements);
        let statements: Vec<StatementRule> =
            written_statements.iter().filter_map(|statement| compiler.statement(statement)).collect();
        let drafts = extend::resolve(std::mem::take(&mut compiler.drafts), &mut compiler.errors);
        let mut rules: Vec<Rule> = Vec::new();
        let mut files_of: FxHashMap<String, String> = FxHashMap::default();
        let mut written_rules = Vec::new();
        let mut takes_in = Vec::new();
        for Draft { pack, file, node } in drafts {
            let Some(rule) = written::read(&node, &file, &mut compiler.errors) else { continue };
            if let Some(earlier) = files_of.insert(format!("{pack}/{}", rule.id.value), file.name.clone()) {
                let message = format!("a rule `{}` exists already, in {earlier}", rule.id.value);
                compiler.errors.push(rule.file.error(rule.id.span, message).hint("rename one of the two"));
                continue;
            }
            if told_apart {
                written_rules.push((format!("{pack}/{}", rule.id.value), rule.clone()));
            }
            let names = rule.takes_in.clone();
            if let Some(rule) = compiler.rule(&pack, rule, &statements) {
                rules.push(rule);
                takes_in.push(names);
            }
        }
        let taken_in: Vec<_> =
            rules.iter().zip(&takes_in).map(|(rule, names)| compiler.taken_in(rule, names, &rules)).collect();
        for (rule, taken_in) in rules.iter_mut().zip(taken_in) {
            rule.takes_in = taken_in;
        }
        let order = compiler.composite_order();
        if !compiler.errors.is_empty() {
            compiler.errors.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
            return Err(compiler.errors);
        }
        rules.sort_by(|a, b| a.card.id.cmp(&b.card.id));
        let Compiler { knowledge, mut vocabulary, versions, .. } = compiler;
        vocabulary.builder.reorder(&order);
        let mut names: Vec<&str> = files.iter().map(|file| file.pack.as_str()).filter(|pack| *pack != SHARED).collect();
        names.sort_unstable();
        names.dedup();
        let packs = names.into_iter().map(|name| PackInfo {
            name: name.to_owned(),
            version: versions.get(name).cloned().unwrap_or_else(|| "0".to_owned()),
            digest: pack::digest(name, files),
        });
        let ruleset = Ruleset {
            packs: packs.collect(),
            known: vocabulary.known(),
            concepts: vocabulary.concepts,
            concept_ids: vocabulary.ids,
            lexicon: vocabulary.builder.build(),
            targets: vocabulary.targets,
            origins: vocabulary.origins,
            slots: vocabulary.slots,
            treatments: knowledge.treatments,
            conditions: knowledge.conditions,
            risks: knowledge.risks,
            studies: knowledge.studies,
            authorities: knowledge.authorities,
            profiles: knowledge.profiles,
            cues: knowledge.cues,
            signals: knowledge.signals,
            statements,
            rules,
            waiting: Default::default(),
        };
        Ok(Authored {
            ruleset,
            concepts: knowledge.concepts,
            statements: written_statements,
            rules: written_rules.into_iter().collect(),
        })
    }

    /// A document is a rule, a pack's card, or a set of tables: its keys tell.
    fn read(&mut self, pack_file: &PackFile, file: &File, documents: Vec<Node>) {
        for document in documents {
            let has = |key: &str| match &document.value {
                yaml::Value::Map(entries) => entries.iter().any(|(name, _)| name.text() == Some(key)),
                _ => false,
            };
            if has("pack") {
                self.read_card(&document, file, pack_file);
            } else if pack_file.pack != SHARED && !VOCABULARY.keys().any(|table| has(table.name)) {
                let draft = Draft { pack: pack_file.pack.clone(), file: file.clone(), node: document };
                self.drafts.push(draft);
            } else {
                self.knowledge.add(&document, file, &mut self.errors);
            }
        }
    }

    fn check_topics(&mut self) {
        for (file, span, topic) in std::mem::take(&mut self.topics_written) {
            if !self.vocabulary.ids.contains_key(&topic) {
                self.errors.push(self.vocabulary.unknown_concept(&file, span, &topic));
            }
        }
    }

    fn read_card(&mut self, document: &Node, file: &File, pack_file: &PackFile) {
        let Some(mut fields) = Fields::shaped(document, &PACK, file, &mut self.errors) else { return };
        fields.require("pack", &mut self.errors);
        fields.text("title", &mut self.errors);
        fields.text("about", &mut self.errors);
        fields.text("jurisdiction", &mut self.errors);
        if let Some(node) = fields.take("topic")
            && let Some(topic) = node.expect_text(file, &mut self.errors)
        {
            self.topics.insert(pack_file.pack.clone(), topic.clone());
            self.topics_written.push((file.clone(), node.span, topic));
        }
        let version = fields.text("version", &mut self.errors);
        self.versions.insert(pack_file.pack.clone(), version.unwrap_or_default());
        fields.finish(&mut self.errors);
    }
}
