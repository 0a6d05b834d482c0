//! Pages from end to end, through the library and through the program, with all built-in packs.

mod accounting;
mod exactness;
mod json;
mod markup;
mod program;
mod robust;
mod topic;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fairbalance::extract::Format;
use fairbalance::finding::FileReport;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;

static RULESET: LazyLock<Ruleset> =
    LazyLock::new(|| Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load"));

fn check(source: &Source, format: Format) -> FileReport {
    let facts = PageFacts::default();
    Linter::new(&RULESET).check(&Page { source, format, facts: &facts, layouts: &[] })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the example site.
fn examples() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(root().join("examples/content")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 4);
    pages
}
