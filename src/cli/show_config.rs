//! `check --show-config FILE`: the config as it holds for one file, as YAML, each value with the line it comes from.

use std::fs;
use std::path::Path;

use fairbalance::config::RuleSetting;
use fairbalance::config::origin::{Origins, Place};
use fairbalance::finding::{Confidence, Level};
use fairbalance::report::escape;

use super::args::CheckArgs;
use super::config_files::{Configs, clean, shown};
use super::discover;
use super::output::{self, Failure};
use super::{World, check, exit};

/// Keys that are told below, or that tell of no value of their own.
const KNOWN: [&str; 11] = [
    "extends",
    "packs",
    "profile",
    "rules",
    "exclude",
    "layouts",
    "overrides",
    "page",
    "brands",
    "fail-on",
    "min-confidence",
];

pub fn run(file: &Path, args: &CheckArgs, world: &mut World) -> Result<u8, Failure> {
    let path = clean(&world.cwd.join(file));
    let name = shown(&path, &world.cwd);
    if !fs::metadata(&path).is_ok_and(|meta| meta.is_file()) {
        return Err(Failure::Plain(format!("{name}: no such file; --show-config wants one that is there")));
    }
    let mut configs = Configs::new(&args.rules, &world.cwd)?;
    let index = configs.of_folder(path.parent().unwrap_or(&path))?;
    // Shows the mistakes of the config, if it has any.
    let engines = check::engines(&args.rules, &configs, &[index], world.load, &world.cwd)?;
    let passed_over = discover::passed_over(&path, &world.cwd, &mut configs)?;
    let found = &configs.found[index];
    let relative = found.relative(&path);
    let origins = Origins::new(&found.files, &relative);
    let set = found.for_path(&path);

    let mut page = Listing::default();
    page.line(format!("# {name}"), "");
    let files: Vec<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
    page.line(
        if files.is_empty() { "# no config".to_owned() } else { format!("# from {}", files.join(", then ")) },
        "",
    );
    page.line(
        match passed_over {
            Some(reason) => format!("# checked only when named: {reason}"),
            None => "# checked".to_owned(),
        },
        "",
    );

    match args.rules.pack.as_slice() {
        [] if found.config.packs.is_empty() => page.line("packs: all that are built in", DEFAULT),
        [] => {
            page.list("packs", found.config.packs.iter().map(|pinned| (pinned.pack.path.clone(), origins.key("packs"))))
        }
        given => page.list_from("packs", given, "--pack"),
    }
    if let Some(profile) = &found.config.profile {
        page.line(format!("profile: {}", quoted(&profile.path)), &at(origins.key("profile")));
    }
    let level = args.fail_on.or(found.config.fail_on).unwrap_or(Level::Error).name();
    page.line(format!("fail-on: {level}"), &origin(args.fail_on.is_some(), "fail-on", &origins));
    let confidence = args.min_confidence.or(found.config.min_confidence).unwrap_or(Confidence::Medium).name();
    let from = origin(args.min_confidence.is_some(), "min-confidence", &origins);
    page.line(format!("min-confidence: {confidence}"), &from);
    let engine = engines.get(&check::packs(&args.rules, found));
    let profile = found.config.profile.as_ref().and_then(|named| engine?.profile(&named.path));
    let declared = set.facts.named();
    let mut taken = profile.as_ref().map_or_else(Vec::new, |profile| profile.page.named());
    taken.retain(|(fact, _)| declared.iter().all(|(other, _)| other != fact));
    page.heading("page", !declared.is_empty() || !taken.is_empty() || !set.facts.brands.is_empty());
    for (fact, value) in set.facts.named() {
        page.line(format!("  {fact}: {}", quoted(&value)), &at(origins.fact(&fact)));
    }
    for (fact, value) in taken {
        let id = profile.as_ref().map_or("", |profile| profile.id.as_str());
        page.line(format!("  {fact}: {}", quoted(&value)), &format!("profile {id}"));
    }
    for brand in &set.facts.brands {
        page.line(format!("  brands: {}", quoted(brand)), &at(origins.fact("brands")));
    }
    page.heading("rules", !set.rules.is_empty());
    for (id, setting) in &set.rules {
        let level = match setting {
            RuleSetting::Off => "off",
            RuleSetting::At(level) => level.name(),
        };
        page.line(format!("  {}: {level}", quoted(id)), &at(origins.rule(id)));
    }
    let written = origins.items("layouts");
    page.list(
        "layouts",
        set.layouts.iter().map(|layout| {
            // Resolved from the folder of the config, so its last word is looked for.
            let last = layout.rsplit('/').next().unwrap_or(layout);
            let item = written.iter().rev().find(|(text, _)| text.contains(last));
            ((*layout).to_owned(), item.map(|(_, place)| place.clone()))
        }),
    );
    for key in ["exclude"].map(str::to_owned).into_iter().chain(origins.other_keys(&KNOWN)) {
        // `product` is told among the facts.
        if key != "product" {
            page.list(&key, origins.items(&key).into_iter().map(|(text, place)| (text, Some(place))));
        }
    }
    output::print_text(&page.aligned(), world.out)?;
    Ok(exit::CLEAN)
}

const DEFAULT: &str = "default";

fn origin(given: bool, key: &str, origins: &Origins) -> String {
    if given { format!("--{key}") } else { at(origins.key(key)) }
}

fn at(place: Option<Place>) -> String {
    place.map_or(DEFAULT.to_owned(), |place| place.to_string())
}

/// Lines with their origins.
#[derive(Default)]
struct Listing {
    lines: Vec<(String, String)>,
}

impl Listing {
    fn line(&mut self, text: impl Into<String>, origin: &str) {
        self.lines.push((text.into(), origin.to_owned()));
    }

    fn heading(&mut self, key: &str, has_lines: bool) {
        if has_lines {
            self.line(format!("{key}:"), "");
        }
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = (String, Option<Place>)>) {
        let items: Vec<_> = items.collect();
        self.heading(key, !items.is_empty());
        for (item, place) in items {
            self.line(format!("  - {}", quoted(&item)), &at(place));
        }
    }

    fn list_from(&mut self, key: &str, items: &[String], origin: &str) {
        self.heading(key, !items.is_empty());
        items.iter().for_each(|item| self.line(format!("  - {}", quoted(item)), origin));
    }

    fn aligned(&self) -> String {
        let width = self.lines.iter().filter(|(_, origin)| !origin.is_empty()).map(|(text, _)| text.chars().count());
        let width = width.max().unwrap_or(0).min(WIDEST);
        let lines = self.lines.iter().map(|(text, origin)| match origin.as_str() {
            "" => format!("{}\n", escape::text(text)),
            _ => format!("{:width$}  # {}\n", escape::text(text), escape::text(origin)),
        });
        lines.collect()
    }
}

/// Longer lines have their origin right behind them.
const WIDEST: usize = 60;

/// As YAML would read it back.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    match text.starts_with(|c: char| c.is_alphanumeric()) && text.chars().all(plain) {
        true => text.to_owned(),
        false => serde_json::to_string(text).unwrap_or_default(),
    }
}
