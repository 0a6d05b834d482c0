//! The gate of a site repository: waivers, approved wordings, baselines, and what a change brought.

mod approved;
mod baseline;
mod diff;
mod edits;
mod old_site;
mod waivers;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A site in a folder of its own; the files are written anew by [`Site::write`].
pub struct Site(TempDir);

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Site {
    pub fn new(files: &[(&str, &str)]) -> Site {
        let site = Site(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    /// The same, committed to a repository.
    pub fn committed(files: &[(&str, &str)]) -> Site {
        let site = Site::new(files);
        site.git(&["init", "-q", "-b", "main"]);
        site.commit();
        site
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).unwrap();
    }

    pub fn git(&self, args: &[&str]) -> String {
        let out = Command::new("git")
            .args(["-c", "user.name=Site", "-c", "user.email=site@example.org", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(self.path())
            .output()
            .unwrap();
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    pub fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "state"]);
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in(".", args)
    }

    pub fn run_in(&self, folder: &str, args: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_fairbalance"))
            .args(args)
            .env("NO_COLOR", "1")
            .current_dir(self.path().join(folder))
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// A check with its report in JSON; the date is fixed.
    pub fn check(&self, args: &[&str]) -> Ran {
        let fixed = ["check", "--format=json", "--today=2026-11-22"];
        self.run(&[&fixed[..], args].concat())
    }
}

impl Ran {
    pub fn json(&self) -> Value {
        let report: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}: {}{}", self.code, self.out, self.err));
        let schema = fairbalance::report::json::schema();
        assert!(jsonschema::is_valid(&schema, &report), "{}", self.out);
        let summary = &report["summary"];
        let sum: u64 = summary
            .as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| *key != "candidates")
            .map(|(_, n)| n.as_u64().unwrap())
            .sum();
        assert_eq!(summary["candidates"], sum, "nothing vanishes: {summary}");
        report
    }

    /// `path rule` of every open finding.
    pub fn open(&self) -> Vec<String> {
        self.of_state("open")
    }

    pub fn of_state(&self, state: &str) -> Vec<String> {
        let report = self.json();
        let all = report["findings"].as_array().unwrap().iter().filter(|finding| finding["state"] == state);
        let name = |rule: &Value| rule.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        all.map(|finding| format!("{} {}", finding["path"].as_str().unwrap(), name(&finding["rule"]))).collect()
    }
}
