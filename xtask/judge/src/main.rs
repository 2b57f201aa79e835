//! `judge EXPECTATION [OPTIONS] -- COMMAND`: runs a program, or many, and judges
//! order, timing and technique from outside. `judge --learn -- COMMAND` writes an
//! expectation of what a program shows.

use clap::Parser;
use judge::Error;
use judge::arguments::Arguments;
use judge::complaint::complain;
use judge::expectation::ExpectationFile;
use judge::learning::{learn_from, name_of};
use judge::task::{Caller, Session, judge_folders, judge_submissions};
use observer::exit::Exit;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const CALLER: Caller = Caller {
    name: "judge",
    usage: "judge EXPECTATION -- COMMAND",
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What panics has said so.
    let result = std::panic::catch_unwind(|| run(&arguments)).unwrap_or(Ok(Exit::TaskFailed));
    let exit = result.unwrap_or_else(|error| {
        let exit = error.exit();
        complain(&format!("{:#}", anyhow::Error::from(error)));
        exit
    });
    exit.into()
}

fn run(arguments: &Arguments) -> Result<Exit, Error> {
    if !arguments.check.is_empty() {
        return Ok(check(&arguments.check));
    }
    if let Some(folder) = &arguments.all {
        let (command, volume) = (&arguments.submissions.command, &arguments.volume);
        let reports = (&arguments.reporting, &arguments.grading);
        return judge_folders(&CALLER, folder, command, volume, reports);
    }
    let Some(path) = &arguments.expectation else {
        let command = &arguments.submissions.command;
        if command.is_empty() {
            return Err(Error::NothingToLearnFrom("judge --learn -- COMMAND"));
        }
        let session = Session::start()?;
        let learned = learn_from(&session, &name_of(command), command, &arguments.volume)?;
        return Ok(say(&learned));
    };
    let expected = ExpectationFile::read(path, path, path.display().to_string())?;
    judge_submissions(
        &CALLER,
        &expected,
        &arguments.submissions,
        &arguments.volume,
        &arguments.reporting,
        &arguments.grading,
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
