//! `completions SHELL`: the script that a shell completes arguments with.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};
use super::output::{self, Failure};
use super::{World, exit};

pub fn run(args: &CompletionsArgs, world: &mut World) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "fairbalance", &mut script);
    output::print_text(&String::from_utf8_lossy(&script), world.out)?;
    Ok(exit::CLEAN)
}
