//! `cargo xtask verify`: runs programs, the examples' or anybody's, and has them
//! judged from outside.
//!
//! | file | idea |
//! | --- | --- |
//! | `task.rs` | what happens when, from the arguments to the exit code |
//! | `programs.rs` | the examples' own programs |
//! | `comparison.rs` | the comparison, which judges itself |

mod comparison;
mod programs;
mod task;

use crate::workspace::{self, Language};
use anyhow::Result;
use clap::Args;
use judge::options::{Grading, Reporting, Submissions, Volume};
use std::path::{Path, PathBuf};

pub use task::run;

#[derive(Args)]
pub struct VerifyArgs {
    /// The examples to verify, or `comparison`; all of them if none is named.
    /// With COMMAND or a transcript: one example, or the path of an expectation file
    #[arg(value_name = "EXAMPLE")]
    examples: Vec<String>,

    /// Verify only the programs in this language
    #[arg(long, value_name = "LANGUAGE", conflicts_with_all = ["command", "batch", "transcript"])]
    only: Option<Language>,

    /// Take the comparison's verdict from a recorded measurement: the pages
    /// show that of one only
    #[arg(long, value_name = "FILE", hide = true, conflicts_with_all = ["command", "batch", "transcript"])]
    from: Option<PathBuf>,

    #[command(flatten)]
    reporting: Reporting,

    #[command(flatten)]
    submissions: Submissions,

    // Last: their headings would be those of what follows.
    #[command(flatten)]
    volume: Volume,

    #[command(flatten)]
    grading: Grading,
}

impl VerifyArgs {
    /// Whether the examples that are named exist. A file of the user's own may
    /// not.
    ///
    /// # Errors
    /// The first that does not exist.
    pub fn check_names(&self, root: &Path) -> Result<()> {
        let named = self.examples.iter();
        let named = named.filter(|name| !name.contains(['.', '/']) && *name != "comparison");
        let named: Vec<String> = named.cloned().collect();
        workspace::select(root, &named).map(drop)
    }
}
