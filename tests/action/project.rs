//! What holds for the action, the workflows and the hooks as files. `zizmor`, `actionlint` and `shellcheck` hold them
//! against much more, in the workflow `test.yml`; these checks need nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::runner::{Runner, yaml};
use crate::site::{CLAIM, OLD, git, write};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn workflows() -> Vec<PathBuf> {
    let all = fs::read_dir(root().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let all: Vec<PathBuf> = all.collect();
    assert!(all.len() >= 2);
    all
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// Every map in `value` that has `key`.
fn having<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    if value.get(key).is_some() {
        found.push(value);
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| having(value, key, found)),
        Value::Array(items) => items.iter().for_each(|value| having(value, key, found)),
        _ => {}
    }
}

#[test]
fn nothing_is_interpolated_into_a_script() {
    for path in workflows().iter().map(|path| name(path)).chain(["action.yml".to_owned()]) {
        let file = yaml(&path);
        let mut steps = Vec::new();
        having(&file, "run", &mut steps);
        let scripts: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
        assert!(!scripts.is_empty(), "{path}");
        for script in scripts {
            assert!(!script.contains("${{"), "{path}: {script}");
        }
    }
    let scripts = ["action/common.sh", "action/install.sh", "action/base.sh", "action/check.sh"];
    for script in scripts {
        let text = fs::read_to_string(root().join(script)).unwrap();
        assert!(script.ends_with("common.sh") || text.contains("\nset -euo pipefail\n"), "{script}");
        assert!(!text.contains("eval "), "{script}");
    }
}

#[test]
fn other_peoples_actions_are_pinned_to_a_commit_and_named_by_version() {
    let mut pinned = 0;
    for path in workflows() {
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, used) = line.split_once("uses:").unwrap();
            if used.trim().starts_with("./") {
                continue;
            }
            let (used, version) = used.split_once(" # ").unwrap_or_else(|| panic!("{}: {line}", name(&path)));
            let (_, commit) = used.rsplit_once('@').unwrap();
            let parts: Vec<&str> = version.trim_start_matches('v').split('.').collect();
            let is_version = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok());
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()) && is_version, "{line}");
            pinned += 1;
        }
        let file = yaml(&name(&path));
        let mut steps = Vec::new();
        having(&file, "uses", &mut steps);
        for step in steps.iter().filter(|step| step["uses"].as_str().unwrap().starts_with("actions/checkout@")) {
            assert_eq!(step["with"]["persist-credentials"], false, "{}", name(&path));
        }
    }
    assert!(pinned >= 10, "{pinned}");
    let mut used = Vec::new();
    let action = yaml("action.yml");
    having(&action["runs"], "uses", &mut used);
    assert!(used.is_empty(), "the action needs nobody else's");
}

#[test]
fn workflows_may_do_what_they_say_and_no_more() {
    for path in workflows() {
        let workflow = yaml(&name(&path));
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{}", name(&path));
        for (id, job) in workflow["jobs"].as_object().unwrap() {
            let allowed = job["permissions"].as_object().unwrap_or_else(|| panic!("{} {id}", name(&path)));
            let may_write = allowed.values().any(|value| value == "write");
            assert!(!may_write || path.ends_with("release.yml"), "{} {id}", name(&path));
        }
    }
    let release = yaml(".github/workflows/release.yml");
    assert_eq!(release["on"].as_object().unwrap().keys().collect::<Vec<_>>(), ["push"]);
}

#[test]
fn what_the_action_installs_is_what_is_released() {
    let release = yaml(".github/workflows/release.yml");
    let built = release["jobs"]["build"]["strategy"]["matrix"]["include"].as_array().unwrap();
    let mut built: Vec<&str> = built.iter().map(|row| row["target"].as_str().unwrap()).collect();
    let script = fs::read_to_string(root().join("action/install.sh")).unwrap();
    let installed = script.lines().filter_map(|line| line.split_once(") echo ")?.1.strip_suffix(" ;;"));
    let mut installed: Vec<&str> = installed.collect();
    built.sort_unstable();
    installed.sort_unstable();
    assert_eq!(installed, built);
    assert_eq!(built.len(), 5);
}

#[test]
fn every_input_and_output_is_documented() {
    let page = fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let action = yaml("action.yml");
    for part in ["inputs", "outputs"] {
        for (name, said) in action[part].as_object().unwrap() {
            assert!(page.contains(&format!("| `{name}` |")), "docs/ci.md does not tell of {part} {name}");
            assert!(said["description"].as_str().is_some_and(|said| said.ends_with('.')), "{name}");
        }
    }
    // What is there to be copied is right.
    let mut steps = 0;
    let fences: Vec<&str> = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    for fence in fences {
        let value: Value = serde_saphyr::from_str(fence).unwrap_or_else(|error| panic!("{fence}: {error}"));
        let mut used = Vec::new();
        having(&value, "uses", &mut used);
        for step in used.iter().filter(|step| step["uses"].as_str().unwrap().contains("/fairbalance@")) {
            steps += 1;
            for input in step["with"].as_object().into_iter().flat_map(|with| with.keys()) {
                assert!(action["inputs"].get(input).is_some(), "{input}: {fence}");
            }
        }
    }
    assert!(steps >= 2, "{steps}");
}

/// As pre-commit runs it: in the root of the repository, without names.
fn hook(id: &str, folder: &Path) -> i32 {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = hooks.as_array().unwrap().iter().find(|hook| hook["id"] == id).unwrap();
    assert_eq!((&hook["pass_filenames"], &hook["language"]), (&false.into(), &"rust".into()));
    let mut words = hook["entry"].as_str().unwrap().split(' ');
    assert_eq!(words.next(), Some("fairbalance"));
    let args = hook["args"].as_array().cloned().unwrap_or_default();
    let args = args.iter().map(|arg| arg.as_str().unwrap());
    let mut program = Command::new(env!("CARGO_BIN_EXE_fairbalance"));
    program.args(words.chain(args)).current_dir(folder).output().unwrap().status.code().unwrap()
}

#[test]
fn the_hooks_hold_back_what_a_commit_brings() {
    let runner = Runner::new();
    let site = runner.workspace();
    let config = "layouts: [{paths: \"pages/**\", after: layouts/footer.inc}]\n";
    let page = "Book our ketamine infusion today! It treats OCD.\n";
    write(
        &site,
        &[
            ("fairbalance.yml", Some(config)),
            ("pages/a.md", Some(page)),
            ("old.md", Some(OLD)),
            ("layouts/footer.inc", Some("<p>FDA has not approved ketamine for OCD.</p>")),
        ],
    );
    git(&site, &["init", "-q"]);
    git(&site, &["add", "-A"]);
    git(&site, &["commit", "-q", "-m", "old"]);
    assert_eq!((hook("fairbalance", &site), hook("fairbalance-all", &site)), (0, 1));
    write(&site, &[("old.md", Some(&format!("{OLD}{CLAIM}")))]);
    assert_eq!(hook("fairbalance", &site), 0, "nothing is staged");
    git(&site, &["add", "-A"]);
    assert_eq!(hook("fairbalance", &site), 1);
    git(&site, &["commit", "-q", "-m", "more"]);
    assert_eq!(hook("fairbalance", &site), 0);
    // No page is touched, and one has lost its disclosure.
    write(&site, &[("layouts/footer.inc", Some("<p>Open daily.</p>"))]);
    git(&site, &["add", "-A"]);
    assert_eq!(hook("fairbalance", &site), 1);
}
