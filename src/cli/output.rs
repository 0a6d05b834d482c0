//! Where reports go: the terminal and its manners, files, and pipes that close early.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use fairbalance::load_error::LoadError;
use fairbalance::report::{Format, Options, Run, load_errors, sarif};

use super::World;
use super::args::Color;

/// What is known of the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Whether the environment and the output stream ask for colour.
    pub colored: bool,
    /// The same for the error stream.
    pub errors_colored: bool,
    /// Columns.
    pub width: usize,
}

/// For what is not a terminal.
const WIDTH: usize = 100;
/// Long lines are hard to read, however wide the terminal.
const WIDEST: usize = 140;

impl Terminal {
    /// Colour by NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, and then by whether standard output is a terminal.
    pub fn of_process() -> Terminal {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != *"0");
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == *"dumb");
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colored = |terminal| !no_color && (set("FORCE_COLOR") || set("CLICOLOR_FORCE") || terminal && !dumb);
        let terminal = io::stdout().is_terminal();
        let width = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
        Terminal {
            colored: colored(terminal),
            errors_colored: colored(io::stderr().is_terminal()),
            width: width.unwrap_or(WIDTH).clamp(60, WIDEST),
        }
    }

    /// The same with what a flag says.
    pub fn with(self, when: Color) -> Terminal {
        let forced = |auto| match when {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => auto,
        };
        Terminal { colored: forced(self.colored), errors_colored: forced(self.errors_colored), ..self }
    }
}

/// Why nothing was checked.
#[derive(Debug)]
pub enum Failure {
    /// Mistakes in configs, rules, packs.
    Load(Vec<LoadError>),
    /// Anything else, in a sentence.
    Plain(String),
}

impl Failure {
    pub fn write(&self, world: &mut World) -> io::Result<()> {
        match self {
            Failure::Load(errors) => {
                let options =
                    Options { color: world.terminal.errors_colored, width: world.terminal.width, ..Options::default() };
                load_errors::write(errors, &options, world.err)
            }
            Failure::Plain(message) => writeln!(world.err, "error: {}", fairbalance::report::escape::text(message)),
        }
    }
}

impl From<Vec<LoadError>> for Failure {
    fn from(errors: Vec<LoadError>) -> Self {
        Failure::Load(errors)
    }
}

/// Prints the report.
pub fn print(
    run: &Run,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(out);
    let written = report(run, format, options, &mut out, err).and_then(|()| out.flush());
    // Not to be flushed a second time when it goes.
    let _ = out.into_parts();
    quietly(written).map_err(|error| Failure::Plain(format!("the report cannot be written: {error}")))
}

/// Prints what is no report.
pub fn print_text(text: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    quietly(written).map_err(|error| Failure::Plain(format!("cannot write to standard output: {error}")))
}

/// Writes the report into a file, without colour.
pub fn write_file(
    run: &Run,
    format: Format,
    path: &Path,
    options: &Options,
    err: &mut dyn Write,
) -> Result<(), Failure> {
    // Whoever asks for few words on the screen wants the files whole.
    let options = Options { color: false, width: WIDTH, quiet: false, ..*options };
    let mut write = || {
        let mut file = BufWriter::new(File::create(path)?);
        report(run, format, &options, &mut file, err)?;
        file.flush()
    };
    write().map_err(|error| Failure::Plain(format!("cannot write {}: {error}", path.display())))
}

/// What code scanning would refuse is left out of SARIF; nobody who reads its alerts would know, so it is said here.
fn report(run: &Run, format: Format, options: &Options, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    if format != Format::Sarif {
        return format.write(run, options, out);
    }
    let left_out = sarif::write(run, options, out)?;
    if left_out > 0 {
        let _ = writeln!(err, "note: the sarif report holds the most severe findings; {left_out} are left out of it");
    }
    Ok(())
}

/// Whether two reports would land in one file.
pub fn check_targets(targets: &[(Format, PathBuf)]) -> Result<(), Failure> {
    for (i, (_, path)) in targets.iter().enumerate() {
        if targets[..i].iter().any(|(_, earlier)| earlier == path) {
            return Err(Failure::Plain(format!("two reports would be written to {}", path.display())));
        }
    }
    Ok(())
}

/// A reader that has seen enough is no failure.
fn quietly(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
