//! A site with a pull request, on a host, and the ways in which workflows check it out.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::runner::{Runner, succeed};

pub const OLD: &str = "# IV ketamine\n\nOur ketamine infusion cures depression.\n";
pub const CLAIM: &str = "\nIt has no side effects.\n";

/// The host's repository has `main`, the branch `change`, and their merge, as GitHub makes it for a pull request.
pub struct Host {
    pub base: String,
    pub head: String,
    pub merge: String,
}

pub fn git(folder: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=Site", "-c", "user.email=site@example.org", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.args(identity).args(["-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false"]).args(args);
    succeed(git.current_dir(folder)).trim().to_owned()
}

/// Writes files; `None` removes one.
pub fn write(folder: &Path, files: &[(&str, Option<&str>)]) {
    for (path, text) in files {
        let path = folder.join(path);
        match text {
            Some(text) => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            None => fs::remove_file(path).unwrap(),
        }
    }
}

fn commit(folder: &Path) -> String {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", "state"]);
    git(folder, &["rev-parse", "HEAD"])
}

impl Runner {
    /// A repository on the host with what was there, a change of it, and what main gained meanwhile.
    pub fn host(&mut self, old: &[(&str, Option<&str>)], change: &[(&str, Option<&str>)]) -> Host {
        let host = self.at("host");
        fs::create_dir(&host).unwrap();
        git(&host, &["init", "-q"]);
        write(&host, old);
        commit(&host);
        git(&host, &["checkout", "-q", "-b", "change"]);
        write(&host, change);
        let head = commit(&host);
        git(&host, &["checkout", "-q", "main"]);
        write(&host, &[("meanwhile.md", Some("Our drip has no side effects.\n"))]);
        let base = commit(&host);
        git(&host, &["checkout", "-q", "--detach"]);
        // Its message is the contributor's in part, and looks like one more parent.
        let message = format!("Merge change into main\n\nparent {}", "0".repeat(40));
        git(&host, &["merge", "-q", "--no-ff", "-m", &message, "change"]);
        let merge = git(&host, &["rev-parse", "HEAD"]);
        git(&host, &["update-ref", "refs/pull/1/merge", &merge]);
        self.event = "pull_request".to_owned();
        self.sha.clone_from(&merge);
        self.pull_request_base.clone_from(&base);
        Host { base, head, merge }
    }

    /// What actions/checkout does: fetches one commit, to a depth (0 is everything), and checks it out.
    pub fn check_out(&self, commit: &str, depth: usize) {
        let workspace = self.workspace();
        git(&workspace, &["init", "-q"]);
        git(&workspace, &["remote", "add", "origin", &format!("file://{}", self.at("host").display())]);
        match depth {
            0 => git(&workspace, &["fetch", "-q", "origin", "+refs/*:refs/remotes/origin/*"]),
            _ => git(&workspace, &["fetch", "-q", "--no-tags", &format!("--depth={depth}"), "origin", commit]),
        };
        git(&workspace, &["checkout", "-q", "--detach", commit]);
    }

    /// The pull request as GitHub's own checkout leaves it, two commits deep.
    pub fn pull_request(old: &[(&str, Option<&str>)], change: &[(&str, Option<&str>)]) -> Runner {
        let mut runner = Runner::new();
        let host = runner.host(old, change);
        runner.check_out(&host.merge, 2);
        runner
    }
}
