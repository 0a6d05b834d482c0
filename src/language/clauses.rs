//! Where one clause of a sentence ends and the next begins.
//!
//! A negation, a hedge or a question reaches no further than its clause. There is no parser here: a boundary stands
//! where a mark or a word says that a new statement begins, and lists stay whole.

use super::clause_words::*;
use crate::source::Span;

/// Appends the clauses of `sentence` (a span of `text`) to `out`. They partition the sentence: a clause owns the mark
/// and the space after it, and no clause is without a letter or a figure.
///
/// A clause begins
/// - after `;`;
/// - after a dash between spaces (`-`, `--`), a pair of dashes giving three clauses, but not between figures
///   (`5 - 10 mg`); a dash without spaces is a hyphen after folding and parts nothing;
/// - after `:` where a statement follows ("The answer is plain: it does not help"), not where a list or a noun does
///   ("We help with: anxiety, pain");
/// - at *which, who, whom, whose, where* after a comma, with the preposition before it ("in which"), and again at the
///   comma that ends such a clause, where a verb follows it ("Ketamine, which is not approved, helps");
/// - at *but, however, although, though, yet, except, while, whereas, instead, rather than*, which belong to the
///   clause they open; not in "not yet", "a while", "as though", "nothing but" and the like, nor where nothing follows;
/// - at *and* between what is denied of a subject and what is affirmed of it: "It does not sting and relieves itching",
///   not "It is not a tea that treats and cures";
/// - at *and, so, or* after a comma before a new subject: a pronoun ("…, and it works"), or up to three words with a
///   finite verb behind them ("…, and evidence is limited");
/// - after the comma that ends a subordinate clause or a phrase in front ("While not approved, it helps", "Unlike a
///   cure, this helps"), so that what is denied there does not deny the main statement.
pub fn clauses(text: &str, sentence: Span, out: &mut Vec<Span>) {
    let mut cutter = Cutter { text: &text[..sentence.end], out, start: sentence.start, opened: Opened::Plain };
    let mut words = Words { text: &text[..sentence.end], at: sentence.start };
    let mut before = "";
    if let Some(first) = words.next() {
        cutter.opened = opened_by(first, words);
        before = first.text;
    }
    while let Some(word) = words.next() {
        let gap = cutter.gap(word.start);
        if gap != " " {
            cutter.mark(gap, word, words, before);
        }
        cutter.word(gap, word, words, before);
        before = word.text;
    }
    if cutter.start < sentence.end {
        cutter.out.push(Span::new(cutter.start, sentence.end));
    }
}

#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn is(&self, words: &[&str]) -> bool {
        one_of(self.text, words)
    }
}

#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn peek(mut self) -> Option<Word<'a>> {
        self.next()
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let bytes = self.text.as_bytes();
        let start = self.at + bytes[self.at..].iter().position(|&b| in_word(b))?;
        let mut end = start;
        while end < bytes.len()
            && (in_word(bytes[end]) || (bytes[end] == b'\'' && bytes.get(end + 1).is_some_and(|&b| in_word(b))))
        {
            end += 1;
        }
        // Only a hyphen or a stop inside a word makes it longer: "long-term", "3.5".
        while end + 1 < bytes.len() && matches!(bytes[end], b'-' | b'.') && in_word(bytes[end + 1]) {
            end += 1;
            while end < bytes.len() && in_word(bytes[end]) {
                end += 1;
            }
        }
        self.at = end;
        Some(Word { text: &self.text[start..end], start })
    }
}

/// What opened the clause under way, which says what its commas mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Plain,
    /// By *which* or *who*: a comma before a verb ends it.
    Relative,
    /// By a conjunction: the first comma after a verb ends it.
    Subordinate,
    /// By *unlike*, *instead of* …: a comma before a subject ends it.
    Phrase,
}

struct Cutter<'a, 'o> {
    text: &'a str,
    out: &'o mut Vec<Span>,
    start: usize,
    opened: Opened,
}

impl<'a> Cutter<'a, '_> {
    /// What stands between the word before and the one at `at`: at most 8 bytes, all that marks need.
    fn gap(&self, at: usize) -> &'a str {
        let bytes = self.text.as_bytes();
        let from =
            (self.start.max(at.saturating_sub(8))..at).rev().take_while(|&i| !in_word(bytes[i])).last().unwrap_or(at);
        &self.text[from..at]
    }

    /// Begins a clause at `at`, with the opening brackets and quotes just before it.
    fn cut(&mut self, at: usize, opened: Opened) {
        let lead = self.text[self.start..at].trim_end_matches(['(', '[', '"', '\'']);
        let opening = if lead.is_empty() || lead.ends_with(' ') { self.start + lead.len() } else { at };
        if self.text[self.start..opening].bytes().any(in_word) {
            self.out.push(Span::new(self.start, opening));
            self.start = opening;
        }
        self.opened = opened;
    }

    /// Boundaries that a mark before the word makes.
    fn mark(&mut self, gap: &str, word: Word, rest: Words, before: &str) {
        let figures =
            before.ends_with(|c: char| c.is_ascii_digit()) && word.text.starts_with(|c: char| c.is_ascii_digit());
        let dash = [" - ", "--"].iter().any(|dash| gap.contains(dash)) && !figures;
        if gap.contains(';') || dash || (gap.contains(": ") && statement_follows(word, rest)) {
            self.cut(word.start, opened_by(word, rest));
        } else if gap.starts_with(',') || gap.contains(", ") {
            self.comma(word, rest);
        }
    }

    fn comma(&mut self, word: Word, rest: Words) {
        let next = rest.peek();
        let relative = word.is(RELATIVES)
            || (word.is(PREPOSITIONS) && next.is_some_and(|next| next.is(&["which", "whom", "whose"])));
        let subject = next.is_some_and(|next| next.is(SUBJECTS) || subject_of_its_own(next, rest));
        if relative {
            self.cut(word.start, Opened::Relative);
        } else if word.is(&["and", "so", "or"]) && subject {
            self.cut(word.start, Opened::Plain);
        } else {
            let over = match self.opened {
                Opened::Plain => false,
                Opened::Relative => word.is(AUXILIARIES) || word.is(CLAIM_VERBS),
                Opened::Subordinate => {
                    holds_verb(&self.text[self.start..word.start]) && !word.is(&["and", "or", "nor"])
                }
                Opened::Phrase => word.is(SUBJECTS) || word.is(DETERMINERS) || !self.text[word.start..].contains(','),
            };
            if over {
                self.cut(word.start, Opened::Plain);
            }
        }
    }

    /// Boundaries that the word itself makes.
    fn word(&mut self, gap: &str, word: Word, rest: Words, before: &str) {
        // Most words end the question with their first letter.
        if !matches!(word.text.as_bytes()[0] | 0x20, b'a' | b'b' | b'e' | b'h' | b'i' | b'r' | b't' | b'w' | b'y') {
            return;
        }
        if word.start == self.start || gap.is_empty() {
            return;
        }
        if word.is(&["and"]) && affirms(rest) && self.denies_its_predicate(word.start) {
            return self.cut(word.start, Opened::Plain);
        }
        if !word.is(TERMINATIONS) {
            return;
        }
        let Some(next) = rest.peek() else { return };
        let opens = match word.text.to_ascii_lowercase().as_str() {
            "yet" => {
                !one_of(before, &["not", "as", "has", "have", "had", "is", "are", "better", "best", "largest"])
                    && !before.ends_with("n't")
                    && !next.is(&["to", "another", "again", "more", "been", "known"])
            }
            "but" => !one_of(before, &["nothing", "anything", "all", "none", "everything", "cannot", "help"]),
            "while" => !one_of(before, &["a", "worth", "the", "all", "little", "long"]),
            "though" if one_of(before, &["as"]) => false,
            "though" if one_of(before, &["even"]) => {
                let at = word.start - "even ".len();
                return self.cut(at.max(self.start), Opened::Subordinate);
            }
            "rather" => next.is(&["than"]),
            _ => true,
        };
        if opens {
            self.cut(word.start, opened_by(word, rest));
        }
    }

    /// Whether the clause so far denies something of its subject with "does not" and the like, and has no further clause
    /// within, whose verbs the denial would reach.
    fn denies_its_predicate(&self, end: usize) -> bool {
        let mut words = Words { text: &self.text[..end], at: self.start };
        let mut before = "";
        let denied = words.find(|word| {
            let denies = word.text.ends_with("n't")
                || word.is(&["cannot"])
                || (word.is(&["not"]) && one_of(before, AUXILIARIES));
            before = word.text;
            denies
        });
        denied.is_some() && !words.any(|word| word.is(WITHIN) || word.is(PREDICATES))
    }
}

/// Whether a finite verb of the third person follows, an adverb before it or none: "and gently relieves".
fn affirms(rest: Words) -> bool {
    let mut rest = rest;
    let first = rest.next();
    first.is_some_and(|first| {
        first.is(PREDICATES) || (first.text.ends_with("ly") && rest.next().is_some_and(|next| next.is(PREDICATES)))
    })
}

fn opened_by(word: Word, rest: Words) -> Opened {
    let next = rest.peek();
    let next_is = |words: &[&str]| next.is_some_and(|next| next.is(words));
    if word.is(SUBORDINATORS) || (word.is(&["even"]) && next_is(&["though", "if", "when"])) {
        Opened::Subordinate
    } else if word.is(&["unlike", "without", "despite"])
        || (word.is(&["instead"]) && next_is(&["of"]))
        || (word.is(&["rather"]) && next_is(&["than"]))
    {
        Opened::Phrase
    } else {
        Opened::Plain
    }
}

/// Whether what follows a colon is a statement and no list: an imperative, a subject pronoun, or a verb among the next
/// words before the first comma, conjunction or relative pronoun.
fn statement_follows(first: Word, rest: Words) -> bool {
    const REACH: usize = 8;
    if first.is(SUBJECTS) || first.is(IMPERATIVES) {
        return true;
    }
    let mut end = first.start + first.text.len();
    for word in rest.take(REACH) {
        if rest.text[end..word.start].contains([',', ';', '.', '?', '!'])
            || word.is(&["and", "or", "that", "which", "who"])
        {
            return false;
        }
        if word.is(AUXILIARIES) {
            return true;
        }
        end = word.start + word.text.len();
    }
    false
}

/// Whether a conjunction is followed by a subject and its verb: "…, and evidence is limited", not "…, and sleep".
fn subject_of_its_own(first: Word, rest: Words) -> bool {
    const REACH: usize = 3;
    let mut end = first.start + first.text.len();
    for word in rest.skip(1).take(REACH) {
        if &rest.text[end..word.start] != " " || word.is(&["and", "or", "that", "which", "who", "not"]) {
            return false;
        }
        if word.is(AUXILIARIES) && !word.is(&["be", "been"]) {
            return true;
        }
        end = word.start + word.text.len();
    }
    false
}

/// Whether a stretch in front of a comma holds a predicate, or the "not" and participle of a shortened one ("While not
/// approved"). "Although anxiety, low mood and pain are common" has none before its first comma.
fn holds_verb(text: &str) -> bool {
    const REACH: usize = 40;
    Words { text, at: 0 }.take(REACH).skip(1).any(|word| {
        word.is(AUXILIARIES)
            || word.is(SUBJECTS)
            || word.is(CLAIM_VERBS)
            || word.is(&["not", "never"])
            || word.text.ends_with("ing")
            || word.text.ends_with("ed")
    })
}

fn one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

fn in_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 128
}

#[cfg(test)]
#[path = "clauses_tests.rs"]
mod tests;
