//! `cargo xtask exercise`: wrong programs for a learner to repair. It lists
//! them, gives hints, and judges the learner's file.
//!
//! | file | idea |
//! | --- | --- |
//! | `catalog.rs` | which exercises there are, as the folders `exercises` tell |
//! | `record.rs` | what came of the last judgement of each program |
//! | `list.rs` | the list, with the state of each |
//! | `judge.rs` | a learner's program is built, run and judged |

#![cfg_attr(not(unix), allow(dead_code))]

mod catalog;
#[cfg(unix)]
mod judge;
mod list;
#[cfg(unix)]
mod record;

use crate::exit::Exit;
use anyhow::Result;
use clap::Args;

#[derive(Args)]
pub struct Arguments {
    /// The programs to judge; without one, all exercises are listed. `turns` and
    /// `turns.rs` are the exercise in Rust, `turns.py` is the one in Python
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Judge all programs, in both languages
    #[arg(long, conflicts_with = "names")]
    all: bool,

    /// Show the hint, and judge nothing
    #[arg(long, requires = "names")]
    hint: bool,
}

/// Lists, gives hints, or judges.
///
/// # Errors
/// Wrong usage, and a folder of exercises that is not complete.
#[cfg(unix)]
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let root = crate::verify::examples::root();
    let exercises = catalog::read(&root)?;
    let programs = catalog::select(&exercises, &arguments.names)?;
    if arguments.hint {
        for program in programs {
            println!("{}: {}", program.exercise.name, program.exercise.hint);
        }
        return Ok(Exit::Passed);
    }
    let record = record::Record::read(&root);
    if arguments.all {
        return judge::judge(&root, &exercises, &catalog::all(&exercises), record);
    }
    if programs.is_empty() {
        anstream::print!("{}", list::render(&exercises, &record));
        return Ok(Exit::Passed);
    }
    judge::judge(&root, &exercises, &programs, record)
}

/// Says what is missing here.
#[cfg(not(unix))]
pub fn run(_: &Arguments) -> Result<Exit> {
    eprintln!("error: exercise needs a Unix system: it judges as verify does");
    Ok(Exit::CouldNotJudge)
}
