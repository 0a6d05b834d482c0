//! Embeds the files under `rules/`: a table of (pack, name, text), sorted by name; and the packs as compiled.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders of vocabulary that all packs share; any other folder under `rules/` is a pack.
const SHARED: &[&str] =
    &["authorities", "concepts", "conditions", "profiles", "reading", "risks", "statements", "studies", "treatments"];

fn main() {
    println!("cargo:rerun-if-changed=rules");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest directory"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files);
    files.sort();
    let mut table = String::from("const EMBEDDED: &[(&str, &str, &str)] = &[\n");
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let name = file.strip_prefix(&root).expect("files lie under the root").display().to_string().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("rule files are text");
        hash = fnv(fnv(hash, name.as_bytes()), text.as_bytes());
        let folder = name.split('/').nth(1).unwrap_or_default();
        let pack = if SHARED.contains(&folder) { "vocabulary" } else { folder };
        table.push_str(&format!("    ({pack:?}, {name:?}, include_str!({:?})),\n", file.display().to_string()));
    }
    table.push_str("];\n");
    table.push_str(&format!("/// Of the names and texts of all files.\nconst RULES_HASH: u64 = {hash:#018x};\n"));
    let compiled = root.join("rules/compiled/built-in.bin");
    match compiled.exists() {
        true => {
            table.push_str(&format!("const COMPILED: &[u8] = include_bytes!({:?});\n", compiled.display().to_string()))
        }
        false => table.push_str("const COMPILED: &[u8] = &[];\n"),
    }
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

/// FNV-1a, with the length in front, so that no text can be shifted into its neighbour.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    let all = (bytes.len() as u64).to_le_bytes().into_iter().chain(bytes.iter().copied());
    all.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
