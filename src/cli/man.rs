//! `man`: the manual page, all commands on one.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::args::Cli;
use super::output::{self, Failure};
use super::{World, exit};

pub fn run(world: &mut World) -> Result<u8, Failure> {
    let page = page().map_err(|error| Failure::Plain(format!("the manual page cannot be written: {error}")))?;
    output::print_text(&String::from_utf8_lossy(&page), world.out)?;
    Ok(exit::CLEAN)
}

fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    // Gives commands their full names.
    command.build();
    let mut out = Vec::new();
    let main = Man::new(command.clone());
    main.render_title(&mut out)?;
    main.render_name_section(&mut out)?;
    main.render_synopsis_section(&mut out)?;
    main.render_description_section(&mut out)?;
    main.render_options_section(&mut out)?;
    verbs(&command, &mut out)?;
    main.render_extra_section(&mut out)?;
    main.render_version_section(&mut out)?;
    Ok(out)
}

/// A section for each command below `command`.
fn verbs(command: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    // `check` has the options of the whole program.
    let is_told = |verb: &&Command| verb.get_name() != "help" && verb.get_bin_name() != Some("fairbalance check");
    for verb in command.get_subcommands().filter(is_told) {
        let name = verb.get_bin_name().unwrap_or(verb.get_name()).to_uppercase();
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        let mut heading = Roff::new();
        heading.control("SH", [name.as_str()]);
        heading.text([roman(format!("{about}."))]);
        heading.to_writer(out)?;
        if verb.get_arguments().next().is_some() {
            Man::new(verb.clone()).render_options_section(out)?;
        }
        verbs(verb, out)?;
    }
    Ok(())
}
