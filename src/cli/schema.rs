//! `schema`: the JSON Schemas of what this program writes and of the files that it reads.

use std::fs;
use std::path::Path;

use fairbalance::schema::{self, SchemaOf};

use super::args::SchemaArgs;
use super::output::{self, Failure};
use super::{World, exit};

/// Where scaffolds look for schemas: in step with the program that wrote them, and there without a network.
pub const FOLDER: &str = ".fairbalance";

pub fn run(args: &SchemaArgs, world: &mut World) -> Result<u8, Failure> {
    match &args.write {
        None => output::print_text(&text(args.of), world.out)?,
        Some(folder) => {
            write(&world.cwd.join(folder))?;
            let said = "Put a line such as this at the head of a file, with the way to the folder from there:\n\n  ";
            let path = format!("{}/{}", folder.display(), SchemaOf::Config.file_name());
            output::print_text(&format!("{said}{}", line(&path)), world.out)?;
        }
    }
    Ok(exit::CLEAN)
}

/// Writes the schemas of the files that people write; older ones are replaced.
pub fn write(folder: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Plain(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    for of in SchemaOf::ALL.into_iter().filter(|of| !of.is_printed()) {
        fs::write(folder.join(of.file_name()), text(of)).map_err(failed)?;
    }
    Ok(())
}

/// What tells an editor which schema a YAML file is held against. `path` is seen from that file.
pub fn line(path: &str) -> String {
    format!("# yaml-language-server: $schema={path}\n")
}

fn text(of: SchemaOf) -> String {
    format!("{:#}\n", schema::of(of))
}
