//! What `check`, `baseline` and `waivers` share: from paths to the answers for all files, before they are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fairbalance::baseline::{Baseline, Ledger, Now, open, settle};
use fairbalance::config::{self, ForPath};
use fairbalance::finding::{Confidence, Problem};
use fairbalance::inspect::Inspection;
use fairbalance::report::run::{Checked, Coverage, State};
use fairbalance::source::{Source, Span};
use fairbalance::waiver::approved::Wordings;
use fairbalance::waiver::{self, Policy, Waiver};
use jiff::civil::Date;

use super::args::RulesFrom;
use super::change::{Asked, Change, OldPage};
use super::check::{engines, packs};
use super::config_files::{Configs, Found, clean};
use super::discover::{Target, discover, known_though_ignored};
use super::engine::{Engine, Load, Page};
use super::output::Failure;
use super::read::read;
use super::register;
use super::threads::Threads;

/// What to lint.
pub struct Request<'a> {
    pub asked: Asked<'a>,
    pub stdin: &'a str,
    pub rules: &'a RulesFrom,
    pub min_confidence: Option<Confidence>,
    pub today: Date,
    /// Whether excused candidates are to be told, not only counted.
    pub excused: bool,
    pub threads: usize,
    pub cwd: &'a Path,
}

/// Everything at hand before the first file is read.
pub struct Lint<'a> {
    pub request: Request<'a>,
    pub configs: Configs,
    pub engines: BTreeMap<Vec<String>, Box<dyn Engine>>,
    pub change: Option<Change>,
    /// To be checked: with a change, those that it affects.
    pub targets: Vec<Target>,
    /// All that were found.
    pub discovered: usize,
    pub problems: Vec<Problem>,
    pub coverage: Coverage,
    /// Numbers of the configs in use.
    pub in_use: Vec<usize>,
    old: Vec<OldPage>,
    known: Vec<String>,
}

/// The answers, in step with the targets that could be read; the last one is about the run itself.
#[derive(Default)]
pub struct Answers {
    pub checked: Vec<Checked>,
    /// The number of each one's config.
    pub configs: Vec<usize>,
    pub problems: Vec<Problem>,
    pub waivers: Vec<Waiver>,
    /// Files whose findings are at hand, layouts included.
    pub seen: BTreeSet<String>,
}

impl<'a> Lint<'a> {
    pub fn new(request: Request<'a>, load: &Load) -> Result<Lint<'a>, Failure> {
        let Request { asked, cwd, .. } = request;
        let mut configs = Configs::new(request.rules, cwd)?;
        let found = discover(asked.paths, request.stdin, cwd, &mut configs)?;
        let layouts: BTreeSet<PathBuf> =
            configs.found.iter().flat_map(|found| found.layout_paths.values()).cloned().collect();
        let mut change = Change::new(&asked, cwd, &layouts)?;
        let mut targets = found.targets;
        let mut coverage = found.coverage;
        if let Some(change) = &change {
            let known = known_though_ignored(change.committed(), asked.paths, cwd, &mut configs)?;
            coverage.skipped.retain(|skipped| known.iter().all(|target| target.shown != skipped.path));
            targets.extend(known);
        }
        let discovered = targets.len();
        let mut old = Vec::new();
        if let Some(change) = &mut change {
            let (affected, others): (Vec<Target>, Vec<Target>) =
                targets.into_iter().partition(|target| change.affects(target, &configs.found[target.config]));
            coverage.skipped.extend(others.into_iter().map(|target| fairbalance::report::run::Skipped {
                path: target.shown,
                reason: "not changed".to_owned(),
                bytes: None,
            }));
            old = change.old_pages(&asked, &affected, cwd, &mut configs)?;
            targets = affected;
            change.load_staged(targets.iter().filter_map(|target| target.path.as_ref()).chain(&layouts))?;
        }
        let used = |number: &usize| {
            targets.iter().chain(old.iter().map(|page| &page.target)).any(|target| target.config == *number)
        };
        let in_use: Vec<usize> = (0..configs.found.len()).filter(used).collect();
        let engines = engines(request.rules, &configs, &in_use, load, request.cwd)?;
        let known: BTreeSet<String> = engines.values().flat_map(|engine| engine.cards()).map(|card| card.id).collect();
        Ok(Lint {
            known: known.into_iter().collect(),
            problems: found.problems,
            request,
            configs,
            engines,
            change,
            targets,
            discovered,
            coverage,
            in_use,
            old,
        })
    }

    /// Reads and checks every file. `done` is told of each.
    pub fn run(&self, done: &(dyn Fn() + Sync)) -> Result<Answers, Failure> {
        let threads = Threads::new(self.request.threads, self.targets.len() + self.old.len())?;
        let now = |target: &Target| {
            let answer = self.page(target, None);
            done();
            answer
        };
        let pages: Vec<Result<OnePage, Problem>> = threads.each(&self.targets, now);
        let mut answers = self.gathered(pages);
        if let Some(change) = &self.change {
            let before = |page: &OldPage| self.page(&page.target, Some((change, page)));
            let old: Vec<Result<OnePage, Problem>> = threads.each(&self.old, before);
            // A page that could not be read before has nothing that was there before.
            let mut old = self.gathered(old.into_iter().filter(Result::is_ok).collect());
            let known = register::of_base(change, self);
            register::mark_added(&mut answers.waivers, &old.waivers, known);
            old.checked.push(Checked::about_run(register::findings(&old.waivers, self)));
            let paths = self.old.iter().map(|page| page.target.shown.clone());
            let mut ledger = Ledger::new(Baseline::of(open(&old.checked))).with_paths(paths);
            answers.checked.push(Checked::about_run(register::findings(&answers.waivers, self)));
            self.settle(&mut answers, None, &mut ledger, State::OutsideDiff);
        } else {
            let mut about = register::findings(&answers.waivers, self);
            about.extend(register::idle(self));
            answers.checked.push(Checked::about_run(about));
        }
        Ok(answers)
    }

    /// Crosses findings off a ledger: all, or those of files under one config.
    pub fn settle(
        &self,
        answers: &mut Answers,
        config: Option<&dyn Fn(usize) -> bool>,
        ledger: &mut Ledger,
        to: State,
    ) {
        let configs = &answers.configs;
        let files = answers.checked.iter_mut().enumerate();
        let mut files: Vec<&mut Checked> = files
            .filter(|(at, _)| config.is_none_or(|takes| configs.get(*at).is_some_and(|&number| takes(number))))
            .map(|(_, checked)| checked)
            .collect();
        let exists = |path: &str| self.exists(path);
        settle(&mut files, ledger, &Now { checked: &answers.seen, exists: &exists }, to);
    }

    pub fn exists(&self, path: &str) -> bool {
        let path = clean(&self.request.cwd.join(path));
        self.change.as_ref().map_or_else(|| path.is_file(), |change| change.exists(&path))
    }

    pub fn known(&self) -> &[String] {
        &self.known
    }

    fn gathered(&self, pages: Vec<Result<OnePage, Problem>>) -> Answers {
        let mut answers = Answers::default();
        let mut waivers = Vec::new();
        for page in pages {
            match page {
                Ok(page) => {
                    answers.checked.push(page.checked);
                    answers.configs.push(page.config);
                    answers.seen.extend(page.paths);
                    waivers.extend(page.waivers);
                }
                Err(problem) => answers.problems.push(problem),
            }
        }
        answers.waivers = waiver::gather(waivers);
        register::cut(&mut answers.waivers, self);
        answers
    }

    /// What stands at a place of a file, which `at` finds in its source.
    pub fn inspect(
        &self,
        target: &Target,
        at: &dyn Fn(&Source) -> Result<Span, Failure>,
    ) -> Result<Inspection, Failure> {
        let source = self.source(target);
        let source = source.map_err(|problem| Failure::Plain(format!("{}: {}", problem.path, problem.message)))?;
        let at = at(&source)?;
        let found = &self.configs.found[target.config];
        let here = target.path.clone().unwrap_or_else(|| PathBuf::from(&target.shown));
        let set = found.for_path(&here);
        let layouts = layouts_of(found, &set, target);
        let wordings = Wordings::new(&found.config.register.approved, self.request.today);
        let page = Page { excused: true, ..self.as_configured(target, &source, &set, &layouts, &wordings) };
        Ok(self.engines[&packs(self.request.rules, found)].inspect(&page, at))
    }

    /// A file with what its config says of it.
    fn as_configured<'p>(
        &'p self,
        target: &Target,
        source: &'p Source,
        set: &'p ForPath,
        layouts: &'p [Arc<Source>],
        approved: &'p Wordings,
    ) -> Page<'p> {
        let profile = self.configs.found[target.config].config.profile.as_ref();
        Page {
            source,
            format: target.format,
            facts: &set.facts,
            profile: profile.map(|named| named.path.as_str()),
            layouts,
            approved,
            excused: self.request.excused,
        }
    }

    /// The answer for a file as it is, or as it was.
    fn page(&self, target: &Target, old: Option<(&Change, &OldPage)>) -> Result<OnePage, Problem> {
        let nothing = || Problem { path: target.shown.clone(), kind: "not-found".into(), message: String::new() };
        let source = match (old, &target.path) {
            (Some((change, OldPage { id: Some(_), .. })), Some(path)) => {
                change.old_source(path, &target.shown).ok_or_else(nothing)?
            }
            _ => self.source(target)?,
        };
        let found = &self.configs.found[target.config];
        let here = target.path.clone().unwrap_or_else(|| PathBuf::from(&target.shown));
        let set = found.for_path(&here);
        let layouts = layouts_of(found, &set, target);
        let paths: Vec<PathBuf> = layouts.iter().map(|layout| clean(&self.request.cwd.join(layout.path()))).collect();
        let layouts = match (old, &self.change) {
            (Some((change, _)), _) => change.old_layouts(&layouts, &paths).ok_or_else(nothing)?,
            (None, Some(change)) => change.staged_layouts(layouts, &paths)?,
            (None, None) => layouts,
        };
        let wordings = Wordings::new(&found.config.register.approved, self.request.today);
        let page = self.as_configured(target, &source, &set, &layouts, &wordings);
        let mut assessed = self.engines[&packs(self.request.rules, found)].check(&page);
        config::apply(&set.rules, &mut assessed);
        let relative = |path: &str| found.relative(&clean(&self.request.cwd.join(path)));
        let policy = Policy {
            today: self.request.today,
            known: &self.known,
            not_waivable: &found.config.not_waivable,
            register: &found.config.register.waivers,
            relative: &relative,
        };
        let mut waivers = waiver::apply(&mut assessed, &policy);
        let sources: Vec<&Source> = std::iter::once(&source).chain(layouts.iter().map(Arc::as_ref)).collect();
        for waiver in waivers.iter_mut().filter(|waiver| waiver.entry.is_none()) {
            if let Some(source) = sources.iter().find(|source| source.path() == waiver.path) {
                waiver.cut_from(source);
            }
        }
        Ok(OnePage {
            checked: Checked::new(assessed, &sources, self.min_confidence(target.config)),
            config: target.config,
            paths: sources.iter().map(|source| source.path().to_owned()).collect(),
            waivers,
        })
    }

    fn min_confidence(&self, config: usize) -> Confidence {
        self.request.min_confidence.unwrap_or_else(|| self.said_min_confidence(config))
    }

    /// What holds where no flag says otherwise.
    pub fn said_min_confidence(&self, config: usize) -> Confidence {
        self.configs.found[config].config.min_confidence.unwrap_or(Confidence::Medium)
    }

    fn source(&self, target: &Target) -> Result<Source, Problem> {
        let staged = |path: &PathBuf| self.change.as_ref()?.staged_source(path, &target.shown);
        match target.path.as_ref().and_then(staged) {
            Some(staged) => staged,
            None => read(target),
        }
    }
}

/// The layouts of a file; a layout is not its own layout.
fn layouts_of(found: &Found, set: &ForPath, target: &Target) -> Vec<Arc<Source>> {
    let layouts = set.layouts.iter().filter_map(|path| found.layouts.get(*path));
    layouts.filter(|layout| layout.path() != target.shown).cloned().collect()
}

/// The answer for one file.
struct OnePage {
    checked: Checked,
    config: usize,
    paths: Vec<String>,
    waivers: Vec<Waiver>,
}
