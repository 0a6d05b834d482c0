//! How mentions are meant: polarity, certainty, mood, voice, frame, time, and what the sentence is about.

pub mod read;
pub mod record;
pub mod scope;
pub mod subject;
pub mod told_of;
pub mod voice;
