//! `cargo xtask exercise`: wrong programs for a learner to repair. It lists
//! them, gives hints, and judges the learner's file.
//!
//! | file | idea |
//! | --- | --- |
//! | `catalog.rs` | which exercises there are, as the folders `exercises` tell |
//! | `progress.rs` | what came of the last judgement of each program |
//! | `list.rs` | the list, with the state of each |
//! | `judge.rs` | a learner's program is built, run and judged |

mod catalog;
mod judge;
mod list;
mod progress;

use crate::output;
use anyhow::Result;
use clap::Args;
use observer::exit::Exit;
use std::path::Path;

#[derive(Args)]
pub struct ExerciseArgs {
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

impl ExerciseArgs {
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
pub fn run(arguments: &ExerciseArgs) -> Result<Exit> {
    let root = crate::workspace::root();
    let exercises = catalog::read(&root)?;
    let attempts = match arguments.all {
        true => catalog::all(&exercises).collect(),
        false => catalog::select(&exercises, &arguments.names)?,
    };
    if arguments.hint {
        let hints = attempts.iter().map(|attempt| attempt.exercise);
        let hints = hints.map(|exercise| format!("{}: {}\n", exercise.name, exercise.hint));
        let mut hints: Vec<String> = hints.collect();
        // Both languages have the same one.
        hints.dedup();
        return Ok(output::say(&hints.concat(), Exit::Passed));
    }
    if attempts.is_empty() {
        let list = list::render(&exercises, &progress::Progress::read(&root));
        return Ok(output::say(&list, Exit::Passed));
    }
    judge::judge(&root, &exercises, &attempts)
}
