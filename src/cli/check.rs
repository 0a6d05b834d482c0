//! `check`: discover, read, check, report.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use fairbalance::baseline::{Ledger, Now};
use fairbalance::config;
use fairbalance::finding::Finding;
use fairbalance::load_error::{Kind, LoadError};
use fairbalance::report::run::{Checked, Shown};
use fairbalance::report::{Format, Options, Run};
use fairbalance::waiver::meta;
use fairbalance::yaml;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{CheckArgs, RulesFrom};
use super::baseline::Files;
use super::change::Asked;
use super::config_files::{Configs, Found};
use super::engine::{Engine, Load, NotLoaded};
use super::lint::{Answers, Lint, Request};
use super::output::{self, Failure};
use super::{World, exit, pins, show_config};

pub fn run(args: &CheckArgs, world: &mut World) -> Result<u8, Failure> {
    if let Some(file) = &args.show_config {
        return show_config::run(file, args, world);
    }
    output::check_targets(&args.write)?;
    let cwd = world.cwd.clone();
    let request = Request {
        asked: Asked { base: args.diff_base.as_deref(), staged: args.staged, paths: &args.paths },
        stdin: args.stdin_filename.as_deref().unwrap_or("stdin"),
        rules: &args.rules,
        min_confidence: args.min_confidence,
        today: args.today.unwrap_or(world.today),
        excused: args.excused,
        threads: args.threads.unwrap_or(0),
        cwd: &cwd,
    };
    let lint = Lint::new(request, world.load)?;
    let mut baselines = Files::new(args.baseline.as_deref(), &lint)?;
    let bar = progress(world.progress && !args.quiet, lint.targets.len());
    let mut answers = lint.run(&|| bar.inc(1))?;
    bar.finish_and_clear();
    baselines.settle(&lint, &mut answers);
    answers.checked.push(Checked::about_run(stale(&baselines, &lint, &answers)));

    let fails =
        |finding: &&Finding, config: Option<&usize>| finding.level >= lint.fail_on(args.fail_on, config.copied());
    let each = answers.checked.iter().enumerate();
    let failing = each.map(|(at, checked)| checked.open().filter(|f| fails(f, answers.configs.get(at))).count()).sum();

    let mut run = Run {
        date: lint.request.today.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        configs: lint.in_use.iter().filter_map(|&index| lint.configs.found[index].info.clone()).collect(),
        problems: lint.problems.clone(),
        coverage: lint.coverage.clone(),
        waivers: answers.waivers,
        base: lint.change.as_ref().map(|change| change.base.clone()),
        ..Run::default()
    };
    for engine in lint.engines.values() {
        run.cards.extend(engine.cards().into_iter().map(|card| (card.id.clone(), card)));
        run.packs.extend(engine.packs());
    }
    run.configs.sort_by(|a, b| a.path.cmp(&b.path));
    run.packs.sort_by(|a, b| a.name.cmp(&b.name));
    run.packs.dedup();
    run.coverage.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    run.coverage.skipped.dedup();
    for problem in &answers.problems {
        let path = lint.targets.iter().find(|target| target.shown == problem.path).and_then(|t| t.path.as_ref());
        let meta = path.and_then(|path| std::fs::metadata(path).ok());
        run.coverage.undecoded += meta.map_or(0, |meta| meta.len() as usize);
    }
    run.problems.extend(answers.problems);
    run.add(answers.checked);
    if let Some(short) = args.require_coverage.and_then(|required| run.coverage.shortfall(required)) {
        run.problems.insert(0, short);
    }
    run.complete = run.problems.is_empty();
    run.exit_code = exit::code(run.complete, failing, args.exit_zero);

    let options = Options {
        color: world.terminal.colored,
        width: world.terminal.width,
        excused: args.excused,
        quiet: args.quiet,
        max_findings: args.max_findings,
    };
    for (format, path) in &args.write {
        output::write_file(&run, *format, &cwd.join(path), &options, world.err)?;
    }
    match unchanged(&lint, &run) {
        Some(said) if matches!(args.format, Format::Human | Format::Concise) => output::print_text(&said, world.out)?,
        _ => output::print(&run, args.format, &options, world.out, world.err)?,
    }
    Ok(run.exit_code)
}

/// One line for a change that touches nothing that is checked.
fn unchanged(lint: &Lint, run: &Run) -> Option<String> {
    let change = lint.change.as_ref().filter(|_| lint.targets.is_empty() && run.problems.is_empty())?;
    let files = match lint.discovered {
        1 => "The one file found is not".to_owned(),
        files => format!("None of the {files} files found is"),
    };
    let base = fairbalance::report::escape::text(&change.base);
    Some(format!("{files} changed against {base}; nothing was checked.\n"))
}

/// A note for each baseline that lists what is gone.
fn stale(baselines: &Files, lint: &Lint, answers: &Answers) -> Vec<Shown> {
    let exists = |path: &str| lint.exists(path);
    let now = Now { checked: &answers.seen, exists: &exists };
    let gone = |ledger: &Ledger| ledger.stale(&now).iter().map(|(_, left)| left).sum::<usize>();
    let notes = baselines.all.iter().filter(|file| gone(&file.ledger) > 0);
    notes
        .map(|file| Shown { finding: meta::stale(&file.shown, gone(&file.ledger)), excerpt: Default::default() })
        .collect()
}

/// By the names of its packs, one set of rules for each that some config asks for. All mistakes of all configs and
/// packs come back at once.
pub fn engines(
    from: &RulesFrom,
    configs: &Configs,
    in_use: &[usize],
    load: &Load,
    cwd: &Path,
) -> Result<BTreeMap<Vec<String>, Box<dyn Engine>>, Failure> {
    let mut errors = configs.errors.clone();
    let mut engines = BTreeMap::new();
    // Which packs a file names that is no YAML is not known, nor are their rules.
    let unread: Vec<String> = errors.iter().filter(|e| e.kind == Kind::Unreadable).map(|e| e.file.clone()).collect();
    let is_read = |found: &&Found| !found.files.iter().any(|file| unread.contains(&file.name));
    for found in in_use.iter().map(|&index| &configs.found[index]).filter(is_read) {
        let packs = packs(from, found);
        if engines.contains_key(&packs) {
            continue;
        }
        match load(&packs, cwd) {
            Ok(engine) => drop(engines.insert(packs, engine)),
            Err(NotLoaded::Mistakes(more)) => errors.extend(more),
            Err(NotLoaded::NoSuchPack { name, known }) => {
                let message = format!("unknown pack `{name}`");
                let hint = match yaml::nearest(&name, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are: {}; a folder of rules is given as a path, ./rules", known.join(", ")),
                };
                let named = found.config.packs.iter().map(|pinned| &pinned.pack);
                let named = named.into_iter().find(|pack| from.pack.is_empty() && pack.path == name);
                match named.and_then(|named| found.error_at(named, message.clone())) {
                    Some(error) => errors.push(error.label("unknown pack").hint(hint)),
                    None => return Err(Failure::Plain(format!("{message}; {hint}"))),
                }
            }
            Err(NotLoaded::Unreadable(unreadable)) => {
                let named = found.config.packs.iter().map(|pinned| &pinned.pack);
                let named = named.into_iter().find(|pack| from.pack.is_empty() && pack.path == unreadable.pack);
                match named.and_then(|named| found.error_at(named, unreadable.message.clone())) {
                    Some(error) => errors.push(error.label("cannot be read").hint(unreadable.hint)),
                    None => return Err(unreadable.into()),
                }
            }
        }
    }
    for found in in_use.iter().map(|&index| &configs.found[index]).filter(is_read) {
        let Some(engine) = engines.get(&packs(from, found)) else { continue };
        let cards = engine.cards();
        let known: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        errors.extend(found.files.iter().flat_map(|file| config::check_rules(file, &known)));
        let known = |name: &str| engine.fact_values(name);
        errors.extend(found.files.iter().flat_map(|file| config::check_facts(file, &known)));
        if from.pack.is_empty() {
            errors.extend(pins::mistakes(found, &engine.packs()));
        }
        errors.extend(unknown_profile(found, &**engine));
    }
    errors.dedup();
    if errors.is_empty() { Ok(engines) } else { Err(errors.into()) }
}

fn unknown_profile(found: &Found, engine: &dyn Engine) -> Option<LoadError> {
    let named = found.config.profile.as_ref()?;
    let profiles = engine.profiles();
    let known: Vec<&str> = profiles.iter().map(|profile| profile.id.as_str()).collect();
    if known.contains(&named.path.as_str()) {
        return None;
    }
    let error = found.error_at(named, format!("unknown profile `{}`", named.path))?.label("unknown profile");
    Some(error.hint(match yaml::nearest(&named.path, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}; a pack can hold more, under `profiles:`", known.join(", ")),
    }))
}

pub fn packs(from: &RulesFrom, found: &Found) -> Vec<String> {
    match from.pack.as_slice() {
        [] => found.config.packs.iter().map(|pinned| pinned.pack.path.clone()).collect(),
        given => {
            let mut given = given.to_vec();
            let mut seen = HashSet::new();
            given.retain(|pack| seen.insert(pack.clone()));
            given
        }
    }
}

/// Fewer files are done before a bar is read.
const LONG_RUN: usize = 500;

fn progress(watched: bool, files: usize) -> ProgressBar {
    if !watched || files < LONG_RUN {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} files").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr()).with_style(style)
}
