//! Nothing is run whose origin is not known.

use std::fs;
use std::path::Path;

use crate::runner::{REPOSITORY, Runner, VERSION, built, sum};
use crate::site::{CLAIM, OLD, write};

fn runner() -> Runner {
    let runner = Runner::new();
    write(&runner.workspace(), &[("a.md", Some(CLAIM))]);
    runner
}

/// Whether the step said why and ended, before any program ran.
fn refuses(runner: &Runner, why: &str) {
    let used = runner.run();
    assert_eq!((used.code, used.output("exit-code"), used.output("findings")), (2, "2", ""), "{}", used.log);
    assert!(used.errors().contains(why), "{why}: {}", used.log);
    assert!(!used.log.contains("stop-commands"), "{}", used.log);
}

#[test]
fn a_release_is_taken_and_verified_with_a_token_that_can_only_read() {
    let runner = runner();
    let used = runner.run();
    assert_eq!((used.code, used.output("version")), (1, VERSION), "{}", used.log);
    let calls = runner.gh_calls();
    assert_eq!(calls.len(), 2, "{calls:#?}");
    assert!(calls[0].starts_with(&format!("release download v{VERSION} --repo {REPOSITORY} ")), "{calls:#?}");
    assert!(
        calls[1].starts_with("attestation verify ")
            && calls[1].ends_with(&format!("--source-ref refs/tags/v{VERSION}"))
    );
}

#[test]
fn other_releases_can_be_named() {
    let mut runner = runner();
    let other =
        "#!/usr/bin/env bash\nif [ \"$1\" = --version ]; then echo fairbalance 9.8.7-rc.1; exit 0; fi\nexit 7\n";
    runner.release("9.8.7-rc.1", "aarch64-apple-darwin", other);
    runner.env.insert("RUNNER_OS".into(), "macOS".into());
    runner.env.insert("RUNNER_ARCH".into(), "ARM64".into());
    for version in ["9.8.7-rc.1", "v9.8.7-rc.1"] {
        let used = runner.input("version", version).run();
        // A program that ends in a way of its own is no answer either.
        assert_eq!(
            (used.code, used.output("version"), used.output("exit-code")),
            (7, "9.8.7-rc.1", "7"),
            "{}",
            used.log
        );
    }
    refuses(runner.input("version", "9.8.6"), "could not be downloaded");
    for version in ["latest", "1", "1.0", "../1.0.0", "1.0.0 --repo x/y", "1.0.0\n", "$(touch pwned)"] {
        refuses(runner.input("version", version), "is not a version");
    }
    runner.inputs.clear();
    runner.env.insert("RUNNER_ARCH".into(), "RISCV".into());
    refuses(&runner, "no release for macOS on RISCV");
}

#[test]
fn a_wrong_checksum_is_refused() {
    let runner = runner();
    let mut archive = fs::read(runner.archive()).unwrap();
    archive.push(0);
    fs::remove_file(runner.archive()).unwrap();
    fs::write(runner.archive(), archive).unwrap();
    refuses(&runner, "checksum of");
    assert!(runner.gh_calls().iter().all(|call| !call.starts_with("attestation")));
    let sums = runner.assets(VERSION).join("SHA256SUMS");
    let right = fs::read_to_string(&sums).unwrap();
    for wrong in [String::new(), right.replace("fairbalance", "other"), format!("{right}{right}"), "x  y\n".to_owned()]
    {
        fs::write(&sums, wrong).unwrap();
        refuses(&runner, "has not exactly one checksum");
    }
    fs::remove_file(&sums).unwrap();
    refuses(&runner, "could not be downloaded");
}

#[test]
fn a_release_that_nobody_attested_is_refused() {
    let runner = runner();
    fs::write(runner.assets(VERSION).join("attested"), format!("{}\n", "0".repeat(64))).unwrap();
    refuses(&runner, "has no valid attestation");
    // One of another release is not one of this.
    fs::create_dir(runner.assets("9.9.9")).unwrap();
    fs::write(runner.assets("9.9.9").join("attested"), sum(&runner.archive())).unwrap();
    refuses(&runner, "has no valid attestation");
}

#[test]
fn what_cannot_be_verified_is_refused() {
    let mut runner = runner();
    refuses(runner.input("token", "expired"), "could not be downloaded");
    runner.inputs.clear();
    runner.without("sha256sum");
    refuses(&runner, "Neither sha256sum nor shasum");
    runner.without("gh");
    refuses(&runner, "gh, the command line of GitHub, is not here");
    // From a clone, nothing tells whose releases to take.
    runner.action = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    refuses(&runner, "which repository the action came from");
}

#[test]
fn an_archive_that_holds_something_else_is_refused() {
    let runner = runner();
    fs::remove_file(runner.archive()).unwrap();
    runner.release(VERSION, "x86_64-unknown-linux-musl", "#!/usr/bin/env bash\necho fairbalance 0.0.1\n");
    refuses(&runner, "does not hold fairbalance");
}

#[test]
fn the_source_is_built_where_it_is_asked_for() {
    let mut runner = runner();
    refuses(runner.input("version", "source"), "needs cargo");
    // Settings in the site's files are not cargo's: this one would end the build.
    write(
        &runner.workspace(),
        &[(".cargo/config.toml", Some("[build]\nrustc = \"/no/such/compiler\"\n")), ("b.md", Some(OLD))],
    );
    write(&runner.workspace(), &[("rust-toolchain.toml", Some("[toolchain]\nchannel = \"0.0.1\"\n"))]);
    runner.action = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    // As on a runner, whose PATH and caches cargo has; what is built already is not built again.
    for name in ["PATH", "HOME"] {
        runner.env.insert(name.to_owned(), std::env::var_os(name).unwrap());
    }
    let kept = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    runner.env.extend(kept.filter(|(name, _)| {
        ["CARGO_HOME", "RUSTUP_HOME"].contains(&name.as_str()) || name.starts_with("CARGO_PROFILE_")
    }));
    runner.env.insert("CARGO_TARGET_DIR".into(), built().into());
    let used = runner.run();
    assert_eq!((used.code, used.output("version")), (1, VERSION), "{}", used.log);
    assert!(used.found().contains(&"a.md no-side-effects".to_owned()), "{}", used.log);
}
