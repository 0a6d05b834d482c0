//! Embeds the files under `rules/`: a table of (pack, name, text), sorted by name.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders of vocabulary that all packs share; any other folder under `rules/` is a pack.
const SHARED: &[&str] =
    &["authorities", "concepts", "conditions", "reading", "risks", "statements", "studies", "treatments"];

fn main() {
    println!("cargo:rerun-if-changed=rules");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest directory"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files);
    files.sort();
    let mut table = String::from("const EMBEDDED: &[(&str, &str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&root).expect("files lie under the root").display().to_string().replace('\\', "/");
        let folder = name.split('/').nth(1).unwrap_or_default();
        let pack = if SHARED.contains(&folder) { "vocabulary" } else { folder };
        table.push_str(&format!("    ({pack:?}, {name:?}, include_str!({:?})),\n", file.display().to_string()));
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the output directory"));
    fs::write(out.join("embedded.rs"), table).expect("the output directory can be written to");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yml") {
            files.push(path);
        }
    }
}
