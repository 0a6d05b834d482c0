//! No input makes the library panic, hang or lose its place.

use fairbalance::extract::Format;
use fairbalance::source::Source;
use proptest::prelude::*;

use crate::check;
use crate::markup::SENTENCES;

const FORMATS: [Format; 4] = [Format::Markdown, Format::Mdx, Format::Html, Format::Text];

/// What parsers trip over, and words that rules look for.
const SCRAPS: &[&str] = &[
    "<",
    ">",
    "</p>",
    "<p ",
    "<!--",
    "-->",
    "<script>",
    "<style",
    "<details>",
    "<![CDATA[",
    "&",
    "&#",
    "&#x110000;",
    "&amp",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "<%",
    "%>",
    "<?php",
    "{{<",
    "```",
    "~~~",
    "`",
    "*",
    "_",
    "**",
    "[",
    "](",
    "[^1]",
    "[^1]:",
    "![",
    "|",
    "|-",
    "\n---\n",
    "+++\n",
    "---\ntitle: \"",
    "+++\nx = '",
    "title: ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "\n\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "    ",
    "\u{0}",
    "\u{feff}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "\u{fffc}",
    "\u{7f}",
    "é",
    "ß",
    "ﬁ",
    "😀",
    "你好",
    "\u{301}",
    "İ",
    "ǆ",
    "\"",
    "'",
    "’",
    "“",
    ".",
    "..",
    "...",
    ",",
    ";",
    ":",
    "?",
    "!",
    "-",
    "—",
    "%",
    "$",
    "1",
    "1,000",
    "9.9",
    "10.1000/x",
    "NCT01234567",
    "https://example.org/a",
    "import x from 'y'",
    "export const a = {",
    "<Foo bar={`",
    "type=\"application/ld+json\">{\"a\":",
    "hidden",
    "alt=\"",
    "no",
    "not",
    "without",
    "side effects",
    "ketamine",
    "autism",
    "cures",
    "may",
    "FDA-approved",
    "Myth:",
    "clinically proven",
    "our",
    "patients",
    "(Smith 2020)",
    "up to 90%",
    "women's",
    "we",
    "[H]elp",
    "fairbalance: ignore",
];

fn soup() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        6 => prop::sample::select(SCRAPS).prop_map(str::to_owned),
        1 => prop::sample::select(SENTENCES).prop_map(|sentence| format!(" {sentence} ")),
        1 => "\\PC{0,6}",
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

fn check_all(text: &str) {
    for format in FORMATS {
        let source = Source::from_text("page", text);
        let report = check(&source, format);
        for finding in &report.findings {
            for range in finding.pieces.iter().flat_map(|piece| &piece.ranges).chain(&finding.location) {
                let span = source.text_span(range.span);
                assert_eq!(source.locate(span), *range, "{}", finding.rule);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(150)))]

    #[test]
    fn scraps_of_markup_do_no_harm(text in soup()) {
        check_all(&text);
    }

    #[test]
    fn bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(source) = Source::decode("page", bytes.clone()) {
            check_all(source.text());
        }
        check_all(&String::from_utf8_lossy(&bytes));
    }
}

/// `FUZZ_CASES=1000000 cargo test --test whole robust` runs for as long as one has patience.
fn cases(usual: u32) -> u32 {
    std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Each of these made the library panic once.
#[test]
fn characters_of_several_bytes_stand_anywhere() {
    for text in [
        "---\ntitle: \"\u{4f60}\u{597d}\"\n---\n",
        "+++\ntitle = '\u{201c}Calm\u{201d} and \u{2019}tis'\n+++\n",
        "\u{1e905}\u{11d75}Bbq",
    ] {
        check_all(text);
    }
}

#[test]
fn words_repeated_without_end_cost_no_more_than_their_number() {
    let start = std::time::Instant::now();
    for scrap in
        ["our ", "no ", "ketamine autism ", "side effects, ", "may ", "(", "<b>", "> ", "- ", "[", "not without "]
    {
        check_all(&scrap.repeat(3000));
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
