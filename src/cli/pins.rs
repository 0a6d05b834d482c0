//! Pins: a config can say which version or digest of a pack it was written for. Where the pack at hand is another one,
//! nothing is checked: rules that changed unseen would change the answer.

use std::path::Path;

use fairbalance::config::{Named, PackRef};
use fairbalance::load_error::LoadError;
use fairbalance::rule::PackInfo;

use super::config_files::Found;
use super::engine::is_folder;

/// A mistake for each pin of a config that does not hold. `packs` are those that were loaded for it.
pub fn mistakes(found: &Found, packs: &[PackInfo]) -> Vec<LoadError> {
    let pinned = found.config.packs.iter().filter_map(|pinned| Some((pinned, info(pinned, packs)?)));
    pinned
        .flat_map(|(pinned, info)| {
            [("version", &pinned.version, &info.version), ("digest", &pinned.digest, &info.digest)]
                .into_iter()
                .filter_map(|(what, pin, there)| {
                    mistake(found, info, is_folder(&pinned.pack.path), (what, pin.as_ref()?, there))
                })
        })
        .collect()
}

fn info<'p>(pinned: &PackRef, packs: &'p [PackInfo]) -> Option<&'p PackInfo> {
    let path = &pinned.pack.path;
    let name = if is_folder(path) { Path::new(path).file_name()?.to_str()? } else { path };
    packs.iter().find(|pack| pack.name == name)
}

fn mistake(
    found: &Found,
    pack: &PackInfo,
    is_own: bool,
    (what, pin, there): (&str, &Named, &str),
) -> Option<LoadError> {
    let name = &pack.name;
    if pin.path == there {
        return None;
    }
    let there = if there.is_empty() { "none" } else { there };
    let message = format!("the pack `{name}` has another {what} than is pinned: expected {}, found {there}", pin.path);
    let way_out = match (what, is_own) {
        ("version", false) => "install the fairbalance that holds the pinned version, or read its changelog and write",
        (_, false) => "install the fairbalance that the pin was made with, or read its changelog and write",
        (_, true) => "look at what changed in the folder, and if that is wanted, write",
    };
    let error = found.error_at(pin, message)?;
    Some(error.label(format!("found {there}")).hint(format!("{way_out} `{what}: {there}`")))
}
