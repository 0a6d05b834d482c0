//! The words inside `<concept …>`: which mentions of a concept a pattern takes.

use serde::{Deserialize, Serialize};

use crate::assertion::record::{About, Assertion, Certainty, Frame, Mood, Polarity, Time, Voice};
use crate::extract::document::{Block, BlockKind, Visibility};
use crate::knowledge::SpeaksOf;

/// A reading, compiled. Without any word in it, a concept that speaks of something is taken as claimed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// However asserted.
    pub named: bool,
    /// As asserted, though nobody need say so of a concept that speaks of something.
    pub claimed: bool,
    pub polarity: Option<Polarity>,
    pub certainty: Option<Certainty>,
    pub mood: Option<Mood>,
    pub voice: Option<Voice>,
    pub about: Option<About>,
    pub frame: Option<Frame>,
    pub time: Option<Time>,
    pub place: Option<Place>,
    pub visibility: Option<Visibility>,
    /// Any other word: a class of citation, an outcome of a duty.
    pub kinds: Vec<String>,
}

/// Where a mention must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    Title,
    Heading,
    List,
    Table,
    Quotation,
    Footnote,
    Metadata,
    Description,
    Link,
    Alt,
    CallToAction,
    Body,
}

const PLACES: &[(&str, Place)] = &[
    ("title", Place::Title),
    ("heading", Place::Heading),
    ("list", Place::List),
    ("table", Place::Table),
    ("quotation", Place::Quotation),
    ("footnote", Place::Footnote),
    ("metadata", Place::Metadata),
    ("description", Place::Description),
    ("link", Place::Link),
    ("alt", Place::Alt),
    ("call-to-action", Place::CallToAction),
    ("body", Place::Body),
];

/// Words that describe the assertion of any mention.
pub const WORDS: &[&str] = &[
    "named",
    "claimed",
    "affirmed",
    "denied",
    "open",
    "hedged",
    "stated",
    "asked",
    "conditional",
    "by patient",
    "by page",
    "by regulator",
    "by study",
    "by other",
    "about offer",
    "about general",
    "in myth",
    "in critique",
    "in title",
    "in heading",
    "in list",
    "in table",
    "in quotation",
    "in footnote",
    "in metadata",
    "in description",
    "in link",
    "in alt",
    "in call-to-action",
    "in body",
    "hidden",
    "collapsed",
    "visible",
    "past",
    "future",
];

impl Reading {
    /// Compiles the words after the concept's name. `kinds` are further words that this concept knows.
    /// The error is the word that means nothing here.
    pub fn parse(words: &[String], kinds: &[&str]) -> Result<Reading, String> {
        let mut reading = Reading::default();
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_str();
            let next = words.get(at + 1).map(String::as_str);
            at += 1;
            match (word, next) {
                ("named", _) => reading.named = true,
                ("claimed", _) => reading.claimed = true,
                ("affirmed", _) => reading.polarity = Some(Polarity::Affirmed),
                ("denied", _) => reading.polarity = Some(Polarity::Denied),
                ("open", _) => reading.polarity = Some(Polarity::Open),
                ("hedged", _) => reading.certainty = Some(Certainty::Hedged),
                ("stated", _) => reading.certainty = Some(Certainty::Stated),
                ("asked", _) => reading.mood = Some(Mood::Question),
                ("conditional", _) => reading.mood = Some(Mood::Conditional),
                ("hidden", _) => reading.visibility = Some(Visibility::Hidden),
                ("collapsed", _) => reading.visibility = Some(Visibility::Collapsed),
                ("visible", _) => reading.visibility = Some(Visibility::Visible),
                ("past", _) => reading.time = Some(Time::Past),
                ("future", _) => reading.time = Some(Time::Future),
                ("by", Some(who)) => {
                    let voices = [Voice::Page, Voice::Patient, Voice::Regulator, Voice::Study, Voice::Other];
                    let voice = voices.into_iter().find(|voice| voice.name() == who);
                    reading.voice = Some(voice.ok_or_else(|| format!("by {who}"))?);
                    at += 1;
                }
                ("about", Some("offer")) => {
                    reading.about = Some(About::Offer);
                    at += 1;
                }
                ("about", Some("general")) => {
                    reading.about = Some(About::General);
                    at += 1;
                }
                ("in", Some("myth")) => {
                    reading.frame = Some(Frame::Myth);
                    at += 1;
                }
                ("in", Some("critique")) => {
                    reading.frame = Some(Frame::Critique);
                    at += 1;
                }
                ("in", Some(place)) => {
                    let found = PLACES.iter().find(|(name, _)| *name == place);
                    reading.place = Some(found.ok_or_else(|| format!("in {place}"))?.1);
                    at += 1;
                }
                (word, _) if kinds.contains(&word) => reading.kinds.push(word.to_owned()),
                (word, _) => return Err(word.to_owned()),
            }
        }
        Ok(reading)
    }

    /// Whether a mention is read as asked.
    pub fn accepts(&self, assertion: &Assertion, block: &Block, speaks_of: Option<SpeaksOf>) -> bool {
        self.refusal(assertion, block, speaks_of).is_none()
    }

    /// The first thing about a mention that is not as asked; `None` where it is taken.
    pub fn refusal(&self, assertion: &Assertion, block: &Block, speaks_of: Option<SpeaksOf>) -> Option<Refusal> {
        self.refusal_seen(self.visibility, assertion, block, speaks_of)
    }

    /// As [`Reading::accepts`], wherever a reader would or would not see it.
    pub fn accepts_anywhere(&self, assertion: &Assertion, block: &Block, speaks_of: Option<SpeaksOf>) -> bool {
        self.refusal_seen(self.visibility.or(Some(block.visibility)), assertion, block, speaks_of).is_none()
    }

    /// A concept that speaks of nothing is taken wherever it is named, unless a word asks how it is asserted.
    fn asks_how_it_is_asserted(&self) -> bool {
        self.claimed
            || self.polarity.is_some()
            || self.certainty.is_some()
            || self.mood.is_some()
            || self.frame.is_some()
    }

    fn refusal_seen(
        &self,
        visibility: Option<Visibility>,
        assertion: &Assertion,
        block: &Block,
        speaks_of: Option<SpeaksOf>,
    ) -> Option<Refusal> {
        match visibility {
            Some(asked) if asked != block.visibility => return Some(Refusal::Elsewhere),
            // Hidden and struck text can fail a duty but never makes a claim; nor does a menu.
            None if block.visibility == Visibility::Hidden || block.traits.struck || block.traits.navigation => {
                return Some(Refusal::Hidden);
            }
            _ => {}
        }
        if self.place.is_some_and(|place| !place.holds(block)) {
            return Some(Refusal::Elsewhere);
        }
        if self.about.is_some_and(|about| about != assertion.about) {
            return Some(Refusal::About);
        }
        if self.voice.is_some_and(|voice| voice != assertion.voice) {
            return Some(Refusal::Voice);
        }
        if self.time.is_some_and(|time| time != assertion.time) {
            return Some(Refusal::Elsewhere);
        }
        if self.named || (speaks_of.is_none() && !self.asks_how_it_is_asserted()) {
            return self.certainty.filter(|asked| *asked != assertion.certainty).map(|_| Refusal::Certainty);
        }
        // Whoever warns against claims still tells risks, limits and what is not approved.
        let tells = match speaks_of {
            Some(SpeaksOf::Benefit) | None => false,
            Some(SpeaksOf::Status) => assertion.polarity == Polarity::Denied,
            Some(SpeaksOf::Risk | SpeaksOf::Limit) => assertion.polarity == Polarity::Affirmed,
        };
        let frame_matters = assertion.frame != Frame::Critique || !tells || self.frame.is_some();
        if frame_matters && self.frame.unwrap_or_default() != assertion.frame {
            return Some(Refusal::Frame);
        }
        let asked_mood = self.mood == Some(Mood::Question);
        let is_open_question = assertion.mood == Mood::Question && assertion.polarity == Polarity::Open;
        if asked_mood != is_open_question {
            return Some(if asked_mood { Refusal::NotAsked } else { Refusal::Asked });
        }
        if self.mood == Some(Mood::Conditional) && assertion.mood != Mood::Conditional {
            return Some(Refusal::Certainty);
        }
        let polarity = self.polarity.unwrap_or(if asked_mood { Polarity::Open } else { Polarity::Affirmed });
        if polarity != assertion.polarity {
            return Some(Refusal::Polarity);
        }
        if self.certainty.is_some_and(|asked| asked != assertion.certainty) {
            return Some(Refusal::Certainty);
        }
        let speaker = self.voice.is_some() || matches!(assertion.voice, Voice::Page | Voice::Patient);
        // What a regulator or a study says of risk, status or limits tells the reader just as well.
        let reports = speaks_of != Some(SpeaksOf::Benefit);
        (!speaker && !reports).then_some(Refusal::Voice)
    }
}

/// Why a mention was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    Hidden,
    Elsewhere,
    Polarity,
    Certainty,
    Asked,
    NotAsked,
    Voice,
    Frame,
    About,
}

impl Place {
    pub fn holds(self, block: &Block) -> bool {
        match self {
            Place::Title => block.kind == BlockKind::Title || block.kind == BlockKind::Heading(1),
            Place::Heading => matches!(block.kind, BlockKind::Heading(_)),
            Place::List => block.kind == BlockKind::ListItem,
            Place::Table => block.kind == BlockKind::TableCell,
            Place::Quotation => block.kind == BlockKind::Quotation || block.traits.quoted || block.traits.testimonial,
            Place::Footnote => matches!(block.kind, BlockKind::Footnote | BlockKind::FinePrint),
            Place::Metadata => block.kind.is_metadata(),
            Place::Description => block.kind == BlockKind::MetaDescription,
            Place::Alt => block.kind == BlockKind::AltText,
            Place::Link | Place::CallToAction => block.kind == BlockKind::CallToAction,
            Place::Body => !block.kind.is_metadata(),
        }
    }
}
