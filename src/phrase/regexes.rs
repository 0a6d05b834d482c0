//! The escape hatch: regular expressions over the folded text of a page.
//!
//! They are checked when rules load. One that asks for endings of words alone is never run: the words are looked up.
//! Any other is compiled when a page, or a line of it, first holds the literals that it needs.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::{memchr, memrchr};
use regex::bytes::{Regex, RegexBuilder};

use super::endings::Endings;
use super::lexicon::Target;
use super::needs::Needs;
use super::parse::PhraseError;
use crate::load_error::Kind;
use crate::source::Span;

/// Largest compiled size of one expression, in bytes.
const SIZE_LIMIT: usize = 2 << 20;

#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    target: Target,
    needs: Needs,
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
        Ok(Pattern::restored(source.to_owned(), target, Needs::of(&hir)))
    }

    /// One that was checked before.
    pub fn restored(source: String, target: Target, needs: Needs) -> Self {
        Pattern { source, target, needs, compiled: OnceLock::new() }
    }

    pub fn stored(&self) -> (String, Target, Needs) {
        (self.source.clone(), self.target, self.needs.clone())
    }

    /// Whether a page must hold certain letters for it to match.
    pub fn has_literals(&self) -> bool {
        !matches!(&self.needs, Needs::Literals { sets, .. } if sets.is_empty())
    }

    fn find(&self, text: &str, within: Span, mut tell: impl FnMut(Span)) {
        let Some(regex) = self.regex() else { return };
        for found in regex.find_iter(&text.as_bytes()[within.range()]) {
            let span = Span::new(within.start + found.start(), within.start + found.end());
            if text.is_char_boundary(span.start) && text.is_char_boundary(span.end) {
                tell(span);
            }
        }
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
    /// Finds the literals of all expressions, whatever their case.
    gates: Option<AhoCorasick>,
    literals: Vec<Literal>,
    endings: Endings,
}

/// One of the literals that an expression needs.
#[derive(Debug)]
struct Literal {
    /// The expression's number.
    of: u32,
    /// The number of its set.
    set: u32,
    /// Capitals are meant as such.
    text: Vec<u8>,
}

/// What was seen of an expression's literals, on the page or in one of its lines.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Where the line begins; 0 for the page.
    start: usize,
    sets: u32,
}

impl Regexes {
    pub fn new(patterns: Vec<Pattern>) -> Self {
        let mut literals = Vec::new();
        let mut endings = Endings::default();
        for (of, pattern) in (0..).zip(&patterns) {
            match &pattern.needs {
                Needs::Ending(ending) => endings.add(of, ending),
                Needs::Literals { sets, .. } => literals.extend(
                    (0..)
                        .zip(sets)
                        .flat_map(|(set, texts)| texts.iter().map(move |text| Literal { of, set, text: text.clone() })),
                ),
            }
        }
        let build = || {
            let mut builder = AhoCorasick::builder();
            builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).prefilter(false);
            builder.build(literals.iter().map(|one| &one.text))
        };
        let gates = if literals.is_empty() { None } else { build().ok() };
        Regexes { gates, patterns, literals, endings }
    }

    pub(super) fn to_vec(&self) -> Vec<Pattern> {
        self.patterns.clone()
    }

    /// The expressions as written, with their targets.
    pub fn written(&self) -> impl Iterator<Item = (&str, Target)> {
        self.patterns.iter().map(|pattern| (pattern.source.as_str(), pattern.target))
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Every match in `text`, with its target, in the order in which they begin; where two begin alike, in the order of
    /// the patterns.
    pub fn find(&self, text: &str, found: &mut Vec<(Span, Target)>) {
        let mut all: Vec<(Span, u32)> = Vec::new();
        self.endings.find(text, &mut all);
        self.find_gated(text, &mut all);
        let whole = Span::new(0, text.len());
        for (number, pattern) in (0..).zip(&self.patterns) {
            if !pattern.has_literals() || (self.gates.is_none() && matches!(pattern.needs, Needs::Literals { .. })) {
                pattern.find(text, whole, |span| all.push((span, number)));
            }
        }
        all.sort_by_key(|(span, number)| (span.start, *number));
        found.extend(all.into_iter().map(|(span, number)| (span, self.patterns[number as usize].target)));
    }

    fn find_gated(&self, text: &str, found: &mut Vec<(Span, u32)>) {
        let Some(gates) = &self.gates else { return };
        let bytes = text.as_bytes();
        let mut seen = vec![Seen::default(); self.patterns.len()];
        let mut line = Span::new(0, memchr(b'\n', bytes).unwrap_or(bytes.len()));
        for hit in gates.find_overlapping_iter(bytes) {
            let literal = &self.literals[hit.pattern()];
            let capitals = literal.text.iter().zip(&bytes[hit.range()]);
            if capitals.into_iter().any(|(asked, here)| asked.is_ascii_uppercase() && asked != here) {
                continue;
            }
            let pattern = &self.patterns[literal.of as usize];
            let Needs::Literals { sets, in_line } = &pattern.needs else { continue };
            if *in_line && hit.start() >= line.end {
                let start = memrchr(b'\n', &bytes[line.end..hit.start()]).map_or(line.start, |at| line.end + at + 1);
                let end = memchr(b'\n', &bytes[hit.start()..]).map_or(bytes.len(), |at| hit.start() + at);
                line = Span::new(start, end);
            }
            let within = if *in_line { line } else { Span::new(0, bytes.len()) };
            let seen = &mut seen[literal.of as usize];
            if seen.start != within.start {
                *seen = Seen { start: within.start, sets: 0 };
            }
            let all = (1 << sets.len()) - 1;
            if seen.sets != all {
                seen.sets |= 1 << literal.set;
                if seen.sets == all {
                    pattern.find(text, within, |span| found.push((span, literal.of)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SOURCES: [&str; 9] = [
        r"\b[a-z]{2,}(mab|statin|(cort)?isone|ol)\b",
        r"(?i)\b[a-z]{3,}caine\b",
        r"\b(?-i:[A-Z][a-z]+)(?: (?-i:[A-Z])\.?)?, (?:age |aged )?[1-9][0-9]\b",
        r"\b(?-i:[A-Z])[a-z]+ (?-i:[A-Z])\.,? (?:from|of) (?-i:[A-Z])[a-z]+",
        r"\bdr\.? [a-z]+,? (?:age |of )?[a-z]+\b",
        r"\b(?:revised|written)[^.]{0,60}\b20[0-9][0-9]\b",
        r"\b(?:by|author:?) (?:dr\.? )?(?-i:[A-Z])[^\n]{2,9}?,? (?-i:MD|DO)\b",
        r"[a-z]+(?:™|®) ?(?:\(|is )",
        r"[0-9]+\s*[a-z]+",
    ];

    const PIECES: [&str; 30] = [
        "stan", "mab", "MAB", "_", "1", "cort", "isone", "Statin", "caine", "ol", " ", "\n", ", ", ". ", "Ann", "B",
        "4", "22", "age ", "aged ", " from ", " of ", "dr. ", "by ", " MD", " do", "revised", "2024", "™ is ", "é",
    ];

    proptest! {
        /// What is found with all that saves work is what each expression finds alone.
        #[test]
        fn expressions_find_what_they_find_alone(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
            let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
            let patterns = (0..).zip(SOURCES).map(|(target, source)| Pattern::new(source, Span::default(), target));
            let patterns: Vec<Pattern> = patterns.collect::<Result<_, _>>().unwrap();
            let mut alone = Vec::new();
            for pattern in &patterns {
                pattern.find(&text, Span::new(0, text.len()), |span| alone.push((span, pattern.target)));
            }
            alone.sort_by_key(|(span, target)| (span.start, *target));
            let mut found = Vec::new();
            Regexes::new(patterns).find(&text, &mut found);
            prop_assert_eq!(found, alone, "{:?}", text);
        }
    }

    #[test]
    fn only_what_needs_no_letters_runs_over_every_page() {
        let literals: Vec<bool> =
            SOURCES.iter().map(|source| Pattern::new(source, Span::default(), 0).unwrap().has_literals()).collect();
        assert_eq!(literals, [true, true, true, true, true, true, true, true, false]);
    }
}
