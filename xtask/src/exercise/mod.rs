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

use crate::output;
use anyhow::Result;
use clap::Args;
use observer::exit::Exit;
use std::path::Path;

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

impl Arguments {
    /// Whether there are exercises of these names.
    ///
    /// # Errors
    /// The first that does not exist.
    pub fn check_names(&self, root: &Path) -> Result<()> {
        catalog::select(&catalog::read(root)?, &self.names).map(drop)
    }
}

/// Lists, gives hints, or judges.
///
/// # Errors
/// Wrong usage, and a folder of exercises that is not complete.
#[cfg(unix)]
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let root = crate::workspace::root();
    let exercises = catalog::read(&root)?;
    let programs = catalog::select(&exercises, &arguments.names)?;
    if arguments.hint {
        let mut hints: Vec<String> = programs
            .iter()
            .map(|program| format!("{}: {}\n", program.exercise.name, program.exercise.hint))
            .collect();
        // Both languages have the same one.
        hints.dedup();
        return Ok(output::say(&hints.concat(), Exit::Passed));
    }
    if arguments.all {
        return judge::judge(&root, &exercises, &catalog::all(&exercises));
    }
    if programs.is_empty() {
        let list = list::render(&exercises, &record::Record::read(&root));
        return Ok(output::say(&list, Exit::Passed));
    }
    judge::judge(&root, &exercises, &programs)
}

/// Says what is missing here.
#[cfg(not(unix))]
pub fn run(_: &Arguments) -> Result<Exit> {
    eprintln!("error: exercise needs a Unix system: it judges as verify does");
    Ok(Exit::CouldNotJudge)
}
