//! `baseline create|prune|show`, and the baselines that a check accepts findings from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fairbalance::baseline::{Baseline, Entry, Ledger, Now, open};
use fairbalance::config::Named;
use fairbalance::finding::Finding;
use fairbalance::report::escape;
use fairbalance::report::run::State;

use super::args::{BaselineRun, BaselineShow, BaselineVerb};
use super::change::Asked;
use super::config_files::{Configs, clean, shown};
use super::lint::{Answers, Lint, Request};
use super::output::{self, Failure};
use super::{World, exit};

const NAME: &str = "fairbalance-baseline.json";

pub fn run(verb: &BaselineVerb, world: &mut World) -> Result<u8, Failure> {
    match verb {
        BaselineVerb::Create(args) => create(args, world),
        BaselineVerb::Prune(args) => prune(args, world),
        BaselineVerb::Show(args) => show(args, world),
    }
}

/// The baselines of a run.
#[derive(Default)]
pub struct Files {
    pub all: Vec<BaselineFile>,
}

pub struct BaselineFile {
    /// As reports print it.
    pub shown: String,
    /// Numbers of the configs that name it; all if it was named on the command line.
    configs: Option<Vec<usize>>,
    pub ledger: Ledger,
}

impl Files {
    /// The one given, or those that configs in use name.
    pub fn new(given: Option<&Path>, lint: &Lint) -> Result<Files, Failure> {
        let cwd = lint.request.cwd;
        let mut named: BTreeMap<PathBuf, Option<Vec<usize>>> = BTreeMap::new();
        if let Some(path) = given {
            named.insert(clean(&cwd.join(path)), None);
        } else {
            for &number in &lint.in_use {
                if let Some(baseline) = &lint.configs.found[number].config.baseline {
                    let configs = named.entry(clean(&cwd.join(&baseline.path))).or_insert(Some(Vec::new()));
                    configs.iter_mut().for_each(|configs| configs.push(number));
                }
            }
        }
        let files = named.into_iter().map(|(path, configs)| {
            let ledger = Ledger::new(load(&path, cwd)?);
            Ok(BaselineFile { shown: shown(&path, cwd), configs, ledger })
        });
        Ok(Files { all: files.collect::<Result<_, Failure>>()? })
    }

    /// Marks what is accepted.
    pub fn settle(&mut self, lint: &Lint, answers: &mut Answers) {
        for file in &mut self.all {
            let configs = file.configs.clone();
            let takes = |number: usize| configs.as_ref().is_none_or(|configs| configs.contains(&number));
            lint.settle(answers, Some(&takes), &mut file.ledger, State::Baselined);
        }
    }
}

fn create(args: &BaselineRun, world: &mut World) -> Result<u8, Failure> {
    let cwd = world.cwd.clone();
    let (lint, answers) = lint(args, &cwd, world)?;
    let path = of_run(args, &lint);
    let before = if path.exists() { load(&path, &cwd).ok() } else { None };
    let baseline = Baseline::of(acceptable(&answers));
    store(&path, &baseline, &cwd)?;
    let (now, name) = (baseline.count(), shown(&path, &cwd));
    let compared = before.map_or(String::new(), |before| format!(" (before: {})", before.count()));
    let files = baseline.entries.iter().map(|entry| &entry.path).collect::<std::collections::BTreeSet<_>>().len();
    let said = format!("{}: accepts {now} findings in {files} files{compared}.\n", escape::text(&name));
    output::print_text(&said, world.out)?;
    Ok(exit::CLEAN)
}

fn prune(args: &BaselineRun, world: &mut World) -> Result<u8, Failure> {
    let cwd = world.cwd.clone();
    let (lint, answers) = lint(args, &cwd, world)?;
    let path = of_run(args, &lint);
    let old = load(&path, &cwd)?;
    let before = old.count();
    let findings = acceptable(&answers);
    let exists = |path: &str| lint.exists(path);
    let now = Now { checked: &answers.seen, exists: &exists };
    let mut ledger = Ledger::new(old);
    let found = ledger.cross_off(&findings, &now);
    let pruned = ledger.pruned(&findings, &found, &now);
    store(&path, &pruned, &cwd)?;
    let (after, name) = (pruned.count(), shown(&path, &cwd));
    let said = format!("{}: accepts {after} findings; {} dropped.\n", escape::text(&name), before - after);
    output::print_text(&said, world.out)?;
    Ok(exit::CLEAN)
}

fn show(args: &BaselineShow, world: &mut World) -> Result<u8, Failure> {
    let cwd = &world.cwd;
    let mut configs = Configs::new(&args.rules, cwd)?;
    let number = configs.of_folder(cwd)?;
    let path = path(args.baseline.as_deref(), configs.found[number].config.baseline.as_ref(), cwd);
    let baseline = load(&path, cwd)?;
    let mut rules: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
    for entry in &baseline.entries {
        let (count, files) = rules.entry(&entry.rule).or_default();
        *count += entry.count;
        files.push(&entry.path);
    }
    let mut rows: Vec<(usize, usize, &str)> = Vec::new();
    for (rule, (count, mut files)) in rules {
        files.sort_unstable();
        files.dedup();
        rows.push((count, files.len(), rule));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(b.2)));
    let mut out = format!("{:>8} {:>6}  rule\n", "findings", "files");
    for (count, files, rule) in rows {
        out.push_str(&format!("{count:>8} {files:>6}  {}\n", escape::text(rule)));
    }
    out.push_str(&format!("{:>8}         in all\n", baseline.count()));
    output::print_text(&out, world.out)?;
    Ok(exit::CLEAN)
}

/// The answers for all files; a run that could not read everything is no ground for accepting anything.
fn lint<'a>(args: &'a BaselineRun, cwd: &'a Path, world: &mut World) -> Result<(Lint<'a>, Answers), Failure> {
    let request = Request {
        asked: Asked { base: None, staged: false, paths: &args.paths },
        stdin: "stdin",
        rules: &args.rules,
        min_confidence: args.min_confidence,
        today: args.today.unwrap_or(world.today),
        excused: false,
        threads: 0,
        cwd,
    };
    let lint = Lint::new(request, world.load)?;
    let answers = lint.run(&|| ())?;
    let problems: Vec<String> = lint
        .problems
        .iter()
        .chain(&answers.problems)
        .map(|problem| format!("{}: {}", problem.path, problem.message))
        .collect();
    match problems.is_empty() {
        true => Ok((lint, answers)),
        false => Err(Failure::Plain(format!("not everything could be read: {}", problems.join("; ")))),
    }
}

/// Open findings of pages. Those about waivers are mended, not accepted.
fn acceptable(answers: &Answers) -> Vec<&Finding> {
    open(&answers.checked[..answers.configs.len()])
}

/// The file that a verb is about.
fn of_run(args: &BaselineRun, lint: &Lint) -> PathBuf {
    let said = lint.in_use.iter().find_map(|&number| lint.configs.found[number].config.baseline.as_ref());
    path(args.baseline.as_deref(), said, lint.request.cwd)
}

/// The one given, else that of the config, else the usual one.
fn path(given: Option<&Path>, of_config: Option<&Named>, cwd: &Path) -> PathBuf {
    let said = given.or(of_config.map(|named| Path::new(&named.path)));
    clean(&cwd.join(said.unwrap_or(Path::new(NAME))))
}

/// Reads a baseline. Its paths become relative to the working directory.
fn load(path: &Path, cwd: &Path) -> Result<Baseline, Failure> {
    let name = escape::text(&shown(path, cwd));
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::Plain(format!(
            "the baseline {name} cannot be read: {error}; make it with `fairbalance baseline create`"
        ))
    })?;
    let baseline = Baseline::parse(&text).map_err(|error| Failure::Plain(format!("{name}: {error}")))?;
    let folder = path.parent().unwrap_or(path);
    Ok(moved(baseline, |path| shown(&folder.join(path), cwd)))
}

/// Writes a baseline whole or not at all. Its paths become relative to its own folder.
fn store(path: &Path, baseline: &Baseline, cwd: &Path) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    let own = moved(baseline.clone(), |path| from_folder(&clean(&cwd.join(path)), folder));
    let beside = path.with_extension("json.new");
    let written = std::fs::write(&beside, own.write()).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| Failure::Plain(format!("cannot write {}: {error}", path.display())))
}

/// The way from a folder to a file, `/`-separated: a baseline holds no path of one machine.
fn from_folder(path: &Path, folder: &Path) -> String {
    let common = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn moved(baseline: Baseline, to: impl Fn(&str) -> String) -> Baseline {
    let entries = baseline.entries.into_iter().map(|entry| Entry { path: to(&entry.path), ..entry });
    Baseline { entries: entries.collect() }
}
