//! From the cues that reach a mention to its assertion.

use std::ops::Range;

use super::record::*;
use super::scope::Scoped;
use crate::extract::document::{Block, BlockKind};
use crate::knowledge::{Cue, CueClass, Direction, SpeaksOf};
use crate::language::words::Word;
use crate::source::Span;

/// What holds for a whole block because a governor says so: "We do not treat:" over its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inherited {
    pub cue: u32,
    /// In the document's text, in the governor.
    pub span: Span,
}

/// A sentence, ready for its mentions to be read.
#[derive(Debug)]
pub struct Context<'a> {
    pub cues: &'a [Cue],
    pub words: &'a [Word],
    pub scopes: &'a [Scoped],
    pub inherited: &'a [Inherited],
    pub block: &'a Block,
    pub is_question: bool,
    /// Who speaks in this block, where its markup or attribution line says so.
    pub speaker: Option<(Voice, Span)>,
    /// Words inside quotation marks that are attributed to someone.
    pub quoted: &'a [Range<usize>],
    /// Set apart like a quotation, and nobody's words but the page's: a note, a summary.
    pub is_aside: bool,
}

impl Context<'_> {
    /// The assertion of a mention at words `at` of the sentence.
    pub fn read(&self, at: Range<usize>, speaks_of: Option<SpeaksOf>) -> Assertion {
        let mut assertion = Assertion::default();
        let mut denials = Denials::default();
        let mut conditional = false;
        for scoped in self.scopes {
            let overlaps_itself = scoped.trigger.start < at.end && at.start < scoped.trigger.end;
            // "Has not been proven" denies the "proven to work" that it runs into.
            let runs_into = scoped.trigger.start < at.start && speaks_of == Some(SpeaksOf::Benefit);
            let overlaps_itself = overlaps_itself && !runs_into;
            let reached = scoped.reach.start < at.end && at.start < scoped.reach.end;
            if overlaps_itself || !reached {
                continue;
            }
            let span = self.span(&scoped.trigger);
            self.apply(scoped.cue, span, speaks_of, &mut assertion, &mut denials, &mut conditional);
        }
        for inherited in self.inherited {
            self.apply(inherited.cue, inherited.span, speaks_of, &mut assertion, &mut denials, &mut conditional);
        }
        if denials.hold() {
            assertion.polarity = Polarity::Denied;
        }
        if conditional && assertion.mood == Mood::Statement {
            assertion.mood = Mood::Conditional;
            // "If side effects occur" tells of no side effects; "if you want relief" offers relief all the same.
            if speaks_of == Some(SpeaksOf::Risk) && denials.any() {
                assertion.polarity = Polarity::Open;
            }
        }
        if self.is_question && assertion.trigger(Effect::AsksNot).is_none() {
            assertion.mood = Mood::Question;
        }
        self.read_voice(&at, &mut assertion);
        assertion
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let first = self.words.get(range.start).map_or(0, |word| word.start as usize);
        let last = self.words.get(range.end.saturating_sub(1)).map_or(first, |word| word.end as usize);
        Span::new(first, last.max(first))
    }

    fn apply(
        &self,
        cue: u32,
        span: Span,
        speaks_of: Option<SpeaksOf>,
        assertion: &mut Assertion,
        denials: &mut Denials,
        conditional: &mut bool,
    ) {
        let number = cue;
        let cue = &self.cues[cue as usize];
        if !cue.speaks_of.is_empty() && !speaks_of.is_some_and(|kind| cue.speaks_of.contains(&kind)) {
            return;
        }
        let effect = match cue.class {
            CueClass::Negation => {
                match cue.direction {
                    Direction::Backward => denials.backward += 1,
                    _ => denials.forward += 1,
                }
                Effect::Denies
            }
            CueClass::NotNegation => Effect::DeniesNot,
            CueClass::Hedge => {
                assertion.certainty = Certainty::Hedged;
                Effect::Hedges
            }
            CueClass::NotQuestion if !self.is_question => return,
            CueClass::NotQuestion => Effect::AsksNot,
            CueClass::Conditional => {
                *conditional = true;
                Effect::MakesConditional
            }
            CueClass::Instruction => {
                assertion.mood = Mood::Instruction;
                Effect::Instructs
            }
            CueClass::ByPatient if self.is_question => return,
            CueClass::ByPatient => {
                assertion.voice = Voice::Patient;
                Effect::Speaks(Voice::Patient)
            }
            CueClass::ByRegulator => {
                assertion.voice = Voice::Regulator;
                Effect::Speaks(Voice::Regulator)
            }
            CueClass::ByStudy => {
                assertion.voice = Voice::Study;
                Effect::Speaks(Voice::Study)
            }
            CueClass::ByOther => {
                assertion.voice = Voice::Other;
                Effect::Speaks(Voice::Other)
            }
            CueClass::Myth => {
                assertion.frame = Frame::Myth;
                Effect::FramesMyth
            }
            CueClass::Critique => {
                assertion.frame = Frame::Critique;
                Effect::FramesCritique
            }
            CueClass::Past => {
                assertion.time = Time::Past;
                Effect::Dates(Time::Past)
            }
            CueClass::Future => {
                assertion.time = Time::Future;
                Effect::Dates(Time::Future)
            }
            CueClass::Fact | CueClass::AnswerYes | CueClass::AnswerNo => return,
        };
        assertion.push(Trigger { effect, span, cue: Some(number) });
    }

    /// A quotation speaks in the voice of whoever it is attributed to; without a name it is a patient's.
    fn read_voice(&self, at: &Range<usize>, assertion: &mut Assertion) {
        if let Some((voice, span)) = self.speaker {
            assertion.voice = voice;
            assertion.push(Trigger { effect: Effect::Speaks(voice), span, cue: None });
        } else if (self.block.traits.testimonial || self.block.kind == BlockKind::Quotation || self.block.traits.quoted)
            && !self.is_aside
            && assertion.voice == Voice::Page
        {
            assertion.voice = Voice::Patient;
        } else if let Some(quoted) = self.quoted.iter().find(|quoted| quoted.start <= at.start && at.end <= quoted.end)
            && assertion.voice == Voice::Page
        {
            assertion.voice = Voice::Patient;
            assertion.push(Trigger { effect: Effect::Speaks(Voice::Patient), span: self.span(quoted), cue: None });
        }
    }
}

/// How often a mention is denied, and from which side.
#[derive(Debug, Default)]
struct Denials {
    forward: u32,
    backward: u32,
}

impl Denials {
    fn any(&self) -> bool {
        self.forward + self.backward > 0
    }

    /// Two denials undo each other where one stands within the other: "it is not true that nothing helps". Those on both
    /// sides say the same twice: "we do not offer it, since it has not been shown to help".
    fn hold(&self) -> bool {
        self.forward % 2 == 1 || self.backward % 2 == 1
    }
}

/// Settles the mentions of a question by its answer.
pub fn answer(assertion: &mut Assertion, yes: bool, span: Span) {
    let denied = assertion.triggers.iter().any(|trigger| trigger.effect == Effect::Denies);
    // "Does it have no side effects?" – "Yes" denies them, "No" affirms them.
    assertion.polarity = if yes != denied { Polarity::Affirmed } else { Polarity::Denied };
    let effect = if yes { Effect::AnswersYes } else { Effect::AnswersNo };
    assertion.push(Trigger { effect, span, cue: None });
}
