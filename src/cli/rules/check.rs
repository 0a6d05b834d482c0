//! `rules check`: what is wrong with rules that load.

use fairbalance::report::{Options, advice};
use fairbalance::rule::check;

use crate::cli::args::{ListFormat, RulesCheckArgs};
use crate::cli::output::{self, Failure};
use crate::cli::workshop::Workshop;
use crate::cli::{World, exit};

pub fn run(args: &RulesCheckArgs, world: &mut World) -> Result<u8, Failure> {
    let workshop = Workshop::open(&args.packs, &args.rules, world)?;
    let today = args.today.unwrap_or(world.today);
    let all = check::check(&workshop.authored, today, &|file| workshop.has_file(file));
    let rules = workshop.rules().count();
    let open = all.iter().any(|advice| advice.accepted.is_none());
    let code = if open { exit::FINDINGS } else { exit::CLEAN };
    let options = Options { color: world.terminal.colored, width: world.terminal.width, ..Options::default() };
    let mut text = Vec::new();
    let written = match args.format {
        ListFormat::Human => advice::human(&all, rules, &options, &mut text),
        ListFormat::Json => advice::json(&all, rules, code, &mut text),
    };
    written.map_err(|error| Failure::Plain(error.to_string()))?;
    output::print_text(&String::from_utf8_lossy(&text), world.out)?;
    Ok(code)
}
