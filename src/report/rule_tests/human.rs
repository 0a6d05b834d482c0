//! For reading: each failure with its picture and how it came about, then what proves nothing, then the counts.

use std::io;

use super::TestRun;
use crate::finding::Level;
use crate::report::text::{self, Paint};
use crate::report::{Options, escape, load_errors};
use crate::rule::examples::{Failure, Verdict, Weak, WeakKind};
use crate::rule::phrase_use::PhraseUse;
use crate::source::Source;

pub fn write(run: &TestRun, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    for one in run.failures() {
        writeln!(out, "{}", failure(one, options))?;
    }
    let mut last = "";
    for (rule, weak) in run.weak().take(run.most_weak) {
        if rule != last {
            last = rule;
            writeln!(out, "{}", Paint::new(options.color).bold(rule))?;
        }
        out.write_all(weak_line(weak, run.strict, options).as_bytes())?;
    }
    if !last.is_empty() {
        writeln!(out)?;
    }
    for owner in run.phrases.unwrap_or_default().iter().filter(|owner| !owner.unused.is_empty()) {
        out.write_all(unused(owner, options).as_bytes())?;
    }
    out.write_all(closing(run, options).as_bytes())
}

fn failure(failure: &Failure, options: &Options) -> String {
    let source = Source::from_text(failure.place.file.as_str(), &*failure.place.text);
    let mut out = load_errors::told(failure.verdict.name(), Level::Error, &failure.place, &source, options);
    let paint = Paint::new(options.color);
    for line in &failure.trace {
        let key = format!("   {} ", paint.bold("because:"));
        out.push_str(&text::wrapped(&key, 12, &escape::prose(line), options.width));
    }
    out
}

fn weak_line(weak: &Weak, strict: bool, options: &Options) -> String {
    let level = if strict { "error" } else { "note" };
    let place = text::place(&weak.place.file, Some(super::place(&weak.place)));
    text::wrapped("  ", 4, &format!("{place}: {level}: {}", escape::prose(&weak.place.message)), options.width)
}

fn unused(owner: &PhraseUse, options: &Options) -> String {
    let head = format!("{}: {} of {} used by no example", owner.owner, owner.unused.len(), phrases(owner.phrases));
    let mut out = text::wrapped("", 0, &escape::prose(&head), options.width);
    let file = &owner.unused[0].file;
    let source = Source::from_text(file.name.as_str(), &*file.text);
    for phrase in &owner.unused {
        let location = source.locate(phrase.span.within(source.text()));
        let place = text::place(&file.name, Some(location));
        out.push_str(&format!("  {place}: {}\n", text::quoted(&phrase.text)));
    }
    out.push('\n');
    out
}

fn closing(run: &TestRun, options: &Options) -> String {
    let of = |verdict| run.failures().filter(|failure| failure.verdict == verdict).count();
    let verdicts = [Verdict::Missing, Verdict::Noisy, Verdict::WrongPlace, Verdict::WrongLevel];
    let failed: Vec<String> = verdicts
        .into_iter()
        .filter(|verdict| of(*verdict) > 0)
        .map(|verdict| format!("{} {}", of(verdict), verdict.name()))
        .collect();
    let failed = if failed.is_empty() { "all come out as they say".to_owned() } else { failed.join(", ") };
    let tested = text::count(run.tested.len(), "rule");
    let mut said = vec![format!("{tested}, {}: {failed}.", text::count(run.examples(), "example"))];
    let kinds = |kind| run.weak().filter(|(_, weak)| weak.kind == kind).count();
    let (unguarded, idle) = (kinds(WeakKind::Unguarded), kinds(WeakKind::Idle));
    if unguarded + idle > 0 {
        let strict = if run.strict { "" } else { " --strict makes these fail." };
        let conditions = text::count(unguarded, "condition");
        let examples = text::count(idle, "example");
        said.push(format!(
            "{conditions} could be dropped without any example noticing; {examples} of what should pass prove nothing.{strict}"
        ));
        if unguarded + idle > run.most_weak {
            said.push(format!("The first {} are listed; --max-notes all lists the rest.", run.most_weak));
        }
    }
    if let Some(owners) = run.phrases {
        let all: usize = owners.iter().map(|owner| owner.phrases).sum();
        let unused: usize = owners.iter().map(|owner| owner.unused.len()).sum();
        said.push(format!("Examples use {} of {}.", all - unused, phrases(all)));
    }
    said.iter().map(|line| text::wrapped("", 0, line, options.width)).collect()
}

fn phrases(number: usize) -> String {
    text::count(number, "phrase")
}
