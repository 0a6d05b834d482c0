//! The assertion of a mention: one record of how it is meant, with the words that led to it.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Polarity {
    #[default]
    Affirmed,
    Denied,
    /// Neither: an unanswered question, a risk inside a condition.
    Open,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Certainty {
    #[default]
    Stated,
    Hedged,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Mood {
    #[default]
    Statement,
    Question,
    Conditional,
    Instruction,
}

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Voice {
    #[default]
    Page,
    Patient,
    Regulator,
    Study,
    Other,
}

impl Voice {
    pub fn name(self) -> &'static str {
        match self {
            Voice::Page => "page",
            Voice::Patient => "patient",
            Voice::Regulator => "regulator",
            Voice::Study => "study",
            Voice::Other => "other",
        }
    }
}

/// What the sentence is about: something on offer, or medicine in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum About {
    Offer,
    General,
    #[default]
    Unclear,
}

impl About {
    pub fn name(self) -> &'static str {
        match self {
            About::Offer => "offer",
            About::General => "general",
            About::Unclear => "unclear",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Frame {
    #[default]
    Plain,
    Myth,
    Critique,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Time {
    Past,
    #[default]
    Present,
    Future,
}

/// How a mention is asserted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assertion {
    pub polarity: Polarity,
    pub certainty: Certainty,
    pub mood: Mood,
    pub voice: Voice,
    pub about: About,
    pub frame: Frame,
    pub time: Time,
    /// In the order they were read.
    pub triggers: ThinVec<Trigger>,
}

/// Words that led to a part of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    pub effect: Effect,
    /// In the document's text; in the mention's sentence or in one of its governors.
    pub span: Span,
    /// The cue, by its number in the ruleset, where it is one.
    pub cue: Option<u32>,
}

/// What a trigger did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    Denies,
    /// Holds a word of denial and denies nothing.
    DeniesNot,
    Hedges,
    Asks,
    /// Stands in a question and tells what it seems to ask.
    AsksNot,
    AnswersYes,
    AnswersNo,
    MakesConditional,
    Instructs,
    Speaks(Voice),
    FramesMyth,
    FramesCritique,
    Dates(Time),
}

impl Effect {
    /// Completes `"may" …` for a reader.
    pub fn says(self) -> &'static str {
        match self {
            Effect::Denies => "denies it",
            Effect::DeniesNot => "denies nothing here",
            Effect::Hedges => "hedges it",
            Effect::Asks => "asks it",
            Effect::AsksNot => "tells it, in the form of a question",
            Effect::AnswersYes => "answers the question with yes",
            Effect::AnswersNo => "answers the question with no",
            Effect::MakesConditional => "makes it a condition",
            Effect::Instructs => "makes it an instruction",
            Effect::Speaks(Voice::Patient) => "shows that a patient says it",
            Effect::Speaks(Voice::Regulator) => "shows that a regulator says it",
            Effect::Speaks(Voice::Study) => "reports a study",
            Effect::Speaks(Voice::Other) => "shows that others say it",
            Effect::Speaks(Voice::Page) => "shows that the page says it",
            Effect::FramesMyth => "presents it as a myth",
            Effect::FramesCritique => "presents it as a claim to distrust",
            Effect::Dates(Time::Past) => "puts it in the past",
            Effect::Dates(Time::Future) => "puts it in the future",
            Effect::Dates(Time::Present) => "puts it in the present",
        }
    }
}

impl Assertion {
    /// The record in the words of the rule language.
    pub fn words(&self) -> Vec<&'static str> {
        let mut words = vec![match (self.polarity, self.mood) {
            (_, Mood::Question) => "asked",
            (Polarity::Affirmed, _) => "affirmed",
            (Polarity::Denied, _) => "denied",
            (Polarity::Open, _) => "open",
        }];
        words.extend((self.certainty == Certainty::Hedged).then_some("hedged"));
        words.extend((self.mood == Mood::Conditional).then_some("conditional"));
        words.extend((self.voice != Voice::Page).then_some(match self.voice {
            Voice::Patient => "said by a patient",
            Voice::Regulator => "said by a regulator",
            Voice::Study => "said by a study",
            _ => "said by others",
        }));
        match self.frame {
            Frame::Plain => {}
            Frame::Myth => words.push("in a myth"),
            Frame::Critique => words.push("in a critique"),
        }
        words
    }

    pub(super) fn push(&mut self, trigger: Trigger) {
        // Most mentions have one trigger or none, and a page many mentions: room for four would be most of their memory.
        self.triggers.reserve_exact(1);
        self.triggers.push(trigger);
    }

    pub fn trigger(&self, effect: Effect) -> Option<&Trigger> {
        self.triggers.iter().find(|trigger| trigger.effect == effect)
    }
}
