//! The waivers and overrides of a run as a whole: their texts, the findings about them, and which waivers a change brought.

use std::path::PathBuf;

use fairbalance::config;
use fairbalance::finding::{Finding, Level};
use fairbalance::report::excerpt::Excerpt;
use fairbalance::report::run::Shown;
use fairbalance::rule::id;
use fairbalance::source::Source;
use fairbalance::waiver::directive::Terms;
use fairbalance::waiver::register::{Register, parse};
use fairbalance::waiver::{State, Waiver, meta};
use fairbalance::yaml::File;

use super::change::Change;
use super::config_files::{NAME, clean};
use super::lint::Lint;

/// Gives entries of registers the lines they are shown on.
pub fn cut(waivers: &mut [Waiver], lint: &Lint) {
    let files = lint.in_use.iter().flat_map(|&number| &lint.configs.found[number].files);
    for file in files {
        let mut own = waivers.iter_mut().filter(|w| w.entry.as_ref().is_some_and(|at| at.file == file.name)).peekable();
        if own.peek().is_some() {
            let source = Source::from_text(file.name.as_str(), file.text.to_string());
            own.for_each(|waiver| waiver.cut_from(&source));
        }
    }
}

/// What is wrong with them. Whether an entry of a register is of use is known only where all of its pages were checked.
pub fn findings(waivers: &[Waiver], lint: &Lint) -> Vec<Shown> {
    let judged = |waiver: &&Waiver| match (&waiver.state, &waiver.entry) {
        (State::Unused | State::Expired, Some(at)) => lint.covers(&at.file),
        _ => true,
    };
    let shown = waivers.iter().filter(judged).filter_map(|waiver| {
        let finding = meta::of_waiver(waiver, lint.known())?;
        as_set(finding, waiver.excerpt.clone(), lint)
    });
    shown.collect()
}

/// Overrides whose patterns match none of the files under their config, where all of these were checked. One that a
/// config extends stands for many sites, and may be meant for another.
pub fn idle(lint: &Lint) -> Vec<Shown> {
    let mut shown = Vec::new();
    for &number in &lint.in_use {
        let found = &lint.configs.found[number];
        let Some(file) = found.files.last().filter(|file| lint.covers(&file.name)) else { continue };
        let pages: Vec<String> = lint
            .targets
            .iter()
            .filter(|target| target.config == number)
            .map(|target| {
                let here = target.path.clone().unwrap_or_else(|| PathBuf::from(&target.shown));
                found.relative(&here)
            })
            .collect();
        let own = found.config.overrides.iter().filter(|over| over.at.file == file.name);
        let source = Source::from_text(file.name.as_str(), file.text.to_string());
        for over in own.filter(|over| !pages.iter().any(|page| over.paths.matches(page))) {
            let finding = meta::idle(&source, over.at.span);
            let excerpt = Excerpt::of_finding(&source, &finding);
            shown.extend(as_set(finding, excerpt, lint));
        }
    }
    shown
}

/// A finding about waivers or the config, at the level that the config sets for it; none where it is off.
fn as_set(mut finding: Finding, excerpt: Excerpt, lint: &Lint) -> Option<Shown> {
    let rules = lint.in_use.first().map(|&number| &lint.configs.found[number].config.rules);
    match rules.and_then(|rules| rules.get(&finding.rule)) {
        Some(config::RuleSetting::Off) => return None,
        Some(&config::RuleSetting::At(level)) => finding.level = level,
        None => {}
    }
    Some(Shown { finding, excerpt })
}

impl Lint<'_> {
    /// Whether all pages under the folder of a config or register were checked.
    fn covers(&self, file: &str) -> bool {
        let path = clean(&self.request.cwd.join(file));
        let folder = path.parent().unwrap_or(&path);
        let given = self.request.asked.paths.iter().map(|path| clean(&self.request.cwd.join(path)));
        self.change.is_none() && given.into_iter().any(|given: PathBuf| folder.starts_with(&given))
    }

    /// The lowest level that fails a finding of a file under a config, or of the run itself.
    pub fn fail_on(&self, given: Option<Level>, config: Option<usize>) -> Level {
        let said = |number: usize| self.configs.found[number].config.fail_on;
        let strictest = || self.in_use.iter().filter_map(|&number| said(number)).min();
        given.or_else(|| config.map_or_else(strictest, said)).unwrap_or(Level::Error)
    }
}

/// The terms of all entries of the registers as they were before a change.
pub fn of_base(change: &Change, lint: &Lint) -> Vec<(String, Terms)> {
    let mut all = Vec::new();
    for found in lint.in_use.iter().map(|&number| &lint.configs.found[number]) {
        for (file, path) in found.files.iter().zip(&found.file_paths) {
            let old = match change.touches(path) {
                true => change.old_source(path, &file.name).map(|source| source.text().to_owned()),
                false => Some(file.text.to_string()),
            };
            let Some(old) = old else { continue };
            let old = File::new(file.name.as_str(), old);
            let is_config = path.file_name().is_some_and(|name| name == NAME);
            let register = match is_config {
                true => config::parse(&old).map(|config| config.register).unwrap_or_default(),
                false => parse(&old).or_else(|_| config::parse(&old).map(|c| c.register)).unwrap_or_default(),
            };
            let Register { waivers, .. } = register;
            all.extend(
                waivers.into_iter().flat_map(|entry| {
                    entry.rules.into_iter().map(|rule| (rule, entry.terms.clone())).collect::<Vec<_>>()
                }),
            );
        }
    }
    all
}

/// Tells waivers that a change brought from those that were there.
pub fn mark_added(now: &mut [Waiver], before: &[Waiver], register_before: Vec<(String, Terms)>) {
    let mut pages: Vec<(&str, &Terms)> =
        before.iter().filter(|w| w.entry.is_none()).map(|w| (w.rule.as_str(), &w.terms)).collect();
    let mut register: Vec<(String, Terms)> = register_before;
    for waiver in now {
        let short = id::short(&waiver.rule);
        let known = match waiver.entry {
            None => {
                let at = pages.iter().position(|(rule, terms)| *rule == waiver.rule && **terms == waiver.terms);
                at.map(|at| pages.swap_remove(at)).is_some()
            }
            Some(_) => {
                let same =
                    |(rule, terms): &(String, Terms)| (*rule == waiver.rule || rule == short) && *terms == waiver.terms;
                let at = register.iter().position(same);
                at.map(|at| register.swap_remove(at)).is_some()
            }
        };
        waiver.added = Some(!known);
    }
}
