//! The change under review: which files it touches, and what they were before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fairbalance::extract::Format;
use fairbalance::finding::Problem;
use fairbalance::source::Source;

use super::config_files::{Configs, Found, shown};
use super::discover::{self, Target};
use super::git::{Blob, Git, Touched};
use super::output::Failure;

/// What a run asks of it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `HEAD` for `--staged` where nothing is said.
    pub base: Option<&'a str>,
    /// The index is checked, not the working tree.
    pub staged: bool,
    /// As given to the run.
    pub paths: &'a [PathBuf],
}

#[derive(Debug)]
pub struct Change {
    /// As named by whoever asked.
    pub base: String,
    git: Git,
    touched: BTreeMap<PathBuf, Touched>,
    index: BTreeMap<PathBuf, Blob>,
    staged: bool,
    /// Contents of objects that are needed, by id.
    contents: BTreeMap<String, Vec<u8>>,
}

/// A page as it was.
#[derive(Debug, Clone)]
pub struct OldPage {
    pub target: Target,
    /// `None` where the page is as it is now, and only a layout of it is not.
    pub id: Option<String>,
}

impl Change {
    /// `None` where nothing asks for one. `layouts` are the paths of all layouts in use.
    pub fn new(asked: &Asked, cwd: &Path, layouts: &BTreeSet<PathBuf>) -> Result<Option<Change>, Failure> {
        let name = match (asked.base, asked.staged) {
            (Some(name), _) => name,
            (None, true) => "HEAD",
            (None, false) => return Ok(None),
        };
        let git = Git::open(cwd)?;
        let base = match asked.base.is_none() && !git.has_commits() {
            true => git.empty_tree()?,
            false => git.commit(name)?,
        };
        let (touched, index) = (git.touched(&base, asked.staged)?, git.index()?);
        let (base, staged) = (name.to_owned(), asked.staged);
        let mut change = Change { base, git, touched, index, staged, contents: BTreeMap::new() };
        let wanted = |path: &Path| {
            let name = path.to_string_lossy();
            // Registers and configs are compared too.
            Format::of_path(&name).is_some() || name.ends_with(".yml") || layouts.contains(path)
        };
        let old = change.touched.iter().filter(|(path, _)| wanted(path)).filter_map(|(_, touched)| touched.old.clone());
        change.load(old.collect())?;
        Ok(Some(change))
    }

    /// Gets what is in the index of these files, where that is what is checked.
    pub fn load_staged<'p>(&mut self, paths: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
        if !self.staged {
            return Ok(());
        }
        let blobs = paths.into_iter().filter_map(|path| self.index.get(path).cloned()).collect();
        self.load(blobs)
    }

    fn load(&mut self, blobs: Vec<Blob>) -> Result<(), Failure> {
        let ids: BTreeSet<String> = blobs.into_iter().filter(|blob| blob.is_file).map(|blob| blob.id).collect();
        let ids: Vec<String> = ids.into_iter().filter(|id| !self.contents.contains_key(id)).collect();
        let contents = self.git.contents(&ids)?;
        self.contents.extend(ids.into_iter().zip(contents));
        Ok(())
    }

    /// Files that the change adds or alters and that are there afterwards.
    pub fn committed(&self) -> impl Iterator<Item = &Path> {
        let here =
            |path: &Path| self.index.get(path).is_some_and(|blob| blob.is_file) && (self.staged || path.is_file());
        self.touched.keys().map(PathBuf::as_path).filter(move |path| here(path))
    }

    /// Whether the answer for a file can be another one than before: it is touched, new, or uses a layout that is.
    pub fn affects(&self, target: &Target, found: &Found) -> bool {
        let Some(path) = &target.path else { return true };
        let touched = |path: &Path| self.touched.contains_key(path) || !self.index.contains_key(path);
        // What git does not know of is not part of a commit.
        match self.staged && !self.index.contains_key(path) {
            true => false,
            false => touched(path) || found.layouts_of(path).iter().any(|layout| touched(layout)),
        }
    }

    /// Every page as it was that the answers of today are held against.
    pub fn old_pages(
        &self,
        asked: &Asked,
        affected: &[Target],
        cwd: &Path,
        configs: &mut Configs,
    ) -> Result<Vec<OldPage>, Failure> {
        let mut pages = Vec::new();
        for (path, touched) in &self.touched {
            let Some(old) = touched.old.as_ref().filter(|blob| blob.is_file) else { continue };
            let known = affected.iter().find(|target| target.path.as_ref() == Some(path)).map(|target| target.format);
            let format = match known {
                Some(format) => Some(format),
                None => discover::format_in(path, asked.paths, cwd, configs)?,
            };
            if let Some(format) = format {
                let config = configs.of_folder(path.parent().unwrap_or(path))?;
                let target = Target { shown: shown(path, cwd), path: Some(path.clone()), format, config };
                pages.push(OldPage { target, id: Some(old.id.clone()) });
            }
        }
        let same = affected.iter().filter(|target| {
            target.path.as_ref().is_some_and(|path| !self.touched.contains_key(path) && self.index.contains_key(path))
        });
        pages.extend(same.map(|target| OldPage { target: target.clone(), id: None }));
        Ok(pages)
    }

    /// A page or layout as it was; `None` if it was not, or cannot be read as text: then nothing in it was there before.
    pub fn old_source(&self, path: &Path, shown: &str) -> Option<Source> {
        let old = self.touched.get(path)?.old.as_ref()?;
        Source::decode(shown, self.contents.get(&old.id)?.clone()).ok()
    }

    pub fn touches(&self, path: &Path) -> bool {
        self.touched.contains_key(path)
    }

    /// The file as it will be committed, where that is what is checked.
    pub fn staged_source(&self, path: &Path, shown: &str) -> Option<Result<Source, Problem>> {
        let blob = self.index.get(path).filter(|_| self.staged)?;
        let bytes = self.contents.get(&blob.id)?.clone();
        Some(Source::decode(shown, bytes).map_err(|error| Problem {
            path: shown.to_owned(),
            kind: "not-decoded".to_owned(),
            message: error.to_string(),
        }))
    }

    /// The layouts of a page as they were; `None` if one of them cannot be read as text, so that nothing can be said.
    pub fn old_layouts(&self, now: &[Arc<Source>], paths: &[PathBuf]) -> Option<Vec<Arc<Source>>> {
        let mut old = Vec::new();
        for (layout, path) in now.iter().zip(paths) {
            match self.touched.get(path) {
                None => old.push(Arc::clone(layout)),
                Some(Touched { old: None, .. }) => {}
                Some(_) => old.push(Arc::new(self.old_source(path, layout.path())?)),
            }
        }
        Some(old)
    }

    /// The layouts of a page as they will be committed, where that is what is checked.
    pub fn staged_layouts(&self, layouts: Vec<Arc<Source>>, paths: &[PathBuf]) -> Result<Vec<Arc<Source>>, Problem> {
        let now = layouts.into_iter().zip(paths).map(|(layout, path)| match self.staged_source(path, layout.path()) {
            Some(staged) => staged.map(Arc::new),
            None => Ok(layout),
        });
        now.collect()
    }

    /// Whether a file is there after the change.
    pub fn exists(&self, path: &Path) -> bool {
        if self.staged { self.index.contains_key(path) } else { path.is_file() }
    }
}
