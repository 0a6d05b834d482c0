//! The escape hatch: regular expressions over the folded text of a page.
//!
//! They are checked when rules load and compiled when a page first holds a literal that they need.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::literal::Extractor;

use super::lexicon::Target;
use super::parse::PhraseError;
use crate::source::Span;

/// Largest compiled size of one expression, in bytes.
const SIZE_LIMIT: usize = 2 << 20;

#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    target: Target,
    /// One of these must stand in the text; `None` where the expression needs no literal.
    literals: Option<Vec<Vec<u8>>>,
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
                span: Span::new(span.start + at.start, span.start + at.end.max(at.start + 1)),
                message: format!("this regular expression cannot be read: {said}"),
                hint: Some("`\\` before a sign makes it a plain character".into()),
            }
        })?;
        if hir.properties().minimum_len().unwrap_or(0) == 0 {
            return Err(PhraseError {
                span,
                message: "this regular expression also matches nothing at all".into(),
                hint: Some("ask for at least one character".into()),
            });
        }
        let literals = Extractor::new()
            .extract(&hir)
            .literals()
            .map(|found| found.iter().map(|literal| literal.as_bytes().to_ascii_lowercase()).collect::<Vec<_>>());
        let literals = literals.filter(|found| !found.is_empty() && found.iter().all(|literal| literal.len() > 1));
        Ok(Pattern { source: source.to_owned(), target, literals, compiled: OnceLock::new() })
    }

    /// Whether a page must hold certain letters for it to match.
    pub fn has_literals(&self) -> bool {
        self.literals.is_some()
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

/// All expressions of a ruleset.
#[derive(Debug, Default)]
pub struct Regexes {
    patterns: Vec<Pattern>,
    /// Literals of all patterns, and whose each is.
    gate: Option<AhoCorasick>,
    owners: Vec<usize>,
}

impl Regexes {
    pub fn new(patterns: Vec<Pattern>) -> Self {
        let mut owners = Vec::new();
        let mut literals = Vec::new();
        for (i, pattern) in patterns.iter().enumerate() {
            for literal in pattern.literals.iter().flatten() {
                literals.push(literal.clone());
                owners.push(i);
            }
        }
        let gate = (!literals.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(&literals).ok())
            .flatten();
        Regexes { patterns, gate, owners }
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
        if self.patterns.is_empty() {
            return;
        }
        let mut open: Vec<bool> = self.patterns.iter().map(|pattern| pattern.literals.is_none()).collect();
        if let Some(gate) = &self.gate {
            let mut closed = open.iter().filter(|open| !**open).count();
            let mut hits = gate.find_overlapping_iter(text);
            // Most pages hold a literal of each pattern before they are half read.
            while closed > 0
                && let Some(hit) = hits.next()
            {
                let open = &mut open[self.owners[hit.pattern().as_usize()]];
                closed -= usize::from(!std::mem::replace(open, true));
            }
        } else {
            open.fill(true);
        }
        for (pattern, _) in self.patterns.iter().zip(open).filter(|(_, open)| *open) {
            let Some(regex) = pattern.regex() else { continue };
            let whole = |span: &Span| text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
            let spans = regex.find_iter(text.as_bytes()).map(|m| Span::new(m.start(), m.end()));
            found.extend(spans.filter(whole).map(|span| (span, pattern.target)));
        }
    }
}
