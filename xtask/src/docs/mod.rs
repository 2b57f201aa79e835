//! `cargo xtask docs`: makes what the pages show, or checks it. Every output,
//! listing, table and picture of a page is produced by something that is named
//! beside it; what varies from run to run is compared as what it is.
//!
//! | file | idea |
//! | --- | --- |
//! | `page.rs` | what a page shows, and what that is made by |
//! | `check.rs` | what happens when, from the pages to the exit code |
//! | `look.rs` | what can be seen without running anything |
//! | `outputs.rs` | what has to be run: outputs and pictures |
//! | `findings.rs` | where what is shown differs from what is made |
//! | `run.rs`, `change.rs` | a command is run, in a copy that was changed if the page says so |
//! | `compare.rs`, `workers.rs` | two outputs differ only in what varies |
//! | `table.rs` | the tables |
//! | `timeline.rs` | the pictures |
//! | `command.rs`, `link.rs` | a command can be typed, and a link leads somewhere |

#![cfg_attr(not(unix), allow(dead_code))]

mod change;
#[cfg(unix)]
mod check;
mod command;
mod compare;
#[cfg(unix)]
mod findings;
mod link;
#[cfg(unix)]
mod look;
#[cfg(unix)]
mod outputs;
mod page;
#[cfg(unix)]
mod run;
pub mod table;
#[cfg(unix)]
mod timeline;
mod workers;

use anyhow::Result;
use clap::Args;
use observer::exit::Exit;

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 written, or as it should be; 1 a page shows what is not so; \
                        2 wrong usage; 3 a measurement came to no verdict; 128 + N stopped by \
                        signal N";

#[derive(Args)]
pub struct Arguments {
    /// The pages, by their folders or files; `.` is the one at the top. All of
    /// them if none is named
    #[arg(value_name = "PAGE")]
    pages: Vec<String>,

    /// Write nothing, and name each place that differs
    #[arg(long)]
    check: bool,
}

/// Writes the pages, or checks them.
///
/// # Errors
/// Wrong usage, and what cannot be read or written.
#[cfg(unix)]
pub fn run(arguments: &Arguments) -> Result<Exit> {
    check::run(&arguments.pages, arguments.check)
}

/// Says what is missing here.
#[cfg(not(unix))]
pub fn run(_: &Arguments) -> Result<Exit> {
    eprintln!("error: docs needs a Unix system: it watches programs as verify does");
    Ok(Exit::CouldNotJudge)
}
