//! What can be given to the program `judge`.

use crate::options::{Grading, Reporting, Submissions, Volume};
use clap::Parser;
use observer::exit;
use std::path::PathBuf;

/// Run programs and judge their order, timing and technique from outside
#[derive(Parser)]
#[command(name = "judge", after_help = exit::HELP)]
pub struct Arguments {
    /// The file that says what a program must show
    #[arg(
        value_name = "EXPECTATION",
        required_unless_present_any = ["learn", "all", "check"],
        conflicts_with = "learn"
    )]
    pub expectation: Option<PathBuf>,

    /// Run COMMAND in each folder below FOLDER that has an `expected.txt`, but in none
    /// inside it, and judge it by that
    #[arg(
        long,
        value_name = "FOLDER",
        conflicts_with_all = ["expectation", "batch", "each", "transcript", "learn"]
    )]
    pub all: Option<PathBuf>,

    /// Only say whether these expectations are valid
    #[arg(
        long,
        value_name = "FILE",
        num_args = 1..,
        conflicts_with_all = ["expectation", "all", "Submissions"]
    )]
    pub check: Vec<PathBuf>,

    /// What is reported, and where to.
    #[command(flatten)]
    pub reporting: Reporting,

    /// What is judged.
    #[command(flatten)]
    pub submissions: Submissions,

    /// How often, and within which limits.
    // Last: their headings would be those of what follows.
    #[command(flatten)]
    pub volume: Volume,

    /// What it is worth.
    #[command(flatten)]
    pub grading: Grading,
}
