//! `judge EXPECTATION [OPTIONS] -- COMMAND`: runs a program, or many, and judges
//! order, timing and technique from outside.

use clap::Parser;
use judge::Error;
use judge::complaint::complain;
use judge::expectation::ExpectationFile;
use judge::options::{Grading, Reporting, Submissions, Volume};
use judge::task::{Caller, judge_submissions};
use observer::exit::{self, Exit};
use std::path::PathBuf;
use std::process::ExitCode;

const CALLER: Caller = Caller {
    name: "judge",
    usage: "judge EXPECTATION -- COMMAND",
};

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

    // Last: their headings would be those of what follows.
    #[command(flatten)]
    volume: Volume,

    #[command(flatten)]
    grading: Grading,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // What panics has said so.
    let result = std::panic::catch_unwind(|| run(&cli)).unwrap_or(Ok(Exit::TaskFailed));
    let exit = result.unwrap_or_else(|error| {
        let exit = error.exit();
        complain(&format!("{:#}", anyhow::Error::from(error)));
        exit
    });
    exit.into()
}

fn run(cli: &Cli) -> Result<Exit, Error> {
    let path = &cli.expectation;
    let expected = ExpectationFile::read(path, path, path.display().to_string())?;
    judge_submissions(
        &CALLER,
        &expected,
        &cli.submissions,
        &cli.volume,
        &cli.reporting,
        &cli.grading,
    )
}
