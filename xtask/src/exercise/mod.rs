//! `cargo xtask exercise`: wrong programs for a learner to repair. It lists
//! them, gives hints, and judges the learner's file.
//!
//! | file | idea |
//! | --- | --- |
//! | `catalog.rs` | which exercises there are, as the folders `exercises` tell |
//! | `progress.rs` | what came of the last judgement of each program |
//! | `list.rs` | the list, with the state of each |
//! | `judge.rs` | a learner's program is built, run and judged |
//! | `watch.rs` | it is judged whenever it is saved |
//! | `saves.rs`, `keys.rs` | when a file was saved, and which key was pressed |
//! | `solution.rs` | how it differs from the solution |
//! | `original.rs` | it becomes what it was when it was handed out |

mod catalog;
mod judge;
mod keys;
mod list;
mod original;
mod progress;
mod saves;
mod solution;
mod watch;

use crate::output;
use crate::usage::Usage;
use crate::workspace::Language;
use ::judge::task::Session;
use anyhow::{Result, bail};
use clap::Args;
use observer::exit::Exit;
use progress::Progress;
use std::path::Path;

pub use original::YOURS;

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

    /// Judge one program, and again whenever it is saved, with keys for what else there
    /// is; without NAME, the first in Rust that is not solved
    #[arg(long, conflicts_with_all = ["all", "hint"])]
    watch: bool,

    /// Make the programs what they were when they were handed out, as git has them; what
    /// was there is kept beside them
    #[arg(long, requires = "names", conflicts_with_all = ["hint", "watch"])]
    reset: bool,
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
    let root = crate::workspace::root()?;
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
    if arguments.reset {
        let mut said = String::new();
        for attempt in &attempts {
            said += &(original::reset(&root, attempt)? + "\n");
        }
        return Ok(output::say(&said, Exit::Passed));
    }
    let progress = Progress::read(&root);
    if arguments.watch {
        let unsolved = || list::unsolved(&exercises, &progress, Language::Rust).next();
        let first = match attempts.as_slice() {
            [] => unsolved(),
            [attempt] => Some(*attempt),
            _ => bail!(Usage(
                "one program is watched at a time: name one".to_string()
            )),
        };
        let Some(first) = first else {
            let summary = list::summary(&exercises, &progress) + "\n";
            return Ok(output::say(&summary, Exit::Passed));
        };
        return watch::watch(&root, &exercises, first);
    }
    if attempts.is_empty() {
        return Ok(output::say(
            &list::render(&exercises, &progress),
            Exit::Passed,
        ));
    }
    let session = Session::start()?;
    let judged = judge::judge(&session, &root, &attempts)?;
    if matches!(judged.exit, Exit::Interrupted(_)) {
        return Ok(judged.exit);
    }
    let advice = judge::advice(&exercises, &attempts, &judged);
    Ok(output::say(&format!("{advice}\n"), judged.exit))
}
