//! Loading packs for those who work on them: with the place of every phrase, and knowing which files are under work.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use fairbalance::rule::Ruleset;
use fairbalance::rule::compiled::Rule;
use fairbalance::rule::pack;
use fairbalance::rule::ruleset::Authored;
use fairbalance::yaml;

use super::args::RulesFrom;
use super::config_files::{Configs, clean, shown};
use super::output::Failure;
use super::{World, check, engine};

/// Packs in use, and what of them was asked for.
pub struct Workshop {
    pub authored: Authored,
    asked: Vec<Asked>,
    /// Folders in use, where nothing was asked for: what a team wrote itself is under work, the rest is not.
    own: Vec<String>,
    /// The files of packs of the program, whose names are no paths from here.
    built_in: HashSet<String>,
}

enum Asked {
    /// A pack by name.
    Pack(String),
    /// A pack's folder, or something in it, as files are named.
    Path(String),
}

impl Workshop {
    /// Loads the packs that hold in the working directory, with those asked for; none asked for means all that hold.
    pub fn open(asked: &[String], from: &RulesFrom, world: &World) -> Result<Workshop, Failure> {
        let mut configs = Configs::new(from, &world.cwd)?;
        let config = configs.of_folder(&world.cwd)?;
        if !configs.errors.is_empty() {
            return Err(configs.errors.into());
        }
        let mut packs = check::packs(from, &configs.found[config]);
        let in_use = packs.clone();
        if packs.is_empty() && asked.iter().any(|asked| engine::is_folder(asked)) {
            packs = pack::built_in_names().into_iter().map(str::to_owned).collect();
        }
        let mut taken = Vec::new();
        for one in asked {
            if let Some(folder) = in_use.iter().find(|pack| engine::is_folder(pack) && names(pack, one)) {
                taken.push(Asked::Path(shown(&world.cwd.join(folder), &world.cwd)));
            } else if engine::is_folder(one) || world.cwd.join(one).exists() {
                let path = clean(&world.cwd.join(one));
                let folder = root_of(&path).to_string_lossy().into_owned();
                if !packs
                    .iter()
                    .any(|pack| engine::is_folder(pack) && clean(&world.cwd.join(pack)) == Path::new(&folder))
                {
                    packs.push(folder);
                }
                taken.push(Asked::Path(shown(&path, &world.cwd)));
            } else {
                packs.push(one.clone());
                taken.push(Asked::Pack(one.clone()));
            }
        }
        let own = packs.iter().filter(|pack| engine::is_folder(pack));
        let own = own.map(|pack| shown(&world.cwd.join(pack), &world.cwd)).collect();
        let files = engine::files(&packs, &world.cwd).map_err(not_loaded)?;
        let names: Vec<&str> = packs.iter().map(String::as_str).filter(|pack| !engine::is_folder(pack)).collect();
        let built_in = if packs.is_empty() { pack::built_in_names() } else { names };
        let built_in = pack::built_in(&built_in).unwrap_or_default().into_iter().map(|file| file.name).collect();
        let authored = Ruleset::load_for_authors(&files)?;
        Ok(Workshop { authored, asked: taken, own, built_in })
    }

    fn is_own(&self, file: &str) -> bool {
        !self.built_in.contains(file)
    }

    /// The rules that were asked for, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.authored.ruleset.rules().iter().filter(|rule| {
            let of_pack = |pack: &str| rule.card.id.strip_prefix(pack).is_some_and(|rest| rest.starts_with('/'));
            self.asked.is_empty()
                || self.asked.iter().any(|asked| match asked {
                    Asked::Pack(pack) => of_pack(pack),
                    Asked::Path(path) => self.is_own(&rule.file.name) && is_under(&rule.file.name, path),
                })
        })
    }

    /// Whether what stands in a file is under work: it was asked for; or else it is of an own pack, if there is one. The
    /// shared vocabulary counts with any pack of the program.
    pub fn has_file(&self, name: &str) -> bool {
        if self.asked.is_empty() && !self.own.is_empty() {
            return self.own.iter().any(|folder| is_under(name, folder));
        }
        let built_in = |pack: &str| name.starts_with(&format!("rules/{pack}/"));
        self.asked.is_empty()
            || self.asked.iter().any(|asked| match asked {
                Asked::Path(path) => self.is_own(name) && is_under(name, path),
                Asked::Pack(pack) => {
                    let others = pack::built_in_names();
                    built_in(pack) || (name.starts_with("rules/") && !others.into_iter().any(built_in))
                }
            })
    }
}

/// Whether a folder in use is called so: by its whole path or by its last name.
fn names(folder: &str, asked: &str) -> bool {
    !engine::is_folder(asked) && Path::new(folder).file_name().is_some_and(|name| name == asked)
}

fn is_under(file: &str, path: &str) -> bool {
    path == "." || file == path || file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

/// The pack that a path belongs to: the nearest folder above it that has a card, or else its own folder.
fn root_of(path: &Path) -> PathBuf {
    let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    let card = |folder: &&Path| ["pack.yml", "pack.yaml"].iter().any(|name| folder.join(name).is_file());
    folder.ancestors().find(card).unwrap_or(folder).to_owned()
}

fn not_loaded(error: engine::NotLoaded) -> Failure {
    match error {
        engine::NotLoaded::Mistakes(errors) => errors.into(),
        engine::NotLoaded::Unreadable(unreadable) => unreadable.into(),
        engine::NotLoaded::NoSuchPack { name, known } => {
            let hint = match yaml::nearest(&name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: {}; a folder of rules is given as a path, ./rules", known.join(", ")),
            };
            Failure::Plain(format!("unknown pack `{name}`; {hint}"))
        }
    }
}
