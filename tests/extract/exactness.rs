//! The promise of extraction: the source of any phrase, decoded and normalised, is the phrase.

use fairbalance::extract::Format;
use fairbalance::extract::entities::decode_to_string;
use fairbalance::extract::normalise::fold;
use fairbalance::source::Span;
use proptest::prelude::*;

use crate::page::{Page, page};

const WORDS: &[&str] = &[
    "relief",
    "cures",
    "don't",
    "autism",
    "risk-free",
    "the",
    "safe",
    "100",
    "We",
    "IV",
    "no",
    "Ketamine",
    "a",
    "cafe",
    "fine",
    "beta",
];

/// A word, and how it may be written without a reader seeing a difference.
fn word(html: bool) -> impl Strategy<Value = String> {
    (prop::sample::select(WORDS), 0..12u8, any::<prop::sample::Index>()).prop_map(move |(word, way, at)| {
        let at = at.index(word.len());
        let (head, tail) = word.split_at(at);
        let tail_rest = tail.get(1..).unwrap_or("");
        match way {
            0 => format!("{head}\u{ad}{tail}"),
            1 => format!("{head}&shy;{tail}"),
            2 if !tail.is_empty() => format!("{head}&#x{:x};{tail_rest}", tail.as_bytes()[0]),
            3 if html => format!("{head}<b>{tail}</b>"),
            3 => format!("{head}<i>{tail}</i>"),
            4 if html => format!("<span class=x>{head}</span>{tail}"),
            4 if head.is_empty() => format!("**{tail}**"),
            5 => word.replace('\'', "’").replace('-', "\u{2011}"),
            6 => word.replace("fine", "ﬁne").replace("cafe", "café").replace("beta", "β"),
            7 => word.replace('a', "\u{ff41}").replace('\'', "&rsquo;"),
            8 => format!("{head}\u{200b}{tail}"),
            9 => format!("{head}<!-- x -->{tail}"),
            _ => word.to_owned(),
        }
    })
}

fn sentence(html: bool) -> impl Strategy<Value = String> {
    let space = prop::sample::select(&[" ", " ", " ", "\n", "&nbsp;", "\u{a0}", "  "][..]);
    prop::collection::vec((word(html), space), 1..9).prop_map(|words| {
        let mut text = String::new();
        for (i, (word, space)) in words.iter().enumerate() {
            if i > 0 {
                text.push_str(space);
            }
            text.push_str(word);
        }
        text
    })
}

fn html_block() -> impl Strategy<Value = String> {
    (sentence(true), 0..10u8).prop_map(|(s, shape)| match shape {
        0 => format!("<h2>{s}</h2>\n"),
        1 => format!("<ul><li>{s}<li><p>{s}</ul>"),
        2 => format!("<blockquote><p>{s}</blockquote>"),
        3 => format!("<table><tr><th>{s}<td>{s}</table>"),
        4 => format!("<details><summary>{s}</summary>{s}</details>"),
        5 => format!("<p>{s} <img alt=\"{s}\"> {s} <a href=/x class=btn>{s}</a></p>"),
        6 => format!("<!-- {s} --><div>{s}<br>{s}</div>"),
        7 => format!("<p>{s} <span hidden>{s}</span> {s}"),
        _ => format!("<p>{s}</p>"),
    })
}

fn markdown_block() -> impl Strategy<Value = String> {
    (sentence(false), 0..11u8).prop_map(|(s, shape)| {
        let line = s.replace('\n', " ");
        let lines = |prefix: &str, rest: &str| format!("{prefix}{}", s.replace('\n', &format!("\n{rest}")));
        match shape {
            0 => format!("## {line}\n\n"),
            1 => format!("{}\n{}\n\n", lines("- ", "  "), lines("- ", "  ")),
            2 => format!("{}\n\n", lines("> ", "> ")),
            3 => format!("| x {line} | y |\n|---|---|\n| {line} | {line} |\n\n"),
            4 => format!("{}\n\n", lines("> > - ", "> >   ")),
            5 => format!("**{line}** [{line}](/x \"t\") ![{line}](y)\n\n"),
            6 => format!("<details>\n<summary>{s}</summary>\n\n{s}\n\n</details>\n\n"),
            7 => format!("{}\n\n", lines("> <div>", "> ")),
            8 => format!("{s} <span hidden>{line}</span> {s}\n\n"),
            _ => format!("{s}\n\n"),
        }
    })
}

fn front_matter() -> impl Strategy<Value = String> {
    (prop::collection::vec(prop::sample::select(WORDS), 3..7), 0..5u8).prop_map(|(words, style)| match style {
        0 => format!("---\ntitle: \"{}\"\nintro: >-\n  {}\n---\n", words.join(" "), words.join("\n  ")),
        1 => format!("---\na:\n  - b: '{}'\n---\n", words.join(" ").replace('\'', "''")),
        2 => format!("+++\nx = \"{}\"\n+++\n", words.join(" ").replace('c', "\\u0063")),
        3 => format!("---\nintro: x {}\n---\n", words.join("\n  ")),
        _ => String::new(),
    })
}

/// Every run of words of every block: its source must read the same.
fn assert_exact(page: &Page) {
    for block in &page.doc.blocks {
        let text = &page.doc.text[block.span.range()];
        let mut starts: Vec<usize> = text.match_indices(' ').map(|(i, _)| i + 1).collect();
        starts.insert(0, 0);
        for (i, &start) in starts.iter().enumerate() {
            for next in starts[i + 1..].iter().map(|s| s - 1).chain([text.len()]).take(4) {
                let span = Span::new(block.span.start + start, block.span.start + next);
                let ranges = page.doc.map.source_ranges(span);
                assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{ranges:?}");
                let written: String = ranges.iter().map(|range| page.source.slice(*range)).collect();
                let read = decode(&written);
                assert_eq!(read, &page.doc.text[span.range()], "{written:?} in {:?}", page.source.text());
            }
        }
    }
}

/// What the written form reads as. Escapes of front matter are the only ones in these pages.
fn decode(written: &str) -> String {
    let written = written.replace("<br>", " ").replace("\\u0063", "c").replace("''", "'");
    fold(&decode_to_string(&written, false))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn html_is_exact(blocks in prop::collection::vec(html_block(), 1..6)) {
        let text = blocks.concat();
        let lf = page(Format::Html, &text);
        assert_exact(&lf);
        let crlf = page(Format::Html, &text.replace('\n', "\r\n"));
        assert_exact(&crlf);
        prop_assert_eq!(&lf.doc.text, &crlf.doc.text);
    }

    #[test]
    fn markdown_is_exact(front in front_matter(), blocks in prop::collection::vec(markdown_block(), 1..6)) {
        let text = format!("{front}{}", blocks.concat());
        let lf = page(Format::Markdown, &text);
        assert_exact(&lf);
        let crlf = page(Format::Markdown, &text.replace('\n', "\r\n"));
        assert_exact(&crlf);
        prop_assert_eq!(&lf.doc.text, &crlf.doc.text);
    }

    #[test]
    fn plain_text_is_exact(paragraphs in prop::collection::vec("[A-Za-z’—…é \n]{1,60}", 1..6)) {
        let text = paragraphs.join("\n\n");
        let lf = page(Format::Text, &text);
        assert_exact(&lf);
        prop_assert_eq!(&lf.doc.text, &page(Format::Text, &text.replace('\n', "\r\n")).doc.text);
    }
}
