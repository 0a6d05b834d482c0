//! Nothing that a file holds makes extraction panic, stall, or lose count.

use fairbalance::extract::Format;
use proptest::prelude::*;

use crate::page::page;

const FORMATS: [Format; 4] = [Format::Markdown, Format::Mdx, Format::Html, Format::Text];

/// Signs that mean something to one of the readers.
const SIGNS: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "&",
    "&amp",
    "&#x",
    ";",
    "=",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "<%",
    "%>",
    "<?php",
    "?>",
    "{",
    "}",
    "`",
    "```",
    "~~~",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "!",
    "|",
    "---",
    "+++",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "# ",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<div hidden>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<blockquote>",
    "<cite>",
    "<details>",
    "<summary>",
    "</details>",
    "<script type=application/ld+json>",
    "</script>",
    "<title>",
    "</title>",
    "<svg>",
    "<br>",
    "<img alt='x' title=\"y\">",
    "<span class='btn hidden'>",
    "</span>",
    "<s>",
    "</s>",
    "<q>",
    "</q>",
    "<sup>",
    "\u{ad}",
    "\u{200b}",
    "“",
    "”",
    "—",
    "…",
    "é",
    "ﬁ",
    "β",
    "\u{430}",
    "治",
    "\u{fffc}",
    "\u{7f}",
    "\\",
    "\\u00",
    "title: x",
    "a = 'b'",
    "fairbalance:",
    "cures",
    "not",
    "approved?",
    ":",
    "import x from 'y'",
    "${",
    "endcomment",
    "{% comment %}",
    "{{!--",
    "[^1]",
    "[^1]: ",
    "{\"name\": \"",
    "$",
    "wp:",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn signs_in_any_order(signs in prop::collection::vec(prop::sample::select(SIGNS), 0..60)) {
        let text = signs.concat();
        for format in FORMATS {
            page(format, &text);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        for format in FORMATS {
            page(format, &text);
        }
    }
}

#[test]
fn hostile_repetition_stays_linear() {
    let repeated = [
        "<div>",
        "<b>",
        "</b>",
        "<p",
        "<a href=x>",
        "{{",
        "{%",
        "{% comment %}",
        "{{!--",
        "<%",
        "{",
        "{`${",
        "[",
        "![",
        "> ",
        "- ",
        "<!--",
        "&",
        "<table><tr><td>",
        "<li>",
        "а",
        "“",
        "\u{200b}",
        "\n\n",
        "<details>",
        "<blockquote>a<cite>b</cite>",
        "<q>",
        "a\n",
        "*a",
        "<s>a",
        "{% raw %}",
        "\"a\"\n\n- B\n\n",
        "<sup>",
        "<!-- x",
    ];
    for unit in repeated {
        let text = unit.repeat(60_000 / unit.len());
        for format in FORMATS {
            // A reader that is quadratic in any of these would not come back.
            let bytes = page(format, &text).doc.bytes;
            assert_eq!(bytes.read + bytes.not_prose + bytes.not_read, text.len(), "{unit:?} as {format:?}");
        }
    }
}

#[test]
fn long_lines_are_no_trouble() {
    let line = "<p>Some words that say <b>little</b> &amp; cost nothing.</p>".repeat(4_000);
    assert_eq!(page(Format::Html, &line).doc.blocks.len(), 4_000);
    let line = "word ".repeat(40_000);
    for format in FORMATS {
        assert_eq!(page(format, &line).doc.blocks.len(), 1);
    }
}
