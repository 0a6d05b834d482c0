//! What git knows of a change. git runs as a process of its own; nothing that a repository names reaches a shell, and
//! file names reach git only where `-z` keeps them whole.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::config_files::clean;
use super::output::Failure;

/// A file's content in the object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub id: String,
    /// Neither a link nor another repository.
    pub is_file: bool,
}

/// A file that a change touches: what it was, and what it is in the index where that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    pub old: Option<Blob>,
    pub new: Option<Blob>,
}

#[derive(Debug)]
pub struct Git {
    cwd: PathBuf,
    pub root: PathBuf,
}

impl Git {
    /// The repository that `cwd` lies in.
    pub fn open(cwd: &Path) -> Result<Git, Failure> {
        let mut git = Git { cwd: cwd.to_owned(), root: cwd.to_owned() };
        let up = git.run(&["rev-parse", "--show-cdup"]).map_err(|error| {
            Failure::Plain(format!("what this change brought cannot be told without a git repository: {error}"))
        })?;
        let up = String::from_utf8_lossy(&up);
        git.root = clean(&cwd.join(up.trim_end_matches(['\n', '\r'])));
        Ok(git)
    }

    /// The id of a commit. The error says what to set.
    pub fn commit(&self, name: &str) -> Result<String, Failure> {
        let wanted = format!("{name}^{{commit}}");
        let found = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
        match found.map(|id| String::from_utf8_lossy(&id).trim().to_owned()) {
            Ok(id) if !id.is_empty() => Ok(id),
            _ => {
                let shallow = self.run(&["rev-parse", "--is-shallow-repository"]);
                let shallow = shallow.is_ok_and(|said| said.starts_with(b"true"));
                let do_what = match shallow {
                    true => {
                        "this clone is shallow: set `fetch-depth: 2` (or 0) where it is checked out, or fetch the base \
                         first: git fetch --depth=1 origin BASE"
                    }
                    false => "name a branch, tag or commit that is here; fetch it first if it is not",
                };
                Err(Failure::Plain(format!("the base `{name}` cannot be had; {do_what}")))
            }
        }
    }

    /// The tree that has no file, for a repository without a commit.
    pub fn empty_tree(&self) -> Result<String, Failure> {
        let id = self.run(&["hash-object", "-t", "tree", "--stdin"]).map_err(Failure::Plain)?;
        Ok(String::from_utf8_lossy(&id).trim().to_owned())
    }

    pub fn has_commits(&self) -> bool {
        self.run(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok()
    }

    /// All files that differ between `base` and the working tree, or the index if `staged`. A renamed file is one that
    /// went and one that came.
    pub fn touched(&self, base: &str, staged: bool) -> Result<BTreeMap<PathBuf, Touched>, Failure> {
        let mut args = vec!["diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        args.push("--ignore-submodules=all");
        args.extend(staged.then_some("--cached"));
        args.extend([base, "--"]);
        let out = self.run(&args).map_err(Failure::Plain)?;
        let mut fields = out.split(|&b| b == 0);
        let mut touched = BTreeMap::new();
        while let (Some(head), Some(path)) = (fields.next(), fields.next()) {
            let head = String::from_utf8_lossy(head);
            let parts: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let [old_mode, new_mode, old, new, _] = parts[..] else {
                return Err(Failure::Plain("git diff said what is not understood".to_owned()));
            };
            touched.insert(self.path(path), Touched { old: blob(old_mode, old), new: blob(new_mode, new) });
        }
        Ok(touched)
    }

    /// All files of the index.
    pub fn index(&self) -> Result<BTreeMap<PathBuf, Blob>, Failure> {
        let out = self.run(&["ls-files", "--stage", "--full-name", "-z", ":/"]).map_err(Failure::Plain)?;
        let mut index = BTreeMap::new();
        for entry in out.split(|&b| b == 0).filter(|entry| !entry.is_empty()) {
            let Some(tab) = entry.iter().position(|&b| b == b'\t') else { continue };
            let head = String::from_utf8_lossy(&entry[..tab]);
            let parts: Vec<&str> = head.split(' ').collect();
            if let [mode, id, _] = parts[..]
                && let Some(blob) = blob(mode, id)
            {
                index.insert(self.path(&entry[tab + 1..]), blob);
            }
        }
        Ok(index)
    }

    /// The contents of objects, in order. An object that is not here is an error: an answer without it would be wrong.
    pub fn contents(&self, ids: &[String]) -> Result<Vec<Vec<u8>>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let fail = |error: String| Failure::Plain(format!("the base cannot be read: {error}"));
        let io = |error: std::io::Error| fail(error.to_string());
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(io)?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(fail("git has no pipes".to_owned()));
        };
        let mut output = BufReader::new(output);
        let mut contents = Vec::new();
        for id in ids {
            // One at a time: neither pipe can fill up while the other waits.
            writeln!(input, "{id}").and_then(|()| input.flush()).map_err(io)?;
            let mut head = String::new();
            output.read_line(&mut head).map_err(io)?;
            let size: Option<usize> = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
            let Some(size) = size.filter(|_| head.contains(" blob ")) else {
                return Err(fail(format!(
                    "{} (set `fetch-depth: 2` or 0, or fetch without a filter)",
                    head.trim_end()
                )));
            };
            let mut content = vec![0; size + 1];
            output.read_exact(&mut content).map_err(io)?;
            content.pop();
            contents.push(content);
        }
        drop(input);
        child.wait().map_err(io)?;
        Ok(contents)
    }

    fn path(&self, name: &[u8]) -> PathBuf {
        self.root.join(of_bytes(name))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        // A hook of the repository must not run, and its index need not be written.
        command.args(["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]);
        command.args(args).current_dir(&self.cwd).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Result<Vec<u8>, String> {
        let out = self.command(args).output().map_err(|error| format!("git cannot be run: {error}"))?;
        match out.status.success() {
            true => Ok(out.stdout),
            false => {
                let said = String::from_utf8_lossy(&out.stderr);
                Err(format!("git {}: {}", args[0], said.lines().next().unwrap_or("failed")))
            }
        }
    }
}

fn blob(mode: &str, id: &str) -> Option<Blob> {
    (mode != "000000").then(|| Blob { id: id.to_owned(), is_file: mode.starts_with("100") })
}

#[cfg(unix)]
fn of_bytes(name: &[u8]) -> &OsStr {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(name)
}

#[cfg(not(unix))]
fn of_bytes(name: &[u8]) -> std::ffi::OsString {
    OsStr::new(&*String::from_utf8_lossy(name)).to_owned()
}
