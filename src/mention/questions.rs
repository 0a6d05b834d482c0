//! Questions and their answers: what is asked takes the polarity of what follows.

use super::{Answer, Mention, Sentence};
use crate::analysis::Analysis;
use crate::assertion::record::{Mood, Polarity};
use crate::assertion::scope::CueHit;
use crate::knowledge::CueClass;
use crate::rule::ruleset::Ruleset;
use crate::source::Span;

/// How many sentences after a question may answer it.
pub(super) const ANSWER_WITHIN: usize = 2;

/// A question's mentions take the polarity that the next sentences give them.
pub(super) fn settle_questions(
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
        let asked = |mention: &&mut Mention| mention.assertion.mood == Mood::Question;
        for mention in mentions[range.clone()].iter_mut().filter(asked) {
            mention.assertion.polarity = Polarity::Open;
        }
        let next = question + 1..(question + 1 + ANSWER_WITHIN).min(sentences.len());
        let verdict = next.take_while(|at| !sentences[*at].is_question).find_map(|at| {
            let decided = answers[at].map(|answer| (answer == Answer::Yes, sentences[at].span));
            decided.or_else(|| decided_by(ruleset, &sentences[at], mentions))
        });
        if let Some((yes, span)) = verdict {
            for mention in mentions[range].iter_mut().filter(asked) {
                crate::assertion::read::answer(&mut mention.assertion, yes, span);
            }
        }
    }
}

/// What a sentence says of benefit, status and evidence decides the question before it.
pub(super) fn decided_by(ruleset: &Ruleset, sentence: &Sentence, mentions: &[Mention]) -> Option<(bool, Span)> {
    use crate::assertion::record::Frame;
    use crate::knowledge::SpeaksOf;
    let mut yes = None;
    for mention in &mentions[sentence.mentions.0 as usize..sentence.mentions.1 as usize] {
        if mention.concept == Analysis::NOTHING {
            continue;
        }
        let plain = mention.assertion.frame == Frame::Plain;
        match (ruleset.concept(mention.concept).speaks_of, mention.assertion.polarity) {
            (Some(SpeaksOf::Benefit | SpeaksOf::Status), Polarity::Denied) => return Some((false, mention.span())),
            (Some(SpeaksOf::Limit), Polarity::Affirmed) => return Some((false, mention.span())),
            (Some(SpeaksOf::Benefit), Polarity::Affirmed) if plain => yes = yes.or(Some((true, mention.span()))),
            _ => {}
        }
    }
    yes
}

pub(super) fn answer_words(ruleset: &Ruleset, cues: &[CueHit]) -> Option<Answer> {
    cues.iter().filter(|hit| hit.start == 0).find_map(|hit| match ruleset.cues[hit.cue as usize].class {
        CueClass::AnswerYes => Some(Answer::Yes),
        CueClass::AnswerNo => Some(Answer::No),
        _ => None,
    })
}
