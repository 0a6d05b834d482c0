//! The documents: generated ones are as the rules are, and every example in the others comes out as it says.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the generated parts anew.

mod formats;
mod generated;
mod literate;
mod readme;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use fairbalance::rule::{Ruleset, pack};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let path: PathBuf = root().join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.replace("\r\n", "\n")
}

/// The built-in rules, loaded once.
fn built_in() -> &'static Ruleset {
    static RULES: OnceLock<Ruleset> = OnceLock::new();
    RULES.get_or_init(|| {
        let loaded = Ruleset::built_in(&pack::built_in_names()).expect("they are built in");
        loaded.unwrap_or_else(|errors| panic!("{errors:#?}"))
    })
}

/// The program, in the root of the repository, the same wherever it runs.
fn fairbalance(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairbalance"));
    command.args(args).current_dir(root()).env("NO_COLOR", "1").env_remove("FORCE_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Whether generated documents are to be written instead of compared.
fn updating() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty() && value != *"0")
}

/// Compares a file with what it should hold, or writes it.
fn expect(path: &str, text: &str) -> Result<(), String> {
    let full = root().join(path);
    if updating() {
        std::fs::create_dir_all(full.parent().expect("it lies in a folder")).map_err(|error| error.to_string())?;
        return std::fs::write(&full, text).map_err(|error| format!("{path}: {error}"));
    }
    let there = std::fs::read_to_string(&full).unwrap_or_default().replace("\r\n", "\n");
    if there == text { Ok(()) } else { Err(path.to_owned()) }
}

const RENEW: &str = "renew them with: UPDATE_DOCS=1 cargo test --test docs";

/// Puts `inside` between `<!-- name -->` and `<!-- end of name -->`.
fn between(document: &str, name: &str, inside: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let start = document.find(&open).unwrap_or_else(|| panic!("{open} is there")) + open.len();
    let end = document.find(&close).unwrap_or_else(|| panic!("{close} is there"));
    format!("{}{inside}{}", &document[..start], &document[end..])
}
