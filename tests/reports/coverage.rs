//! Every format says what was read and what was not.

use fairbalance::report::{Format, Options};

use crate::{fixture, print};

#[test]
fn every_format_tells_of_files_words_bytes_and_what_was_passed_over() {
    let run = fixture::run();
    assert_eq!(run.coverage.unread(), 200);
    for format in Format::ALL {
        let out = print(format, &run, Options::default());
        // As text, or as fields where a machine reads them.
        let flat: String = out.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#46;", ".");
        let bytes = run.coverage.bytes.read.to_string();
        let holds = |words: &[&str]| words.iter().any(|words| flat.contains(words));
        assert!(holds(&["2 files: 36 words", "\"files\": 2, \"words\": 36"]), "{}: {out}", format.name());
        assert!(holds(&[&format!("{bytes} bytes"), &format!(": {bytes},")]), "{}: {out}", format.name());
        assert!(holds(&["excluded by the config"]), "{}: {out}", format.name());
        assert!(holds(&["41 .tsx", "\".tsx\": 41"]), "{}: {out}", format.name());
        assert!(holds(&["53.91%", "\"percent\": 53.91"]), "the share, {}: {out}", format.name());
        assert!(out.contains("logo.md"), "what could not be read, {}: {out}", format.name());
    }
}
