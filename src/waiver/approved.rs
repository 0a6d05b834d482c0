//! Approved wordings: whole sentences that were reviewed, and excuse their findings wherever they stand word for word.

use jiff::civil::Date;

use super::meta;
use super::register::{Approved, plain};
use crate::analysis::Analysis;
use crate::extract::normalise;
use crate::finding::{Excused, Finding, Reason};
use crate::language::sentences;
use crate::rule::id;
use crate::source::{Location, Source, Span};

/// Wordings, ready to be compared.
#[derive(Debug, Default)]
pub struct Wordings<'a> {
    all: Vec<Wording<'a>>,
}

#[derive(Debug)]
struct Wording<'a> {
    entry: &'a Approved,
    expired: bool,
    /// Each sentence as words.
    sentences: Vec<Vec<String>>,
}

/// What approved wordings come to on one page.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    /// Where one stands as approved.
    places: Vec<(Location, &'a Approved)>,
    /// Drift, and approvals that have ended.
    pub findings: Vec<Finding>,
}

impl<'a> Wordings<'a> {
    pub fn new(entries: &'a [Approved], today: Date) -> Self {
        let all = entries.iter().map(|entry| {
            let text = normalise::fold(&entry.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let mut spans = Vec::new();
            sentences::sentences(&text, Span::new(0, text.len()), &mut spans);
            let sentences =
                spans.iter().map(|span| words(&plain(&text[span.range()]))).filter(|words| !words.is_empty());
            Wording { entry, expired: entry.terms.expired(today), sentences: sentences.collect() }
        });
        Wordings { all: all.filter(|wording| !wording.sentences.is_empty()).collect() }
    }

    /// Looks for them in a page, sentence by sentence.
    pub fn read(&self, analysis: &Analysis, source: &Source) -> Reading<'a> {
        let mut reading = Reading::default();
        if self.all.is_empty() {
            return reading;
        }
        let text = &analysis.document.text;
        let page: Vec<(Vec<String>, Span)> =
            analysis.sentences.iter().map(|s| (words(&plain(&text[s.span.range()])), s.span)).collect();
        let locate = |span: Span| source.locate(analysis.document.map.hull(span));
        let mut exact = vec![false; page.len()];
        for wording in &self.all {
            let count = wording.sentences.len();
            for at in 0..(page.len() + 1).saturating_sub(count) {
                let here = &page[at..at + count];
                if !here.iter().zip(&wording.sentences).all(|((words, _), wanted)| words == wanted) {
                    continue;
                }
                let span = here.iter().fold(here[0].1, |hull, (_, span)| hull.hull(*span));
                if wording.expired {
                    reading.findings.push(meta::approval_ended(source, locate(span), wording.entry));
                } else {
                    exact[at..at + count].fill(true);
                    reading.places.push((locate(span), wording.entry));
                }
            }
        }
        for wording in self.all.iter().filter(|wording| !wording.expired) {
            for ((words, span), _) in page.iter().zip(&exact).filter(|(_, exact)| !**exact) {
                if let Some(wanted) = wording.sentences.iter().find(|wanted| is_near(words, wanted)) {
                    let (was, now) = difference(wanted, words);
                    reading.findings.push(meta::drift(source, locate(*span), wording.entry, &was, &now));
                }
            }
        }
        reading
    }
}

impl Reading<'_> {
    /// The excuse for a finding, if its words are approved where they stand.
    pub fn excuse(&self, finding: &Finding) -> Option<Excused> {
        let at = finding.location?;
        let names = |rule: &String| id::is_meant(&finding.rule, rule);
        let (_, entry) =
            self.places.iter().find(|(place, entry)| place.span.contains(at.span) && entry.rules.iter().any(names))?;
        let terms = &entry.terms;
        let by = terms.approved_by.as_deref().unwrap_or("somebody");
        let until = terms.until.map_or(String::new(), |until| format!(" until {until}"));
        let on = terms.evidence.as_ref().map_or(String::new(), |evidence| format!(" on {evidence}"));
        Some(Excused {
            rule: finding.rule.clone(),
            path: finding.path.clone(),
            location: finding.location,
            text: finding.text.clone(),
            phrase: finding.phrase.clone(),
            because: vec![Reason { reason: format!("this wording was approved by {by}{on}{until}"), location: None }],
            about: finding.about.clone(),
        })
    }
}

/// Shorter sentences are too much alike by chance.
const FEWEST_WORDS: usize = 5;

/// Whether two sentences differ, but in one word of five at most.
fn is_near(words: &[String], wanted: &[String]) -> bool {
    let longer = words.len().max(wanted.len());
    let most = longer / 5;
    if wanted.len() < FEWEST_WORDS || words.len().abs_diff(wanted.len()) > most || words == wanted {
        return false;
    }
    distance(words, wanted) <= most.max(1)
}

/// How many words must be added, dropped or replaced.
fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, word) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = corner + usize::from(word != other);
            corner = row[j + 1];
            row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The words between what both begin with and what both end with.
fn difference(was: &[String], now: &[String]) -> (String, String) {
    let head = was.iter().zip(now).take_while(|(a, b)| a == b).count();
    let tail = was[head..].iter().rev().zip(now[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (was[head..was.len() - tail].join(" "), now[head..now.len() - tail].join(" "))
}

fn words(text: &str) -> Vec<String> {
    let trimmed = text.split_whitespace().map(|word| {
        // The end of a sentence is often left off in headings and lists. Signs that mean something stay.
        word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '"' | '\'' | '(' | ')'))
    });
    trimmed.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
