//! From the paths given to the files to check, in a fixed order. Nothing is passed over without being counted.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fairbalance::extract::Format;
use fairbalance::finding::Problem;
use fairbalance::report::run::{Coverage, Skipped};
use fairbalance::yaml;
use ignore::Match;
use ignore::gitignore::Gitignore;

use super::config_files::{Configs, clean, shown};
use super::notes::{NOTE, is_note};
use super::output::Failure;

/// A file to check.
#[derive(Debug, Clone)]
pub struct Target {
    /// As reports print it.
    pub shown: String,
    /// Absolute; `None` for standard input.
    pub path: Option<PathBuf>,
    pub format: Format,
    /// The index of its config.
    pub config: usize,
}

/// What was found. `coverage` has what was passed over.
#[derive(Debug, Default)]
pub struct Discovered {
    /// By path as shown.
    pub targets: Vec<Target>,
    pub problems: Vec<Problem>,
    pub coverage: Coverage,
}

/// Files that tell what to pass over; the last of a folder wins.
const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".fairbalanceignore"];

/// Types that often hold copy and are not read: they are counted in every report.
const HOLD_COPY: &[&str] = &[
    "adoc", "arb", "asc", "asciidoc", "astro", "doc", "docx", "eml", "epub", "haml", "ipynb", "jsx", "key", "mjml",
    "odp", "odt", "org", "pages", "pdf", "po", "ppt", "pptx", "pug", "resx", "rst", "rtf", "slim", "strings", "svelte",
    "tex", "textile", "tsx", "vue", "wiki", "xlf", "xliff",
];

/// Finds the files under `paths`. Files named there are kept whatever ignore files and configs say.
pub fn discover(paths: &[PathBuf], stdin: &str, cwd: &Path, configs: &mut Configs) -> Result<Discovered, Failure> {
    let mut walk = Walk { cwd, configs, out: Discovered::default(), targets: BTreeMap::new(), ignores: HashMap::new() };
    for path in paths {
        if path.as_os_str() == "-" {
            walk.stdin(stdin)?;
            continue;
        }
        let full = clean(&cwd.join(path));
        match fs::metadata(&full) {
            Ok(meta) if meta.is_dir() => walk.folder(&full)?,
            Ok(_) => walk.named_file(&full)?,
            Err(error) => walk.problem(&full, &error),
        }
    }
    walk.out.targets = walk.targets.into_values().collect();
    if walk.out.targets.is_empty() && walk.out.problems.is_empty() {
        walk.out.problems.push(Problem {
            path: String::new(),
            kind: "nothing-found".to_owned(),
            message: nothing_found(&walk.out.coverage.skipped),
        });
    }
    Ok(walk.out)
}

fn nothing_found(skipped: &[Skipped]) -> String {
    let found = "no file to check was found; fairbalance reads Markdown, HTML and plain text";
    match skipped.iter().find(|skipped| skipped.reason == NOTE) {
        Some(note) => format!("{found}, and passes over {NOTE} such as {} unless they are named", note.path),
        None => found.to_owned(),
    }
}

/// Why a file is passed over unless it is named; `None` if it is not.
pub fn passed_over(path: &Path, cwd: &Path, configs: &mut Configs) -> Result<Option<String>, Failure> {
    if !matches!(type_of(path), Type::Read(_)) {
        return Ok(Some("its type is not read".to_owned()));
    }
    let mut walk = Walk { cwd, configs, out: Discovered::default(), targets: BTreeMap::new(), ignores: HashMap::new() };
    let below: Vec<&Path> = path.ancestors().take_while(|above| *above != cwd && above.parent().is_some()).collect();
    for part in below.into_iter().rev() {
        if let Some(reason) = walk.reason_to_skip(part, part != path)? {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

/// How a file that need not be there any more would be read, if a run over `paths` would find it. Where single files are
/// named, anything of the repository may have come from anywhere in it.
pub fn format_in(path: &Path, paths: &[PathBuf], cwd: &Path, configs: &mut Configs) -> Result<Option<Format>, Failure> {
    let given: Vec<PathBuf> = paths.iter().map(|given| clean(&cwd.join(given))).collect();
    let Type::Read(format) = type_of(path) else { return Ok(None) };
    if given.iter().any(|given| given == path) {
        return Ok(Some(format));
    }
    let mut roots: Vec<&Path> = given.iter().map(PathBuf::as_path).filter(|given| path.starts_with(given)).collect();
    if given.iter().any(|given| !given.is_dir()) {
        roots.extend(path.ancestors().find(|folder| folder.join(".git").exists()));
    }
    let mut walk = Walk { cwd, configs, out: Discovered::default(), targets: BTreeMap::new(), ignores: HashMap::new() };
    for root in roots {
        let mut passed_over = false;
        let mut below: Vec<&Path> = path.ancestors().take_while(|above| *above != root).collect();
        below.reverse();
        for part in below {
            passed_over = passed_over || walk.reason_to_skip(part, part != path)?.is_some();
        }
        if !passed_over {
            return Ok(Some(format));
        }
    }
    Ok(None)
}

/// Of files that git knows, those below `given` that only `.gitignore` keeps out: git itself ignores nothing that it knows,
/// and what is committed is published.
pub fn known_though_ignored<'p>(
    known: impl Iterator<Item = &'p Path>,
    given: &[PathBuf],
    cwd: &Path,
    configs: &mut Configs,
) -> Result<Vec<Target>, Failure> {
    let given: Vec<PathBuf> = given.iter().map(|given| clean(&cwd.join(given))).collect();
    let mut targets = Vec::new();
    for path in known.filter(|path| given.iter().any(|given| path != given && path.starts_with(given))) {
        let Type::Read(format) = type_of(path) else { continue };
        if passed_over(path, cwd, configs)?.as_deref() == Some(GIT_IGNORED) {
            let config = configs.of_folder(path.parent().unwrap_or(path))?;
            targets.push(Target { shown: shown(path, cwd), path: Some(path.to_owned()), format, config });
        }
    }
    Ok(targets)
}

const HIDDEN: &str = "hidden";
const GIT_IGNORED: &str = "ignored by .gitignore";

/// Whether what is passed over for `reason` still belongs to the site: somebody chose not to have it checked. What is
/// hidden, kept out of the repository or a note does not.
fn is_of_the_site(reason: &str) -> bool {
    ![HIDDEN, GIT_IGNORED, NOTE].contains(&reason)
}

/// What a folder says of what is in it.
struct Ignores {
    files: Vec<(&'static str, Gitignore)>,
    is_repository: bool,
}

struct Walk<'a> {
    cwd: &'a Path,
    configs: &'a mut Configs,
    out: Discovered,
    /// By path as shown; names that are not Unicode can be shown alike.
    targets: BTreeMap<(String, Option<PathBuf>), Target>,
    ignores: HashMap<PathBuf, Arc<Ignores>>,
}

impl Walk<'_> {
    fn stdin(&mut self, name: &str) -> Result<(), Failure> {
        let folder = self.cwd.join(name).parent().map_or(self.cwd.to_owned(), clean);
        let config = self.configs.of_folder(&folder)?;
        // Plain text is Markdown of a simple kind, and a paste is often more than plain.
        let format = Format::of_path(name).unwrap_or(Format::Markdown);
        self.targets.insert((name.to_owned(), None), Target { shown: name.to_owned(), path: None, format, config });
        Ok(())
    }

    fn named_file(&mut self, path: &Path) -> Result<(), Failure> {
        let format = match type_of(path) {
            Type::Read(format) => Some(format),
            // Somebody who names a file wants it read.
            Type::Other => Some(Format::Text),
            Type::HoldsCopy => None,
        };
        let Some(format) = format else {
            let extension = extension(path);
            self.out.problems.push(Problem {
                path: shown(path, self.cwd),
                kind: "not-read".to_owned(),
                message: format!("files of type .{extension} are not read; export it as HTML, Markdown or plain text"),
            });
            return Ok(());
        };
        self.add(path, format)
    }

    fn add(&mut self, path: &Path, format: Format) -> Result<(), Failure> {
        let config = self.configs.of_folder(path.parent().unwrap_or(path))?;
        let shown = shown(path, self.cwd);
        self.targets.insert(
            (shown.clone(), Some(path.to_owned())),
            Target { shown, path: Some(path.to_owned()), format, config },
        );
        Ok(())
    }

    /// Everything below a folder, folder by folder.
    fn folder(&mut self, root: &Path) -> Result<(), Failure> {
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
            let mut entries = match entries {
                Ok(entries) => entries,
                Err(error) => {
                    self.problem(&folder, &error);
                    continue;
                }
            };
            entries.sort_by_key(|entry| entry.file_name());
            for entry in entries {
                let path = entry.path();
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                let Ok(meta) = fs::metadata(&path) else {
                    self.skip(&path, false, if is_link { "links to nothing" } else { "unreadable" }, None);
                    continue;
                };
                if meta.is_file() && type_of(&path) == Type::Other {
                    self.file(&path)?;
                } else if let Some(reason) = self.reason_to_skip(&path, meta.is_dir())? {
                    let bytes = if is_of_the_site(&reason) { Some(self.bytes(&path, &meta)?) } else { None };
                    self.skip(&path, meta.is_dir(), &reason, bytes);
                } else if meta.is_dir() && is_link {
                    self.skip(&path, true, "links to a folder", None);
                } else if meta.is_dir() {
                    folders.push(path);
                } else if meta.is_file() {
                    self.file(&path)?;
                } else {
                    self.skip(&path, false, "not a regular file", None);
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let types = match type_of(path) {
            Type::Read(format) => return self.add(path, format),
            Type::HoldsCopy => &mut self.out.coverage.unknown_types,
            Type::Other => &mut self.out.coverage.other_types,
        };
        let extension = extension(path);
        let name = if extension.is_empty() { "no extension".to_owned() } else { format!(".{extension}") };
        *types.entry(name).or_default() += 1;
        Ok(())
    }

    fn reason_to_skip(&mut self, path: &Path, is_dir: bool) -> Result<Option<String>, Failure> {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            return Ok(Some(HIDDEN.to_owned()));
        }
        let folder = path.parent().unwrap_or(path);
        // The nearest folder decides, and within one the last of its files.
        for above in folder.ancestors() {
            let ignores = self.ignores(above);
            for (name, rules) in ignores.files.iter().rev() {
                match rules.matched(path, is_dir) {
                    Match::Ignore(_) => return Ok(Some(format!("ignored by {name}"))),
                    // Also a note, for whoever wants it checked: `!README.md`.
                    Match::Whitelist(_) => return self.excluded(path, folder),
                    Match::None => {}
                }
            }
            if ignores.is_repository {
                break;
            }
        }
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        match self.excluded(path, folder)? {
            None if !is_dir && is_note(&name, |beside| folder.join(beside).exists()) => Ok(Some(NOTE.to_owned())),
            reason => Ok(reason),
        }
    }

    fn excluded(&mut self, path: &Path, folder: &Path) -> Result<Option<String>, Failure> {
        let config = self.configs.of_folder(folder)?;
        let excluded = self.configs.found[config].excludes(path);
        Ok(excluded.then(|| "excluded by the config".to_owned()))
    }

    fn ignores(&mut self, folder: &Path) -> Arc<Ignores> {
        if let Some(known) = self.ignores.get(folder) {
            return Arc::clone(known);
        }
        let files = IGNORE_FILES.iter().map(|&name| (name, folder.join(name))).filter(|(_, path)| path.is_file());
        // A line that cannot be read as a pattern ignores nothing, as in git.
        let files = files.map(|(name, path)| (name, Gitignore::new(path).0)).collect();
        let ignores = Arc::new(Ignores { files, is_repository: folder.join(".git").exists() });
        self.ignores.insert(folder.to_owned(), Arc::clone(&ignores));
        ignores
    }

    fn skip(&mut self, path: &Path, is_dir: bool, reason: &str, bytes: Option<usize>) {
        let path = shown(path, self.cwd) + if is_dir { "/" } else { "" };
        self.out.coverage.skipped.push(Skipped { path, reason: reason.to_owned(), bytes });
    }

    /// The bytes of types that are read in what is passed over. Links are not followed, and what cannot be read has none.
    fn bytes(&mut self, path: &Path, meta: &fs::Metadata) -> Result<usize, Failure> {
        if !meta.is_dir() {
            let is_read = meta.is_file() && matches!(type_of(path), Type::Read(_));
            return Ok(if is_read { meta.len() as usize } else { 0 });
        }
        let mut sum = 0;
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let Ok(meta) = fs::symlink_metadata(&path) else { continue };
                if self.reason_to_skip(&path, meta.is_dir())?.is_some_and(|reason| !is_of_the_site(&reason)) {
                    continue;
                }
                if meta.is_dir() {
                    folders.push(path);
                } else {
                    sum += self.bytes(&path, &meta)?;
                }
            }
        }
        Ok(sum)
    }

    fn problem(&mut self, path: &Path, error: &std::io::Error) {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        self.out.problems.push(Problem {
            path: shown(path, self.cwd),
            kind: if missing { "not-found" } else { "unreadable" }.to_owned(),
            message: if missing { missing_message(path) } else { error.to_string() },
        });
    }
}

/// A command that is misspelt is taken for a path.
fn missing_message(path: &Path) -> String {
    const COMMANDS: [&str; 11] =
        ["check", "explain", "rules", "test", "baseline", "waivers", "init", "import", "schema", "completions", "man"];
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    match yaml::nearest(&name, COMMANDS.into_iter()) {
        Some(command) => format!("no such file or folder; did you mean the command `{command}`?"),
        None => "no such file or folder".to_owned(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Read(Format),
    HoldsCopy,
    Other,
}

fn type_of(path: &Path) -> Type {
    match Format::of_path(&path.to_string_lossy()) {
        Some(format) => Type::Read(format),
        None if HOLD_COPY.contains(&extension(path).as_str()) => Type::HoldsCopy,
        None => Type::Other,
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}
