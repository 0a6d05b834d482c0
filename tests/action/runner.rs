//! As much of a runner as a composite action of `run:` steps needs.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
pub const REPOSITORY: &str = "clinic-tools/fairbalance";
const TARGET: &str = "x86_64-unknown-linux-musl";

/// A file of YAML.
pub fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A runner with the action unpacked, a host of releases, and a workspace.
pub struct Runner {
    folder: TempDir,
    /// What the workflow gives the action.
    pub inputs: BTreeMap<String, String>,
    /// The `github` context, and what the runner makes of it in the environment.
    pub event: String,
    pub sha: String,
    pub pull_request_base: String,
    pub merge_group_base: String,
    /// Set over the runner's own.
    pub env: BTreeMap<String, OsString>,
    /// Where the action lies; as a rule where a runner unpacks it.
    pub action: PathBuf,
}

/// What a use of the action came to.
#[derive(Debug)]
pub struct Used {
    /// Of the step that failed, else 0.
    pub code: i32,
    /// All that the steps printed.
    pub log: String,
    pub outputs: BTreeMap<String, String>,
    pub summary: String,
}

/// A workflow command that the runner would have obeyed.
#[derive(Debug, PartialEq, Eq)]
pub struct Obeyed {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub message: String,
}

impl Runner {
    pub fn new() -> Runner {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let action = at("_actions").join(REPOSITORY).join(format!("v{VERSION}"));
        for path in ["workspace", "temp", "home", "bin", "releases"] {
            fs::create_dir(at(path)).unwrap();
        }
        fs::create_dir_all(&action).unwrap();
        for path in ["action.yml", "action", "Cargo.toml"] {
            symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), action.join(path)).unwrap();
        }
        // All that the steps may count on, and nothing that happens to be installed here.
        for tool in ["bash", "git", "tar", "gzip", "sed", "awk", "od", "tr", "cat", "mktemp", "dirname", "wc", "head"] {
            symlink(which(tool), at("bin").join(tool)).unwrap();
        }
        for tool in ["rm", "base64", "sha256sum"] {
            symlink(which(tool), at("bin").join(tool)).unwrap();
        }
        let runner = Runner {
            inputs: BTreeMap::new(),
            event: "push".to_owned(),
            sha: String::new(),
            pull_request_base: String::new(),
            merge_group_base: String::new(),
            env: BTreeMap::new(),
            action,
            folder,
        };
        runner.tool("gh", GH);
        runner.packaged();
        runner
    }

    pub fn workspace(&self) -> PathBuf {
        self.at("workspace")
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn input(&mut self, name: &str, value: &str) -> &mut Runner {
        self.inputs.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A program of the runner, written in bash.
    pub fn tool(&self, name: &str, script: &str) {
        let path = self.at("bin").join(name);
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub fn without(&self, tool: &str) {
        fs::remove_file(self.at("bin").join(tool)).unwrap();
    }

    /// The folder of a release's files.
    pub fn assets(&self, version: &str) -> PathBuf {
        self.at("releases").join(format!("v{version}"))
    }

    /// Publishes what the project's workflow packs.
    fn packaged(&self) {
        static ARCHIVE: OnceLock<TempDir> = OnceLock::new();
        let folder = ARCHIVE.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/scripts/package.sh");
            let program = env!("CARGO_BIN_EXE_fairbalance");
            succeed(Command::new("bash").arg(script).args([VERSION, TARGET, program]).arg(folder.path()));
            folder
        });
        fs::create_dir_all(self.assets(VERSION)).unwrap();
        let name = self.archive().file_name().unwrap().to_owned();
        symlink(folder.path().join(name), self.archive()).unwrap();
        self.publish(&self.archive());
    }

    /// Publishes some program as a release.
    pub fn release(&self, version: &str, target: &str, program: &str) {
        let name = format!("fairbalance-{version}-{target}");
        let packed = self.at("packing").join(&name);
        fs::create_dir_all(&packed).unwrap();
        let file = packed.join("fairbalance");
        fs::write(&file, program).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir_all(self.assets(version)).unwrap();
        let archive = self.assets(version).join(format!("{name}.tar.gz"));
        succeed(Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(self.at("packing")).arg(&name));
        self.publish(&archive);
    }

    /// Writes checksums and attestations of a release that has this one archive.
    fn publish(&self, archive: &Path) {
        let (sum, name) = (sum(archive), archive.file_name().unwrap().to_str().unwrap());
        fs::write(archive.with_file_name("SHA256SUMS"), format!("{sum}  {name}\n")).unwrap();
        fs::write(archive.with_file_name("attested"), format!("{sum}\n")).unwrap();
    }

    pub fn archive(&self) -> PathBuf {
        self.assets(VERSION).join(format!("fairbalance-{VERSION}-{TARGET}.tar.gz"))
    }

    /// Calls of gh, one a line.
    pub fn gh_calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.at("releases/calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// Runs every step of the action.
    pub fn run(&self) -> Used {
        let action = yaml("action.yml");
        let mut steps: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut used = Used { code: 0, log: String::new(), outputs: BTreeMap::new(), summary: String::new() };
        for step in action["runs"]["steps"].as_array().unwrap() {
            assert_eq!(step["shell"], "bash");
            let id = step["id"].as_str().unwrap().to_owned();
            let own = step["env"].as_object().unwrap().iter();
            let env = own.map(|(name, value)| (name.clone(), self.resolve(value.as_str().unwrap(), &action, &steps)));
            let env: Vec<(String, String)> = env.collect();
            let (code, log, outputs, summary) = self.step(&id, step["run"].as_str().unwrap(), &env);
            used.code = code;
            used.log.push_str(&log);
            used.summary.push_str(&summary);
            steps.insert(id, outputs);
            if code != 0 {
                break;
            }
        }
        for (name, output) in action["outputs"].as_object().unwrap() {
            let value = self.resolve(output["value"].as_str().unwrap(), &action, &steps);
            used.outputs.insert(name.clone(), value);
        }
        used
    }

    fn step(
        &self,
        id: &str,
        script: &str,
        env: &[(String, String)],
    ) -> (i32, String, BTreeMap<String, String>, String) {
        let file = |name: &str| self.at("temp").join(format!("{name}-{id}"));
        for name in ["output", "env", "path", "summary"] {
            fs::write(file(name), "").unwrap();
        }
        fs::write(file("script.sh"), script).unwrap();
        // One stream, as the runner reads it.
        let log = fs::File::create(file("log")).unwrap();
        let status = Command::new(self.at("bin/bash"))
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(file("script.sh"))
            .current_dir(self.workspace())
            .env_clear()
            .env("PATH", self.at("bin"))
            .env("HOME", self.at("home"))
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", &self.action)
            .env("GITHUB_WORKSPACE", self.workspace())
            .env("GITHUB_SERVER_URL", "https://github.com")
            .env("GITHUB_EVENT_NAME", &self.event)
            .env("GITHUB_SHA", &self.sha)
            .env("GITHUB_OUTPUT", file("output"))
            .env("GITHUB_ENV", file("env"))
            .env("GITHUB_PATH", file("path"))
            .env("GITHUB_STEP_SUMMARY", file("summary"))
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TEMP", self.at("temp"))
            .env("RELEASES", self.at("releases"))
            .envs(&self.env)
            .envs(env.iter().map(|(name, value)| (name, value)))
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .status()
            .unwrap();
        let read = |name: &str| String::from_utf8(fs::read(file(name)).unwrap()).unwrap();
        assert_eq!((read("env"), read("path")), (String::new(), String::new()), "nothing is left to later steps");
        (status.code().unwrap(), read("log"), outputs(&read("output")), read("summary"))
    }

    /// The expressions that the action uses: `${{ a.b.c }}`, `${{ a.b || 'text' }}`, and texts without one.
    fn resolve(&self, text: &str, action: &Value, steps: &BTreeMap<String, BTreeMap<String, String>>) -> String {
        let Some(inner) = text.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) else {
            assert!(!text.contains("${{"), "{text}");
            return text.to_owned();
        };
        let (name, default) = inner.split_once("||").unwrap_or((inner, "''"));
        let value = match name.trim().split('.').collect::<Vec<_>>()[..] {
            ["inputs", input] => match self.inputs.get(input) {
                Some(given) => given.clone(),
                None => self.resolve(action["inputs"][input]["default"].as_str().unwrap(), action, steps),
            },
            ["steps", step, "outputs", output] => {
                steps.get(step).and_then(|outputs| outputs.get(output)).cloned().unwrap_or_default()
            }
            ["github", "token"] => "read-only".to_owned(),
            ["github", "event", "pull_request", "base", "sha"] => self.pull_request_base.clone(),
            ["github", "event", "merge_group", "base_sha"] => self.merge_group_base.clone(),
            _ => panic!("{name} is not known"),
        };
        if value.is_empty() { default.trim().trim_matches('\'').to_owned() } else { value }
    }
}

impl Used {
    pub fn output(&self, name: &str) -> &str {
        self.outputs.get(name).unwrap_or_else(|| panic!("there is no output {name}"))
    }

    /// Commands in the order of the log, without those that were switched off and those that switch.
    pub fn obeyed(&self) -> Vec<Obeyed> {
        let mut stopped: Option<String> = None;
        let mut obeyed = Vec::new();
        for line in self.log.lines() {
            // The older form can stand anywhere in a line.
            let is_old = line.contains("##[");
            let Some((head, message)) = line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::"))
            else {
                assert!(!is_old || stopped.is_some(), "{line}");
                continue;
            };
            let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
            match &stopped {
                Some(token) if head == token => stopped = None,
                Some(_) => {}
                None if name == "stop-commands" => stopped = Some(message.to_owned()),
                None => obeyed.push(Obeyed {
                    name: name.to_owned(),
                    properties: properties.split(',').filter_map(|p| p.split_once('=')).map(unescaped).collect(),
                    message: unescape(message),
                }),
            }
        }
        assert_eq!(stopped, None, "commands are left switched off");
        obeyed
    }

    /// Messages of all errors that the runner shows.
    pub fn errors(&self) -> String {
        let errors = self.obeyed().into_iter().filter(|command| command.name == "error");
        errors.map(|command| command.message + "\n").collect()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.output("json-file")).unwrap()).unwrap()
    }

    /// `path rule` of all open findings.
    pub fn found(&self) -> Vec<String> {
        let report = self.json();
        let open = report["findings"].as_array().unwrap().iter().filter(|finding| finding["state"] == "open");
        let text = |value: &Value| value.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        open.map(|finding| format!("{} {}", finding["path"].as_str().unwrap(), text(&finding["rule"]))).collect()
    }
}

fn unescaped((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), unescape(&value.replace("%3A", ":").replace("%2C", ",")))
}

fn unescape(text: &str) -> String {
    text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
}

/// What a step set, read as the runner does: `name=value`, or `name<<END`, lines, `END`.
fn outputs(text: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let equals = line.find('=').unwrap_or(usize::MAX);
        match line.split_once("<<").filter(|(name, _)| name.len() < equals) {
            Some((name, end)) => {
                let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
                assert_eq!(all.insert(name.to_owned(), value.join("\n")), None, "{name} is set twice");
            }
            None => {
                let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("no output: {line}"));
                assert_eq!(all.insert(name.to_owned(), value.to_owned()), None, "{name} is set twice");
            }
        }
    }
    all
}

/// gh, with a folder for a host: `$RELEASES/TAG/` holds the files, and in `attested` the digests that the release
/// workflow attested. It can only read; `calls` lists what was asked of it.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
printf '%s\n' "$*" >> "$RELEASES/calls"
[ "$GH_TOKEN" = read-only ] || { echo 'gh: not logged in' >&2; exit 4; }
command="$1 $2 ${3#v}"; subject=$3; shift 3
repo= dir= workflow= ref= patterns=()
while [ $# -gt 0 ]; do
  case $1 in
    --repo) repo=$2 ;; --dir) dir=$2 ;; --pattern) patterns+=("$2") ;;
    --signer-workflow) workflow=$2 ;; --source-ref) ref=$2 ;;
    *) echo "gh: unknown flag $1" >&2; exit 1 ;;
  esac
  shift 2
done
[ "$repo" = clinic-tools/fairbalance ] || { echo "gh: $repo is not found" >&2; exit 1; }
case $command in
  'release download '*)
    for pattern in "${patterns[@]}"; do cat "$RELEASES/$subject/$pattern" > "$dir/$pattern" || exit 1; done ;;
  'attestation verify '*)
    [ "$workflow" = "$repo/.github/workflows/release.yml" ] || { echo 'gh: another signer' >&2; exit 1; }
    sum=$(sha256sum < "$subject")
    while read -r attested; do
      if [ "$attested" = "${sum%% *}" ]; then exit 0; fi
    done < "$RELEASES/${ref#refs/tags/}/attested"
    echo 'gh: no attestations found' >&2; exit 1 ;;
  *) echo "gh: $command may not be done" >&2; exit 1 ;;
esac
"#;

fn which(tool: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let found = std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{tool} is needed for these tests"))
}

pub fn sum(path: &Path) -> String {
    use sha2::{Digest, Sha256};
    format!("{:x}", Sha256::digest(fs::read(path).unwrap()))
}

pub fn succeed(command: &mut Command) -> String {
    let out = command.output().unwrap();
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Where cargo has what it built of this project.
pub fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| Path::new(env!("CARGO_BIN_EXE_fairbalance")).ancestors().nth(2).unwrap().to_owned())
}
