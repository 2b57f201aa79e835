//! The workspace's own tasks: `cargo xtask --help` lists them.

mod copy;
mod docs;
mod exercise;
mod output;
mod verify;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use judge::complaint::complain;
use observer::exit::{self, Exit};
use std::path::Path;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The workspace's own tasks", after_help = exit::HELP)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Copy a folder out of this workspace, ready to build
    #[command(after_help = copy::HELP)]
    Copy(copy::Arguments),
    /// Make what the pages show: outputs, listings, tables and pictures
    #[command(after_help = docs::HELP)]
    Docs(docs::Arguments),
    /// Repair wrong programs: list them, get a hint, have yours judged
    #[command(after_help = exit::HELP)]
    Exercise(exercise::Arguments),
    /// Run programs and judge their order, timing and technique from outside
    #[command(after_help = exit::HELP)]
    Verify(verify::Arguments),
}

impl Task {
    /// Whether the names that it was given exist.
    fn check_names(&self, root: &Path) -> Result<()> {
        match self {
            Task::Copy(arguments) => arguments.check_names(root),
            Task::Docs(_) => Ok(()),
            Task::Exercise(arguments) => arguments.check_names(root),
            Task::Verify(arguments) => arguments.check_names(root),
        }
    }
}

fn main() -> ExitCode {
    let exit = match Cli::parse().task {
        Task::Copy(arguments) => copy::run(&arguments),
        Task::Docs(arguments) => docs::run(&arguments),
        Task::Exercise(arguments) => exercise::run(&arguments),
        Task::Verify(arguments) => verify::run(&arguments),
    };
    let exit = exit.unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        let judges = error.downcast_ref::<judge::Error>();
        judges.map_or(Exit::Usage, judge::Error::exit)
    });
    exit.into()
}
