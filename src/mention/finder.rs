//! One pass over a document: sentences, words, phrases, mentions, and how each is asserted.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::resolve::{Candidate, Parted, is_excepted};
use super::{Answer, Mention, MentionId, Sentence, citation, quantity};
use crate::analysis::Analysis;
use crate::assertion::read::{Context, Inherited};
use crate::assertion::record::{Assertion, Voice};
use crate::assertion::scope::{self, CueHit, Scoped};
use crate::assertion::voice::{self, SignalHit};
use crate::extract::document::{Block, BlockId, BlockKind, Document, GovernorRole};
use crate::knowledge::{CueClass, Direction};
use crate::language::sentences::sentences;
use crate::language::words::{Gap, Word, words};
use crate::phrase::composite::{self, Part, Place};
use crate::phrase::lexicon::{Hit, WordId};
use crate::rule::ruleset::{Ruleset, Target};
use crate::rule::{ConceptId, compiled::Query};
use crate::source::Span;

/// Finds the mentions of documents; its buffers are used again from sentence to sentence.
pub struct Finder<'r> {
    ruleset: &'r Ruleset,
    words: Vec<Word>,
    ids: Vec<WordId>,
    hits: Vec<Hit>,
    parted: Parted,
    found: Vec<Mention>,
    /// By run: whether the sentence at hand has it.
    runs_here: Vec<bool>,
    waiting: Vec<u32>,
    places: Vec<Place>,
    place_starts: Vec<usize>,
    ways: Vec<Place>,
}

/// The mentions of a sentence while they are joined.
struct Joined<'b> {
    found: Vec<Mention>,
    /// The number that the first of them will have on the page.
    first_mention: u32,
    sentence: u32,
    words_before: u32,
    block: &'b Block,
}

impl Joined<'_> {
    /// Where a part of a composite was found, in order.
    fn places(&self, part: Part, ruleset: &Ruleset, parted: &Parted, places: &mut Vec<Place>) {
        match part {
            Part::Gap(_) | Part::Comma => {}
            Part::Run(run) => {
                let runs = parted.runs.iter().filter(|(number, ..)| *number == run);
                places.extend(runs.map(|(_, start, end)| Place { start: *start, end: *end, candidate: 0 }));
            }
            Part::Slot(slot) => {
                let query: &Query = &ruleset.slots[slot as usize];
                let before = places.len();
                let taken = self.found.iter().enumerate();
                let taken = taken.filter(|(_, mention)| takes_anywhere(ruleset, query, mention, self.block));
                places.extend(taken.map(|(i, mention)| Place {
                    start: mention.words.0 - self.words_before,
                    end: mention.words.1 - self.words_before,
                    candidate: i as u32,
                }));
                places[before..].sort_by_key(|place| (place.start, place.end));
            }
        }
    }
}

fn mention(words: &[Word], candidate: &Candidate, sentence: u32, words_before: u32) -> Mention {
    let first = words[candidate.start as usize];
    let last = words[candidate.end as usize - 1];
    Mention {
        concept: candidate.concept,
        row: candidate.row,
        span: Span::new(first.start as usize, last.end as usize),
        words: (words_before + candidate.start, words_before + candidate.end),
        sentence,
        value: None,
        kind: None,
        parts: Vec::new(),
        assertion: Assertion::default(),
    }
}

/// What is known of a document while it is read.
struct State<'d> {
    document: &'d Document,
    sentences: Vec<Sentence>,
    answers: Vec<Option<Answer>>,
    mentions: Vec<Mention>,
    words_before: u32,
    /// Cues of governors that go on to their ends.
    open: FxHashMap<BlockId, Vec<Inherited>>,
    governs: Vec<bool>,
    next_link: usize,
    has_references: bool,
    regex_matches: Vec<(Span, u32)>,
    next_regex: usize,
}

impl<'r> Finder<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Self {
        Finder {
            ruleset,
            words: Vec::new(),
            ids: Vec::new(),
            hits: Vec::new(),
            parted: Parted::default(),
            found: Vec::new(),
            runs_here: vec![false; ruleset.lexicon.runs()],
            waiting: Vec::new(),
            places: Vec::new(),
            place_starts: Vec::new(),
            ways: Vec::new(),
        }
    }

    pub fn run(&mut self, document: Document) -> Analysis<'r> {
        let mut governs = vec![false; document.blocks.len()];
        for governor in document.blocks.iter().flat_map(|block| &block.governors) {
            governs[governor.block.0 as usize] = true;
        }
        let mut regex_matches = Vec::new();
        self.ruleset.lexicon.regexes().find(&document.text, &mut regex_matches);
        regex_matches.sort_unstable_by_key(|(span, _)| span.start);
        let mut state = State {
            has_references: has_references(&document),
            document: &document,
            sentences: Vec::new(),
            answers: Vec::new(),
            mentions: Vec::new(),
            words_before: 0,
            open: FxHashMap::default(),
            governs,
            next_link: 0,
            regex_matches,
            next_regex: 0,
        };
        let mut spans = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            let id = BlockId(number as u32);
            let inherited = inherited(&state, block);
            let speaker = self.speaker(&document, block);
            // A myth or a list of claims to distrust, opened earlier in this block.
            let mut running: Vec<Inherited> = Vec::new();
            spans.clear();
            sentences(&document.text, block.span, &mut spans);
            for &span in &spans {
                self.sentence(&mut state, id, block, span, &inherited, &mut running, speaker);
            }
        }
        let State { mut sentences, answers, mut mentions, words_before, .. } = state;
        // A page that offers something is not read as medicine in general, however soberly it is written.
        let mean = mean_voice(&sentences, &document);
        let page_voice = if self.offers(&mentions) { mean.max(0.0) } else { mean };
        settle_questions(self.ruleset, &mut sentences, &answers, &mut mentions);
        for mention in &mut mentions {
            let sentence = &sentences[mention.sentence as usize];
            mention.assertion.about = match mention.assertion.voice {
                // Whoever shows a patient's words offers what the patient praises.
                Voice::Patient => crate::assertion::record::About::Offer,
                _ => voice::about(sentence.voice, page_voice),
            };
        }
        Analysis::new(self.ruleset, document, sentences, mentions, words_before, page_voice)
    }

    /// Whether a page offers something: an affirmed mention of the concept `offer`, or a call to action.
    fn offers(&self, mentions: &[Mention]) -> bool {
        let offer = self.ruleset.concept_ids.get("offer").copied();
        mentions.iter().any(|mention| {
            mention.concept == self.ruleset.known.call_to_action
                || (Some(mention.concept) == offer
                    && mention.assertion.polarity == crate::assertion::record::Polarity::Affirmed)
        })
    }

    #[allow(clippy::too_many_arguments)]
    fn sentence(
        &mut self,
        state: &mut State,
        id: BlockId,
        block: &Block,
        span: Span,
        inherited: &[Inherited],
        running: &mut Vec<Inherited>,
        speaker: Option<(Voice, Span)>,
    ) {
        let document = state.document;
        let text = document.text.as_str();
        self.words.clear();
        words(text, span, &mut self.words);
        if self.words.is_empty() {
            return;
        }
        let lexicon = &self.ruleset.lexicon;
        lexicon.identify(text, &self.words, &mut self.ids);
        self.hits.clear();
        lexicon.scan(text, &self.words, &self.ids, &mut self.hits);
        self.parted.clear();
        for hit in &self.hits {
            self.parted.add(hit, self.ruleset);
        }
        self.parted.resolve();
        let is_question = text[span.range()].trim_end().trim_end_matches(['"', '\'', ')', ']', '*']).ends_with('?');
        let number = state.sentences.len() as u32;
        let words_before = state.words_before;
        let mut joined = Joined {
            found: std::mem::take(&mut self.found),
            first_mention: state.mentions.len() as u32,
            sentence: number,
            words_before,
            block,
        };
        self.built_in(state, block, span, is_question, number, &mut joined.found);
        for candidate in &self.parted.candidates {
            joined.found.push(mention(&self.words, candidate, number, words_before));
        }
        while let Some(&(at, target)) = state.regex_matches.get(state.next_regex).filter(|(at, _)| at.start < span.end)
        {
            if span.contains(at) {
                joined.found.extend(self.regex_mention(at, target, number, words_before));
            }
            state.next_regex += 1;
        }
        let governs = state.governs[id.0 as usize];
        let ruleset = self.ruleset;
        let cues = std::mem::take(&mut self.parted.cues);
        let cut = |words: &[Word]| -> (Vec<Range<usize>>, Vec<Scoped>) {
            if cues.is_empty() {
                return Default::default();
            }
            let clauses = scope::clause_ranges(text, span, words);
            let scopes = scope::scopes(&ruleset.cues, &cues, &clauses, words);
            (clauses, scopes)
        };
        // Scopes are worked out where something is to be read by them, which in most sentences nothing is.
        let scoped = OnceCell::new();
        let quoted = OnceCell::new();
        let all_inherited = OnceCell::new();
        let mut read = |words: &[Word], mention: &Mention| -> Assertion {
            let (_, scopes) = scoped.get_or_init(|| cut(words));
            let context = Context {
                cues: &ruleset.cues,
                words,
                scopes,
                inherited: all_inherited
                    .get_or_init(|| inherited.iter().chain(running.iter()).cloned().collect::<Vec<_>>()),
                block,
                is_question,
                speaker,
                quoted: quoted.get_or_init(|| quoted_words(text, span, words, block, scopes, ruleset)),
            };
            let start = (mention.words.0 - words_before) as usize;
            let end = (mention.words.1 - words_before) as usize;
            context.read(start..end, ruleset.concept(mention.concept).speaks_of)
        };
        for mention in &mut joined.found {
            mention.assertion = read(&self.words, mention);
        }
        joined.found.sort_by_key(|mention| (mention.words, mention.concept, mention.row));
        self.composites(&mut joined, &mut read);
        state.mentions.append(&mut joined.found);
        self.found = joined.found;
        let voice = voice::sum(&ruleset.signals, &self.parted.signals, text, &self.words, block, is_question);
        if governs || has_block_cue(ruleset, &cues) {
            let (clauses, scopes) = scoped.get_or_init(|| cut(&self.words));
            self.carry_on(state, id, scopes, clauses, running);
        }
        let count = self.words.len() as u32;
        state.answers.push(answer_words(ruleset, &cues));
        self.parted.cues = cues;
        state.sentences.push(Sentence {
            span,
            block: id,
            words: (words_before, words_before + count),
            mentions: (joined.first_mention, state.mentions.len() as u32),
            is_question,
            voice,
        });
        state.words_before += count;
    }

    /// Mentions that no phrase list holds: quantities, citations, links, quotations, questions, calls to action.
    fn built_in(
        &self,
        state: &mut State,
        block: &Block,
        span: Span,
        is_question: bool,
        sentence: u32,
        found: &mut Vec<Mention>,
    ) {
        let document = state.document;
        let text = document.text.as_str();
        let known = &self.ruleset.known;
        let make = |concept: ConceptId, start: usize, end: usize| {
            let candidate = Candidate { concept, row: None, start: start as u32, end: end as u32 };
            mention(&self.words, &candidate, sentence, state.words_before)
        };
        let mut quantities = Vec::new();
        quantity::quantities(text, &self.words, &mut quantities);
        for quantity in &quantities {
            let concept = match quantity.what {
                quantity::Quantity::Number => known.number,
                quantity::Quantity::Percent => known.percent,
                quantity::Quantity::Money => known.money,
                quantity::Quantity::Duration => known.duration,
                quantity::Quantity::Date => known.date,
            };
            let mention = make(concept, quantity.start, quantity.end);
            found.push(Mention { value: Some(quantity.value), kind: quantity.unit, ..mention });
        }
        let mut citations = Vec::new();
        if !quantities.is_empty() || text[span.range()].contains("NCT") || text[span.range()].contains("PM") {
            citation::in_text(text, &self.words, state.has_references, &mut citations);
        }
        for citation in citations {
            found.push(Mention { kind: Some(citation.class), ..make(known.citation, citation.start, citation.end) });
        }
        while let Some(link) = document.links.get(state.next_link).filter(|link| link.text.start < span.end) {
            let start = self.words.partition_point(|word| (word.end as usize) <= link.text.start);
            let end = self.words.partition_point(|word| (word.start as usize) < link.text.end);
            if start < end {
                let class = citation::class_of(&link.url);
                found.push(Mention { kind: class, ..make(known.link, start, end) });
                if let Some(class) = class {
                    found.push(Mention { kind: Some(class), ..make(known.citation, start, end) });
                }
                if link.call_to_action && block.kind != BlockKind::CallToAction {
                    found.push(make(known.call_to_action, start, end));
                }
            }
            if link.text.end > span.end {
                break;
            }
            state.next_link += 1;
        }
        let all = self.words.len();
        if block.kind == BlockKind::CallToAction {
            found.push(make(known.call_to_action, 0, all));
        }
        if block.kind == BlockKind::Quotation || block.traits.quoted || block.traits.testimonial {
            found.push(make(known.quotation, 0, all));
        }
        if is_question {
            found.push(make(known.question, 0, all));
        }
    }

    fn regex_mention(&self, at: Span, target: u32, sentence: u32, words_before: u32) -> Option<Mention> {
        let Target::Mention { concept, row } = self.ruleset.targets[target as usize] else { return None };
        let start = self.words.partition_point(|word| (word.end as usize) <= at.start) as u32;
        let end = self.words.partition_point(|word| (word.start as usize) < at.end) as u32;
        (start < end).then(|| Mention {
            span: at,
            ..mention(&self.words, &Candidate { concept, row, start, end }, sentence, words_before)
        })
    }

    /// Joins runs and mentions into the composites that wait for them, each after what it is made of. `read` gives the
    /// assertion of a mention.
    fn composites(&mut self, joined: &mut Joined, read: &mut dyn FnMut(&[Word], &Mention) -> Assertion) {
        let ruleset = self.ruleset;
        let lexicon = &ruleset.lexicon;
        self.waiting.clear();
        for (run, ..) in &self.parted.runs {
            self.runs_here[*run as usize] = true;
        }
        for (run, ..) in &self.parted.runs {
            let here = |part: &Part| part.run().is_none_or(|run| self.runs_here[run as usize]);
            let waiting = lexicon.waiting_for(*run).iter();
            self.waiting.extend(waiting.filter(|composite| lexicon.parts(**composite).iter().all(here)));
        }
        for (run, ..) in &self.parted.runs {
            self.runs_here[*run as usize] = false;
        }
        // What is made of mentions only may wait for one that is joined just now.
        if !joined.found.is_empty() || !self.waiting.is_empty() {
            self.waiting.extend_from_slice(lexicon.without_run());
        }
        self.waiting.sort_unstable();
        self.waiting.dedup();
        let mut excepts: Vec<Candidate> = Vec::new();
        for &composite in &self.waiting {
            let parts = lexicon.parts(composite);
            self.places.clear();
            self.place_starts.clear();
            let all = parts.iter().all(|part| {
                let before = self.places.len();
                self.place_starts.push(before);
                joined.places(*part, ruleset, &self.parted, &mut self.places);
                !part.is_placed() || self.places.len() > before
            });
            if !all {
                continue;
            }
            self.place_starts.push(self.places.len());
            let places = |at: usize| &self.places[self.place_starts[at]..self.place_starts[at + 1]];
            let between = |word: u32| self.words.get(word as usize).map_or(Gap::Closed, |word| word.gap);
            self.ways.clear();
            composite::find(parts, &places, &between, &mut self.ways);
            let stride = parts.iter().filter(|part| part.is_placed()).count().max(1);
            for way in self.ways.chunks_exact(stride) {
                let (start, end) = (way[0].start, way[stride - 1].end);
                let candidate = |concept, row| Candidate { concept, row, start, end };
                match ruleset.targets[lexicon.target(composite) as usize] {
                    Target::Mention { concept, row } => {
                        let candidate = candidate(concept, row);
                        let mut mention = mention(&self.words, &candidate, joined.sentence, joined.words_before);
                        let told = |other: &Mention| {
                            other.concept == concept
                                && other.words.0 <= mention.words.0
                                && mention.words.1 <= other.words.1
                        };
                        if is_excepted(&candidate, &self.parted.excepts) || joined.found.iter().any(told) {
                            continue;
                        }
                        let slots = parts.iter().filter(|part| part.is_placed());
                        let slots = slots.zip(way).filter(|(part, _)| matches!(part, Part::Slot(_)));
                        mention.parts =
                            slots.map(|(_, place)| MentionId(joined.first_mention + place.candidate)).collect();
                        mention.assertion = read(&self.words, &mention);
                        joined.found.push(mention);
                    }
                    Target::Except { concept, row } => excepts.push(candidate(concept, row)),
                    Target::Signal(signal) => {
                        self.parted.signals.push(SignalHit { signal, start: start as usize, end: end as usize });
                    }
                    // Cues are read before mentions are; the compiler refuses slots in them.
                    Target::Cue(_) => {}
                }
            }
        }
        // Numbers of mentions stand in `parts` already: what an exception takes out stays, as a mention of nothing.
        for except in excepts {
            for mention in joined.found.iter_mut() {
                let inside = except.start + joined.words_before <= mention.words.0
                    && mention.words.1 <= except.end + joined.words_before;
                if inside && mention.concept == except.concept && (except.row.is_none() || except.row == mention.row) {
                    mention.concept = Analysis::NOTHING;
                }
            }
        }
    }

    /// Keeps what a sentence leaves open: a lead-in's denial for its list, a myth for the rest of its block.
    fn carry_on(
        &self,
        state: &mut State,
        id: BlockId,
        scopes: &[Scoped],
        clauses: &[std::ops::Range<usize>],
        running: &mut Vec<Inherited>,
    ) {
        let span = |scoped: &Scoped| {
            Span::new(self.words[scoped.trigger.start].start as usize, self.words[scoped.trigger.end - 1].end as usize)
        };
        for scoped in scopes {
            let cue = &self.ruleset.cues[scoped.cue as usize];
            if cue.class == CueClass::Fact {
                running.retain(|open| self.ruleset.cues[open.cue as usize].class != CueClass::Myth);
            } else if cue.direction == Direction::Block {
                running.push(Inherited { cue: scoped.cue, span: span(scoped) });
            }
        }
        if state.governs[id.0 as usize] {
            let last_clause = clauses.last().map_or(0, |clause| clause.start);
            let end = self.words.len();
            let open = scopes.iter().filter(|scoped| scoped.reach.end == end && scoped.trigger.start >= last_clause);
            let mut open: Vec<Inherited> =
                open.map(|scoped| Inherited { cue: scoped.cue, span: span(scoped) }).collect();
            open.extend(running.iter().filter(|open| !scopes.iter().any(|s| span(s) == open.span)).cloned());
            state.open.insert(id, open);
        }
    }

    /// Who speaks a quotation, by its attribution line.
    fn speaker(&mut self, document: &Document, block: &Block) -> Option<(Voice, Span)> {
        let governor = block.governors.iter().find(|governor| governor.role == GovernorRole::Attribution)?;
        let span = document.block(governor.block).span;
        self.words.clear();
        words(&document.text, span, &mut self.words);
        self.ruleset.lexicon.identify(&document.text, &self.words, &mut self.ids);
        self.hits.clear();
        self.ruleset.lexicon.scan(&document.text, &self.words, &self.ids, &mut self.hits);
        self.parted.clear();
        for hit in &self.hits {
            self.parted.add(hit, self.ruleset);
        }
        let voice = self.parted.cues.iter().find_map(|hit| match self.ruleset.cues[hit.cue as usize].class {
            CueClass::ByRegulator => Some(Voice::Regulator),
            CueClass::ByStudy => Some(Voice::Study),
            _ => None,
        });
        Some((voice.unwrap_or(Voice::Patient), span))
    }
}

/// Whether a query takes a mention.
pub(crate) fn takes(ruleset: &Ruleset, query: &Query, mention: &Mention, block: &Block) -> bool {
    is_named(ruleset, query, mention)
        && query.reading.accepts(&mention.assertion, block, ruleset.concept(mention.concept).speaks_of)
}

/// As [`takes`], wherever a reader would or would not see it: for statements, and for parts of a joined phrase.
pub(crate) fn takes_anywhere(ruleset: &Ruleset, query: &Query, mention: &Mention, block: &Block) -> bool {
    is_named(ruleset, query, mention)
        && query.reading.accepts_anywhere(&mention.assertion, block, ruleset.concept(mention.concept).speaks_of)
}

fn is_named(ruleset: &Ruleset, query: &Query, mention: &Mention) -> bool {
    mention.concept != Analysis::NOTHING
        && ruleset.concept(query.concept).members.binary_search(&mention.concept).is_ok()
        && (mention.concept != ruleset.known.citation || takes_citation(&query.reading.kinds, mention.kind))
}

/// Without a class, a citation is one that can bear a claim: the page's own site and the press cannot.
fn takes_citation(asked: &[String], class: Option<&str>) -> bool {
    match class {
        Some(class) if asked.is_empty() => matches!(class, "journal" | "registry" | "label" | "regulator"),
        Some(class) => asked.iter().any(|one| one == class),
        None => false,
    }
}

fn inherited(state: &State, block: &Block) -> Vec<Inherited> {
    let roles = [GovernorRole::LeadIn, GovernorRole::ColumnHeader, GovernorRole::RowHeader];
    let governors = block.governors.iter().filter(|governor| roles.contains(&governor.role));
    governors.flat_map(|governor| state.open.get(&governor.block).cloned().unwrap_or_default()).collect()
}

fn answer_words(ruleset: &Ruleset, cues: &[CueHit]) -> Option<Answer> {
    cues.iter().filter(|hit| hit.start == 0).find_map(|hit| match ruleset.cues[hit.cue as usize].class {
        CueClass::AnswerYes => Some(Answer::Yes),
        CueClass::AnswerNo => Some(Answer::No),
        _ => None,
    })
}

fn has_block_cue(ruleset: &Ruleset, cues: &[CueHit]) -> bool {
    cues.iter().any(|hit| {
        let cue = &ruleset.cues[hit.cue as usize];
        cue.direction == Direction::Block || cue.class == CueClass::Fact
    })
}

fn has_references(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        block.kind == BlockKind::Footnote
            || (heading && {
                let text = document.text[block.span.range()].to_ascii_lowercase();
                ["references", "sources", "bibliography", "citations"].iter().any(|word| text.contains(word))
            })
    })
}

/// Words inside quotation marks of four words or more, in a sentence or block that names a speaker.
fn quoted_words(
    text: &str,
    span: Span,
    words: &[Word],
    block: &Block,
    scopes: &[Scoped],
    ruleset: &Ruleset,
) -> Vec<std::ops::Range<usize>> {
    let slice = &text[span.range()];
    if !slice.contains('"') {
        return Vec::new();
    }
    let patient = scopes.iter().any(|scoped| ruleset.cues[scoped.cue as usize].class == CueClass::ByPatient);
    let rest = &text[span.end..block.span.end];
    let attributed = patient || rest.trim_start().starts_with('-') || slice.contains("\" -") || slice.contains("\"-");
    if !attributed {
        return Vec::new();
    }
    let marks: Vec<usize> = slice.match_indices('"').map(|(at, _)| span.start + at).collect();
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let open = marks[at];
        let close = marks.get(at + 1).copied().unwrap_or(span.end);
        let start = words.partition_point(|word| (word.start as usize) < open);
        let end = words.partition_point(|word| (word.end as usize) <= close);
        if end >= start + 4 {
            ranges.push(start..end);
        }
        at += 2;
    }
    ranges
}

/// A page counts as informing only as if it held this many neutral sentences more: two or three that tell of risks
/// beside a claim do not make it information.
const NEUTRAL: i32 = 5;

fn mean_voice(sentences: &[Sentence], document: &Document) -> f32 {
    let body = sentences.iter().filter(|sentence| {
        let block = document.block(sentence.block);
        sentence.words.1 - sentence.words.0 >= 4 && !matches!(block.kind, BlockKind::Heading(_))
    });
    let (count, sum) = body.fold((0, 0), |(count, sum), sentence| (count + 1, sum + sentence.voice));
    match sum {
        sum if sum < 0 => sum as f32 / (count + NEUTRAL) as f32,
        sum => sum as f32 / count.max(1) as f32,
    }
}

/// How many sentences after a question may answer it.
const ANSWER_WITHIN: usize = 2;

/// A question's mentions take the polarity that the next sentences give them.
fn settle_questions(
    ruleset: &Ruleset,
    sentences: &mut [Sentence],
    answers: &[Option<Answer>],
    mentions: &mut [Mention],
) {
    for question in 0..sentences.len() {
        if !sentences[question].is_question {
            continue;
        }
        let range = sentences[question].mentions.0 as usize..sentences[question].mentions.1 as usize;
        for mention in &mut mentions[range.clone()] {
            mention.assertion.polarity = crate::assertion::record::Polarity::Open;
        }
        let next = question + 1..(question + 1 + ANSWER_WITHIN).min(sentences.len());
        let verdict = next.take_while(|at| !sentences[*at].is_question).find_map(|at| {
            let decided = answers[at].map(|answer| (answer == Answer::Yes, sentences[at].span));
            decided.or_else(|| decided_by(ruleset, &sentences[at], mentions))
        });
        if let Some((yes, span)) = verdict {
            for mention in &mut mentions[range] {
                crate::assertion::read::answer(&mut mention.assertion, yes, span);
            }
        }
    }
}

/// What a sentence says of benefit, status and evidence decides the question before it.
fn decided_by(ruleset: &Ruleset, sentence: &Sentence, mentions: &[Mention]) -> Option<(bool, Span)> {
    use crate::assertion::record::{Frame, Polarity};
    use crate::knowledge::SpeaksOf;
    let mut yes = None;
    for mention in &mentions[sentence.mentions.0 as usize..sentence.mentions.1 as usize] {
        if mention.concept == Analysis::NOTHING {
            continue;
        }
        let plain = mention.assertion.frame == Frame::Plain;
        match (ruleset.concept(mention.concept).speaks_of, mention.assertion.polarity) {
            (Some(SpeaksOf::Benefit | SpeaksOf::Status), Polarity::Denied) => return Some((false, mention.span)),
            (Some(SpeaksOf::Limit), Polarity::Affirmed) => return Some((false, mention.span)),
            (Some(SpeaksOf::Benefit), Polarity::Affirmed) if plain => yes = yes.or(Some((true, mention.span))),
            _ => {}
        }
    }
    yes
}
