//! The escape hatch: regular expressions over the folded text of a page.
//!
//! They are checked when rules load and compiled when a page first holds a literal that they need.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

use super::lexicon::Target;
use super::parse::PhraseError;
use crate::load_error::Kind;
use crate::source::Span;

/// Largest compiled size of one expression, in bytes.
const SIZE_LIMIT: usize = 2 << 20;

#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    target: Target,
    /// Finds the literals of which one must stand in the text; `None` where the expression needs none.
    gate: Option<AhoCorasick>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// `span` is where `source` stands in the phrase, for errors.
    pub fn new(source: &str, span: Span, target: Target) -> Result<Self, PhraseError> {
        let mut parser = regex_syntax::ParserBuilder::new();
        let hir = parser.case_insensitive(true).unicode(false).utf8(false).build().parse(source).map_err(|error| {
            let (at, said) = match &error {
                regex_syntax::Error::Parse(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
                regex_syntax::Error::Translate(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
                other => (0..source.len(), other.to_string()),
            };
            PhraseError {
                kind: Kind::Mistake,
                span: Span::new(span.start + at.start, span.start + at.end.max(at.start + 1)),
                message: format!("this regular expression cannot be read: {said}"),
                hint: Some("`\\` before a sign makes it a plain character".into()),
            }
        })?;
        if hir.properties().minimum_len().unwrap_or(0) == 0 {
            return Err(PhraseError {
                kind: Kind::Mistake,
                span,
                message: "this regular expression also matches nothing at all".into(),
                hint: Some("ask for at least one character".into()),
            });
        }
        let gate = literals(&hir);
        let gate = gate.and_then(|found| AhoCorasick::builder().ascii_case_insensitive(true).build(found).ok());
        Ok(Pattern { source: source.to_owned(), target, gate, compiled: OnceLock::new() })
    }

    /// Whether a page must hold certain letters for it to match.
    pub fn has_literals(&self) -> bool {
        self.gate.is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        let compile = || {
            // The text is folded to ASCII but for what has no ASCII form; with Unicode's word boundaries a single such
            // character makes the engine fall back to one that is tens of times slower.
            let mut builder = RegexBuilder::new(&self.source);
            builder.case_insensitive(true).unicode(false).size_limit(SIZE_LIMIT).build().ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// Literals of which every match holds one: those that it begins with, or else those of the part that has the longest.
fn literals(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let of = |hir: &Hir| {
        let found = Extractor::new().extract(hir);
        let found = found.literals()?.iter().map(|literal| literal.as_bytes().to_ascii_lowercase());
        let found: BTreeSet<Vec<u8>> = found.collect();
        let shortest = found.iter().map(Vec::len).min().filter(|shortest| *shortest > 1)?;
        Some((shortest, found.into_iter().collect()))
    };
    let parts = || match hir.kind() {
        HirKind::Concat(parts) => parts.iter().filter_map(of).max_by_key(|(shortest, _)| *shortest),
        _ => None,
    };
    of(hir).or_else(parts).map(|(_, found)| found)
}

/// All expressions of a ruleset.
#[derive(Debug, Default)]
pub struct Regexes {
    patterns: Vec<Pattern>,
}

impl Regexes {
    pub fn new(patterns: Vec<Pattern>) -> Self {
        Regexes { patterns }
    }

    pub(super) fn to_vec(&self) -> Vec<Pattern> {
        self.patterns.clone()
    }

    /// The expressions as written, with their targets.
    pub fn written(&self) -> impl Iterator<Item = (&str, Target)> {
        self.patterns.iter().map(|pattern| (pattern.source.as_str(), pattern.target))
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Every match in `text`, with its target, in the order of the patterns.
    pub fn find(&self, text: &str, found: &mut Vec<(Span, Target)>) {
        let may_match = |pattern: &&Pattern| pattern.gate.as_ref().is_none_or(|gate| gate.is_match(text));
        for pattern in self.patterns.iter().filter(may_match) {
            let Some(regex) = pattern.regex() else { continue };
            let whole = |span: &Span| text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
            let spans = regex.find_iter(text.as_bytes()).map(|m| Span::new(m.start(), m.end()));
            found.extend(spans.filter(whole).map(|span| (span, pattern.target)));
        }
    }
}
