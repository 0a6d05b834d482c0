//! `man`: the manual page, all commands on one.

use std::io;

use clap::CommandFactory;
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
    // `check` has the options above.
    for verb in command.get_subcommands().filter(|verb| !matches!(verb.get_name(), "check" | "help")) {
        let mut heading = Roff::new();
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        heading.control("SH", [format!("fairbalance {}", verb.get_name()).to_uppercase().as_str()]);
        heading.text([roman(format!("{about}."))]);
        heading.to_writer(&mut out)?;
        if verb.get_arguments().next().is_some() {
            Man::new(verb.clone()).render_options_section(&mut out)?;
        }
    }
    main.render_extra_section(&mut out)?;
    main.render_version_section(&mut out)?;
    Ok(out)
}
