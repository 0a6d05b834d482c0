//! `import vale STYLES_DIR`: rules of another linter as packs of ours.

use std::fs;
use std::path::{Path, PathBuf};

use fairbalance::import::vale::{self, Converted, LeftOut};
use fairbalance::report::escape;
use fairbalance::rule::pack;
use fairbalance::scaffold::{self, Draft};
use fairbalance::yaml::File;

use super::args::{ImportArgs, ImportFrom};
use super::config_files::shown;
use super::output::{self, Failure};
use super::{World, exit};

pub fn run(args: &ImportArgs, world: &mut World) -> Result<u8, Failure> {
    let ImportFrom::Vale(args) = &args.from;
    let styles = styles(&world.cwd.join(&args.styles), world)?;
    let into = world.cwd.join(&args.into);
    let folders: Vec<PathBuf> = styles.iter().map(|(name, _)| into.join(scaffold::id_of(name))).collect();
    if let Some(there) = folders.iter().find(|folder| folder.exists()) {
        let there = shown(there, &world.cwd);
        return Err(Failure::Plain(format!(
            "{there} is there already, and nothing is overwritten; give another --into"
        )));
    }
    let vocabulary = pack::built_in(&[]).unwrap_or_default();
    for ((name, files), folder) in styles.iter().zip(&folders) {
        let mut converted = vale::convert(name, files);
        let drafts = std::mem::take(&mut converted.drafts);
        let (proven, refused) = scaffold::prove(&converted.pack, drafts, &vocabulary);
        write(folder, &converted, &proven)?;
        let mut left_out = std::mem::take(&mut converted.left_out);
        left_out.extend(refused.into_iter().map(|refused| LeftOut {
            file: refused.draft.comment.first().map_or_else(String::new, |line| origin(line)),
            pattern: Some(format!("rule {}", refused.draft.id)),
            reason: refused.reason,
        }));
        let folder = shown(folder, &world.cwd);
        output::print_text(&told(name, &folder, &converted, &proven, &left_out), world.out)?;
    }
    Ok(exit::CLEAN)
}

/// The file that a draft's comment names.
fn origin(comment: &str) -> String {
    comment.trim_start_matches("From ").split(',').next().unwrap_or_default().to_owned()
}

fn told(name: &str, folder: &str, converted: &Converted, proven: &[Draft], left_out: &[LeftOut]) -> String {
    let text = escape::text;
    let Converted { rules: read, phrases, expressions, .. } = converted;
    let (rules, taken) = (proven.len(), proven.chunk_by(|a, b| a.family == b.family).count());
    let mut out = format!(
        "{}: {taken} of {read} checks came over, as {rules} rules in {}/ ({phrases} patterns as phrases, {expressions} as \
         regular expressions).\n",
        text(name),
        text(folder),
    );
    if !left_out.is_empty() {
        out.push_str("Left behind:\n");
    }
    for left in left_out {
        let pattern = left.pattern.as_ref().map_or_else(String::new, |pattern| format!(" {pattern}"));
        out.push_str(&format!("  {}{}: {}\n", text(&left.file), text(&pattern), text(&left.reason)));
    }
    out.push_str(&format!("To use it, add `./{}` to `packs` in fairbalance.yml.\n\n", text(folder)));
    out
}

fn write(folder: &Path, converted: &Converted, proven: &[Draft]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Plain(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    for file in Converted::files(&converted.pack, proven) {
        let name = file.name.rsplit('/').next().unwrap_or(&file.name);
        fs::write(folder.join(name), file.text).map_err(failed)?;
    }
    Ok(())
}

/// The styles of a folder, each with its files: its folders that hold checks, or the folder itself.
fn styles(folder: &Path, world: &World) -> Result<Vec<(String, Vec<File>)>, Failure> {
    let name =
        |path: &Path| path.file_name().map_or_else(|| "style".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut styles = Vec::new();
    let own = checks(folder, world)?;
    if !own.is_empty() {
        styles.push((name(folder), own));
    } else {
        for path in entries(folder)?.into_iter().filter(|path| path.is_dir() && !name(path).starts_with('.')) {
            let files = checks(&path, world)?;
            if !files.is_empty() {
                styles.push((name(&path), files));
            }
        }
    }
    if styles.is_empty() {
        let folder = shown(folder, &world.cwd);
        return Err(Failure::Plain(format!("{folder} holds no style of Vale's: no `.yml` in it or in its folders")));
    }
    Ok(styles)
}

/// Files that say `extends`, which every check does.
fn checks(folder: &Path, world: &World) -> Result<Vec<File>, Failure> {
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "yml");
    let mut files = Vec::new();
    for path in entries(folder)?.into_iter().filter(is_yaml) {
        let text = fs::read_to_string(&path)
            .map_err(|error| Failure::Plain(format!("{}: {error}", shown(&path, &world.cwd))))?;
        if text.contains("extends:") {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            files.push(File::new(name, text));
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: std::io::Error| Failure::Plain(format!("{}: {error}", folder.display()));
    let mut entries = fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()
        .map_err(failed)?;
    entries.sort();
    Ok(entries)
}
