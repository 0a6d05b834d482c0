//! Running the examples of drafts before they are written.

use std::collections::BTreeMap;

use super::{Draft, DraftPack};
use crate::rule::examples::{Verdict, failures};
use crate::rule::{PackFile, Ruleset};

/// A draft that was not written, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub draft: Draft,
    pub reason: String,
}

/// How many examples of a kind a rule keeps at most.
const MOST: usize = 4;

/// Loads the drafts as one pack, beside files that are there already, and runs their examples. Each keeps those that
/// come out as they say; a draft that does not load, or keeps fewer than two of a kind, is refused.
pub fn prove(pack: &DraftPack, drafts: Vec<Draft>, beside: &[PackFile]) -> (Vec<Draft>, Vec<Refused>) {
    let mut refused = Vec::new();
    let mut drafts = drafts;
    let ruleset = loop {
        let mut files = beside.to_vec();
        if !files.iter().any(|file| file.pack == pack.name && file.name.ends_with("pack.yml")) {
            files.push(pack.file());
        }
        let name = |draft: &Draft| format!("{}/{}.yml", pack.name, draft.id);
        let text = |draft| PackFile { pack: pack.name.clone(), name: name(draft), text: draft.yaml() };
        files.extend(drafts.iter().map(text));
        let errors = match Ruleset::load(&files) {
            Ok(ruleset) => break ruleset,
            Err(errors) => errors,
        };
        let mut wrong: BTreeMap<String, String> = BTreeMap::new();
        for error in errors {
            wrong.entry(error.file).or_insert(error.message);
        }
        let before = drafts.len();
        let (kept, dropped): (Vec<Draft>, Vec<Draft>) =
            drafts.into_iter().partition(|draft| !wrong.contains_key(&name(draft)));
        refused.extend(dropped.into_iter().map(|draft| Refused { reason: wrong[&name(&draft)].clone(), draft }));
        drafts = kept;
        if drafts.len() == before {
            // The mistake is in what is there already; the caller shows it.
            let reason = wrong.into_values().next().unwrap_or_default();
            refused.extend(drafts.into_iter().map(|draft| Refused { draft, reason: reason.clone() }));
            return (Vec::new(), refused);
        }
    };
    for failure in failures(&ruleset) {
        let own = failure.rule.strip_prefix(&format!("{}/", pack.name)).unwrap_or_default();
        let Some(draft) = drafts.iter_mut().find(|draft| draft.id == own) else { continue };
        let list = if failure.verdict == Verdict::Noisy { &mut draft.pass } else { &mut draft.flag };
        list.retain(|example| *example != failure.example);
    }
    let (mut proven, few): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.flag.len() > 1 && draft.pass.len() > 1);
    refused.extend(few.into_iter().map(|draft| {
        let reason = match draft.flag.len() > 1 {
            false => "no two examples that it flags could be made from its patterns; write them by hand",
            true => "no two examples that it lets pass could be found; write them by hand",
        };
        Refused { draft, reason: reason.to_owned() }
    }));
    for draft in &mut proven {
        draft.flag.truncate(MOST);
        draft.pass.truncate(MOST);
    }
    (proven, refused)
}
