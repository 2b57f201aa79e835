//! The workspace's own tasks: `cargo xtask --help` lists them.
//!
//! | file | idea |
//! | --- | --- |
//! | `verify/` | programs are run and judged from outside |
//! | `exercise/` | wrong programs for a learner to repair |
//! | `docs/` | what the pages show is made, or checked |
//! | `copy/` | a folder is copied out, ready to build |
//! | `new/` | an example of one's own |
//! | `workspace/` | the root, the examples, building them |
//! | `measurement.rs` | the comparison's record |
//! | `usage.rs`, `output.rs` | what a task says, and how it ends |
#![cfg(unix)]

mod copy;
mod docs;
mod exercise;
mod measurement;
mod new;
mod output;
mod usage;
mod verify;
mod workspace;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};
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
    Copy(copy::CopyArgs),
    /// Make what the pages show: outputs, listings, tables and pictures
    #[command(after_help = docs::HELP)]
    Docs(docs::DocsArgs),
    /// Repair wrong programs: list them, get a hint, have yours judged
    #[command(after_help = exit::HELP)]
    Exercise(exercise::ExerciseArgs),
    /// Make an example of your own, which passes at once
    #[command(after_help = new::HELP)]
    New(new::NewArgs),
    /// Run programs and judge their order, timing and technique from outside
    #[command(after_help = exit::HELP)]
    Verify(Box<verify::VerifyArgs>),
}

/// Carries out the task that the arguments name.
pub fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Copy(arguments) => copy::run(&arguments),
        Task::Docs(arguments) => docs::run(&arguments, typed()),
        Task::Exercise(arguments) => exercise::run(&arguments),
        Task::New(arguments) => new::run(&arguments),
        Task::Verify(arguments) => verify::run(&arguments),
    };
    let exit: Exit = done.unwrap_or_else(|error| {
        output::complain(&format!("{error:#}"));
        usage::exit(&error)
    });
    exit.into()
}

/// What the pages may tell their readers to type.
fn typed() -> docs::Typed {
    docs::Typed {
        tasks: Cli::command(),
        check_names,
    }
}

/// Whether the names exist that a task is given.
fn check_names(root: &Path, arguments: &[&str]) -> Result<()> {
    match Cli::try_parse_from(["xtask"].iter().chain(arguments))?.task {
        Task::Copy(arguments) => arguments.check_names(root),
        Task::Docs(_) | Task::New(_) => Ok(()),
        Task::Exercise(arguments) => arguments.check_names(root),
        Task::Verify(arguments) => arguments.check_names(root),
    }
}
