//! The workspace's own tasks: `cargo xtask --help` lists them.

mod exit;
mod verify;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The workspace's own tasks", after_help = exit::HELP)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run programs and judge their order, timing and technique from outside
    #[command(after_help = exit::HELP)]
    Verify(verify::Arguments),
}

fn main() -> ExitCode {
    let Task::Verify(arguments) = Cli::parse().task;
    let exit = verify::run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {}", verify::printable(&format!("{error:#}")));
        exit::Exit::Usage
    });
    exit.into()
}
