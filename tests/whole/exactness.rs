//! The promise to whoever reads a report: the slice of the file at a span, normalised, is the phrase that was found.

use fairbalance::extract::Format;
use fairbalance::extract::entities::decode_to_string;
use fairbalance::extract::normalise::fold;
use fairbalance::finding::{FileReport, Finding};
use fairbalance::source::{Location, Position, Source, Span};
use proptest::prelude::*;

use crate::check;
use crate::markup::{SENTENCES, front_matter, paragraphs, sentence, shaped, write};

const FORMATS: [Format; 3] = [Format::Markdown, Format::Html, Format::Text];

/// The ways a file of the same text may lie on disk.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    vec![
        text.as_bytes().to_vec(),
        ["\u{feff}", text].concat().into_bytes(),
        utf16([0xFF, 0xFE], u16::to_le_bytes),
        utf16([0xFE, 0xFF], u16::to_be_bytes),
    ]
}

/// The bytes of the file at a span, as text: read without the library's help.
pub fn slice(bytes: &[u8], span: Span) -> String {
    let cut = &bytes[span.range()];
    let units = |unit: fn([u8; 2]) -> u16| -> Vec<u16> { cut.chunks(2).map(|b| unit([b[0], b[1]])).collect() };
    match bytes {
        [0xFF, 0xFE, ..] => String::from_utf16(&units(u16::from_le_bytes)).unwrap(),
        [0xFE, 0xFF, ..] => String::from_utf16(&units(u16::from_be_bytes)).unwrap(),
        _ => std::str::from_utf8(cut).unwrap().to_owned(),
    }
}

/// Lines and columns counted from the start of the file, character by character.
fn position(bytes: &[u8], at: usize) -> Position {
    let mark = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => 2,
        _ => 0,
    };
    // The mark's bytes say how to read what follows them.
    let before = match mark {
        2 => slice(bytes, Span::new(0, at)).trim_start_matches('\u{feff}').to_owned(),
        _ => slice(bytes, Span::new(mark, at)),
    };
    let after = bytes.get(at..).map_or(0, |rest| {
        if mark == 2 { rest.get(if bytes[0] == 0xFF { 0 } else { 1 }) } else { rest.first() }.copied().unwrap_or(0)
    });
    let mut position = Position { line: 1, column: 1, utf16: 1 };
    let mut chars = before.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(after as char);
        if c == '\n' || (c == '\r' && next != '\n') {
            position = Position { line: position.line + 1, column: 1, utf16: 1 };
        } else {
            position.column += 1;
            position.utf16 += c.len_utf16();
        }
    }
    position
}

/// What the written form reads as to a reader.
fn read(written: &str) -> String {
    let written = written.replace("<br>", " ").replace("\\u0027", "'");
    fold(&decode_to_string(&written, false))
}

fn assert_located(bytes: &[u8], location: &Location) {
    assert_eq!(location.start, position(bytes, location.span.start), "start of {:?}", location.span);
    assert_eq!(location.end, position(bytes, location.span.end), "end of {:?}", location.span);
}

fn assert_exact(bytes: &[u8], finding: &Finding) {
    for piece in &finding.pieces {
        let written: String = piece.ranges.iter().map(|range| slice(bytes, range.span)).collect();
        assert_eq!(read(&written), piece.phrase, "{written:?} of {} {:?}", finding.rule, finding.text);
        assert!(piece.ranges.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{:?}", piece.ranges);
        let hull = Span::new(piece.ranges[0].span.start, piece.ranges[piece.ranges.len() - 1].span.end);
        assert_eq!(slice(bytes, hull), piece.text);
        piece.ranges.iter().for_each(|range| assert_located(bytes, range));
    }
    let places = finding.related.iter().map(|related| (related.location, &related.text));
    for (location, text) in places.chain([(finding.location, &finding.text)]) {
        let Some(location) = location else { continue };
        assert_eq!(&slice(bytes, location.span), text, "{}", finding.rule);
        assert_located(bytes, &location);
    }
    let reasons = finding.stands_because.iter().filter_map(|reason| reason.location);
    reasons.for_each(|location| assert_located(bytes, &location));
}

fn checked(text: &str, format: Format) -> Vec<(Vec<u8>, FileReport)> {
    let ends = [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")];
    let files = ends.iter().flat_map(|text| encodings(text));
    files
        .map(|bytes| {
            let source = Source::decode("page", bytes.clone()).unwrap();
            (bytes, check(&source, format))
        })
        .collect()
}

/// What was found, without where.
fn told(report: &FileReport) -> Vec<String> {
    let found =
        report.findings.iter().map(|f| format!("{} {} {:?} {}", f.rule, f.level.name(), f.phrase, f.fingerprint));
    let mut told: Vec<String> = found.collect();
    told.sort();
    told
}

fn assert_all(text: &str, format: Format) -> Vec<String> {
    let reports = checked(text, format);
    let first = told(&reports[0].1);
    for (bytes, report) in &reports {
        report.findings.iter().for_each(|finding| assert_exact(bytes, finding));
        assert_eq!(told(report), first, "line ends or encoding change the findings");
    }
    first
}

#[test]
fn the_sentences_have_findings() {
    let plain: Vec<String> = SENTENCES.iter().map(|sentence| (*sentence).to_owned()).collect();
    for format in FORMATS {
        let found = assert_all(&paragraphs(&plain, format), format);
        assert!(found.len() >= 10, "{found:#?}");
    }
}

#[test]
fn wide_characters_before_a_claim_move_nothing() {
    for format in FORMATS {
        let plain = assert_all("Our drops have no side effects.", format);
        assert!(!plain.is_empty());
        let wide = assert_all("😀👩‍👩‍👧 ünï 🇺🇸 \u{10348} Our drops have no side effects. 😀", format);
        let rules = |told: &[String]| told.iter().map(|t| t.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(rules(&plain), rules(&wide));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 300, ..ProptestConfig::with_cases(60) })]

    /// However a sentence is written, it is found, and found alike.
    #[test]
    fn markup_changes_no_finding(
        sentences in prop::collection::vec(sentence(), 1..5),
        format in prop::sample::select(&FORMATS[..]),
    ) {
        let plain: Vec<String> = sentences.iter().map(|(sentence, _)| (*sentence).to_owned()).collect();
        let marked: Vec<String> = sentences.iter().map(|(sentence, ways)| write(sentence, ways, format)).collect();
        let page = paragraphs(&marked, format);
        let plain = assert_all(&paragraphs(&plain, format), format);
        prop_assert_eq!(assert_all(&page, format), plain, "{}", page);
    }

    #[test]
    fn spans_are_exact_in_any_structure(
        front in 0..4u8,
        sentences in prop::collection::vec((sentence(), 0..10u8), 1..5),
        format in prop::sample::select(&FORMATS[..]),
    ) {
        let mut page = if format == Format::Text { String::new() } else { front_matter(front).to_owned() };
        for ((sentence, ways), shape) in &sentences {
            page.push_str(&shaped(&write(sentence, ways, format), *shape, format));
        }
        assert_all(&page, format);
    }
}
