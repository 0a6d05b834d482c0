//! Rule files with mistakes in them: what their author is told must suffice to mend them.
//!
//! Each file here is read with a small vocabulary of its own. `INSTA_UPDATE=always cargo test --test bad-rules` writes
//! the messages anew; read each as someone who has never seen the program's source.

use std::path::{Path, PathBuf};

use fairbalance::load_error::LoadError;
use fairbalance::report::{Options, load_errors};
use fairbalance::rule::Ruleset;
use fairbalance::rule::pack::PackFile;

const VOCABULARY: &str = "
authorities:
  - {code: FTC-5, name: FTC Act, citation: FTC Act, reach: binding, jurisdiction: us, products: [any]}
concepts:
  - {concept: benefit, speaks-of: benefit, phrases: [cures]}
  - {concept: risk, speaks-of: risk, phrases: [side effects]}
  - {concept: hype, phrases: [miracle]}
conditions:
  - {condition: autism, name: autism, aliases: [autism], system: development}
risks:
  - {risk: nausea, name: nausea, phrases: [nausea]}
statements:
  - {statement: key-risks, name: the main risks, says: [{slot: risks, any: [<risk affirmed>]}]}
";

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-rules");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "yml")).collect();
    files.sort();
    files
}

fn errors(files: &[PathBuf]) -> Vec<LoadError> {
    let vocabulary = PackFile { pack: "vocabulary".into(), name: "vocabulary.yml".into(), text: VOCABULARY.into() };
    let read = |path: &PathBuf| PackFile {
        pack: "t".into(),
        name: path.file_name().unwrap().to_str().unwrap().into(),
        text: std::fs::read_to_string(path).unwrap(),
    };
    let files: Vec<PackFile> = std::iter::once(vocabulary).chain(files.iter().map(read)).collect();
    Ruleset::load(&files).err().unwrap_or_default()
}

fn shown(errors: &[LoadError]) -> String {
    let mut out = Vec::new();
    load_errors::write(errors, &Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_vocabulary_itself_is_sound() {
    assert_eq!(shown(&errors(&[])), "0 mistakes in 0 files; nothing was checked.\n");
}

#[test]
fn every_mistake_is_shown_where_it_is() {
    for path in files() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(name, shown(&errors(std::slice::from_ref(&path))));
    }
}

/// What is underlined, up to the end of its line, stands at the top of each file: `# wrong: …`.
#[test]
fn every_mistake_is_underlined_at_its_words_and_says_what_to_do() {
    let mut faults = Vec::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let wrong: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# wrong: ")).collect();
        let errors = errors(std::slice::from_ref(&path));
        let mut underlined: Vec<&str> = errors.iter().map(|error| &text[error.span.range()]).collect();
        underlined.iter_mut().for_each(|words| *words = words.lines().next().unwrap_or_default());
        if wrong.is_empty() || underlined != wrong {
            faults.push(format!("{name}: underlined {underlined:?}, wrong is {wrong:?}"));
        }
        for error in errors.iter().filter(|error| error.hint.is_none()) {
            faults.push(format!("{name}: no hint with {:?}", error.message));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn all_mistakes_of_all_files_come_at_once() {
    let alone: usize = files().iter().map(|path| errors(std::slice::from_ref(path)).len()).sum();
    let together = errors(&files());
    // Files are not independent: a mistake of one may be another's missing id. None hides another, though.
    assert!(files().len() >= 25 && together.len() >= alone, "{} together, {alone} alone", together.len());
    let sorted: Vec<_> = together.iter().map(|error| (&error.file, error.span)).collect();
    assert!(sorted.is_sorted());
}
