//! Reads the files to check.

use std::io::Read;

use fairbalance::finding::Problem;
use fairbalance::source::Source;

use super::discover::Target;

/// Larger files are refused before they are read.
const LARGEST: u64 = u32::MAX as u64 / 2;

pub fn read(target: &Target) -> Result<Source, Problem> {
    let problem = |kind: &str, message: String| Problem { path: target.shown.clone(), kind: kind.to_owned(), message };
    let bytes = match &target.path {
        Some(path) => match std::fs::metadata(path) {
            Ok(meta) if meta.len() > LARGEST => {
                return Err(problem("not-decoded", "larger than 2 GiB; split the file".into()));
            }
            _ => std::fs::read(path),
        },
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    let bytes = bytes.map_err(|error| problem("unreadable", error.to_string()))?;
    Source::decode(target.shown.as_str(), bytes).map_err(|error| problem("not-decoded", error.to_string()))
}
