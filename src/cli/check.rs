//! `check`: discover, read, check, report.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use fairbalance::config;
use fairbalance::finding::{Confidence, Level, Problem};
use fairbalance::report::run::Checked;
use fairbalance::report::{Options, Run};
use fairbalance::source::Source;
use fairbalance::yaml;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use rayon::prelude::*;

use super::args::{CheckArgs, RulesFrom};
use super::config_files::{Configs, Found};
use super::discover::{Target, discover};
use super::engine::{Engine, Load, NotLoaded, Page};
use super::output::{self, Failure};
use super::{World, exit, show_config};

pub fn run(args: &CheckArgs, world: &mut World) -> Result<u8, Failure> {
    if let Some(file) = &args.show_config {
        return show_config::run(file, args, world);
    }
    output::check_targets(&args.write)?;
    let cwd = world.cwd.clone();
    let today = args.today.unwrap_or(world.today);
    let mut configs = Configs::new(&args.rules, &cwd)?;
    let stdin = args.stdin_filename.as_deref().unwrap_or("stdin");
    let found = discover(&args.paths, stdin, &cwd, &mut configs)?;
    let in_use: Vec<usize> =
        (0..configs.found.len()).filter(|index| found.targets.iter().any(|target| target.config == *index)).collect();
    let engines = engines(&args.rules, &configs, &in_use, world.load, today)?;

    let bar = progress(world.progress && !args.quiet, found.targets.len());
    let job = Job { args, configs: &configs, engines: &engines, bar: &bar };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| Failure::Plain(format!("cannot start threads: {error}")))?;
    let answers: Vec<Result<Answer, Problem>> =
        pool.install(|| found.targets.par_iter().map(|target| job.check(target)).collect());
    bar.finish_and_clear();

    let mut run = Run {
        date: today.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        configs: in_use.iter().filter_map(|&index| configs.found[index].info.clone()).collect(),
        problems: found.problems,
        coverage: found.coverage,
        ..Run::default()
    };
    for engine in engines.values() {
        run.cards.extend(engine.cards().into_iter().map(|card| (card.id.clone(), card)));
        run.packs.extend(engine.packs());
    }
    run.configs.sort_by(|a, b| a.path.cmp(&b.path));
    run.packs.sort_by(|a, b| a.name.cmp(&b.name));
    run.packs.dedup();
    run.coverage.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    run.coverage.skipped.dedup();
    let mut failing = 0;
    let mut checked = Vec::new();
    for (answer, target) in answers.into_iter().zip(&found.targets) {
        match answer {
            Ok(answer) => {
                failing += answer.failing;
                checked.push(answer.checked);
            }
            Err(problem) => {
                let meta = target.path.as_ref().and_then(|path| std::fs::metadata(path).ok());
                run.coverage.undecoded += meta.map_or(0, |meta| meta.len() as usize);
                run.problems.push(problem);
            }
        }
    }
    run.add(checked);
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
    output::print(&run, args.format, &options, world.out, world.err)?;
    Ok(run.exit_code)
}

/// By the names of its packs, one set of rules for each that some config asks for. All mistakes of all configs and
/// packs come back at once.
pub fn engines(
    from: &RulesFrom,
    configs: &Configs,
    in_use: &[usize],
    load: &Load,
    today: Date,
) -> Result<BTreeMap<Vec<String>, Box<dyn Engine>>, Failure> {
    let mut errors = configs.errors.clone();
    let mut engines = BTreeMap::new();
    for found in in_use.iter().map(|&index| &configs.found[index]) {
        let packs = packs(from, found);
        if engines.contains_key(&packs) {
            continue;
        }
        match load(&packs, today) {
            Ok(engine) => drop(engines.insert(packs, engine)),
            Err(NotLoaded::Mistakes(more)) => errors.extend(more),
            Err(NotLoaded::NoSuchPack { name, known }) => {
                let message = format!("unknown pack `{name}`");
                let hint = match yaml::nearest(&name, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are: {}; a folder of rules is given as a path, ./rules", known.join(", ")),
                };
                let named = found.config.packs.iter().find(|pack| from.pack.is_empty() && pack.path == name);
                match named.and_then(|named| found.error_at(named, message.clone())) {
                    Some(error) => errors.push(error.label("unknown pack").hint(hint)),
                    None => return Err(Failure::Plain(format!("{message}; {hint}"))),
                }
            }
            Err(NotLoaded::Unreadable(message)) => return Err(Failure::Plain(message)),
        }
    }
    for found in in_use.iter().map(|&index| &configs.found[index]) {
        let Some(engine) = engines.get(&packs(from, found)) else { continue };
        let cards = engine.cards();
        let known: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        errors.extend(found.files.iter().flat_map(|file| config::check_rules(file, &known)));
    }
    errors.dedup();
    if errors.is_empty() { Ok(engines) } else { Err(errors.into()) }
}

fn packs(from: &RulesFrom, found: &Found) -> Vec<String> {
    match from.pack.as_slice() {
        [] => found.config.packs.iter().map(|pack| pack.path.clone()).collect(),
        given => given.to_vec(),
    }
}

/// The answer for a file, and how many of its findings fail the run.
struct Answer {
    checked: Checked,
    failing: usize,
}

/// What every file is checked with.
struct Job<'a> {
    args: &'a CheckArgs,
    configs: &'a Configs,
    engines: &'a BTreeMap<Vec<String>, Box<dyn Engine>>,
    bar: &'a ProgressBar,
}

impl Job<'_> {
    fn check(&self, target: &Target) -> Result<Answer, Problem> {
        let source = read(target)?;
        let found = &self.configs.found[target.config];
        let here = Path::new(&target.shown);
        let set = found.for_path(target.path.as_deref().unwrap_or(here));
        let layouts = set.layouts.iter().filter_map(|path| found.layouts.get(*path));
        // A layout is not its own layout.
        let layouts: Vec<Arc<Source>> = layouts.filter(|layout| layout.path() != target.shown).cloned().collect();
        let page = Page {
            source: &source,
            format: target.format,
            facts: &set.facts,
            layouts: &layouts,
            excused: self.args.excused,
        };
        let mut report = self.engines[&packs(&self.args.rules, found)].check(&page);
        config::apply(&set.rules, &mut report);
        let min_confidence = self.args.min_confidence.or(found.config.min_confidence).unwrap_or(Confidence::Medium);
        let fail_on = self.args.fail_on.or(found.config.fail_on).unwrap_or(Level::Error);
        let fails = |level, confidence| level >= fail_on && confidence >= min_confidence;
        let failing = report.findings.iter().filter(|finding| fails(finding.level, finding.confidence)).count();
        let sources: Vec<&Source> = std::iter::once(&source).chain(layouts.iter().map(Arc::as_ref)).collect();
        let checked = Checked::new(report, &sources, min_confidence);
        self.bar.inc(1);
        Ok(Answer { checked, failing })
    }
}

/// Larger files are refused before they are read.
const LARGEST: u64 = u32::MAX as u64 / 2;

fn read(target: &Target) -> Result<Source, Problem> {
    let problem = |kind: &str, message: String| Problem { path: target.shown.clone(), kind: kind.to_owned(), message };
    let bytes = match &target.path {
        Some(path) => match std::fs::metadata(path) {
            Ok(meta) if meta.len() > LARGEST => {
                return Err(problem("not-decoded", "larger than 2 GiB; split the file".into()));
            }
            _ => std::fs::read(path),
        },
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    let bytes = bytes.map_err(|error| problem("unreadable", error.to_string()))?;
    Source::decode(target.shown.as_str(), bytes).map_err(|error| problem("not-decoded", error.to_string()))
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
