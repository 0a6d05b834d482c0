//! From files to a ruleset. Every error of every file is gathered before the answer is given.

use rustc_hash::FxHashMap;

use super::compiled::*;
use super::describe;
use super::extend::{self, Draft};
use super::pack::{self, PackFile, PackInfo, SHARED};
use super::ruleset::{Ruleset, Target};
use super::value::Value;
use super::vocabulary::{Vocabulary, phrase_error};
use super::written::{self, FactWritten, MeasureWritten, RuleWritten, TestWritten, Told};
use crate::finding::{AuthorityCard, RuleCard};
use crate::knowledge::{Knowledge, NamedPhrase, SlotContent, Statement};
use crate::load_error::LoadError;
use crate::phrase::parse::{self, Item, Phrase};
use crate::source::Span;
use crate::yaml::{self, Errors, Fields, File, Node, unknown};

pub(super) struct Compiler {
    knowledge: Knowledge,
    drafts: Vec<Draft>,
    vocabulary: Vocabulary,
    versions: FxHashMap<String, String>,
    errors: Errors,
    /// How many tests were compiled.
    tests: u32,
}

/// Facts by their last names, whatever they are facts of.
const FACTS: &[&str] = &[
    "status",
    "flags",
    "treatment",
    "condition",
    "via",
    "route",
    "routes",
    "evidence",
    "class",
    "schedule",
    "must-disclose",
    "boxed-warning",
    "minimum-risks",
    "contraindications",
    "otherwise",
    "system",
    "id",
    "count",
    "system.count",
    "result",
    "design",
    "n",
    "population",
    "denied-by",
    "about",
    "by",
    "in",
    "value",
    "unit",
    "offers",
    "voice",
    "words",
    "product",
    "kind",
    "outcome",
    "statement",
    "jurisdiction",
    "audience",
    "date",
    "populations",
    "rems",
    "monitoring",
    "doi",
    "page",
];
/// Keys of documents that hold tables; a document of a pack with none of them is a rule.
const TABLES: &[&str] =
    &["concepts", "treatments", "conditions", "risks", "studies", "statements", "authorities", "cues", "signals"];
/// What facts can be facts of besides the concepts that a test finds.
const SUBJECTS: &[&str] = &["use", "treatment", "condition", "study", "page", "duty", "citation"];
const PAGE_FACTS: &[&str] = &["jurisdiction", "product", "audience", "page", "date"];

impl Compiler {
    pub fn run(files: &[PackFile]) -> Result<Ruleset, Vec<LoadError>> {
        let mut compiler = Compiler {
            knowledge: Knowledge::default(),
            drafts: Vec::new(),
            vocabulary: Vocabulary::new(),
            versions: FxHashMap::default(),
            errors: Vec::new(),
            tests: 0,
        };
        for file in files {
            compiler.read(file);
        }
        let mut vocabulary = std::mem::replace(&mut compiler.vocabulary, Vocabulary::new());
        vocabulary.fill(&compiler.knowledge, &mut compiler.errors);
        compiler.vocabulary = vocabulary;
        compiler.check_tables();
        let statements: Vec<StatementRule> = std::mem::take(&mut compiler.knowledge.statements)
            .iter()
            .filter_map(|statement| compiler.statement(statement))
            .collect();
        let drafts = extend::resolve(std::mem::take(&mut compiler.drafts), &mut compiler.errors);
        let mut rules: Vec<Rule> = Vec::new();
        for Draft { pack, file, node } in drafts {
            let Some(rule) = written::read(&node, &file, &mut compiler.errors) else { continue };
            if let Some(earlier) = rules.iter().find(|earlier| earlier.card.id == format!("{pack}/{}", rule.id.value)) {
                let message = format!("a rule `{}` exists already, in {}", rule.id.value, earlier.file.name);
                compiler.errors.push(rule.file.error(rule.id.span, message).hint("rename one of the two"));
                continue;
            }
            rules.extend(compiler.rule(&pack, rule, &statements));
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
        names.dedup();
        let packs = names.into_iter().map(|name| PackInfo {
            name: name.to_owned(),
            version: versions.get(name).cloned().unwrap_or_else(|| "0".to_owned()),
            digest: pack::digest(files.iter().filter(|file| file.pack == name || file.pack == SHARED)),
        });
        Ok(Ruleset {
            packs: packs.collect(),
            known: vocabulary.known(),
            concepts: vocabulary.concepts,
            concept_ids: vocabulary.ids,
            lexicon: vocabulary.builder.build(),
            targets: vocabulary.targets,
            slots: vocabulary.slots,
            treatments: knowledge.treatments,
            conditions: knowledge.conditions,
            risks: knowledge.risks,
            studies: knowledge.studies,
            authorities: knowledge.authorities,
            cues: knowledge.cues,
            signals: knowledge.signals,
            statements,
            rules,
        })
    }

    /// A document is a rule, a pack's card, or a set of tables: its keys tell.
    fn read(&mut self, pack_file: &PackFile) {
        let file = File::new(pack_file.name.clone(), pack_file.text.as_str());
        let documents = match yaml::parse(&file) {
            Ok(documents) => documents,
            Err(error) => return self.errors.push(*error),
        };
        for document in &documents {
            let has = |key: &str| match &document.value {
                yaml::Value::Map(entries) => entries.iter().any(|(name, _)| name.text() == Some(key)),
                _ => false,
            };
            if has("pack") {
                self.read_card(document, &file, pack_file);
            } else if pack_file.pack != SHARED && !TABLES.iter().any(|table| has(table)) {
                let draft = Draft { pack: pack_file.pack.clone(), file: file.clone(), node: document.clone() };
                self.drafts.push(draft);
            } else {
                self.knowledge.add(document, &file, &mut self.errors);
            }
        }
    }

    fn read_card(&mut self, document: &Node, file: &File, pack_file: &PackFile) {
        let Some(mut fields) = Fields::of(document, file, &mut self.errors) else { return };
        fields.text("pack", &mut self.errors);
        fields.text("title", &mut self.errors);
        fields.text("about", &mut self.errors);
        fields.text("jurisdiction", &mut self.errors);
        let version = fields.text("version", &mut self.errors);
        self.versions.insert(pack_file.pack.clone(), version.unwrap_or_default());
        fields.finish(&mut self.errors);
    }

    /// References from one table to another, and ids that are there twice.
    fn check_tables(&mut self) {
        let Knowledge { treatments, conditions, risks, studies, .. } = &self.knowledge;
        let errors = &mut self.errors;
        let condition_ids: Vec<&str> = conditions.iter().map(|row| row.id.as_str()).chain(["any"]).collect();
        let risk_ids: Vec<&str> = risks.iter().map(|row| row.id.as_str()).collect();
        for treatment in treatments {
            let file = &treatment.row.file;
            for row in &treatment.status {
                for (id, span) in row.conditions.iter().filter(|(id, _)| !condition_ids.contains(&id.as_str())) {
                    errors.push(unknown(file, *span, "condition", id, &condition_ids));
                }
            }
            let named = treatment.must_disclose.iter().chain(&treatment.boxed_warning);
            for (id, span) in named.filter(|(id, _)| !risk_ids.contains(&id.as_str())) {
                errors.push(unknown(file, *span, "risk", id, &risk_ids));
            }
        }
        let tables = [conditions, risks, studies];
        let rows = tables.into_iter().flatten().chain(treatments.iter().map(|treatment| &treatment.row));
        let mut seen = FxHashMap::default();
        for row in rows {
            if seen.insert((row.table, row.id.as_str()), ()).is_some() {
                let error = row.file.error(row.span, format!("a row `{}` exists already in this table", row.id));
                errors.push(error.hint("give one of the two another id, or make one row of both"));
            }
        }
    }

    fn rule(&mut self, pack: &str, rule: RuleWritten, statements: &[StatementRule]) -> Option<Rule> {
        let before = self.errors.len();
        let file = rule.file.clone();
        let authorities = self.authorities(&rule.authority, &file);
        let body = match &rule.measure {
            Some(measure) => Body::Measure(self.measure(measure, &file, &rule.id.value)?),
            None => Body::Test(self.test(&rule.test, &[], &file, &rule.id.value)),
        };
        let bound: Vec<String> = match &body {
            Body::Test(test) => test.patterns.iter().flat_map(|p| p.queries.iter().map(|q| q.name.clone())).collect(),
            Body::Measure(_) => Vec::new(),
        };
        let unless = rule.unless.iter().map(|test| self.test(test, &bound, &file, &rule.id.value)).collect();
        let mut changes = |changes: &[written::ChangeWritten]| -> Vec<Change> {
            changes
                .iter()
                .map(|change| Change { test: self.test(&change.test, &bound, &file, &rule.id.value), to: change.to })
                .collect()
        };
        let (lower, raise) = (changes(&rule.lower), changes(&rule.raise));
        let require = rule.require.as_ref().and_then(|require| {
            let statement = statements.iter().position(|statement| statement.id == require.statement.value);
            if statement.is_none() {
                let names: Vec<&str> = statements.iter().map(|statement| statement.id.as_str()).collect();
                let error = unknown(&file, require.statement.span, "statement", &require.statement.value, &names);
                self.errors.push(error);
            }
            let within = self.scope(require.within.as_ref(), Scope::Page, &file);
            Some(Require { statement: statement?, within })
        });
        let applies_to = rule.applies_to.iter().filter_map(|fact| self.page_fact(fact, &file)).collect();
        let looks_for = match (&body, &rule.measure) {
            (Body::Test(test), _) => test.described.clone(),
            (Body::Measure(_), measure) => measure.as_ref().map(describe::measure).unwrap_or_default(),
        };
        let message = rule.message.map_or_else(|| lower_first(&rule.title), |message| message.value);
        if self.errors.len() > before {
            return None;
        }
        Some(Rule {
            card: RuleCard {
                id: format!("{pack}/{}", rule.id.value),
                title: rule.title,
                why: rule.why,
                remedy: rule.remedy,
                level: rule.level,
                confidence: rule.confidence,
                authorities,
            },
            family: rule.family,
            looks_for,
            message,
            body,
            require,
            unless,
            lower,
            raise,
            applies_to,
            flag: rule.flag,
            pass: rule.pass,
            file,
        })
    }

    fn authorities(&mut self, codes: &[Told<String>], file: &File) -> Vec<AuthorityCard> {
        let mut cards = Vec::new();
        for code in codes {
            match self.knowledge.authorities.iter().find(|authority| authority.card.code == code.value) {
                Some(authority) => cards.push(authority.card.clone()),
                None => {
                    let known: Vec<&str> = self.knowledge.authorities.iter().map(|a| a.card.code.as_str()).collect();
                    self.errors.push(unknown(file, code.span, "authority", &code.value, &known));
                }
            }
        }
        cards
    }

    fn test(&mut self, test: &TestWritten, bound: &[String], file: &File, owner: &str) -> Test {
        let patterns: Vec<Pattern> = test.find.iter().filter_map(|told| self.pattern(told, file, owner)).collect();
        let within = self.scope(test.within.as_ref(), Scope::Sentence, file);
        let mut subjects: Vec<String> = bound.to_vec();
        subjects.extend(patterns.iter().flat_map(|pattern| pattern.queries.iter().map(|query| query.name.clone())));
        let conditions = test
            .conditions
            .iter()
            .map(|facts| facts.iter().filter_map(|fact| self.fact(fact, &subjects, file)).collect());
        let conditions = conditions.collect();
        self.tests += 1;
        Test {
            number: self.tests,
            patterns,
            within,
            in_order: test.in_order,
            conditions,
            described: describe::test(test, within),
            looks_for: describe::looks_for(test, within),
        }
    }

    fn scope(&mut self, told: Option<&Told<String>>, otherwise: Scope, file: &File) -> Scope {
        let Some(told) = told else { return otherwise };
        Scope::parse(&told.value).unwrap_or_else(|| {
            let error = file.error(told.span, format!("unknown distance `{}`", told.value));
            self.errors
                .push(error.hint("clause, sentence, block, section, page, quotation, `2 sentences` or `40 words`"));
            otherwise
        })
    }

    /// A pattern made of slots alone asks for mentions; any other becomes a concept of its own.
    fn pattern(&mut self, told: &Told<String>, file: &File, owner: &str) -> Option<Pattern> {
        let parsed = match parse::parse(&told.value) {
            Ok(parsed) => parsed,
            Err(error) => {
                self.errors.push(phrase_error(file, told.span, &told.value, &error));
                return None;
            }
        };
        let result = self.queries(&parsed, &told.value, owner);
        result.map_err(|error| self.errors.push(phrase_error(file, told.span, &told.value, &error))).ok()
    }

    fn queries(&mut self, phrase: &Phrase, text: &str, owner: &str) -> Result<Pattern, parse::PhraseError> {
        let single = |items: &Vec<Item>| match items.as_slice() {
            [Item::Slot { name, readings, span, .. }] => Some((name.clone(), readings.clone(), *span)),
            _ => None,
        };
        if let Phrase::Variants(variants) = phrase
            && let Some(slots) = variants.iter().map(single).collect::<Option<Vec<_>>>()
        {
            let queries = slots.iter().map(|(name, readings, span)| self.vocabulary.query(name, readings, *span));
            return Ok(Pattern { queries: queries.collect::<Result<_, _>>()? });
        }
        // The name holds a space, which no concept of an author can.
        let name = format!("{owner}: {text}");
        let concept = match self.vocabulary.ids.get(&name) {
            Some(&concept) => concept,
            None => {
                let concept = self.vocabulary.declare(&name, None);
                self.vocabulary.insert(phrase, Target::Mention { concept, row: None })?;
                concept
            }
        };
        Ok(Pattern { queries: vec![Query { concept, name: "phrase".into(), reading: Default::default() }] })
    }

    fn fact(&mut self, fact: &FactWritten, bound: &[String], file: &File) -> Option<Fact> {
        let name = &fact.name.value;
        let Some((subject, key)) = name.split_once('.') else {
            let error = file.error(fact.name.span, format!("`{name}` names no fact"));
            self.errors.push(error.hint("a fact is written `concept.fact`, such as `use.status`"));
            return None;
        };
        if !bound.iter().any(|name| name == subject) && !SUBJECTS.contains(&subject) {
            let known: Vec<&str> = bound.iter().map(String::as_str).chain(SUBJECTS.iter().copied()).collect();
            self.errors.push(unknown(file, fact.name.span, "name before the dot", subject, &known));
            return None;
        }
        if !FACTS.contains(&key) {
            self.errors.push(unknown(file, fact.name.span, "fact", key, FACTS));
            return None;
        }
        let value = self.value(&fact.values, fact.name.span, file)?;
        Some(Fact { subject: subject.to_owned(), key: key.to_owned(), value })
    }

    fn page_fact(&mut self, fact: &FactWritten, file: &File) -> Option<PageFact> {
        if !PAGE_FACTS.contains(&fact.name.value.as_str()) {
            self.errors.push(unknown(file, fact.name.span, "page fact", &fact.name.value, PAGE_FACTS));
            return None;
        }
        let value = self.value(&fact.values, fact.name.span, file)?;
        Some(PageFact { name: fact.name.value.clone(), value })
    }

    fn value(&mut self, values: &[Told<String>], at: Span, file: &File) -> Option<Value> {
        let texts: Vec<String> = values.iter().map(|told| told.value.clone()).collect();
        let parsed = Value::parse(&texts);
        let hint = "such as `at least 3`, `more than 50`";
        let place = values.first().map_or(at, |value| value.span);
        parsed.map_err(|said| self.errors.push(file.error(place, said).hint(hint))).ok()
    }

    fn measure(&mut self, measure: &MeasureWritten, file: &File, owner: &str) -> Option<Measure> {
        let mut pattern = |told: &Told<String>| self.pattern(told, file, owner);
        Some(match measure {
            MeasureWritten::Ratio { of, over, more_than } => Measure::Ratio {
                of: [pattern(&of[0])?, pattern(&of[1])?],
                over: self.scope(over.as_ref(), Scope::Page, file),
                more_than: *more_than,
            },
            MeasureWritten::Density { of, words, over, more_than } => Measure::Density {
                of: pattern(of)?,
                words: *words,
                over: self.scope(over.as_ref(), Scope::Page, file),
                more_than: *more_than,
            },
            MeasureWritten::Grade { of, more_than } => {
                Measure::Grade { of: [pattern(&of[0])?, pattern(&of[1])?], more_than: *more_than }
            }
            MeasureWritten::First { of, after } => match after.value.strip_suffix("% of words") {
                Some(share) => match share.trim().parse::<f64>() {
                    Ok(share) => Measure::FirstAfterShare { of: pattern(of)?, share: share / 100.0 },
                    Err(_) => {
                        let error = file.error(after.span, "expected a share of the words or a concept");
                        self.errors.push(error.hint("such as `85% of words` or `<call-to-action>`"));
                        return None;
                    }
                },
                None => Measure::FirstAfter { of: pattern(of)?, after: pattern(after)? },
            },
        })
    }

    fn statement(&mut self, statement: &Statement) -> Option<StatementRule> {
        let file = &statement.file;
        let owner = &statement.id;
        let told = |phrase: &NamedPhrase| Told { value: phrase.text.clone(), span: phrase.span };
        let mut slots = Vec::new();
        for slot in &statement.says {
            let content = match &slot.content {
                SlotContent::Any(any) => {
                    SlotRuleContent::Any(any.iter().filter_map(|p| self.pattern(&told(p), file, owner)).collect())
                }
                SlotContent::AtLeast { count, of } => SlotRuleContent::AtLeast {
                    count: match count.text.parse() {
                        Ok(number) => Count::Number(number),
                        Err(_) if count.text == "all" => Count::All,
                        Err(_) => Count::Attribute(self.treatment_attribute(count, file)?),
                    },
                    of: match of {
                        Some(of) => Some(self.treatment_attribute(of, file)?),
                        None => None,
                    },
                },
            };
            slots.push(SlotRule { name: slot.name.clone(), content });
        }
        let texts = statement.text.iter().map(|text| exact_words(&text.text)).collect();
        let mut patterns = |phrases: &[NamedPhrase]| -> Vec<Pattern> {
            phrases.iter().filter_map(|phrase| self.pattern(&told(phrase), file, owner)).collect()
        };
        let (linked_by, contradicted_by) = (patterns(&statement.linked_by), patterns(&statement.contradicted_by));
        Some(StatementRule {
            id: statement.id.clone(),
            name: statement.name.clone(),
            sample: statement.sample.clone(),
            spread: statement.spread,
            slots,
            texts,
            linked_by,
            contradicted_by,
        })
    }

    fn treatment_attribute(&mut self, phrase: &NamedPhrase, file: &File) -> Option<String> {
        let name = phrase.text.strip_prefix("treatment.").filter(|name| FACTS.contains(name));
        if name.is_none() {
            let error = file.error(phrase.span, format!("expected a number or `treatment.…`, found `{}`", phrase.text));
            self.errors.push(error.hint("such as `treatment.minimum-risks` or `treatment.must-disclose`"));
        }
        name.map(str::to_owned)
    }

    /// Composites so that whatever one waits for is found before it; a concept that needs itself is an error.
    fn composite_order(&mut self) -> Vec<u32> {
        let vocabulary = &self.vocabulary;
        let mut depth: FxHashMap<ConceptId, u32> = FxHashMap::default();
        let mut cycles = Vec::new();
        let ids: Vec<ConceptId> = (0..vocabulary.concepts.len() as u32).map(ConceptId).collect();
        for &id in &ids {
            self.depth_of(id, &mut depth, &mut Vec::new(), &mut cycles);
        }
        for id in cycles {
            let name = &vocabulary.concepts[id.0 as usize].id;
            let place = self.knowledge.concepts.iter().find(|concept| concept.id == *name);
            let message = format!("concept `{name}` needs itself to be found");
            if let Some(concept) = place {
                let error = concept.file.error(concept.span, message);
                self.errors.push(error.hint("take the slot out of one of its phrases, or split the concept in two"));
            }
        }
        let target_depth = |target: u32| match vocabulary.targets[target as usize] {
            Target::Mention { concept, .. } | Target::Except { concept, .. } => {
                depth.get(&concept).copied().unwrap_or(0)
            }
            // Signals count what was found, joined phrases among it; nothing waits for them.
            Target::Signal(_) => u32::MAX,
            Target::Cue(_) => 0,
        };
        let mut order: Vec<(u32, u32)> = vocabulary
            .builder
            .composites()
            .iter()
            .enumerate()
            .map(|(i, c)| (target_depth(c.target), i as u32))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, i)| i).collect()
    }

    fn depth_of(
        &self,
        id: ConceptId,
        depth: &mut FxHashMap<ConceptId, u32>,
        path: &mut Vec<ConceptId>,
        cycles: &mut Vec<ConceptId>,
    ) -> u32 {
        if let Some(&known) = depth.get(&id) {
            return known;
        }
        if path.contains(&id) {
            if !cycles.contains(&id) {
                cycles.push(id);
            }
            return 0;
        }
        path.push(id);
        let entry = &self.vocabulary.concepts[id.0 as usize];
        let mut deepest = 0;
        for &member in entry.members.iter().filter(|&&member| member != id) {
            deepest = deepest.max(self.depth_of(member, depth, path, cycles));
        }
        for &used in self.vocabulary.uses.get(&id).map_or(&[][..], Vec::as_slice) {
            deepest = deepest.max(1 + self.depth_of(used, depth, path, cycles));
        }
        path.pop();
        depth.insert(id, deepest);
        deepest
    }
}

/// The words of a prescribed text, as the words of copy are cut.
fn exact_words(text: &str) -> Vec<String> {
    let folded = crate::extract::normalise::fold(text);
    let mut words = Vec::new();
    crate::language::words::words(&folded, Span::new(0, folded.len()), &mut words);
    let mut buffer = String::new();
    words.iter().map(|word| word.key(&folded, &mut buffer).to_owned()).collect()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
