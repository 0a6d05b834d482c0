//! Why a finding stands and why a candidate was excused, in words, with the words of the page that decided.

use super::Judge;
use super::bound::Match;
use crate::assertion::record::{About, Certainty, Effect, Polarity, Voice};
use crate::assertion::voice;
use crate::finding::{AboutRead, Reason};
use crate::knowledge::SpeaksOf;
use crate::mention::{Mention, MentionId};
use crate::rule::compiled::{Rule, Test};
use crate::rule::reading::Refusal;
use crate::source::{Location, Span};

impl Judge<'_> {
    /// The source's hull of a span of the document's text.
    pub(super) fn locate(&self, span: Span) -> Location {
        self.source.locate(self.analysis.document.map.hull(span))
    }

    /// Why a match stands, although words near it might have excused it.
    pub(super) fn stands_because<'t>(&self, rule: &'t Rule, found: &Match<'t>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mention = self.analysis.mention(found.anchor);
        let speaks_of = self.analysis.ruleset.concept(mention.concept).speaks_of;
        for trigger in &mention.assertion.triggers {
            let words = &self.analysis.document.text[trigger.span.range()];
            let reason = match (trigger.effect, speaks_of) {
                (Effect::Hedges, Some(SpeaksOf::Benefit)) => "lowers a benefit claim, it does not excuse it".to_owned(),
                (Effect::Denies, Some(SpeaksOf::Risk)) => "denies a risk: the denial is the claim".to_owned(),
                (Effect::Speaks(Voice::Patient), _) => {
                    "shows that a patient says it; whoever prints a testimonial answers for it".to_owned()
                }
                (effect, _) => effect.says().to_owned(),
            };
            reasons.push(Reason {
                reason: format!("\u{201c}{words}\u{201d} {reason}"),
                location: Some(self.locate(trigger.span)),
            });
        }
        if let Some(pair) = found.use_() {
            for (part, via) in [(pair.treatment, pair.treatment_via), (pair.condition, pair.condition_via)] {
                if via != "sentence" {
                    let span = self.analysis.mention(part).span();
                    let words = &self.analysis.document.text[span.range()];
                    let how = match via {
                        "carried" => "is carried over from an earlier sentence".to_owned(),
                        via => format!("comes from the {via}"),
                    };
                    let reason = format!("\u{201c}{words}\u{201d} {how}");
                    reasons.push(Reason { reason, location: Some(self.locate(span)) });
                }
            }
        }
        if mention.assertion.about == About::Offer && mention.assertion.voice == Voice::Page && found.use_().is_none() {
            let sum = self.analysis.sentence_of(mention).voice;
            reasons.push(Reason {
                reason: format!(
                    "the sentence reads as an offer, not as medicine in general (signals add up to {sum:+})"
                ),
                location: None,
            });
        }
        let would_help = rule.unless.iter().chain(rule.lower.iter().map(|change| &change.test));
        for test in would_help.filter(|test| !test.patterns.is_empty()) {
            if self.finds_words_near(test, found).is_none() {
                reasons.push(Reason { reason: format!("no {}", test.looks_for), location: None });
            }
        }
        reasons
    }

    /// Which facts a match does not have, though all that the test looks for was found.
    pub(super) fn unlike_because(&self, test: &Test, found: &Match) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for (fact, values) in self.failing(test, found) {
            let values = if values.is_empty() { "not known".to_owned() } else { values.to_vec().join(", ") };
            let (subject, key) = (&fact.subject, &fact.key);
            let reason = format!("{subject}.{key} is {values} here; the rule asks for {}", fact.value.as_written());
            if !reasons.iter().any(|told| told.reason == reason) {
                let location = found.mention(self.analysis, subject);
                let location = location.map(|id| self.locate(self.analysis.mention(id).span()));
                reasons.push(Reason { reason, location });
            }
        }
        reasons
    }

    /// What a mention's sentence is about, and what shows it.
    pub(super) fn about(&self, mention: &Mention) -> AboutRead {
        let analysis = self.analysis;
        AboutRead {
            reading: mention.assertion.about.name(),
            sum: analysis.sentence_of(mention).voice,
            needed: voice::needed(analysis.page_voice),
            page: analysis.page_voice,
            signals: analysis.signals_read(analysis.sentence_of(mention), self.source),
        }
    }

    /// Why a mention was not taken for a claim.
    pub(super) fn refused_because(&self, id: MentionId, refusal: Refusal) -> Vec<Reason> {
        let mention = self.analysis.mention(id);
        let assertion = &mention.assertion;
        let wanted = |effect: &Effect| match refusal {
            Refusal::Polarity => {
                matches!(effect, Effect::Denies | Effect::AnswersNo | Effect::DeniesNot | Effect::MakesConditional)
            }
            Refusal::Frame => matches!(effect, Effect::FramesMyth | Effect::FramesCritique),
            Refusal::Voice => matches!(effect, Effect::Speaks(_)),
            Refusal::Certainty => matches!(effect, Effect::Hedges),
            _ => false,
        };
        let triggers = assertion.triggers.iter().filter(|trigger| wanted(&trigger.effect));
        let reasons: Vec<Reason> = triggers
            .map(|trigger| {
                let words = &self.analysis.document.text[trigger.span.range()];
                Reason {
                    reason: format!("\u{201c}{words}\u{201d} {}", trigger.effect.says()),
                    location: Some(self.locate(trigger.span)),
                }
            })
            .collect();
        if !reasons.is_empty() {
            return reasons;
        }
        let reason = match refusal {
            Refusal::Hidden => "readers do not see it",
            Refusal::Asked => "it is asked, and no answer follows",
            Refusal::NotAsked => "it is no question",
            Refusal::About => match assertion.about {
                About::General => "the sentence reads as medicine in general, not as an offer",
                _ => "nothing shows that the sentence is about something on offer",
            },
            Refusal::Certainty if assertion.certainty == Certainty::Stated => "it is stated without a hedge",
            Refusal::Polarity if assertion.polarity == Polarity::Affirmed => "it is affirmed, not denied",
            Refusal::Polarity => "it is not affirmed",
            Refusal::Voice if assertion.voice == Voice::Page => "the page itself says it",
            Refusal::Voice => "someone else says it",
            Refusal::Elsewhere | Refusal::Certainty | Refusal::Frame => "it stands elsewhere",
        };
        vec![Reason { reason: reason.to_owned(), location: None }]
    }
}
