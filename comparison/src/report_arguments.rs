//! The part of the command line that all have that measure: which reports there are
//! to be, and where they go.

use clap::Args;
use std::path::PathBuf;

/// The reports that everything that is measured has.
#[derive(Args)]
pub struct ReportArguments {
    /// Hold the verdicts against the truth table: exit code 1 if one differs, 3
    /// if one is inconclusive
    #[arg(long)]
    pub check: bool,
    /// Write all that counts, for programs and for --from
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the tables, to paste into a course
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Write the picture, for a slide; for each report, - is stdout
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}
