//! `judge EXPECTATION [OPTIONS] -- COMMAND`: runs a program, or many, and judges
//! order, timing and technique from outside.

use anyhow::{Result, bail};
use clap::Parser;
use judge::expectation::Expected;
use judge::options::{Reporting, Submissions, Volume};
use judge::task;
use observer::exit::{self, Exit};
use std::path::PathBuf;
use std::process::ExitCode;

/// Run programs and judge their order, timing and technique from outside
#[derive(Parser)]
#[command(name = "judge", after_help = exit::HELP)]
struct Cli {
    /// The file that says what a program must show
    #[arg(value_name = "EXPECTATION")]
    expectation: PathBuf,

    #[command(flatten)]
    reporting: Reporting,

    #[command(flatten)]
    submissions: Submissions,

    // Last: its heading would be that of what follows.
    #[command(flatten)]
    volume: Volume,
}

fn main() -> ExitCode {
    let exit = run(&Cli::parse()).unwrap_or_else(|error| {
        eprintln!("error: {}", judge::text::printable(&format!("{error:#}")));
        Exit::Usage
    });
    exit.into()
}

fn run(cli: &Cli) -> Result<Exit> {
    if cli.submissions.is_empty() {
        bail!("nothing to judge: `judge EXPECTATION -- COMMAND`");
    }
    let path = &cli.expectation;
    let expected = Expected::read(path, path, path.display().to_string())?;
    task::judge_submissions(&expected, &cli.submissions, &cli.volume, &cli.reporting)
}
