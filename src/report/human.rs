//! The report for reading, in plain words: what, where, why, what to do, and why it stands.

use std::collections::BTreeMap;
use std::io;

use owo_colors::OwoColorize;

use super::priorities::priorities;
use super::run::{Run, Shown};
use super::selection::Selection;
use super::snippet::{self, Mark};
use super::text::{self, Paint, sentence};
use super::{Format, Options, escape};
use crate::finding::{AboutRead, DutyResult, Excused, Finding, Folded, Outcome, Piece, Reason};
use crate::waiver::Waiver;

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    if options.quiet {
        let counts = if run.coverage.files > 0 { sentence(&text::counts(run)) } else { "No file was read.".to_owned() };
        let counts = text::wrapped("", 0, &counts, options.width);
        return out.write_all((problems(run, options) + &counts).as_bytes());
    }
    let Selection { listed, left_out } = options.select(Format::Human, run);
    let mut told = Told::default();
    for shown in listed {
        out.write_all(finding(run, shown, &mut told, options).as_bytes())?;
        out.write_all(b"\n")?;
    }
    if options.excused {
        for candidate in &run.excused {
            out.write_all(excused(candidate, options).as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    out.write_all(closing(run, left_out, options).as_bytes())
}

/// Blanks before the explaining lines, and the width of their keys.
const INDENT: usize = 3;
const KEY: usize = 16;

/// What was told of each rule in the file at hand: where its finding stands, and the finding.
#[derive(Default)]
struct Told<'r> {
    path: &'r str,
    rules: BTreeMap<&'r str, &'r Finding>,
}

impl<'r> Told<'r> {
    /// The line of the finding above that has the same explanation, if one has; else this one is to be explained.
    fn above(&mut self, finding: &'r Finding) -> Option<usize> {
        if self.path != finding.path {
            *self = Told { path: &finding.path, rules: BTreeMap::new() };
        }
        let earlier = *self.rules.entry(&finding.rule).or_insert(finding);
        let same = (&earlier.remedy, &earlier.authorities) == (&finding.remedy, &finding.authorities);
        let line = earlier.location.map(|at| at.start.line);
        line.filter(|_| same && !std::ptr::eq(earlier, finding))
    }
}

fn finding<'r>(run: &Run, shown: &'r Shown, told: &mut Told<'r>, options: &Options) -> String {
    let finding = &shown.finding;
    let above = told.above(finding);
    let paint = Paint::new(options.color);
    let head = format!("{}[{}]", finding.level.name(), escape::word(&finding.rule));
    let mut out = headline(&head.style(paint.level(finding.level)).to_string(), &head, &finding.message, options);
    out.push_str(&picture(shown, options));

    let mut line = |key: &str, text: &str| {
        if !text.is_empty() {
            let key = format!("{}{}", " ".repeat(INDENT), paint.bold(&format!("{key:KEY$}")));
            out.push_str(&text::wrapped(&key, INDENT + KEY, text, options.width));
        }
    };
    let card = run.cards.get(&finding.rule);
    match above {
        Some(above) => line("why, do", &format!("as above, at line {above}")),
        None => {
            line("why", &card.map_or(String::new(), |card| escape::prose(&card.why)));
            line("do", &escape::prose(&finding.remedy));
        }
    }
    if let Some(duty) = &finding.duty {
        line("such as", &escape::prose(&duty.sample));
        line("statement", &self::duty(duty));
    }
    for related in &finding.related {
        let mut said = escape::prose(&related.message);
        if !related.text.is_empty() {
            said.push_str(&format!(": {}", text::quoted(&related.text)));
        }
        line("see also", &format!("{said} ({})", text::place(&related.path, related.location)));
    }
    let told: Vec<&Reason> = finding.stands_because.iter().filter(|reason| !reason.is_of_wording()).collect();
    line("stands because", &reasons(&told));
    let offered = finding.about.as_ref().filter(|about| about.reading == "offer" && !about.signals.is_empty());
    line("signals", &offered.map_or(String::new(), signals));
    let changes = finding.level_changes.iter().map(|change| {
        let direction = if change.to > change.from { "raised" } else { "lowered" };
        let (from, to) = (change.from.name(), change.to.name());
        format!("{direction} from {from} to {to}: {}", escape::prose(&change.because))
    });
    line("level", &changes.collect::<Vec<_>>().join("; "));
    let authorities = card.map_or(&[][..], |card| &card.authorities);
    // Only those that reach the page: nobody is told of a law that does not bind them.
    let reaching = authorities.iter().filter(|authority| finding.authorities.contains(&authority.code));
    if above.is_none() {
        line("authority", &reaching.map(|a| escape::prose(&a.name)).collect::<Vec<_>>().join(" · "));
    }
    for (number, (rule, times)) in folded(&finding.folded).into_iter().enumerate() {
        let title = run.cards.get(rule).map_or(String::new(), |card| format!(": {}", escape::prose(&card.title)));
        let times = if times > 1 { format!(" ({times} times)") } else { String::new() };
        line(if number == 0 { "with it" } else { "" }, &format!("{}{title}{times}", escape::word(rule)));
    }
    out
}

/// Rules of the findings that are shown under another, each once, with how many there are of it.
fn folded(all: &[Folded]) -> Vec<(&str, usize)> {
    let mut rules: Vec<(&str, usize)> = Vec::new();
    for one in all {
        match rules.iter_mut().find(|(rule, _)| *rule == one.rule) {
            Some((_, times)) => *times += 1,
            None => rules.push((&one.rule, 1)),
        }
    }
    rules
}

fn headline(painted: &str, plain: &str, message: &str, options: &Options) -> String {
    // Wrapped as one text, then the head is put in its colours.
    let whole = text::wrapped("", 0, &format!("{plain} {}", escape::prose(message)), options.width);
    match whole.strip_prefix(plain) {
        Some(rest) => format!("{painted}{rest}"),
        None => whole,
    }
}

/// The lines with all pieces labelled; pieces that could not be labelled are named inside the frame.
fn picture(shown: &Shown, options: &Options) -> String {
    let finding = &shown.finding;
    let paint = Paint::new(options.color);
    let mut marks = Vec::new();
    // The piece that each mark belongs to, and whether its label is there.
    let mut owners = Vec::new();
    for (i, piece) in finding.pieces.iter().enumerate() {
        for (j, &location) in piece.ranges.iter().enumerate() {
            let style = if i == 0 { paint.level(finding.level) } else { paint.piece() };
            // A phrase broken by markup has several underlines and one label.
            let label = if j == 0 { format!("{}{}", piece.label, via(piece)) } else { String::new() };
            marks.push(Mark { location, label, style });
            owners.push((i, j == 0));
        }
    }
    if let (true, Some(location)) = (marks.is_empty(), finding.location) {
        marks.push(Mark { location, label: String::new(), style: paint.level(finding.level) });
        owners.push((usize::MAX, true));
    }
    let drawn = finding.location.and_then(|at| snippet::draw(&finding.path, at.start, &shown.excerpt, &marks, options));
    let labelled = |piece: usize| {
        let Some(picture) = &drawn else { return false };
        owners.iter().zip(&picture.shown).any(|(&owner, &shown)| owner == (piece, true) && shown)
    };
    let others = finding.pieces.iter().enumerate().filter(|(i, _)| !labelled(*i)).map(|(_, piece)| elsewhere(piece));
    let gutter = drawn.as_ref().map_or(INDENT, |picture| picture.gutter);
    let bar = format!("{}│ ", " ".repeat(gutter));
    let notes: String = others
        .flat_map(|note| {
            text::wrapped("", 0, &note, options.width.saturating_sub(gutter + 2))
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|line| format!("{bar}{line}\n"))
        .collect();
    let close = format!("{}╰────\n", " ".repeat(gutter));
    match drawn {
        Some(picture) => match picture.text.strip_suffix(&close) {
            Some(open) => format!("{open}{notes}{close}"),
            None => picture.text + &notes,
        },
        None => {
            let open = format!("{}╭─[{}]\n", " ".repeat(gutter), text::place(&finding.path, finding.location));
            let text = match finding.text.is_empty() {
                true => String::new(),
                false => format!("{bar}{}\n", text::quoted(&finding.text)),
            };
            format!("{open}{text}{notes}{close}")
        }
    }
}

/// `condition: "autism", from the heading at line 5`.
fn elsewhere(piece: &Piece) -> String {
    let name = [&piece.label, &piece.concept, &piece.role].into_iter().find(|name| !name.is_empty());
    let name = name.map_or("part of it", |name| name.as_str());
    let via = via(piece);
    let at = piece.ranges.first().map_or(String::new(), |at| match via.is_empty() {
        true => format!(", at line {}", at.start.line),
        false => format!(" at line {}", at.start.line),
    });
    format!("{}: {}{via}{at}", escape::prose(name), text::quoted(&piece.phrase))
}

/// How a piece reaches the sentence, if it does not stand in it.
fn via(piece: &Piece) -> String {
    match piece.via.as_deref() {
        None | Some("sentence") => String::new(),
        Some("carried") => ", carried over".to_owned(),
        Some(via) => format!(", from the {}", escape::prose(via)),
    }
}

fn duty(duty: &DutyResult) -> String {
    // What is missing altogether is told by the message, and where it was looked for by the reasons.
    if duty.outcome == Outcome::Missing {
        return String::new();
    }
    let searched = escape::prose(&duty.searched);
    // `2 sentences`, or `section`.
    let searched =
        if searched.starts_with(|first: char| first.is_ascii_digit()) { searched } else { format!("the {searched}") };
    let mut said =
        format!("\"{}\" is {}; looked for within {searched}", escape::prose(&duty.statement), duty.outcome.name(),);
    if !duty.missing.is_empty() {
        let missing: Vec<String> = duty.missing.iter().map(|slot| escape::prose(slot)).collect();
        said.push_str(&format!("; not found: {}", missing.join(", ")));
    }
    if let Some(distance) = duty.distance {
        let parts = [(distance.sections, "section"), (distance.blocks, "block"), (distance.words, "word")];
        let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| text::count(*n, what)).collect();
        if !parts.is_empty() {
            said.push_str(&format!("; found {} away", parts.join(", ")));
        }
    }
    said
}

fn reasons(reasons: &[&Reason]) -> String {
    reasons.iter().map(|reason| escape::prose(&reason.reason)).collect::<Vec<_>>().join("; ")
}

fn excused(candidate: &Excused, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let head = format!("excused[{}]", escape::word(&candidate.rule));
    let mut out = headline(&paint.bold(&head), &head, &text::quoted(&candidate.text), options);
    let place = text::place(&candidate.path, candidate.location);
    out.push_str(&format!("{}at {place}\n", " ".repeat(INDENT)));
    let because = candidate.because.iter().map(|reason| match reason.location {
        Some(at) => format!("{} (line {})", escape::prose(&reason.reason), at.start.line),
        None => escape::prose(&reason.reason),
    });
    let key = format!("{}{}", " ".repeat(INDENT), paint.bold(&format!("{:KEY$}", "because")));
    out.push_str(&text::wrapped(&key, INDENT + KEY, &because.collect::<Vec<_>>().join("; "), options.width));
    if let Some(about) = candidate.about.as_ref().filter(|about| !about.signals.is_empty()) {
        let key = format!("{}{}", " ".repeat(INDENT), paint.bold(&format!("{:KEY$}", "signals")));
        out.push_str(&text::wrapped(&key, INDENT + KEY, &signals(about), options.width));
    }
    out
}

/// `subjectless verb "Relieves" +4, doctor or provider "doctor" -2; sum +2, an offer from +3 on`.
fn signals(about: &AboutRead) -> String {
    let signals = about
        .signals
        .iter()
        .map(|signal| format!("{} {} {:+}", escape::prose(&signal.name), text::quoted(&signal.phrase), signal.weight));
    let signals = signals.collect::<Vec<_>>().join(", ");
    format!("{signals}; sum {:+}, an offer from {:+} on", about.sum, about.needed)
}

/// How many things to fix first are named.
const FIRST: usize = 3;

fn closing(run: &Run, left_out: usize, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let mut out = String::new();
    // Without a file there is nothing to count, and "no findings" would read as an answer.
    if run.coverage.files > 0 {
        out.push_str(&text::wrapped("", 0, &sentence(&text::counts(run)), options.width));
    }
    if left_out > 0 {
        out.push_str(&text::wrapped("", 0, &text::left_out(left_out), options.width));
    }
    let aside = text::set_aside(run);
    if !aside.is_empty() {
        out.push_str(&text::wrapped("", 0, &format!("Set aside: {aside}."), options.width));
    }
    out.push_str(&text::wrapped("", 0, &text::coverage(&run.coverage), options.width));
    if run.coverage.files > 0 && run.coverage.words == 0 {
        out.push_str("No text to check was found in what was read.\n");
    }
    let all = priorities(run);
    if !all.is_empty() {
        out.push_str(&format!("\n{}\n", paint.bold("Fix first")));
    }
    for (i, priority) in all.iter().take(FIRST).enumerate() {
        let places = match priority.files {
            1 => text::count(priority.places, "place"),
            files => format!("{} in {}", text::count(priority.places, "place"), text::count(files, "file")),
        };
        let said = format!(
            "{} ({places}, {}, {}). {}",
            escape::prose(priority.title),
            priority.level.name(),
            escape::word(priority.rule),
            escape::prose(priority.remedy)
        );
        out.push_str(&text::wrapped(&format!("  {}. ", i + 1), 5, &said, options.width));
    }
    out.push_str(&set_aside_by_change(run, options));
    let problems = problems(run, options);
    if !problems.is_empty() {
        out.push('\n');
        out.push_str(&problems);
    }
    out.push_str("\nNo findings does not mean compliant.\n");
    out
}

/// Whoever writes copy can write a waiver or an entry of the baseline too, so that reviewers must see them.
fn set_aside_by_change(run: &Run, options: &Options) -> String {
    let waivers = run.added_waivers().map(waiver).collect::<Vec<_>>();
    let accepted = run.newly_accepted().map(|finding| {
        let (rule, place) = (escape::word(&finding.rule), text::place(&finding.path, finding.location));
        format!("{} {rule} at {place}: {}", finding.level.name(), text::quoted(&finding.text))
    });
    let mut out = String::new();
    for (title, lines) in [
        ("Waivers added by this change", waivers),
        ("Brought by this change and accepted by the baseline", accepted.collect()),
    ] {
        if !lines.is_empty() {
            out.push_str(&format!("\n{}\n", Paint::new(options.color).bold(title)));
        }
        for line in lines {
            out.push_str(&text::wrapped("  - ", 4, &line, options.width));
        }
    }
    out
}

fn waiver(waiver: &Waiver) -> String {
    let terms = &waiver.terms;
    let until = terms.until.map_or(String::new(), |until| format!(", until {until}"));
    let by = terms.approved_by.as_ref().map_or(String::new(), |by| format!(", approved by {}", escape::prose(by)));
    let place = text::place(&waiver.path, waiver.location);
    let (rule, reason) = (escape::word(&waiver.rule), escape::prose(&terms.reason));
    format!("{rule} at {place}: {reason} ({}{until}{by})", waiver.state.name())
}

fn problems(run: &Run, options: &Options) -> String {
    let paint = Paint::new(options.color);
    let mut out = String::new();
    for problem in &run.problems {
        let head = format!("problem[{}]", escape::word(&problem.kind));
        let said = match problem.path.is_empty() {
            true => problem.message.clone(),
            false => format!("{}: {}", problem.path, problem.message),
        };
        out.push_str(&headline(&paint.bold(&head), &head, &said, options));
    }
    if !run.complete {
        out.push_str("The answer is not complete: what is named above was not checked.\n");
    }
    out
}
