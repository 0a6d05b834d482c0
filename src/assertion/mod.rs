//! How mentions are meant: polarity, certainty, mood, voice, frame, time, and what the sentence is about.

pub mod record;
