//! The action's real steps, run as a runner runs them: each step's script out of `action.yml`, in scratch repositories,
//! with releases from a folder. Reads back the exit, the outputs, the summary, and what the runner would have obeyed.
#![cfg(unix)]

mod base;
mod gate;
mod install;
mod project;
mod runner;
mod site;
