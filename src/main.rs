//! The command line of fairbalance. Everything that touches files, environment, clock or terminal is here and in `cli`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::main())
}
