//! Packs: where rule files come from, and what a report says of them.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use sha2::{Digest, Sha256};

/// One YAML file of a pack or of the shared vocabulary.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// The pack that the file's rules belong to.
    pub pack: String,
    /// As errors print it.
    pub name: String,
    pub text: String,
}

/// What a report says of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackInfo {
    pub name: String,
    pub version: String,
    /// `sha256:` and the digest of the pack's files, vocabulary included.
    pub digest: String,
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The name of the vocabulary that all packs share.
pub const SHARED: &str = "vocabulary";

/// Names of the packs in the program.
pub fn built_in_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = EMBEDDED.iter().map(|(pack, _, _)| *pack).filter(|pack| *pack != SHARED).collect();
    names.dedup();
    names
}

/// The files of a built-in pack with the shared vocabulary before them; `None` where no pack has that name.
pub fn built_in(packs: &[&str]) -> Option<Vec<PackFile>> {
    if packs.iter().any(|name| !built_in_names().contains(name)) {
        return None;
    }
    let chosen = EMBEDDED.iter().filter(|(pack, _, _)| *pack == SHARED || packs.contains(pack));
    Some(
        chosen
            .map(|(pack, name, text)| PackFile { pack: (*pack).into(), name: (*name).into(), text: (*text).into() })
            .collect(),
    )
}

/// The built-in packs as they were compiled, and the hash of the files that they should have been compiled from.
pub(super) fn compiled() -> (&'static [u8], u64) {
    (COMPILED, RULES_HASH)
}

/// The text of a built-in file.
pub(super) fn text_of(name: &str) -> Option<&'static str> {
    let at = EMBEDDED.binary_search_by(|(_, other, _)| (*other).cmp(name)).ok()?;
    Some(EMBEDDED[at].2)
}

/// The digest of some files, in their order.
pub fn digest<'f>(files: impl Iterator<Item = &'f PackFile>) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        for part in [&file.name, &file.text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().fold("sha256:".to_owned(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
