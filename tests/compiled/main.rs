//! The compiled packs are those of the rules. Renew them with `UPDATE_COMPILED=1 cargo test --test compiled`.

use std::path::Path;
use std::{env, fs};

use fairbalance::rule::{Ruleset, pack, stored};

#[test]
fn the_compiled_packs_are_those_of_the_rules() {
    let files = pack::built_in(&pack::built_in_names()).unwrap();
    let ruleset = Ruleset::compile(&files).unwrap_or_else(|errors| panic!("{} mistakes in the rules", errors.len()));
    let fresh = stored::file(&ruleset).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/compiled/built-in.bin");
    if env::var_os("UPDATE_COMPILED").is_some() {
        fs::write(&path, &fresh).unwrap();
        return;
    }
    let kept = fs::read(&path).unwrap_or_default();
    assert!(
        stored::is_same(&kept, &fresh),
        "rules/compiled/built-in.bin is not made from the rules as they are now: renew it with\n\n    \
         UPDATE_COMPILED=1 cargo test --test compiled\n"
    );
}

#[test]
fn what_is_read_back_is_what_was_written() {
    let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().unwrap();
    let files = pack::built_in(&pack::built_in_names()).unwrap();
    let compiled = Ruleset::compile(&files).unwrap();
    assert!(stored::is_same(&stored::file(&ruleset).unwrap(), &stored::file(&compiled).unwrap()));
    assert_eq!(ruleset.rules().len(), compiled.rules().len());
}
