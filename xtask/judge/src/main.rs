//! `judge EXPECTATION [OPTIONS] -- COMMAND`: runs a program, or many, and judges
//! order, timing and technique from outside. `judge --learn -- COMMAND` writes an
//! expectation of what a program shows.

use clap::Parser;
use judge::Error;
use judge::complaint::complain;
use judge::expectation::ExpectationFile;
use judge::learning::{learn_from, name_of};
use judge::options::{Grading, Reporting, Submissions, Volume};
use judge::task::{Caller, Session, judge_folders, judge_submissions};
use observer::exit::{self, Exit};
use std::io::{self, ErrorKind, Write};
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
    #[arg(
        value_name = "EXPECTATION",
        required_unless_present_any = ["learn", "all", "check"],
        conflicts_with = "learn"
    )]
    expectation: Option<PathBuf>,

    /// Run COMMAND in each folder below FOLDER that has an `expected.txt`, and judge it
    /// by that
    #[arg(
        long,
        value_name = "FOLDER",
        conflicts_with_all = ["expectation", "batch", "each", "transcript", "learn"]
    )]
    all: Option<PathBuf>,

    /// Only say whether these expectations are valid
    #[arg(
        long,
        value_name = "FILE",
        num_args = 1..,
        conflicts_with_all = ["expectation", "all", "Submissions"]
    )]
    check: Vec<PathBuf>,

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
    if !cli.check.is_empty() {
        return Ok(check(&cli.check));
    }
    if let Some(folder) = &cli.all {
        let (command, volume) = (&cli.submissions.command, &cli.volume);
        let reports = (&cli.reporting, &cli.grading);
        return judge_folders(&CALLER, folder, command, volume, reports);
    }
    let Some(path) = &cli.expectation else {
        let command = &cli.submissions.command;
        if command.is_empty() {
            return Err(Error::NothingToLearnFrom("judge --learn -- COMMAND"));
        }
        let session = Session::start()?;
        let learned = learn_from(&session, &name_of(command), command, &cli.volume)?;
        return Ok(say(&learned));
    };
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

/// Says of each of these what is wrong with it.
fn check(files: &[PathBuf]) -> Exit {
    let mut exit = Exit::Passed;
    for path in files {
        let read = ExpectationFile::read(path, path, String::new());
        if let Err(error) = read {
            complain(&format!("{:#}", anyhow::Error::from(error)));
            exit = Exit::Usage;
        }
    }
    exit
}

/// Prints what was learned. Whoever reads it may stop when they have seen enough.
fn say(text: &str) -> Exit {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("failed to write what was learned: {error}"));
            Exit::TaskFailed
        }
        _ => Exit::Passed,
    }
}
