//! From files to a ruleset. Every error of every file is gathered before the answer is given.

mod base;
mod order;
mod patterns;
mod rules;
mod statements;
mod tables;

use base::Base;
pub(super) use patterns::PAGE_FACTS;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::extend::Draft;
use super::pack::{self, PackFile, PackInfo, SHARED};
use super::ruleset::{Authored, Ruleset};
use super::vocabulary::Vocabulary;
use crate::knowledge::{Knowledge, VOCABULARY};
use crate::load_error::{Kind, LoadError};
use crate::source::Span;
use crate::yaml::shape::Takes::Text;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{self, Errors, Fields, File, Node};

pub(super) struct Compiler {
    base: Base,
    knowledge: Knowledge,
    drafts: Vec<Draft>,
    vocabulary: Vocabulary,
    told_apart: bool,
    versions: FxHashMap<String, String>,
    /// By pack.
    topics: FxHashMap<String, String>,
    /// Where each is written, until the concepts are known.
    topics_written: Vec<(File, Span, String)>,
    /// Known once statements are compiled.
    statement_ids: Vec<String>,
    /// Where text was read as something else than it looks like: what this leads to is no mistake of its own.
    swallowed: Vec<(String, Span)>,
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
        let mut compiler = Compiler::new(told_apart);
        compiler.read_all(files);
        compiler.link(files, files)
    }

    fn new(told_apart: bool) -> Compiler {
        Compiler {
            base: Base::default(),
            knowledge: Knowledge::default(),
            drafts: Vec::new(),
            vocabulary: Vocabulary::new(told_apart),
            told_apart,
            versions: FxHashMap::default(),
            topics: FxHashMap::default(),
            topics_written: Vec::new(),
            statement_ids: Vec::new(),
            swallowed: Vec::new(),
            errors: Vec::new(),
            tests: 0,
        }
    }

    /// Makes a ruleset of what was read from `files`: all there are or, on a base, those of `all` that it does not have.
    fn link(mut self, files: &[PackFile], all: &[PackFile]) -> Result<Authored, Vec<LoadError>> {
        self.knowledge.multiply_out();
        self.knowledge.check_phrases(&mut self.errors);
        self.knowledge.follow(std::mem::take(&mut self.base.tables));
        self.knowledge.resolve(&mut self.errors);
        self.vocabulary.fill(&self.knowledge, &mut self.errors);
        self.check_tables();
        self.check_topics();
        let written_statements = std::mem::take(&mut self.knowledge.statements);
        let mut statements = std::mem::take(&mut self.base.statements);
        statements.extend(written_statements.iter().filter_map(|statement| self.statement(statement)));
        self.statement_ids = statements.iter().map(|statement| statement.id.clone()).collect();
        let (rules, written_rules) = self.rules(&statements);
        let verbs = std::mem::take(&mut self.base.verbs).with(&self.knowledge.verbs, &mut self.errors);
        let word_lists = std::mem::take(&mut self.base.word_lists).with(&self.knowledge.word_lists);
        let order = self.composite_order();
        if !self.errors.is_empty() {
            // A file that could not be read may declare them.
            if self.errors.iter().any(|error| error.kind == Kind::Unreadable) {
                self.errors.retain(|error| error.kind != Kind::UnknownName);
            }
            let leads_to = |error: &LoadError, (file, span): &(String, Span)| {
                error.file == *file && error.span.start < span.start && error.span.end >= span.end
            };
            self.errors.retain(|error| !self.swallowed.iter().any(|place| leads_to(error, place)));
            self.errors.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
            return Err(self.errors);
        }
        let mut packs = std::mem::take(&mut self.base.packs);
        packs.extend(self.cards(files, all));
        packs.sort_by(|a, b| a.name.cmp(&b.name));
        let Compiler { knowledge, mut vocabulary, .. } = self;
        vocabulary.builder.reorder(&order);
        let ruleset = Ruleset {
            packs,
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
            verbs,
            word_lists,
            statements,
            rules,
            waiting: Default::default(),
            asked: Default::default(),
        };
        Ok(Authored { ruleset, concepts: knowledge.concepts, statements: written_statements, rules: written_rules })
    }

    fn read_all(&mut self, files: &[PackFile]) {
        let parse = |pack_file: &PackFile| {
            let file = File::new(pack_file.name.clone(), pack_file.text.as_str());
            let documents = yaml::parse(&file);
            (file, documents)
        };
        // Reading YAML is most of the work where phrases are few; what is made of it has an order.
        let parsed: Vec<_> = files.par_iter().map(parse).collect();
        for (pack_file, (file, documents)) in files.iter().zip(parsed) {
            match documents {
                Ok(documents) => self.read(pack_file, &file, documents),
                Err(error) => self.errors.push(*error),
            }
        }
    }

    /// The packs that `files` are of.
    fn cards(&self, files: &[PackFile], all: &[PackFile]) -> Vec<PackInfo> {
        let mut names: Vec<&str> = files.iter().map(|file| file.pack.as_str()).filter(|pack| *pack != SHARED).collect();
        names.sort_unstable();
        names.dedup();
        let card = |name: &str| PackInfo {
            name: name.to_owned(),
            version: self.versions.get(name).cloned().unwrap_or_else(|| "0".to_owned()),
            digest: pack::digest(name, all),
        };
        names.into_iter().map(card).collect()
    }

    /// A document is a rule, a pack's card, or a set of tables: its keys tell.
    fn read(&mut self, pack_file: &PackFile, file: &File, documents: Vec<Node>) {
        let before = self.errors.len();
        yaml::swallowed(&documents, file, &mut self.errors);
        self.swallowed.extend(self.errors[before..].iter().map(|error| (error.file.clone(), error.span)));
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
        let name = fields.require("pack", &mut self.errors);
        if let Some(node) = name
            && let Some(name) = node.expect_text(file, &mut self.errors)
            && name != pack_file.pack
        {
            let folder = &pack_file.pack;
            let error =
                file.error(node.span, format!("this pack is called `{folder}`, as its folder is, not `{name}`"));
            let hint = format!("write `pack: {folder}`, or call the folder as the pack shall be called");
            self.errors.push(error.label("not the name of the folder").hint(hint));
        }
        fields.text("title", &mut self.errors);
        fields.text("about", &mut self.errors);
        fields.text("jurisdiction", &mut self.errors);
        if let Some(node) = fields.take("topic")
            && let Some(topic) = node.expect_text(file, &mut self.errors)
        {
            self.topics.insert(pack_file.pack.clone(), topic.clone());
            self.topics_written.push((file.clone(), node.span, topic));
        }
        let version_node = fields.take("version");
        let version = version_node.and_then(|node| node.expect_text(file, &mut self.errors));
        if let (Some(node), Some(text)) = (version_node, version.as_ref().filter(|text| !is_version(text))) {
            let error = file.error(node.span, format!("`{text}` is not a version")).label("not a version");
            self.errors.push(error.hint("write numbers with points between them, such as 1.2.0"));
        }
        self.versions.insert(pack_file.pack.clone(), version.unwrap_or_default());
        fields.finish(&mut self.errors);
    }
}

/// `1`, `1.2`, `1.2.0`, `1.2.0-draft`.
fn is_version(text: &str) -> bool {
    let numbers = text.split_once('-').map_or(text, |(numbers, _)| numbers);
    numbers.split('.').all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
