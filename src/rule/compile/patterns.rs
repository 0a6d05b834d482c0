//! The parts of rules: tests, patterns, facts, distances, measures.

use super::super::compiled::*;
use super::super::describe;
use super::super::ruleset::{Origin, Target};
use super::super::value::Value;
use super::super::vocabulary::phrase_error;
use super::super::written::{FactWritten, MeasureWritten, TestWritten, Told};
use super::Compiler;
use crate::knowledge::NamedPhrase;
use crate::load_error::LoadError;
use crate::phrase::parse::{self, Item, Phrase};
use crate::source::Span;
use crate::yaml::{File, nearest, unknown};

/// Facts by their last names, whatever they are facts of.
pub(super) const FACTS: &[&str] = &[
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
    "promoted",
    "system",
    "id",
    "count",
    "system.count",
    "result",
    "design",
    "n",
    "population",
    "denied-by",
    "denied-from",
    "direction",
    "strength",
    "about",
    "by",
    "in",
    "value",
    "unit",
    "offers",
    "sells",
    "informs",
    "voice",
    "words",
    "product",
    "declared-product",
    "kind",
    "outcome",
    "statement",
    "jurisdiction",
    "audience",
    "date",
    "author",
    "language",
    "populations",
    "rems",
    "monitoring",
    "doi",
    "page",
];
/// Those that are numbers.
const NUMBERS: &[&str] = &["count", "system.count", "n", "words", "value", "minimum-risks", "denied-from"];

/// What facts can be facts of besides the concepts that a test finds.
const SUBJECTS: &[&str] = &["use", "treatment", "condition", "study", "page", "duty", "citation"];
/// What facts and messages call a phrase that a rule finds.
pub(super) const PHRASE: &str = "phrase";
/// What may be known of a page.
pub(in crate::rule) const PAGE_FACTS: &[&str] =
    &["jurisdiction", "product", "audience", "sells", "page", "date", "author", "language"];

impl Compiler {
    pub(super) fn test(&mut self, test: &TestWritten, bound: &[String], file: &File, owner: &str) -> Test {
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

    pub(super) fn scope(&mut self, told: Option<&Told<String>>, otherwise: Scope, file: &File) -> Scope {
        let Some(told) = told else { return otherwise };
        let scope = Scope::parse(&told.value);
        if let Some(Scope::Sentences(0) | Scope::Words(0)) = scope {
            let error =
                file.error(told.span, format!("`{}` is no distance", told.value)).label("nothing stands so near");
            self.errors.push(error.hint("write `sentence` for the same sentence, or at least 1"));
        }
        scope.unwrap_or_else(|| {
            let error = file.error(told.span, format!("unknown distance `{}`", told.value));
            self.errors
                .push(error.hint("clause, sentence, block, section, page, quotation, `2 sentences` or `40 words`"));
            otherwise
        })
    }

    /// A pattern made of slots alone asks for mentions; any other becomes a concept of its own.
    pub(super) fn pattern(&mut self, told: &Told<String>, file: &File, owner: &str) -> Option<Pattern> {
        let parsed = parse::parse(&told.value);
        let parsed = parsed.and_then(|parsed| parse::ends_in_words(&parsed, &told.value).map(|()| parsed));
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                self.errors.push(phrase_error(file, told.span, &told.value, &error));
                return None;
            }
        };
        let result = self.queries(&parsed, told, file, owner);
        result.map_err(|error| self.errors.push(phrase_error(file, told.span, &told.value, &error))).ok()
    }

    fn queries(
        &mut self,
        phrase: &Phrase,
        told: &Told<String>,
        file: &File,
        owner: &str,
    ) -> Result<Pattern, parse::PhraseError> {
        let single = |items: &Vec<Item>| match items.as_slice() {
            [Item::Slot { name, readings, span, .. }] => Some((name.clone(), readings.clone(), *span)),
            _ => None,
        };
        if let Phrase::Variants(variants) = phrase
            && let Some(slots) = variants.iter().map(single).collect::<Option<Vec<_>>>()
        {
            let queries = slots.iter().map(|(name, readings, span)| self.vocabulary.query(name, readings, *span));
            return Ok(Pattern { queries: queries.collect::<Result<_, _>>()?, written: told.value.clone() });
        }
        // The name holds a space, which no concept of an author can.
        let name = format!("{owner}: {}", told.value);
        let concept = match self.vocabulary.ids.get(&name) {
            Some(&concept) => concept,
            None => {
                let concept = self.vocabulary.declare(&name, None);
                let written = || NamedPhrase { text: told.value.clone(), span: told.span, file: file.clone() };
                let origin = || Origin { phrase: written(), owner: owner.to_owned() };
                self.vocabulary.insert(phrase, Target::Mention { concept, row: None }, &origin)?;
                concept
            }
        };
        let query = Query { concept, name: PHRASE.into(), reading: Default::default() };
        Ok(Pattern { queries: vec![query], written: format!("\u{201c}{}\u{201d}", told.value) })
    }

    pub(super) fn fact(&mut self, fact: &FactWritten, bound: &[String], file: &File) -> Option<Fact> {
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
        if NUMBERS.contains(&key) {
            self.errors.extend(fact.values.iter().filter_map(|told| not_a_number(told, &value, file)));
        }
        if (subject, key) == ("duty", "statement") {
            let wrong = fact.values.iter().filter_map(|told| self.unknown_statement(told, &value, file));
            let wrong: Vec<LoadError> = wrong.collect();
            self.errors.extend(wrong);
        }
        Some(Fact { subject: subject.to_owned(), key: key.to_owned(), value })
    }

    fn unknown_statement(&self, told: &Told<String>, value: &Value, file: &File) -> Option<LoadError> {
        let wrong = |id: &&String| told.value.contains(id.as_str()) && !self.statement_ids.contains(*id);
        let id = value.listed()?.iter().find(wrong)?;
        let known: Vec<&str> = self.statement_ids.iter().map(String::as_str).collect();
        Some(unknown(file, told.span, "statement", id, &known).of_unknown_name())
    }

    pub(super) fn page_fact(&mut self, fact: &FactWritten, file: &File) -> Option<PageFact> {
        if !PAGE_FACTS.contains(&fact.name.value.as_str()) {
            self.errors.push(unknown(file, fact.name.span, "page fact", &fact.name.value, PAGE_FACTS));
            return None;
        }
        let value = self.value(&fact.values, fact.name.span, file)?;
        Some(PageFact { name: fact.name.value.clone(), value })
    }

    pub(super) fn value(&mut self, values: &[Told<String>], at: Span, file: &File) -> Option<Value> {
        let texts: Vec<String> = values.iter().map(|told| told.value.clone()).collect();
        let parsed = Value::parse(&texts);
        let hint = "such as `at least 3`, `more than 50`";
        let place = values.first().map_or(at, |value| value.span);
        parsed.map_err(|said| self.errors.push(file.error(place, said).hint(hint))).ok()
    }

    pub(super) fn measure(&mut self, measure: &MeasureWritten, file: &File, owner: &str) -> Option<Measure> {
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
}

/// A word where a fact that is a number is compared.
fn not_a_number(told: &Told<String>, value: &Value, file: &File) -> Option<LoadError> {
    let listed = value.listed()?;
    let wrong = |one: &&String| told.value.contains(one.as_str()) && one.parse::<f64>().is_err();
    let text = listed.iter().find(wrong)?;
    let error = file.error(told.span, format!("this fact is a number, and `{text}` is none")).label("not a number");
    let (words, number) = text.rsplit_once(' ').unwrap_or((text, "2"));
    let near = nearest(words, ["at least", "at most", "more than", "less than"].into_iter());
    Some(error.hint(match near {
        Some(near) => format!("did you mean `{near} {number}`?"),
        None => "such as `2`, `at least 3`, `more than 50`".to_owned(),
    }))
}
