//! The seam to the rules: what the command line asks of them, and how it loads them.

use std::fs;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use fairbalance::config::Declared;
use fairbalance::extract::Format;
use fairbalance::finding::RuleCard;
use fairbalance::inspect::Inspection;
use fairbalance::judge::PageFacts;
use fairbalance::knowledge::Profile;
use fairbalance::linter::{self, Assessed, Linter, Settings};
use fairbalance::load_error::LoadError;
use fairbalance::not_read;
use fairbalance::rule::expansions::{Expansion, Expansions};
use fairbalance::rule::{PackFile, PackInfo, RulePage, Ruleset, pack};
use fairbalance::source::{Source, Span};
use fairbalance::waiver::approved::Wordings;
use fairbalance::waiver::meta;
use fairbalance::yaml::nearest;

use super::config_files::{self, clean};
use super::output::Failure;

/// A loaded set of rules.
pub trait Engine: Send + Sync {
    fn cards(&self) -> Vec<RuleCard>;
    fn packs(&self) -> Vec<PackInfo>;
    /// All there is to tell of the rule with this id.
    fn page(&self, id: &str) -> Option<RulePage>;
    fn check(&self, page: &Page) -> Assessed;
    fn profiles(&self) -> Vec<Profile> {
        Vec::new()
    }
    fn profile(&self, id: &str) -> Option<Profile> {
        self.profiles().into_iter().find(|profile| profile.id == id)
    }
    /// What a page fact is known to be.
    fn fact_values(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }
    /// What stands at a place of a page, in bytes of its text.
    fn inspect(&self, _page: &Page, _at: Span) -> Inspection {
        Inspection::default()
    }
    /// What the phrases of these rules come to, by the rule's id.
    fn expansions(&self, _rules: &[&str]) -> Vec<(String, Vec<Expansion>)> {
        Vec::new()
    }
    /// Phrases that are plain rows of words.
    fn phrases(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A file to check, and what is known of it.
pub struct Page<'a> {
    pub source: &'a Source,
    pub format: Format,
    pub facts: &'a Declared,
    /// The name of the site's profile, whose facts hold where nothing else declares any.
    pub profile: Option<&'a str>,
    /// Files whose text stands after the page's.
    pub layouts: &'a [Arc<Source>],
    pub approved: &'a Wordings<'a>,
    /// Whether the report is to list what was excused.
    pub excused: bool,
}

/// Loads the packs of these names and folders, or all built-in ones where none is named. Folders are looked for from the
/// working directory given, and their files named as seen from there.
pub type Load = dyn Fn(&[String], &Path) -> Result<Box<dyn Engine>, NotLoaded>;

/// Why packs were not loaded.
#[derive(Debug)]
pub enum NotLoaded {
    NoSuchPack {
        name: String,
        known: Vec<String>,
    },
    /// A folder that cannot be read.
    Unreadable(Unreadable),
    Mistakes(Vec<LoadError>),
}

/// A pack's folder that cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    /// As it was given.
    pub pack: String,
    pub message: String,
    pub hint: String,
}

/// Why a folder of rules cannot be read: it is not there, or a file, or the system says so.
fn unreadable(pack: &str, path: &Path, error: &std::io::Error) -> Unreadable {
    let shown = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let parent = path.parent().unwrap_or(path);
    let (message, hint) = if path.is_file() {
        (
            "a pack is a folder, and this is a file".to_owned(),
            format!("name the folder that it lies in, `{}`", shown(parent)),
        )
    } else if path.exists() {
        (format!("this folder cannot be read: {error}"), "see who may read it".to_owned())
    } else {
        let folders = fs::read_dir(parent).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
        let names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let hint = match nearest(&shown(path), names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean the folder `{near}`?"),
            None => "a folder is named as seen from the config that names it".to_owned(),
        };
        ("there is no such folder".to_owned(), hint)
    };
    Unreadable { pack: pack.to_owned(), message, hint }
}

impl From<Unreadable> for Failure {
    fn from(Unreadable { pack, message, hint }: Unreadable) -> Failure {
        Failure::Plain(format!("the pack {pack} cannot be read: {message}; {hint}"))
    }
}

/// Whether a pack is given as a folder of rule files rather than by name.
pub fn is_folder(pack: &str) -> bool {
    pack.contains(['/', '\\']) || pack.starts_with('.')
}

/// The rules of this program, and of folders.
pub fn load(packs: &[String], cwd: &Path) -> Result<Box<dyn Engine>, NotLoaded> {
    let (folders, names) = named(packs)?;
    if folders.is_empty()
        && let Some(built_in) = Ruleset::built_in(&names)
    {
        return built_in.map(Rules::boxed).map_err(NotLoaded::Mistakes);
    }
    let files = files(packs, cwd)?;
    Ruleset::load(&files).map(Rules::boxed).map_err(NotLoaded::Mistakes)
}

/// The same for those who work on rules: it tells which phrase of which file was found. Slower to load.
pub fn load_for_authors(packs: &[String], base: &Path) -> Result<Box<dyn Engine>, NotLoaded> {
    let authored = Ruleset::load_for_authors(&files(packs, base)?).map_err(NotLoaded::Mistakes)?;
    Ok(Rules::boxed(authored.ruleset))
}

/// The files of packs, the shared vocabulary among them. Folders are looked for from `base`, and their files named as
/// seen from there.
pub fn files(packs: &[String], base: &Path) -> Result<Vec<PackFile>, NotLoaded> {
    let (folders, names) = named(packs)?;
    let mut files = pack::built_in(&names).unwrap_or_default();
    for folder in folders {
        // A pack is called as its folder is, `.` too.
        let path = clean(&base.join(folder));
        let before = files.len();
        rule_files(&path, &path, &mut files)
            .map_err(|error| NotLoaded::Unreadable(unreadable(folder, &path, &error)))?;
        for file in &mut files[before..] {
            file.name = config_files::shown(Path::new(&file.name), base);
        }
    }
    Ok(files)
}

/// Packs given as folders, and those given by name: all of the program where none is given.
fn named(packs: &[String]) -> Result<(Vec<&str>, Vec<&str>), NotLoaded> {
    let known = pack::built_in_names();
    let (folders, names): (Vec<&str>, Vec<&str>) = packs.iter().map(String::as_str).partition(|pack| is_folder(pack));
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        let known = known.iter().map(|&name| name.to_owned()).collect();
        return Err(NotLoaded::NoSuchPack { name: (*name).to_owned(), known });
    }
    Ok((folders, if packs.is_empty() { known } else { names }))
}

/// The YAML files of a folder and the folders in it, by name. The pack is called as the folder is.
pub fn rule_files(root: &Path, folder: &Path, files: &mut Vec<PackFile>) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rule_files(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            let pack = root.file_name().map_or("own".into(), |name| name.to_string_lossy().into_owned());
            let text = fs::read_to_string(&path)?;
            files.push(PackFile { pack, name: path.display().to_string(), text });
        }
    }
    Ok(())
}

/// The program ends with its rules, so nothing is gained by freeing them piece by piece, which takes milliseconds.
struct Rules {
    ruleset: ManuallyDrop<Ruleset>,
}

impl Rules {
    fn boxed(ruleset: Ruleset) -> Box<dyn Engine> {
        Box::new(Rules { ruleset: ManuallyDrop::new(ruleset) })
    }
}

impl Engine for Rules {
    fn cards(&self) -> Vec<RuleCard> {
        self.ruleset.cards().cloned().chain([not_read::card()]).chain(meta::cards()).collect()
    }

    fn phrases(&self) -> Vec<String> {
        self.ruleset.literal_phrases()
    }

    fn packs(&self) -> Vec<PackInfo> {
        self.ruleset.packs().to_vec()
    }

    fn expansions(&self, rules: &[&str]) -> Vec<(String, Vec<Expansion>)> {
        let expansions = Expansions::new(&self.ruleset);
        let wanted = self.ruleset.rules().iter().filter(|rule| rules.contains(&rule.card.id.as_str()));
        wanted.map(|rule| (rule.card.id.clone(), expansions.of(rule))).collect()
    }

    fn profiles(&self) -> Vec<Profile> {
        self.ruleset.profiles().to_vec()
    }

    fn fact_values(&self, name: &str) -> Vec<String> {
        self.ruleset.fact_values(name, None)
    }

    fn page(&self, id: &str) -> Option<RulePage> {
        let rule = self.ruleset.rules().iter().find(|rule| rule.card.id == id)?;
        Some(RulePage::new(&self.ruleset, rule))
    }

    fn check(&self, page: &Page) -> Assessed {
        self.lint(page, &|linter, page| linter.assess(page))
    }

    fn inspect(&self, page: &Page, at: Span) -> Inspection {
        self.lint(page, &|linter, page| linter.inspect(page, at))
    }
}

impl Rules {
    fn lint<T>(&self, page: &Page, then: &dyn Fn(&Linter, &linter::Page) -> T) -> T {
        let named = |profile: &&Profile| Some(profile.id.as_str()) == page.profile;
        let profile = self.ruleset.profiles().iter().find(named);
        let taken = profile.map_or_else(Vec::new, |profile| profile.page.named());
        let facts = PageFacts::declared(page.facts.named()).with_profile(taken).with_brands(&page.facts.brands);
        let format = |source: &Source| Format::of_path(source.path()).unwrap_or(Format::Html);
        let layouts: Vec<(&Source, Format)> = page.layouts.iter().map(|source| (&**source, format(source))).collect();
        let linter = Linter::new(&self.ruleset).with(Settings { excused: page.excused }).approving(page.approved);
        let page = linter::Page { source: page.source, format: page.format, facts: &facts, layouts: &layouts };
        then(&linter, &page)
    }
}
