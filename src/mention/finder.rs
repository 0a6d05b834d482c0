//! One pass over a document: sentences, words, phrases, mentions, and how each is asserted.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::built_in::has_references;
use super::citation;
use super::joining::{Joined, mention};
use super::noted::{Noted, NotedPhrase};
use super::questions::{answer_words, settle_questions};
use super::resolve::Parted;
use super::{Answer, Mention, Sentence};
use crate::analysis::{self, Analysis};
use crate::assertion::read::{Context, Inherited};
use crate::assertion::record::{About, Assertion, Polarity, Voice};
use crate::assertion::scope::{self, CueHit, Scoped};
use crate::assertion::told_of;
use crate::assertion::voice::{self, Counted, Heard};
use crate::extract::document::{Block, BlockId, BlockKind, Document, GovernorRole};
use crate::knowledge::{CueClass, Direction, SpeaksOf, Status};
use crate::language::sentences::sentences;
use crate::language::words::{Word, words};
use crate::phrase::composite::{Part, Place};
use crate::phrase::lexicon::{Hit, WordId};
use crate::rule::ConceptId;
use crate::rule::ruleset::Ruleset;
use crate::source::Span;

/// Finds the mentions of documents; its buffers are used again from sentence to sentence.
pub struct Finder<'r> {
    pub(super) ruleset: &'r Ruleset,
    /// Concepts that say a treatment does good.
    benefits: &'r [ConceptId],
    pub(super) words: Vec<Word>,
    pub(super) ids: Vec<WordId>,
    pub(super) hits: Vec<Hit>,
    pub(super) parted: Parted,
    pub(super) found: Vec<Mention>,
    /// By run, and by set of runs: whether the sentence at hand has it, or one of it.
    pub(super) runs_here: Vec<bool>,
    /// The runs that it has, each once.
    pub(super) runs_found: Vec<u32>,
    /// A composite with all the runs that may be taken for its sets, one variant after the other.
    pub(super) variants: Vec<Part>,
    /// By slot: whether the sentence at hand has a mention that may fill it.
    pub(super) slots_here: Vec<bool>,
    /// Composites to try in the sentence at hand, in order.
    pub(super) waiting: Vec<u32>,
    pub(super) places: Vec<Place>,
    pub(super) place_starts: Vec<usize>,
    pub(super) ways: Vec<Place>,
    /// Kept where it was asked for.
    pub(super) noted: Option<Noted>,
    /// Signals that every sentence is read for.
    without_phrases: Vec<u32>,
    /// Words of the benefits in the sentence at hand, in order.
    claims: Vec<Range<usize>>,
    /// The advertiser's own names, word by word as the vocabulary holds them.
    names: Vec<Vec<String>>,
}

/// What is known of a document while it is read.
pub(super) struct State<'d> {
    pub(super) document: &'d Document,
    pub(super) sentences: Vec<Sentence>,
    pub(super) answers: Vec<Option<Answer>>,
    pub(super) mentions: Vec<Mention>,
    pub(super) signals: Vec<Counted>,
    pub(super) words_before: u32,
    /// Cues of governors that go on to their ends.
    pub(super) open: FxHashMap<BlockId, Vec<Inherited>>,
    pub(super) governs: Vec<bool>,
    pub(super) next_link: usize,
    pub(super) has_references: bool,
    pub(super) regex_matches: Vec<(Span, u32)>,
    pub(super) next_regex: usize,
}

impl<'r> Finder<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Self {
        Finder {
            ruleset,
            benefits: ruleset.concept_named("benefit").map_or(&[], |id| &ruleset.concept(id).members),
            words: Vec::new(),
            ids: Vec::new(),
            hits: Vec::new(),
            parted: Parted::default(),
            found: Vec::new(),
            runs_here: vec![false; ruleset.lexicon.runs()],
            runs_found: Vec::new(),
            variants: Vec::new(),
            slots_here: vec![false; ruleset.slots.len()],
            waiting: Vec::new(),
            places: Vec::new(),
            place_starts: Vec::new(),
            ways: Vec::new(),
            noted: None,
            without_phrases: voice::without_phrases(&ruleset.signals),
            claims: Vec::new(),
            names: Vec::new(),
        }
    }

    /// The same, noting what it hears.
    pub fn noting(self) -> Self {
        Finder { noted: Some(Noted::default()), ..self }
    }

    /// Takes these names for the advertiser's own.
    pub fn naming(self, brands: &[String]) -> Self {
        let key = |brand: &String| {
            let mut cut = Vec::new();
            words(brand, Span::new(0, brand.len()), &mut cut);
            let mut buffer = String::new();
            cut.iter().map(|word| word.key(brand, &mut buffer).to_owned()).collect()
        };
        let names: Vec<Vec<String>> = brands.iter().map(key).filter(|name: &Vec<String>| !name.is_empty()).collect();
        Finder { names, ..self }
    }

    /// Where the sentence at hand has names of the advertiser's own.
    fn own_names(&self, text: &str) -> Vec<Range<usize>> {
        let mut buffer = String::new();
        let mut found = Vec::new();
        for start in 0..if self.names.is_empty() { 0 } else { self.words.len() } {
            let mut holds = |name: &Vec<String>| {
                let words = self.words.get(start..start + name.len());
                words.is_some_and(|words| words.iter().zip(name).all(|(word, own)| word.key(text, &mut buffer) == own))
            };
            found.extend(self.names.iter().find(|name| holds(name)).map(|name| start..start + name.len()));
        }
        found
    }

    pub fn run(&mut self, document: Document) -> Analysis<'r> {
        let mut governs = vec![false; document.blocks.len()];
        for governor in document.blocks.iter().flat_map(|block| &block.governors) {
            governs[governor.block.0 as usize] = true;
        }
        let mut regex_matches = Vec::new();
        self.ruleset.lexicon.regexes().find(&document.text, &mut regex_matches);
        let mut state = State {
            has_references: has_references(&document),
            document: &document,
            sentences: Vec::new(),
            answers: Vec::new(),
            mentions: Vec::new(),
            signals: Vec::new(),
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
            let speech = self.speech(&document, block);
            // A myth or a list of claims to distrust, opened earlier in this block.
            let mut running: Vec<Inherited> = Vec::new();
            spans.clear();
            sentences(&document.text, block.span, &mut spans);
            for &span in &spans {
                self.sentence(&mut state, id, block, span, &inherited, &mut running, speech);
            }
        }
        let State { mut sentences, answers, mut mentions, mut signals, words_before, .. } = state;
        let words = sentences.last().map_or(0, |sentence| sentence.words.1);
        let offers = analysis::offers(self.ruleset, &mentions);
        let page_voice = voice::of_page(mean_voice(&sentences, &document), offers, words);
        settle_questions(self.ruleset, &mut sentences, &answers, &mut mentions);
        for mention in &mut mentions {
            let sentence = &sentences[mention.sentence as usize];
            mention.assertion.about = match mention.assertion.voice {
                // Whoever shows a patient's words offers what the patient praises.
                Voice::Patient => About::Offer,
                _ => match voice::about(sentence.voice, page_voice) {
                    About::General => About::General,
                    _ if self.is_of_no_offer(&document, sentence, mention) => About::General,
                    about => about,
                },
            };
        }
        // They stay as long as the page is judged, and a long page has a hundred megabytes of them.
        mentions.shrink_to_fit();
        sentences.shrink_to_fit();
        signals.shrink_to_fit();
        let noted = self.noted.as_mut().map(std::mem::take).unwrap_or_default();
        Analysis::new(self.ruleset, document, (sentences, signals), mentions, words_before, page_voice).with(noted)
    }

    /// Whether a benefit is told of a way of life or the body itself, or is a row of nouns.
    fn is_of_no_offer(&self, document: &Document, sentence: &Sentence, mention: &Mention) -> bool {
        let start = mention.span().start;
        let concept = self.ruleset.concepts.get(mention.concept.0 as usize);
        concept.is_some_and(|concept| concept.speaks_of == Some(SpeaksOf::Benefit))
            && (told_of::is_list(&document.text[mention.span().range()])
                || told_of::is_of_no_offer(&document.text[sentence.span.start..start], &self.ruleset.word_lists))
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
        speech: Speech,
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
        if let Some(noted) = &mut self.noted {
            noted.hits(&self.hits, state.words_before);
        }
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
                let mention = self.regex_mention(at, target, number, words_before);
                if let (Some(noted), Some(mention)) = (&mut self.noted, &mention) {
                    noted.phrases.push(NotedPhrase { target, words: mention.words });
                }
                joined.found.extend(mention);
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
            let scopes = scope::scopes(text, &ruleset.cues, &cues, &clauses, words);
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
                speaker: speech.speaker,
                quoted: quoted.get_or_init(|| quoted_words(text, span, words, block, scopes, ruleset)),
                is_aside: speech.is_aside,
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
        if self.noted.is_none() {
            joined.forget_unasked(ruleset);
        }
        self.claims.clear();
        let mut unproven = None;
        let mut first_claim = 0;
        for mention in &joined.found {
            let at = (mention.words.0 - words_before) as usize..(mention.words.1 - words_before) as usize;
            if self.benefits.binary_search(&mention.concept).is_ok() {
                if mention.assertion.polarity == Polarity::Affirmed && (first_claim == 0 || at.start < first_claim) {
                    first_claim = at.start;
                }
                self.claims.push(at);
            } else if unproven.is_none() && is_unproven(ruleset, mention) {
                unproven = Some(at);
            }
        }
        let own_names = self.own_names(text);
        // "Calm Roots" as a name soothes nobody.
        self.claims.retain(|claim| !own_names.iter().any(|name| name.start <= claim.start && claim.end <= name.end));
        self.claims.sort_unstable_by_key(|claim| claim.start);
        state.mentions.append(&mut joined.found);
        self.found = joined.found;
        let after_offer = state
            .sentences
            .last()
            .is_some_and(|last| voice::is_offer(last.voice) && document.block(last.block).section == block.section);
        self.parted.signals.sort_by_key(|hit| hit.signal);
        let heard = Heard {
            word_lists: &ruleset.word_lists,
            text,
            span,
            words: &self.words,
            ids: &self.ids,
            hits: &self.parted.signals,
            block,
            is_question: is_question && !tells(ruleset, &cues),
            claims: &self.claims,
            turn: scope::turn(text, &ruleset.cues, &cues, &self.words, first_claim),
            unproven,
            after_offer,
            brands: &own_names,
        };
        let first_signal = state.signals.len() as u32;
        let voice = voice::sum(&ruleset.signals, &self.without_phrases, &heard, &mut state.signals);
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
            signals: (first_signal, state.signals.len() as u32),
        });
        state.words_before += count;
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

    fn speech(&mut self, document: &Document, block: &Block) -> Speech {
        let speaker = self.speaker(document, block);
        Speech { speaker, is_aside: speaker.is_none() && is_aside(&document.text, block) }
    }

    /// Who speaks a quotation, by its attribution line.
    fn speaker(&mut self, document: &Document, block: &Block) -> Option<(Voice, Span)> {
        // The title in a list of references is the study's, not the page's.
        if citation::is_entry(&document.text[block.span.range()]) {
            return Some((Voice::Study, block.span));
        }
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

/// Whether a mention is a treatment that no agency approves for anything but what its row names, if for that.
fn is_unproven(ruleset: &Ruleset, mention: &Mention) -> bool {
    mention.concept == ruleset.known.treatment
        && mention.row.is_some_and(|row| {
            let otherwise = ruleset.treatments[row as usize].otherwise;
            matches!(otherwise, Status::Unapproved | Status::Barred | Status::Scheduled | Status::Investigational)
        })
}

fn inherited(state: &State, block: &Block) -> Vec<Inherited> {
    let roles = [GovernorRole::LeadIn, GovernorRole::ColumnHeader, GovernorRole::RowHeader];
    let governors = block.governors.iter().filter(|governor| roles.contains(&governor.role));
    governors.flat_map(|governor| state.open.get(&governor.block).cloned().unwrap_or_default()).collect()
}

/// Whether a question tells what it seems to ask.
fn tells(ruleset: &Ruleset, cues: &[CueHit]) -> bool {
    cues.iter().any(|hit| ruleset.cues[hit.cue as usize].class == CueClass::NotQuestion)
}

fn has_block_cue(ruleset: &Ruleset, cues: &[CueHit]) -> bool {
    cues.iter().any(|hit| {
        let cue = &ruleset.cues[hit.cue as usize];
        cue.direction == Direction::Block || cue.class == CueClass::Fact
    })
}

/// Who speaks in a block.
#[derive(Debug, Clone, Copy)]
struct Speech {
    speaker: Option<(Voice, Span)>,
    is_aside: bool,
}

/// Whether a block is set as a quotation and quotes nobody, as pages set their key points: it has no quotation marks, and
/// nobody says "I" or "my". An attribution line or the name of a testimonial make it a quotation whatever its words.
fn is_aside(text: &str, block: &Block) -> bool {
    let is_quotation = block.kind == BlockKind::Quotation || block.traits.quoted;
    if !is_quotation || block.traits.testimonial {
        return false;
    }
    let has = |slice: &str, own: &[&str]| {
        slice.split(|c: char| !c.is_alphabetic()).any(|word| own.iter().any(|one| word.eq_ignore_ascii_case(one)))
    };
    let slice = &text[block.span.range()];
    // "Our patients" is said by whoever treats them.
    let first_person = has(slice, &["I", "me", "my", "mine"])
        || (has(slice, &["us", "our", "we"]) && !has(slice, &["patients", "clients", "customers", "your"]));
    !slice.contains('"') && !first_person
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
