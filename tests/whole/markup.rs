//! Sentences of known findings, and the many ways to write each so that a reader sees the same.

use fairbalance::extract::Format;
use proptest::prelude::*;
use proptest::sample::Index;

pub const SENTENCES: &[&str] = &[
    "Our drops have no side effects.",
    "It is clinically proven.",
    "Our tea cures arthritis and it's guaranteed.",
    "Our FDA-approved ketamine infusions treat autism.",
    "Ketamine may ease OCD.",
    "A miracle cure with a 100% success rate.",
    "85% of our patients improve.",
    "Relief within hours, pain-free and risk-free.",
    "There is no cure for autism.",
    "Book an appointment today.",
    "We are open from 8 to 5.",
    "Don't stop your medicine without your doctor's advice.",
];

/// How one word is written, and what stands before the next.
pub type Way = (u8, Index, u8);

pub fn sentence() -> impl Strategy<Value = (&'static str, Vec<Way>)> {
    let way = (0..16u8, any::<Index>(), 0..10u8);
    (prop::sample::select(SENTENCES), prop::collection::vec(way, 16))
}

/// The sentence as marked up; `"\n"` stands for a line's end.
pub fn write(sentence: &str, ways: &[Way], format: Format) -> String {
    let mut text = String::new();
    for (at, (word, (way, index, space))) in sentence.split(' ').zip(ways.iter().cycle()).enumerate() {
        if at > 0 {
            text.push_str(match (space, format) {
                (0, _) => "\n",
                (1, _) => "\u{a0}",
                (2, Format::Markdown | Format::Html) => "&nbsp;",
                (3, Format::Html) => " \t ",
                (4, Format::Html) => "\n   ",
                (4, Format::Markdown) => "  ",
                _ => " ",
            });
        }
        text.push_str(&one_word(word, *way, *index, format));
    }
    text
}

fn one_word(word: &str, way: u8, index: Index, format: Format) -> String {
    let (head, tail) = word.split_at(index.index(word.len()));
    let first = tail.chars().next().unwrap_or('x');
    let rest = tail.get(1..).unwrap_or("");
    let is_letter = first.is_ascii_alphabetic();
    match (way, format) {
        (0, _) => word.replace('\'', "\u{2019}").replace('-', "\u{2011}"),
        (1, _) if !head.is_empty() => format!("{head}\u{ad}{tail}"),
        (2, _) if !head.is_empty() => format!("{head}\u{200b}{tail}"),
        (3, _) if is_letter => {
            let wide = char::from_u32(0xFF00 + (first as u32 - 0x20)).unwrap();
            format!("{head}{wide}{rest}")
        }
        (4, _) => word.replace("fi", "\u{fb01}").replace("ea", "\u{e9}a").replace("eé", "ee"),
        (_, Format::Text) => word.to_owned(),
        (5, _) => format!("{head}&#{};{rest}", first as u32),
        (6, _) => format!("{head}&#x{:X};{rest}", first as u32),
        (7, _) if !head.is_empty() => format!("{head}&shy;{tail}"),
        (8, _) if !head.is_empty() => format!("{head}<!-- note -->{tail}"),
        (9, _) => format!("<em>{head}</em>{tail}"),
        (10, _) => format!("{head}<span class=\"x y\" data-a='1 > 2'>{tail}</span>"),
        (11, _) => word.replace('\'', "&rsquo;").replace('-', "&#8209;"),
        (12, Format::Markdown) => format!("**{word}**"),
        (12, _) => format!("<strong><i>{head}</i>{tail}</strong>"),
        (13, Format::Markdown) if is_letter && head.chars().all(|c| c.is_ascii_alphabetic()) && !head.is_empty() => {
            format!("{head}*{first}*{rest}")
        }
        _ => word.to_owned(),
    }
}

/// A paragraph for each sentence, so that no sentence changes how another is read.
pub fn paragraphs(sentences: &[String], format: Format) -> String {
    let paragraph = |text: &String| match format {
        Format::Html => format!("<p>{text}</p>\n"),
        _ => format!("{text}\n\n"),
    };
    sentences.iter().map(paragraph).collect()
}

/// Any structure around a sentence: what is found may change, but never where.
pub fn shaped(text: &str, shape: u8, format: Format) -> String {
    let line = text.replace('\n', " ");
    let lines = |prefix: &str, rest: &str| format!("{prefix}{}\n\n", text.replace('\n', &format!("\n{rest}")));
    match (format, shape) {
        (Format::Html, 0) => format!("<ul><li>{text}<ul><li>{text}</ul></ul>"),
        (Format::Html, 1) => format!("<blockquote>{text}<cite>A. Reader</cite></blockquote>"),
        (Format::Html, 2) => format!("<table><tr><th>We treat<td>{text}<td>{text}</table>"),
        (Format::Html, 3) => format!("<h2>{text}</h2><details><summary>More</summary>{text}</details>"),
        (Format::Html, 4) => format!("<div hidden>{text}</div><p>{text}<br>{text}"),
        (Format::Html, 5) => format!("<p>{{% if a %}}{text}{{{{ name }}}} {text}{{% endif %}}</p>"),
        (Format::Html, 6) => format!("<a class=btn href=/x>{text}</a><p>{text}<script>no side effects</script>"),
        (Format::Html, 7) => format!("<img alt=\"{}\"><p>{text}", line.replace(['"', '<', '>'], "")),
        (Format::Html, _) => format!("<p>{text}"),
        (Format::Text, _) => format!("{text}\n\n"),
        (_, 0) => lines("- ", "  ") + &lines("  - ", "    "),
        (_, 1) => lines("> ", "> "),
        (_, 2) => format!("| a | b |\n|---|---|\n| {line} | {line} |\n\n"),
        (_, 3) => format!("## {line}\n\n<details>\n<summary>More</summary>\n\n{text}\n\n</details>\n\n"),
        (_, 4) => format!("{line}[^1]\n\n[^1]: {line}\n\n"),
        (_, 5) => format!("{{{{< note >}}}}\n\n{text}\n\n{{{{< /note >}}}}\n\n"),
        (_, 6) => format!("[{line}](/x)\n\n> - {line}\n\n"),
        (_, 7) => format!("---\n\nWe treat:\n\n* {line}\n* {line}\n\n"),
        (_, _) => format!("{text}\n\n"),
    }
}

pub fn front_matter(kind: u8) -> &'static str {
    match kind {
        0 => {
            "---\ntitle: \"Ketamine cures autism: it\\u0027s proven\"\ndescription: >-\n  Our drops have\n  no side effects.\n---\n"
        }
        1 => "+++\ntitle = 'Our tea cures arthritis'\n+++\n",
        _ => "",
    }
}
