//! Folding: what a reader acts on once is shown once, with the other findings listed under it.
//!
//! Two findings go together where they are of one family of rules and of one sentence, or where the rule of the one
//! takes in the rule of the other: in its sentence, or, where it is about the whole page (a duty, a measure), anywhere
//! on the page. A duty that fails in several sections for the same treatment and condition is told at its first place,
//! and so is what one rule says of a sentence that stands on the page again, such as a description that structured data
//! repeat; the other places are listed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Folded, Related};

/// What decides which findings a finding is shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldKey {
    pub family: String,
    /// Rules whose findings its own stand for, `pack/rule`.
    pub takes_in: Vec<String>,
    /// 0 for the page itself, its layouts after it.
    pub document: usize,
    /// `None` for what is about the page or a section as a whole.
    pub sentence: Option<u32>,
    /// What that sentence says.
    pub words: Arc<str>,
}

/// What can be folded: a finding, and what goes with it where it is shown.
pub trait Foldable {
    fn finding(&self) -> &Finding;
    fn folded(&mut self) -> &mut Vec<Folded>;
    fn related(&mut self) -> &mut Vec<Related>;
    fn key(&self) -> Option<&FoldKey>;
}

/// Folds findings that go together into the worst of them. The result is sorted by place, then by rule.
pub fn fold<T: Foldable>(findings: Vec<T>) -> Vec<T> {
    let mut kept = by_page(by_words(by_sentence(findings)));
    kept.sort_by(|a, b| order(a.finding()).cmp(&order(b.finding())));
    kept
}

fn order(finding: &Finding) -> (usize, usize, &str, &str) {
    let (start, end) = finding.location.map_or((0, 0), |at| (at.span.start, at.span.end));
    (start, end, &finding.rule, &finding.fingerprint)
}

/// Findings of one sentence, by families and by what takes in what.
fn by_sentence<T: Foldable>(findings: Vec<T>) -> Vec<T> {
    let mut sentences: BTreeMap<(usize, u32), Vec<T>> = BTreeMap::new();
    let mut kept = Vec::new();
    for item in findings {
        match item.key().and_then(|key| Some((key.document, key.sentence?))) {
            Some(place) => sentences.entry(place).or_default().push(item),
            None => kept.push(item),
        }
    }
    for items in sentences.into_values() {
        let mut groups = Groups::new(items.len());
        for a in 0..items.len() {
            for b in a + 1..items.len() {
                let same_family = items[a].key().map(|key| &key.family) == items[b].key().map(|key| &key.family);
                if same_family || takes_in(&items[a], &items[b]) || takes_in(&items[b], &items[a]) {
                    groups.join(a, b);
                }
            }
        }
        kept.extend(groups.of(items).into_iter().map(lead));
    }
    kept
}

/// So many bytes make a sentence that nobody writes twice by chance.
const A_SENTENCE: usize = 25;

/// Findings of one rule in sentences that read alike.
fn by_words<T: Foldable>(items: Vec<T>) -> Vec<T> {
    let mut groups = Groups::new(items.len());
    let mut first: BTreeMap<(usize, &str, &str), usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(key) = item.key().filter(|key| key.words.len() >= A_SENTENCE) else { continue };
        groups.join(*first.entry((key.document, &item.finding().rule, &key.words)).or_insert(at), at);
    }
    groups.of(items).into_iter().map(lead).collect()
}

/// Findings about a page as a whole: the same duty in several sections, and whatever their rules take in.
fn by_page<T: Foldable>(items: Vec<T>) -> Vec<T> {
    let mut groups = Groups::new(items.len());
    for (of_page, taken_in) in joins(&items) {
        groups.join(of_page, taken_in);
    }
    groups.of(items).into_iter().map(lead).collect()
}

/// Which finding about a page takes in which other; each is taken in by one at most.
fn joins<T: Foldable>(items: &[T]) -> Vec<(usize, usize)> {
    let mut by_rule: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(key) = item.key() {
            by_rule.entry((key.document, &item.finding().rule)).or_default().push(at);
        }
    }
    let none = Vec::new();
    // By what is taken in: the worst finding that does so.
    let mut takers: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(key) = item.key().filter(|key| key.sentence.is_none()) else { continue };
        let finding = item.finding();
        let own = by_rule.get(&(key.document, finding.rule.as_str())).unwrap_or(&none);
        if let Some(&first) = own.iter().find(|other| same_duty(finding, items[**other].finding()))
            && first != at
        {
            takers.insert(at, first);
        }
        for rule in &key.takes_in {
            for &other in by_rule.get(&(key.document, rule.as_str())).unwrap_or(&none) {
                // What leads others that this rule knows nothing of stays where it is.
                let leads = items[other].finding().folded.iter().any(|folded| !key.takes_in.contains(&folded.rule));
                if leads || !suits(finding, items[other].finding()) {
                    continue;
                }
                let worse = |before: &usize| items[*before].finding().level >= finding.level;
                if !takers.get(&other).is_some_and(worse) {
                    takers.insert(other, at);
                }
            }
        }
    }
    takers.into_iter().map(|(other, at)| (at, other)).collect()
}

fn takes_in<T: Foldable>(a: &T, b: &T) -> bool {
    a.key().is_some_and(|key| key.takes_in.contains(&b.finding().rule))
}

/// One duty that was not done for one treatment and condition, whatever section it was looked for in.
fn same_duty(a: &Finding, b: &Finding) -> bool {
    let about = |finding: &Finding| ["treatment", "condition"].map(|name| finding.facts.get(name).cloned());
    let owed = |finding: &Finding| finding.duty.as_ref().map(|duty| duty.statement.clone());
    owed(a).is_some() && owed(a) == owed(b) && about(a)[0].is_some() && about(a) == about(b)
}

/// Whether a finding about no treatment, or about the same one, is among what another may take in.
fn suits(a: &Finding, b: &Finding) -> bool {
    b.facts.get("treatment").is_none_or(|treatment| a.facts.get("treatment") == Some(treatment))
}

/// The worst of a group with the others listed in it; of two that are as bad, the one that takes in the other.
fn lead<T: Foldable>(mut group: Vec<T>) -> T {
    let is_taken_in: Vec<bool> =
        group.iter().map(|item| group.iter().any(|other| takes_in(other, item) && !takes_in(item, other))).collect();
    let rank = |at: usize| {
        let finding = group[at].finding();
        let worst_first = std::cmp::Reverse((finding.level, !is_taken_in[at], finding.confidence));
        (worst_first, order(finding).2, order(finding).0, order(finding).1)
    };
    let leads = (0..group.len()).min_by_key(|at| rank(*at)).unwrap_or_default();
    let mut first = group.swap_remove(leads);
    group.sort_by(|a, b| {
        let (a, b) = (a.finding(), b.finding());
        (b.level, b.confidence).cmp(&(a.level, a.confidence)).then(order(a).cmp(&order(b)))
    });
    for mut other in group {
        let (rule, fingerprint) = (other.finding().rule.clone(), other.finding().fingerprint.clone());
        if first.finding().related.len() < MOST_LISTED {
            let again = place_again(first.finding(), other.finding());
            first.related().extend(again);
        }
        first.folded().push(Folded { rule, fingerprint });
        let under = std::mem::take(other.folded());
        first.folded().extend(under);
    }
    first
}

/// How many places a finding lists besides its own.
const MOST_LISTED: usize = 12;

/// Where else a rule found the same.
fn place_again(shown: &Finding, folded: &Finding) -> Option<Related> {
    let is_elsewhere = folded.rule == shown.rule && folded.location.is_some() && folded.location != shown.location;
    is_elsewhere.then(|| Related {
        role: "again".to_owned(),
        path: folded.path.clone(),
        location: folded.location,
        text: folded.text.clone(),
        message: "the same stands here".to_owned(),
    })
}

/// Items by number, joined into groups.
struct Groups {
    /// Of each item one that it is joined with; of a group's first item itself.
    parents: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Groups { parents: (0..count).collect() }
    }

    fn first_of(&mut self, at: usize) -> usize {
        let mut first = at;
        while self.parents[first] != first {
            first = self.parents[first];
        }
        self.parents[at] = first;
        first
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first_of(a), self.first_of(b));
        self.parents[a.max(b)] = a.min(b);
    }

    fn of<T>(mut self, items: Vec<T>) -> Vec<Vec<T>> {
        let mut groups: BTreeMap<usize, Vec<T>> = BTreeMap::new();
        for (at, item) in items.into_iter().enumerate() {
            groups.entry(self.first_of(at)).or_default().push(item);
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::finding::{Confidence, DutyResult, Level, Outcome};

    struct Item(Finding, FoldKey);

    impl Foldable for Item {
        fn finding(&self) -> &Finding {
            &self.0
        }
        fn folded(&mut self) -> &mut Vec<Folded> {
            &mut self.0.folded
        }
        fn related(&mut self) -> &mut Vec<Related> {
            &mut self.0.related
        }
        fn key(&self) -> Option<&FoldKey> {
            Some(&self.1)
        }
    }

    /// A finding of `rule`, whose family is its first letter, with the rules that it takes in.
    fn item(rule: &str, level: Level, sentence: Option<u32>, about: &str, takes_in: &[&str]) -> Item {
        let facts = [("treatment".to_owned(), about.to_owned())].into_iter().filter(|(_, about)| !about.is_empty());
        let finding = Finding {
            rule: rule.to_owned(),
            level,
            facts: facts.collect(),
            duty: sentence.is_none().then(|| DutyResult {
                statement: rule.to_owned(),
                outcome: Outcome::Missing,
                missing: Vec::new(),
                searched: "section".to_owned(),
                distance: None,
                sample: String::new(),
            }),
            confidence: Confidence::High,
            level_changes: Vec::new(),
            message: String::new(),
            remedy: String::new(),
            path: String::new(),
            section: Vec::new(),
            block: None,
            location: None,
            text: String::new(),
            phrase: String::new(),
            pieces: Vec::new(),
            related: Vec::new(),
            stands_because: Vec::new(),
            about: None,
            folded: Vec::new(),
            authorities: Vec::new(),
            fingerprint: String::new(),
        };
        let takes_in = takes_in.iter().map(|rule| (*rule).to_owned()).collect();
        Item(finding, FoldKey { family: rule[..1].to_owned(), takes_in, document: 0, sentence, words: "".into() })
    }

    /// Each shown rule with those under it.
    fn shown(items: Vec<Item>) -> BTreeMap<String, Vec<String>> {
        let rules = |item: Item| (item.0.rule, item.0.folded.into_iter().map(|folded| folded.rule).collect());
        fold(items).into_iter().map(rules).collect()
    }

    fn expected(groups: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect();
        groups.iter().map(|(rule, under)| ((*rule).to_owned(), owned(under))).collect()
    }

    #[test]
    fn the_worst_leads_and_of_two_as_bad_the_one_that_takes_in_the_other() {
        let (e, w) = (Level::Error, Level::Warning);
        let here = |rule, level, takes_in| item(rule, level, Some(3), "", takes_in);
        let family = vec![here("a1", w, &[]), here("a2", e, &[]), item("a3", e, Some(4), "", &[])];
        assert_eq!(shown(family), expected(&[("a2", &["a1"]), ("a3", &[])]));
        let special = vec![here("a1", e, &[]), here("b1", e, &["a1"])];
        assert_eq!(shown(special), expected(&[("b1", &["a1"])]));
        let milder = vec![here("a1", e, &[]), here("b1", w, &["a1"])];
        assert_eq!(shown(milder), expected(&[("a1", &["b1"])]));
    }

    #[test]
    fn a_page_takes_in_what_is_about_the_same_treatment_and_only_once() {
        let w = Level::Warning;
        let items = vec![
            item("a1", Level::Error, None, "ketamine", &["b1", "c1"]),
            item("a2", w, None, "semaglutide", &["b1", "c1"]),
            item("b1", w, None, "semaglutide", &[]),
            item("c1", w, Some(9), "", &[]),
        ];
        assert_eq!(shown(items), expected(&[("a1", &["c1"]), ("a2", &["b1"])]));
    }

    #[test]
    fn one_duty_in_two_sections_is_one_thing_to_do() {
        let of = |about| item("a1", Level::Error, None, about, &[]);
        assert_eq!(fold(vec![of("ketamine"), of("ketamine"), of("botox"), of(""), of("")]).len(), 4);
    }
}
