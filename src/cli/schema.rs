//! `schema`: the JSON Schemas of what this program writes.

use fairbalance::report::json;

use super::args::{SchemaArgs, SchemaOf};
use super::output::{self, Failure};
use super::{World, exit};

pub fn run(args: &SchemaArgs, world: &mut World) -> Result<u8, Failure> {
    let schema = match args.of {
        SchemaOf::Report => json::schema(),
    };
    output::print_text(&format!("{schema:#}\n"), world.out)?;
    Ok(exit::CLEAN)
}
