//! Advertising that does its duty must be let pass. Each piece is checked as a page of its own.
//!
//! The pieces are invented: clinics, hospitals, pharmacies, telehealth, supplements, devices, dentists, opticians,
//! therapists; pages, short advertisements, messages. They offer, hedge, name risks and say what is not approved, so they
//! hold most of the words that rules look for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fairbalance::extract::Format;
use fairbalance::finding::{Confidence, Level};
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;

/// The share of pieces that may be flagged at warning or above, in hundredths.
const MOST_FLAGGED: usize = 5;

#[test]
fn responsible_advertising_is_let_pass() {
    let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
    let pieces = pieces();
    assert!(pieces.len() >= 160, "{} pieces", pieces.len());
    let flagged: Vec<String> = pieces.iter().filter_map(|piece| flags(&ruleset, piece)).collect();
    assert!(
        flagged.len() * 100 <= pieces.len() * MOST_FLAGGED,
        "{} of {} pieces are flagged\n{}",
        flagged.len(),
        pieces.len(),
        flagged.join("\n")
    );
}

/// A page of its own.
struct Piece {
    /// The file's name and its number in it.
    name: String,
    format: Format,
    text: String,
}

/// The pieces of every file, in the format that the file's ending tells.
fn pieces() -> Vec<Piece> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/responsible");
    let files: BTreeSet<_> =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.unwrap().path()).collect();
    let mut pieces = Vec::new();
    for file in files {
        let format = match file.extension().and_then(|extension| extension.to_str()) {
            Some("md") => Format::Markdown,
            Some("html") => Format::Html,
            Some("txt") => Format::Text,
            _ => continue,
        };
        let text = fs::read_to_string(&file).expect("a piece can be read");
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (number, piece) in text.split("\n---\n").enumerate() {
            pieces.push(Piece { name: format!("{name} {}", number + 1), format, text: piece.to_owned() });
        }
    }
    pieces
}

/// What is reported of a piece as a reader sees it by default; `None` where nothing is.
fn flags(ruleset: &Ruleset, piece: &Piece) -> Option<String> {
    let source = Source::from_text("piece", &piece.text);
    let facts = PageFacts::default();
    let page = Page { source: &source, format: piece.format, facts: &facts, layouts: &[] };
    let report = Linter::new(ruleset).check(&page);
    let found: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.level >= Level::Warning && finding.confidence >= Confidence::Medium)
        .map(|finding| format!("  {} \"{}\": {}", finding.rule, finding.phrase, finding.message))
        .collect();
    (!found.is_empty()).then(|| format!("{}:\n{}", piece.name, found.join("\n")))
}
