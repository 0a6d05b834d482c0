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

/// The names of the built-in packs that a list of files begins with, and the files that follow them. `None` where it
/// does not begin with the whole of each, the shared vocabulary among them, as they are in the program.
pub(super) fn after_built_in(files: &[PackFile]) -> Option<(Vec<&'static str>, &[PackFile])> {
    let mut names = built_in_names();
    names.retain(|name| files.iter().any(|file| file.pack == *name));
    let embedded = EMBEDDED.iter().filter(|(pack, ..)| *pack == SHARED || names.contains(pack));
    let (built_in, own) = files.split_at_checked(embedded.clone().count())?;
    let is_same = |(file, (pack, name, text)): (&PackFile, &(&str, &str, &str))| {
        (file.pack.as_str(), file.name.as_str(), file.text.as_str()) == (*pack, *name, *text)
    };
    let is_own = |file: &PackFile| file.pack != SHARED && !names.contains(&file.pack.as_str());
    (built_in.iter().zip(embedded).all(is_same) && own.iter().all(is_own)).then_some((names, own))
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

/// The digest of a pack: of the names and texts of its files and of the vocabulary that all packs share. It is the same
/// wherever the folder lies and however its line ends were checked out.
pub fn digest(pack: &str, files: &[PackFile]) -> String {
    let mut hasher = Sha256::new();
    for owner in [SHARED, pack] {
        let mut own: Vec<(String, String)> = files
            .iter()
            .filter(|file| file.pack == owner)
            .map(|file| (file.name.replace('\\', "/"), file.text.replace("\r\n", "\n")))
            .collect();
        own.sort();
        let root = common_folder(own.iter().map(|(name, _)| name.as_str()));
        for (name, text) in &own {
            for part in [&name[root..], text] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
    }
    hasher.finalize().iter().fold("sha256:".to_owned(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The length of the path of the folder that all of these lie in, its slash included.
fn common_folder<'n>(mut names: impl Iterator<Item = &'n str>) -> usize {
    let Some(first) = names.next() else { return 0 };
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    names.fold(folder(first), |root, name| {
        let shared = first[..root].bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        first.as_bytes()[..shared].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PackFile {
        PackFile { pack: "own".into(), name: name.into(), text: text.into() }
    }

    #[test]
    fn a_digest_is_of_the_texts_and_not_of_the_place() {
        let here =
            digest("own", &[file("/home/a/own/pack.yml", "pack: own\n"), file("/home/a/own/x/b.yml", "id: b\n")]);
        let there = [file(r"C:\own\x\b.yml", "id: b\r\n"), file(r"C:\own\pack.yml", "pack: own\r\n")];
        assert_eq!(here, digest("own", &there));
        assert_ne!(here, digest("own", &[file("own/pack.yml", "pack: own\n"), file("own/x/b.yml", "id: c\n")]));
        assert_ne!(here, digest("own", &[file("own/pack.yml", "pack: own\n"), file("own/y/b.yml", "id: b\n")]));
        let vocabulary = PackFile { pack: SHARED.into(), name: "rules/concepts/a.yml".into(), text: "a".into() };
        let with = [file("own/pack.yml", "pack: own\n"), file("own/x/b.yml", "id: b\n"), vocabulary];
        assert_ne!(here, digest("own", &with));
    }
}
