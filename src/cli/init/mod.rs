//! `init`: looks at a site and writes a config for it. Nothing is ever overwritten.

mod scaffold;
mod site;

use std::fs;
use std::path::Path;

use fairbalance::knowledge::Profile;
use fairbalance::report::escape;
use fairbalance::yaml;
use ignore::WalkBuilder;

use super::args::InitArgs;
use super::config_files::{NAME, clean, shown};
use super::output::{self, Failure};
use super::{World, exit, schema};
use site::Site;

/// More files than this are not looked at; what a site is shows in fewer.
const MOST_FILES: usize = 50_000;

pub fn run(args: &InitArgs, world: &mut World) -> Result<u8, Failure> {
    let folder = clean(&world.cwd.join(&args.folder));
    if !folder.is_dir() {
        return Err(Failure::Plain(format!("{}: no such folder", shown(&folder, &world.cwd))));
    }
    let path = folder.join(NAME);
    let name = shown(&path, &world.cwd);
    if path.exists() {
        return Err(Failure::Plain(format!("{name} is there already, and nothing is overwritten")));
    }
    if world.answers.is_none() && !args.yes {
        let way_out = "add --yes to take what it finds, and --profile NAME for the kind of site";
        return Err(Failure::Plain(format!(
            "init asks questions, and nobody is at this terminal to answer; {way_out}"
        )));
    }
    let profiles = (world.load)(&[], &world.cwd).map(|engine| engine.profiles()).unwrap_or_default();
    let site = Site::of(&files(&folder));
    let profile = match &args.profile {
        Some(id) => Some(known(id, &profiles)?),
        None if args.yes => None,
        None => ask(&site, &profiles, world)?,
    };
    let config = scaffold::config(&site, profile.as_deref(), &profiles);
    fs::write(&path, config).map_err(|error| Failure::Plain(format!("{name}: {error}")))?;
    schema::write(&folder.join(schema::FOLDER))?;
    output::print_text(&told(&name, &site, profile.as_deref()), world.out)?;
    Ok(exit::CLEAN)
}

/// Paths below the folder, `/`-separated, those that git ignores left out.
fn files(folder: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let entries = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let below = |path: &Path| path.strip_prefix(folder).ok().map(|path| path.to_string_lossy().replace('\\', "/"));
    let mut files: Vec<String> = entries.filter_map(|entry| below(entry.path())).take(MOST_FILES).collect();
    files.sort();
    files
}

fn known(id: &str, profiles: &[Profile]) -> Result<String, Failure> {
    if profiles.iter().any(|profile| profile.id == id) {
        return Ok(id.to_owned());
    }
    let ids = || profiles.iter().map(|profile| profile.id.as_str());
    let hint = match yaml::nearest(id, ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", ids().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::Plain(format!("unknown profile `{id}`; {hint}")))
}

/// Which profile, by number or name; none where the answer is empty or the input ends.
fn ask(site: &Site, profiles: &[Profile], world: &mut World) -> Result<Option<String>, Failure> {
    let mut question = format!("This looks like {}.\n\nWhat kind of site is it?\n", site.kind.described());
    for (number, profile) in profiles.iter().enumerate() {
        question.push_str(&format!("  {:2}  {:16} {}\n", number + 1, profile.id, profile.about));
    }
    question.push_str("Number or name, or Enter for none of these: ");
    let mut failure = None;
    loop {
        let shown = failure.take().map_or_else(|| question.clone(), |said: String| format!("{said}\nNumber or name: "));
        // Where nobody can read the question there is no answer either.
        let _ = world.err.write_all(shown.as_bytes()).and_then(|()| world.err.flush());
        let mut line = String::new();
        let read = match world.answers.as_mut() {
            Some(answers) => answers.read_line(&mut line).unwrap_or(0),
            None => 0,
        };
        let answer = line.trim();
        if read == 0 || answer.is_empty() {
            return Ok(None);
        }
        let by_number = answer.parse::<usize>().ok().and_then(|number| profiles.get(number.checked_sub(1)?));
        match by_number.map(|profile| Ok(profile.id.clone())).unwrap_or_else(|| known(answer, profiles)) {
            Ok(id) => return Ok(Some(id)),
            Err(Failure::Plain(said)) => failure = Some(said),
            Err(other) => return Err(other),
        }
    }
}

fn told(name: &str, site: &Site, profile: Option<&str>) -> String {
    let mut out = format!("Wrote {} for {}: ", escape::text(name), site.kind.described());
    let plural = |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    out.push_str(&format!("{} of copy", plural(site.pages, "file")));
    if site.not_read > 0 {
        out.push_str(&format!(", and {} of templates and components that are not read", plural(site.not_read, "file")));
    }
    out.push_str(".\n");
    if profile.is_none() {
        out.push_str("No profile is set: rules of a state or a class of product hold only where pages or the config declare them.\n");
    }
    out.push_str(
        "\nNext:\n  fairbalance check               see what it finds\n  \
         fairbalance check --show-config FILE\n                                  what holds for one page, and why\n  \
         fairbalance baseline create     accept what an old site has, so that only new findings fail\n",
    );
    out
}
