//! `rules new ID`: a rule to begin with, in a team's own pack. Its examples hold as they stand.

use std::fs;
use std::path::{Path, PathBuf};

use fairbalance::phrase::parse::{self, Item, Phrase};
use fairbalance::rule::{PackFile, pack};
use fairbalance::scaffold::{self, Body, Draft, DraftAuthority, DraftConcept, DraftPack};
use fairbalance::schema::SchemaOf;
use jiff::civil::Date;

use crate::cli::args::{RulesFrom, RulesNewArgs};
use crate::cli::config_files::{Configs, Found, clean, shown};
use crate::cli::engine::{self, is_folder};
use crate::cli::output::{self, Failure};
use crate::cli::{World, exit, schema};

pub fn run(args: &RulesNewArgs, world: &mut World) -> Result<u8, Failure> {
    let (pack_name, id) = match args.id.split_once('/') {
        Some((pack, id)) => (Some(pack), id),
        None => (None, args.id.as_str()),
    };
    let usual = scaffold::id_of(id);
    if id != usual {
        return Err(Failure::Plain(format!("an id is written in small letters with hyphens: `{usual}`, not `{id}`")));
    }
    let mut configs = Configs::new(&RulesFrom { config: None, no_config: false, pack: Vec::new() }, &world.cwd)?;
    let config = configs.of_folder(&world.cwd)?;
    let found = &configs.found[config];
    let folder = folder(args, pack_name, found, &world.cwd);
    let name = folder.file_name().map_or_else(|| "own".to_owned(), |name| name.to_string_lossy().into_owned());
    let path = folder.join(format!("{id}.yml"));
    if path.exists() {
        let path = shown(&path, &world.cwd);
        return Err(Failure::Plain(format!("{path} is there already, and nothing is overwritten")));
    }
    let card = card(&name, world.today);
    let draft = draft(args, id, &card.authority.code)?;
    let there = there(&folder, &name)?;
    let (mut proven, mut refused) = scaffold::prove(&card, vec![draft], &there.files);
    let Some(draft) = proven.pop() else {
        let reason = refused.pop().map_or_else(String::new, |refused| refused.reason);
        return Err(Failure::Plain(format!("no rule was written: {reason}")));
    };
    write(&path, &draft, (!there.has_card).then_some(&card), world)?;
    output::print_text(&told(&path, &folder, !there.has_card, found, world), world.out)?;
    Ok(exit::CLEAN)
}

/// As asked for; else the first folder of the config, else one called as the pack is.
fn folder(args: &RulesNewArgs, pack: Option<&str>, found: &Found, cwd: &Path) -> PathBuf {
    let own = found.config.packs.iter().map(|pinned| PathBuf::from(&pinned.pack.path));
    let mut own = own.filter(|path| is_folder(&path.to_string_lossy()));
    let named = |path: &PathBuf| pack.is_none_or(|pack| path.file_name().is_some_and(|name| name == pack));
    match &args.into {
        Some(folder) => clean(&cwd.join(folder)),
        None => clean(&cwd.join(own.find(named).unwrap_or_else(|| PathBuf::from(pack.unwrap_or("compliance"))))),
    }
}

/// A pack for a folder that has none.
fn card(name: &str, today: Date) -> DraftPack {
    DraftPack {
        name: name.to_owned(),
        title: format!("Rules of our own: {name}"),
        authority: DraftAuthority {
            code: scaffold::id_of(name).to_ascii_uppercase(),
            citation: "The rules of this house".to_owned(),
            asks: "What we have agreed on.".to_owned(),
            url: None,
            as_of: Some(today.to_string()),
        },
    }
}

fn draft(args: &RulesNewArgs, id: &str, authority: &str) -> Result<Draft, Failure> {
    let phrases = if args.phrase.is_empty() { vec!["limited spots available".to_owned()] } else { args.phrase.clone() };
    let mut samples = Vec::new();
    for phrase in &phrases {
        let parsed = parse::parse(phrase)
            .map_err(|error| Failure::Plain(format!("the phrase `{phrase}` cannot be read: {}", error.message)))?;
        samples.extend(sample(&parsed));
    }
    if samples.is_empty() {
        let way_out = "give one of plain words as well, and write its own examples into the file";
        return Err(Failure::Plain(format!("no example can be made up for these phrases; {way_out}")));
    }
    let flag = samples.iter().flat_map(|sample| {
        [format!("The page says {sample} in passing."), format!("There it says {sample} once more.")]
    });
    let near =
        samples.iter().filter_map(|sample| Some(format!("The page says {} in passing.", sample.rsplit_once(' ')?.0)));
    let plain = ["We answer every question you have.", "The clinic opens at eight."].map(str::to_owned);
    let mut comment = vec![
        "Next: put in your own phrases and examples, run `fairbalance test`, and see docs/writing-rules.md.".to_owned(),
    ];
    comment.extend(args.phrase.is_empty().then(|| "The phrase and the examples are there to be replaced.".to_owned()));
    Ok(Draft {
        id: id.to_owned(),
        title: args.title.clone().unwrap_or_else(|| format!("Says \"{}\"", samples[0])),
        family: None,
        message: None,
        level: args.level,
        authority: if args.authority.is_empty() { vec![authority.to_owned()] } else { args.authority.clone() },
        why: args.why.clone().unwrap_or_else(|| "Say here why it matters to the reader of the copy.".to_owned()),
        remedy: args.remedy.clone().unwrap_or_else(|| "Say here what to write instead.".to_owned()),
        concepts: vec![DraftConcept {
            id: format!("{id}-words"),
            about: "The wordings that the rule looks for.".to_owned(),
            phrases,
            except: Vec::new(),
        }],
        statement: None,
        body: Body::Find { find: vec![format!("<{id}-words>")], within: None, require: None },
        flag: flag.collect(),
        pass: args.pass.iter().cloned().chain(near).chain(plain).collect(),
        comment,
    })
}

/// A wording that the phrase finds; none for a regular expression or where a concept stands in it.
fn sample(phrase: &Phrase) -> Option<String> {
    let Phrase::Variants(variants) = phrase else { return None };
    let words = variants.first()?.iter().map(|item| match item {
        Item::Word { text, .. } => Some(Some(text.as_str())),
        Item::Gap(_) => Some(None),
        Item::Slot { .. } => None,
    });
    let words: Option<Vec<Option<&str>>> = words.collect();
    Some(words?.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// What a folder holds already, with all that its rules may name.
struct There {
    files: Vec<PackFile>,
    has_card: bool,
}

fn there(folder: &Path, name: &str) -> Result<There, Failure> {
    let mut files = pack::built_in(&pack::built_in_names()).unwrap_or_default();
    let before = files.len();
    if folder.is_dir() {
        engine::rule_files(folder, folder, &mut files)
            .map_err(|error| Failure::Plain(format!("{}: {error}", folder.display())))?;
    }
    let is_card = |file: &PackFile| file.pack == name && file.text.lines().any(|line| line.starts_with("pack:"));
    let has_card = files[before..].iter().any(is_card);
    Ok(There { files, has_card })
}

fn write(path: &Path, draft: &Draft, card: Option<&DraftPack>, world: &World) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Plain(format!("{}: {error}", shown(path, &world.cwd)));
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(failed)?;
    schema::write(&world.cwd.join(schema::FOLDER))?;
    // From the folder up to the working directory, where the schemas lie.
    let depth = folder.strip_prefix(&world.cwd).ok().map(|below| below.components().count());
    let line = |of: SchemaOf| match depth {
        Some(depth) => schema::line(&format!("{}{}/{}", "../".repeat(depth), schema::FOLDER, of.file_name())),
        None => String::new(),
    };
    if let Some(card) = card {
        fs::write(folder.join("pack.yml"), format!("{}{}", line(SchemaOf::Rule), card.yaml())).map_err(failed)?;
    }
    fs::write(path, format!("{}{}", line(SchemaOf::Rule), draft.yaml())).map_err(failed)
}

fn told(path: &Path, folder: &Path, made: bool, found: &Found, world: &World) -> String {
    let (path, pack) = (shown(path, &world.cwd), shown(folder, &world.cwd));
    let listed = found.config.packs.iter().any(|pinned| Path::new(&pinned.pack.path) == folder);
    let mut out = format!("Wrote {path}.\n");
    if made {
        out.push_str(&format!("Wrote {pack}/pack.yml: the pack's card.\n"));
    }
    out.push_str(&format!("\nNext:\n  fairbalance test ./{pack}\n"));
    if !listed {
        out.push_str(&format!("  add ./{pack} to `packs` in fairbalance.yml, beside us-health\n"));
    }
    out
}
