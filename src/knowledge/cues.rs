//! Cues and signals: the words from which the assertion of a mention is read. Data of the engine, in `rules/reading/`.

use serde::{Deserialize, Serialize};

use super::concepts::{SPEAKS_OF, SpeaksOf};
use super::row::NamedPhrase;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// What a cue does to the mentions in its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CueClass {
    Negation,
    /// Holds a word of denial and denies nothing: "not only", "not without".
    NotNegation,
    Hedge,
    /// Opens a question that tells what it seems to ask: "did you know that".
    NotQuestion,
    /// Opens a condition: "if", "whether".
    Conditional,
    ByPatient,
    ByRegulator,
    ByStudy,
    ByOther,
    Myth,
    /// Ends a myth: "Fact:".
    Fact,
    Critique,
    Past,
    Future,
    /// Opens an instruction to the reader: "ask your doctor".
    Instruction,
    AnswerYes,
    AnswerNo,
}

const CLASSES: &[(&str, CueClass)] = &[
    ("negation", CueClass::Negation),
    ("not a negation", CueClass::NotNegation),
    ("not a question", CueClass::NotQuestion),
    ("hedge", CueClass::Hedge),
    ("condition", CueClass::Conditional),
    ("said by a patient", CueClass::ByPatient),
    ("said by a regulator", CueClass::ByRegulator),
    ("said by a study", CueClass::ByStudy),
    ("said by others", CueClass::ByOther),
    ("myth", CueClass::Myth),
    ("fact", CueClass::Fact),
    ("critique", CueClass::Critique),
    ("past", CueClass::Past),
    ("future", CueClass::Future),
    ("instruction", CueClass::Instruction),
    ("answer yes", CueClass::AnswerYes),
    ("answer no", CueClass::AnswerNo),
];

/// Which way from the cue its scope lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    Forward,
    Backward,
    /// The whole clause.
    Clause,
    /// The whole sentence.
    Sentence,
    /// From the cue to the end of the block.
    Block,
}

const DIRECTIONS: &[(&str, Direction)] = &[
    ("forward", Direction::Forward),
    ("backward", Direction::Backward),
    ("clause", Direction::Clause),
    ("sentence", Direction::Sentence),
    ("block", Direction::Block),
];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cue {
    pub class: CueClass,
    pub direction: Direction,
    /// How many words forward or backward.
    pub reach: u32,
    /// Whether the scope goes on past the end of its clause.
    pub across_clauses: bool,
    /// Kinds of mention it holds for; empty for all.
    pub speaks_of: Vec<SpeaksOf>,
    /// What `X.denied-by` says of it, where rules need to know.
    pub known_as: Option<String>,
    #[serde(skip)]
    pub phrases: Vec<NamedPhrase>,
}

pub(super) const CUE: Shape = Shape {
    name: "cue",
    about: "Words that change how the mentions in their scope are read.",
    keys: &[&[
        needed("cue", Word(|| words_of(CLASSES)), "What it does to them."),
        needed("scope", Word(|| words_of(DIRECTIONS)), "Which way its scope lies."),
        key("words", Number, "How many words forward or backward; 12 where it is left out."),
        key("across-clauses", Flag, "Whether the scope goes on past the end of its clause."),
        key("speaks-of", Words(|| words_of(SPEAKS_OF)), "Kinds of mention it holds for; all where it is left out."),
        key("known-as", Text, "What `denied-by` says of it, where rules need to know."),
        needed("phrases", SomeTexts, "The words."),
    ]],
    any_of: &[],
};

pub(super) fn read_cue(node: &Node, file: &File, errors: &mut Errors) -> Option<Cue> {
    let mut fields = Fields::shaped(node, &CUE, file, errors)?;
    let class = fields.require("cue", errors).and_then(|node| node.expect_word(CLASSES, file, errors));
    let direction = fields.require("scope", errors).and_then(|node| node.expect_word(DIRECTIONS, file, errors));
    let reach = fields.take("words").and_then(|node| node.expect_number(file, errors)).unwrap_or(12);
    let across = fields.take("across-clauses").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
    let kinds = fields.take("speaks-of").map_or_else(Vec::new, Node::items);
    let speaks_of = kinds.into_iter().filter_map(|node| node.expect_word(SPEAKS_OF, file, errors)).collect();
    let known_as = fields.text("known-as", errors);
    let phrases = NamedPhrase::list(fields.require("phrases", errors), file, errors);
    fields.finish(errors);
    Some(Cue { class: class?, direction: direction?, reach, across_clauses: across, speaks_of, known_as, phrases })
}

/// A sign of what a sentence is about: an offer (positive weight) or medicine in general (negative).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Signal {
    pub name: String,
    pub weight: i32,
    /// The most that repeated hits may add up to, as a number of hits.
    pub hits: u32,
    pub kind: SignalKind,
    #[serde(skip)]
    pub phrases: Vec<NamedPhrase>,
}

/// Where a signal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignalKind {
    /// Its phrases anywhere in the sentence.
    Anywhere,
    /// Its phrases where they are neither told of what a benefit acts on nor what the offer is compared with.
    InItsOwnRight,
    /// Its phrases at the start of a clause.
    ClauseStart,
    /// Its phrases as subject: between the start of a clause and the benefit.
    Subject,
    /// A trade-mark sign.
    TradeMark,
    Exclamation,
    /// Its phrases where the sentence opens, or behind a label: "Relieves …", "Joints: eases …".
    Subjectless,
    /// The first benefit, where it opens the sentence in finite form.
    OpeningClaim,
    /// The first benefit, where it opens the sentence in any other form.
    BareClaim,
    /// Its phrases at the start of a sentence that follows one about an offer.
    Carried,
    /// A paragraph with a benefit that is no whole sentence.
    Fragment,
    /// A word with a capital inside.
    Brand,
    /// A capitalised word that no phrase has, in the subject of a benefit.
    UnknownName,
    /// Capitalised words that phrases have, as a name in the subject of a benefit.
    TitleName,
    /// A treatment whose row says that it is approved for little or nothing.
    Unproven,
    /// A name that the config declares as the advertiser's own.
    OwnName,
    Question,
}

impl SignalKind {
    /// Whether it stands where its phrases do; any other is read off the sentence.
    pub fn has_phrases(self) -> bool {
        use SignalKind::*;
        matches!(self, Anywhere | ClauseStart | Subject | Subjectless | Carried)
    }
}

const KINDS: &[(&str, SignalKind)] = &[
    ("anywhere", SignalKind::Anywhere),
    ("in its own right", SignalKind::InItsOwnRight),
    ("clause start", SignalKind::ClauseStart),
    ("subject", SignalKind::Subject),
    ("trade mark", SignalKind::TradeMark),
    ("exclamation", SignalKind::Exclamation),
    ("subjectless", SignalKind::Subjectless),
    ("opening claim", SignalKind::OpeningClaim),
    ("bare claim", SignalKind::BareClaim),
    ("carried", SignalKind::Carried),
    ("fragment", SignalKind::Fragment),
    ("brand", SignalKind::Brand),
    ("unknown name", SignalKind::UnknownName),
    ("title name", SignalKind::TitleName),
    ("unproven treatment", SignalKind::Unproven),
    ("own name", SignalKind::OwnName),
    ("question", SignalKind::Question),
];

pub(super) const SIGNAL: Shape = Shape {
    name: "signal",
    about: "A sign of what a sentence is about: an offer, or medicine in general.",
    keys: &[&[
        needed("signal", Text, "Its name."),
        needed("weight", Number, "Above zero for an offer, below for medicine in general."),
        key("hits", Number, "The most hits that count; 1 where it is left out."),
        key("counts", Word(|| words_of(KINDS)), "Where it counts; anywhere where it is left out."),
        key("phrases", Texts, "The words."),
    ]],
    any_of: &[],
};

pub(super) fn read_signal(node: &Node, file: &File, errors: &mut Errors) -> Option<Signal> {
    let mut fields = Fields::shaped(node, &SIGNAL, file, errors)?;
    let name = fields.require("signal", errors).and_then(|node| node.expect_text(file, errors));
    let weight = fields.require("weight", errors).and_then(|node| node.expect_number(file, errors));
    let hits = fields.take("hits").and_then(|node| node.expect_number(file, errors)).unwrap_or(1);
    let kind = fields.take("counts").and_then(|node| node.expect_word(KINDS, file, errors));
    let phrases = NamedPhrase::list(fields.take("phrases"), file, errors);
    fields.finish(errors);
    Some(Signal { name: name?, weight: weight?, hits, kind: kind.unwrap_or(SignalKind::Anywhere), phrases })
}
