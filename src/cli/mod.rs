//! The command line: one file per verb. It reads files, environment, clock and terminal for the library, which does not.

mod args;
mod baseline;
mod change;
mod check;
mod completions;
mod config_files;
mod discover;
mod engine;
mod exit;
mod explain;
mod explain_at;
mod git;
mod import;
mod init;
mod lint;
mod man;
mod notes;
mod output;
mod pins;
mod read;
mod register;
mod rules;
mod schema;
mod show_config;
mod test;
#[cfg(test)]
mod tests;
mod threads;
mod waivers;
mod workshop;

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches};
use jiff::civil::Date;

use args::{Cli, Command};
use engine::Load;
use output::Terminal;

/// Runs the program on the process's arguments and yields its exit code.
pub fn main() -> u8 {
    let mut out = anstream::AutoStream::always(std::io::stdout());
    let mut err = anstream::AutoStream::always(std::io::stderr());
    let cwd = match std::env::current_dir() {
        Ok(cwd) => cwd,
        Err(error) => {
            let _ = writeln!(err, "error: no working directory: {error}");
            return exit::UNTRUSTWORTHY;
        }
    };
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let mut input = std::io::BufReader::new(std::io::stdin());
    let mut world = World {
        cwd,
        load: &engine::load,
        today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        terminal: Terminal::of_process(),
        progress: std::io::stderr().is_terminal(),
        answers: asks.then_some(&mut input as &mut dyn BufRead),
        out: &mut out,
        err: &mut err,
    };
    run(std::env::args_os(), &mut world)
}

/// What a run takes from around it; tests bring their own.
struct World<'a> {
    cwd: PathBuf,
    load: &'a Load,
    today: Date,
    terminal: Terminal,
    /// Whether somebody watches the error stream.
    progress: bool,
    /// Where answers to questions come from; `None` where nobody is asked.
    answers: Option<&'a mut dyn BufRead>,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

fn run(args: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let parsed = Cli::command().try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render();
            let text = if world.terminal.errors_colored { text.ansi().to_string() } else { text.to_string() };
            let stream: &mut dyn Write = if error.use_stderr() { world.err } else { world.out };
            // Nobody listens if this fails.
            let _ = stream.write_all(text.as_bytes());
            return if error.use_stderr() { exit::UNTRUSTWORTHY } else { exit::CLEAN };
        }
    };
    let mut check = |args: &args::CheckArgs| {
        world.terminal = world.terminal.with(args.color);
        check::run(args, world)
    };
    let done = match &cli.command {
        Some(Command::Check(args)) => check(args),
        Some(Command::Explain(args)) => explain::run(args, world),
        Some(Command::Rules(args)) => rules::run(args, world),
        Some(Command::Test(args)) => test::run(args, world),
        Some(Command::Baseline(args)) => baseline::run(&args.verb, world),
        Some(Command::Waivers(args)) => waivers::run(args, world),
        Some(Command::Init(args)) => init::run(args, world),
        Some(Command::Import(args)) => import::run(args, world),
        Some(Command::Schema(args)) => schema::run(args, world),
        Some(Command::Completions(args)) => completions::run(args, world),
        Some(Command::Man) => man::run(world),
        None => check(&cli.check),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            let _ = failure.write(world);
            exit::UNTRUSTWORTHY
        }
    }
}
