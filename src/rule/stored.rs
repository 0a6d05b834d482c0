//! The built-in packs as compiled: how they are written to `rules/compiled/` and read back when the program starts.
//!
//! The file holds the hash of the rule files that it was made from, then the ruleset in postcard's format, packed with
//! LZ4. Whatever the rule files say counts: where the hash is not theirs, the packs are compiled anew, which takes ten
//! times as long. A test renews the file and fails where it is stale.

use super::compiled::ConceptId;
use super::pack;
use super::ruleset::Ruleset;

/// The built-in packs, if the file is that of the rules in the program.
pub(super) fn built_in() -> Option<Ruleset> {
    let (file, hash) = pack::compiled();
    let (own, packed) = file.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*own) != hash {
        return None;
    }
    let bytes = lz4_flex::decompress_size_prepended(packed).ok()?;
    let mut ruleset: Ruleset = postcard::from_bytes(&bytes).ok()?;
    let ids = ruleset.concepts.iter().enumerate().map(|(at, concept)| (concept.id.clone(), ConceptId(at as u32)));
    ruleset.concept_ids = ids.collect();
    for rule in &mut ruleset.rules {
        if let Some(text) = pack::text_of(&rule.file.name) {
            rule.file.text = text.into();
        }
    }
    Some(ruleset)
}

/// The file for the built-in packs, which `ruleset` must be.
pub fn file(ruleset: &Ruleset) -> Result<Vec<u8>, postcard::Error> {
    let mut file = pack::compiled().1.to_le_bytes().to_vec();
    file.extend(lz4_flex::compress_prepend_size(&postcard::to_stdvec(ruleset)?));
    Ok(file)
}

/// Whether two files say the same. How well they are packed may differ between machines.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    let content = |file: &[u8]| {
        let (hash, packed) = file.split_first_chunk::<8>()?;
        Some((*hash, lz4_flex::decompress_size_prepended(packed).ok()?))
    };
    content(one).is_some() && content(one) == content(other)
}

/// The phrases of a ruleset are kept as the rows that the lexicon is made from.
pub(super) mod lexicon {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::phrase::lexicon::Lexicon;
    use crate::phrase::stored::Stored;

    pub fn serialize<S: Serializer>(lexicon: &Lexicon, serializer: S) -> Result<S::Ok, S::Error> {
        lexicon.stored().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lexicon, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Lexicon::restored(stored).ok_or_else(|| D::Error::custom("the rows of the lexicon do not fit each other"))
    }
}
