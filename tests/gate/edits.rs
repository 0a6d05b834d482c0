//! Two hundred random edits of a generated site: no accepted finding is lost, none is invented.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fairbalance::baseline::{Baseline, Ledger, Now, open, settle};
use fairbalance::extract::Format;
use fairbalance::finding::Confidence;
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::report::run::{Checked, State};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;
use proptest::prelude::*;

static RULESET: LazyLock<Ruleset> =
    LazyLock::new(|| Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load"));

/// Claims of the site as it was; each has findings of its own.
const OLD: [&str; 8] = [
    "Our ketamine infusion cures depression.",
    "This infusion has no side effects at all.",
    "We guarantee lasting relief from anxiety.",
    "Our ketamine infusion relieves social anxiety.",
    "Our ketamine drip is clinically proven.",
    "Ketamine may help with panic attacks.",
    "Our ketamine infusion is completely safe & \u{201c}gentle\u{201d}.",
    "Our infusion reverses depression \u{2014} permanently.",
];

/// Claims that edits bring.
const NEW: [&str; 4] = [
    "Our ketamine infusion eliminates OCD for ever.",
    "Our drip has zero risks.",
    "We guarantee a cure of bipolar depression.",
    "Our ketamine infusion prevents PTSD in everyone.",
];

const NEUTRAL: [&str; 4] = [
    "The waiting room opens at nine in the morning.",
    "Parking is behind the building, next to the library.",
    "Bring a book and a friend to the appointment.",
    "Receipts come by mail within a week.",
];

#[derive(Debug, Clone)]
struct Block {
    text: &'static str,
    is_new: bool,
    /// Spaces that are line breaks, by position modulo this; 0 for none.
    wrap: usize,
    /// Another way to write the same markup.
    style: bool,
}

#[derive(Debug, Clone)]
struct Sheet {
    name: String,
    html: bool,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
struct Edit {
    kind: u8,
    page: prop::sample::Index,
    block: prop::sample::Index,
    other: prop::sample::Index,
    to: prop::sample::Index,
    number: usize,
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<prop::sample::Index>;
    (0..7u8, index(), index(), index(), index(), 2..6usize).prop_map(|(kind, page, block, other, to, number)| Edit {
        kind,
        page,
        block,
        other,
        to,
        number,
    })
}

/// Four pages about the same treatment, each with two old claims.
fn site() -> Vec<Sheet> {
    let block = |text| Block { text, is_new: false, wrap: 0, style: false };
    let sheets = OLD.chunks(2).zip(NEUTRAL).enumerate().map(|(number, (claims, neutral))| Sheet {
        name: format!("page-{number}.{}", if number % 2 == 0 { "md" } else { "html" }),
        html: number % 2 == 1,
        blocks: claims.iter().copied().chain([neutral]).map(block).collect(),
    });
    sheets.collect()
}

fn apply(site: &mut [Sheet], edit: &Edit, step: usize) {
    let count = site.len();
    let at = edit.page.index(count);
    let len = site[at].blocks.len();
    match edit.kind {
        0 => site[at].name = format!("moved-{step} {}.{}", edit.number, if site[at].html { "html" } else { "md" }),
        1 | 2 => {
            let is_new = edit.kind == 1;
            let text = if is_new { NEW[edit.other.index(NEW.len())] } else { NEUTRAL[edit.other.index(NEUTRAL.len())] };
            // A claim that is there already is not told from itself.
            if !is_new || !site.iter().any(|sheet| sheet.blocks.iter().any(|block| block.text == text)) {
                site[at].blocks.insert(edit.to.index(len + 1), Block { text, is_new, wrap: 0, style: false });
            }
        }
        3 if len > 0 => {
            let block = site[at].blocks.remove(edit.block.index(len));
            let place = edit.to.index(len);
            site[at].blocks.insert(place, block);
        }
        4 if len > 1 => {
            let block = site[at].blocks.remove(edit.block.index(len));
            let other = edit.other.index(count);
            let place = edit.to.index(site[other].blocks.len() + 1);
            site[other].blocks.insert(place, block);
        }
        5 if len > 0 => site[at].blocks[edit.block.index(len)].wrap = edit.number,
        6 if len > 0 => {
            let block = &mut site[at].blocks[edit.block.index(len)];
            block.style = !block.style;
        }
        _ => {}
    }
}

/// The page, and where its new claims stand.
fn write(sheet: &Sheet) -> (String, Vec<(usize, usize)>) {
    // Stays first, so that all pages sell, and owe the same.
    let mut text = match sheet.html {
        true => "<h1>Ketamine</h1>\n<p>Book our ketamine infusion today! It eases depression.</p>\n".to_owned(),
        false => "# Ketamine\n\nBook our ketamine infusion today! It eases depression.\n\n".to_owned(),
    };
    let mut new = Vec::new();
    for block in &sheet.blocks {
        let words: Vec<&str> = block.text.split(' ').collect();
        let broken = |number: usize| block.wrap > 0 && (number + 1).is_multiple_of(block.wrap);
        let mut copy = String::new();
        for (number, word) in words.iter().enumerate() {
            copy.push_str(word);
            if number + 1 < words.len() {
                copy.push(if broken(number) { '\n' } else { ' ' });
            }
        }
        let copy = if sheet.html { copy.replace('&', "&amp;") } else { copy };
        let start = text.len();
        text.push_str(&match (sheet.html, block.style) {
            (true, false) => format!("<p>{copy}</p>\n"),
            (true, true) => format!("<P CLASS=\"x\"><STRONG>{copy}</STRONG></P>\n"),
            (false, false) => format!("{copy}\n\n"),
            (false, true) => format!("__{copy}__\n\n"),
        });
        if block.is_new {
            new.push((start, text.len()));
        }
    }
    (text, new)
}

fn check(sheet: &Sheet) -> Checked {
    let (text, _) = write(sheet);
    let source = Source::from_text(sheet.name.as_str(), text);
    let format = if sheet.html { Format::Html } else { Format::Markdown };
    let facts = PageFacts::default();
    let assessed = Linter::new(&RULESET).assess(&Page { source: &source, format, facts: &facts, layouts: &[] });
    Checked::new(assessed, &[], Confidence::Medium)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_neither_lose_nor_invent_accepted_findings(edits in prop::collection::vec(edit(), 200)) {
        let mut site = site();
        let before: Vec<Checked> = site.iter().map(check).collect();
        let baseline = Baseline::of(open(&before));
        let baseline = Baseline::parse(&baseline.write()).unwrap();
        prop_assert!(baseline.count() > 20);
        let mut known: BTreeMap<String, Checked> = BTreeMap::new();
        for (step, edit) in edits.iter().enumerate() {
            apply(&mut site, edit, step);
            let mut files: Vec<Checked> = Vec::new();
            for sheet in &site {
                let key = format!("{} {}", sheet.name, write(sheet).0);
                files.push(known.entry(key).or_insert_with(|| check(sheet)).clone());
            }
            let seen: BTreeSet<String> = site.iter().map(|sheet| sheet.name.clone()).collect();
            let exists = |path: &str| seen.contains(path);
            let mut ledger = Ledger::new(baseline.clone());
            let now = Now { checked: &seen, exists: &exists };
            settle(&mut files.iter_mut().collect::<Vec<_>>(), &mut ledger, &now, State::Baselined);
            for (sheet, checked) in site.iter().zip(&files) {
                let (text, new) = write(sheet);
                for candidate in &checked.candidates {
                    let finding = &candidate.shown.finding;
                    // What is counted over a page is another count when claims come and go.
                    if finding.is_of_page() && finding.duty.is_none() {
                        continue;
                    }
                    let start = finding.location.map_or(0, |at| at.span.start);
                    let is_new = new.iter().any(|(from, to)| (*from..*to).contains(&start)) && !finding.is_of_page();
                    let wanted = if is_new { State::Open } else { State::Baselined };
                    prop_assert_eq!(
                        candidate.state, wanted,
                        "step {}: {} {:?} {}\n{}\n{}", step, finding.rule, finding.phrase, finding.fingerprint, sheet.name, text
                    );
                }
                for (from, to) in new {
                    let told = checked.open().any(|finding| {
                        finding.location.is_some_and(|at| (from..to).contains(&at.span.start))
                    });
                    prop_assert!(told, "step {}: nothing is new in {}", step, &text[from..to]);
                }
            }
        }
    }
}
