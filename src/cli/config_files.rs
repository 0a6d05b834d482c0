//! Finds and reads the configs that hold for the files to check: the nearest above each file, up to the repository's
//! root, each laid over what it extends.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use fairbalance::config::{self, Config, ForPath, Named};
use fairbalance::load_error::LoadError;
use fairbalance::report::run::ConfigInfo;
use fairbalance::source::Source;
use fairbalance::waiver::register;
use fairbalance::yaml::File;
use sha2::{Digest, Sha256};

use super::args::RulesFrom;
use super::engine;
use super::output::Failure;

pub const NAME: &str = "fairbalance.yml";

/// The register of waivers and approved wordings, beside the config.
pub const REGISTER: &str = "fairbalance-waivers.yml";

/// Names that somebody may take for the right ones. A config that is not read would be one that does not hold, and
/// nobody would be told.
const MISTAKEN: [(&str, &str); 6] = [
    ("fairbalance.yaml", NAME),
    (".fairbalance.yml", NAME),
    (".fairbalance.yaml", NAME),
    ("fairbalance-waivers.yaml", REGISTER),
    (".fairbalance-waivers.yml", REGISTER),
    (".fairbalance-waivers.yaml", REGISTER),
];

/// A config in use.
#[derive(Debug, Default)]
pub struct Found {
    /// `None` where no config file holds.
    pub info: Option<ConfigInfo>,
    pub config: Config,
    /// The files it was read from, each after those it extends, itself last.
    pub files: Vec<File>,
    /// The texts of its layouts, by path as resolved.
    pub layouts: BTreeMap<String, Arc<Source>>,
    /// Where layouts are, by path as resolved.
    pub layout_paths: BTreeMap<String, PathBuf>,
    /// Where they are read from, in step.
    pub file_paths: Vec<PathBuf>,
    /// What its patterns are relative to.
    pub base: PathBuf,
}

impl Found {
    /// What holds for the file at `path` (absolute).
    pub fn for_path(&self, path: &Path) -> ForPath<'_> {
        self.config.for_path(&self.relative(path))
    }

    /// The layouts of the file at `path`, absolute where the working directory is.
    pub fn layouts_of(&self, path: &Path) -> Vec<&PathBuf> {
        let set = self.for_path(path);
        set.layouts.iter().filter_map(|shown| self.layout_paths.get(*shown)).collect()
    }

    pub fn excludes(&self, path: &Path) -> bool {
        !self.config.exclude.is_empty() && self.config.exclude.matches(&self.relative(path))
    }

    /// An error at the place where something is named. The place is looked for in all files of the config: spans do not
    /// say which of them they belong to.
    pub fn error_at(&self, named: &Named, message: String) -> Option<LoadError> {
        let last = Path::new(&named.path).file_name().map(|name| name.to_string_lossy().into_owned());
        let last = last.unwrap_or_default();
        let holds = |file: &&File| file.text.get(named.span.range()).is_some_and(|text| text.contains(&last));
        let file = self.files.iter().rev().find(holds).or(self.files.last())?;
        Some(file.error(named.span, message))
    }

    /// The path as the config's patterns see it.
    pub fn relative(&self, path: &Path) -> String {
        slashed(path.strip_prefix(&self.base).unwrap_or(path))
    }
}

/// All configs of a run. The first stands for "no config".
#[derive(Debug)]
pub struct Configs {
    pub found: Vec<Found>,
    pub errors: Vec<LoadError>,
    by_folder: HashMap<PathBuf, usize>,
    /// Whether to look for the nearest one; if not, the last found holds for all.
    search: bool,
    cwd: PathBuf,
}

impl Configs {
    pub fn new(from: &RulesFrom, cwd: &Path) -> Result<Configs, Failure> {
        let nothing = Found { base: cwd.to_owned(), ..Found::default() };
        let mut configs = Configs {
            found: vec![nothing],
            errors: Vec::new(),
            by_folder: HashMap::new(),
            search: from.config.is_none() && !from.no_config,
            cwd: cwd.to_owned(),
        };
        if let Some(path) = &from.config {
            let path = clean(&cwd.join(path));
            let read = configs.read(&path).map_err(Failure::Plain)?;
            configs.found.push(Found { base: cwd.to_owned(), ..read });
        }
        Ok(configs)
    }

    /// The index of the config that holds in a folder (absolute).
    pub fn of_folder(&mut self, folder: &Path) -> Result<usize, Failure> {
        if !self.search {
            return Ok(self.found.len() - 1);
        }
        if let Some(&known) = self.by_folder.get(folder) {
            return Ok(known);
        }
        if let Some((mistaken, right)) = MISTAKEN.iter().find(|(mistaken, _)| folder.join(mistaken).is_file()) {
            let path = self.shown(&folder.join(mistaken));
            return Err(Failure::Plain(format!("{path} is not read: call it {right}")));
        }
        let file = folder.join(NAME);
        let index = if file.is_file() {
            let read = self.read(&file).map_err(Failure::Plain)?;
            self.found.push(Found { base: folder.to_owned(), ..read });
            self.found.len() - 1
        } else {
            match folder.parent() {
                Some(parent) if !folder.join(".git").exists() => self.of_folder(parent)?,
                // A repository can have a register and no config.
                _ if folder.join(REGISTER).is_file() => {
                    let mut found = Found { base: folder.to_owned(), ..Found::default() };
                    self.register(folder, &mut found).map_err(Failure::Plain)?;
                    self.found.push(found);
                    self.found.len() - 1
                }
                _ => 0,
            }
        };
        self.by_folder.insert(folder.to_owned(), index);
        Ok(index)
    }

    /// Reads a config with all it extends, and its layouts. Mistakes are gathered; the error is for a file that cannot
    /// be read at all.
    fn read(&mut self, path: &Path) -> Result<Found, String> {
        let text = read_text(path).map_err(|error| format!("{}: {error}", self.shown(path)))?;
        let file = File::new(self.shown(path), text);
        let info = ConfigInfo { path: file.name.clone(), digest: digest(&file.text) };
        let mut found = Found { info: Some(info), ..Found::default() };
        let mut files = Vec::new();
        found.config = self.laid_over(path, file, &mut vec![path.to_owned()], &mut files);
        (found.file_paths, found.files) = files.into_iter().unzip();
        self.register(path.parent().unwrap_or(path), &mut found)?;
        for layout in &found.config.layouts {
            let path = clean(&self.cwd.join(&layout.after.path));
            found.layout_paths.insert(layout.after.path.clone(), path.clone());
            let read = std::fs::read(&path).map_err(|error| error.to_string());
            let shown = self.shown(&path);
            match read.and_then(|bytes| Source::decode(shown, bytes).map_err(|error| error.to_string())) {
                Ok(source) => drop(found.layouts.insert(layout.after.path.clone(), Arc::new(source))),
                Err(error) => {
                    let message = format!("the layout {} cannot be read: {error}", layout.after.path);
                    self.errors.extend(found.error_at(&layout.after, message).map(|error| error.label("this file")));
                }
            }
        }
        Ok(found)
    }

    /// Adds the register that stands in a folder, if one does.
    fn register(&mut self, folder: &Path, found: &mut Found) -> Result<(), String> {
        let path = folder.join(REGISTER);
        if !path.is_file() {
            return Ok(());
        }
        let text = read_text(&path).map_err(|error| format!("{}: {error}", self.shown(&path)))?;
        let file = File::new(self.shown(&path), text);
        match register::parse(&file) {
            Ok(own) => found.config.register = std::mem::take(&mut found.config.register).and(own),
            Err(errors) => self.errors.extend(errors),
        }
        found.files.push(file);
        found.file_paths.push(path);
        Ok(())
    }

    fn laid_over(
        &mut self,
        path: &Path,
        file: File,
        chain: &mut Vec<PathBuf>,
        files: &mut Vec<(PathBuf, File)>,
    ) -> Config {
        let (mut own, errors) = config::read(&file);
        self.errors.extend(errors);
        let folder = path.parent().unwrap_or(path);
        for pack in own.packs.iter_mut().map(|pinned| &mut pinned.pack).filter(|pack| engine::is_folder(&pack.path)) {
            pack.path = clean(&folder.join(&pack.path)).to_string_lossy().into_owned();
        }
        let mut listed = BTreeSet::new();
        own.packs.retain(|pinned| {
            let is_new = listed.insert(pinned.pack.path.clone());
            if !is_new {
                let error = file.error(pinned.pack.span, "this pack is listed twice").label("again");
                self.errors.push(error.hint("take one of the two out"));
            }
            is_new
        });
        for layout in &mut own.layouts {
            layout.after.path = self.shown(&clean(&folder.join(&layout.after.path)));
        }
        if let Some(baseline) = &mut own.baseline {
            baseline.path = self.shown(&clean(&folder.join(&baseline.path)));
        }
        let mut base = Config::default();
        for named in std::mem::take(&mut own.extends) {
            let path = clean(&folder.join(&named.path));
            if chain.contains(&path) {
                let error = file.error(named.span, "a config cannot extend itself").label("leads back here");
                self.errors.push(error);
                continue;
            }
            match read_text(&path) {
                Ok(text) => {
                    let file = File::new(self.shown(&path), text);
                    chain.push(path.clone());
                    base = self.laid_over(&path, file, chain, files).over(base);
                    chain.pop();
                }
                Err(error) => {
                    let message = format!("`{}` cannot be read: {error}", named.path);
                    self.errors.push(file.error(named.span, message).label("no such config"));
                }
            }
        }
        files.push((path.to_owned(), file));
        own.over(base)
    }

    fn shown(&self, path: &Path) -> String {
        shown(path, &self.cwd)
    }
}

/// The path as reports print it: relative to the working directory where it lies below, `/`-separated.
pub fn shown(path: &Path, cwd: &Path) -> String {
    let path = clean(path);
    match path.strip_prefix(cwd) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => slashed(below),
        Err(_) => slashed(&path),
    }
}

/// The path without `.` and `..`, by its words alone.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    Source::decode("", bytes).map(|source| source.text().to_owned()).map_err(|error| error.to_string())
}

fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
