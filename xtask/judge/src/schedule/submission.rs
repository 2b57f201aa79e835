//! A program to be judged, or why it is not run.

use crate::expectation::ExpectationFile;
use observer::Output;
use std::ffi::OsString;

/// A program to be judged, and by what.
pub struct Submission<'a> {
    /// The example, the expectation, or the label in a list.
    pub name: String,
    /// Which program, and where its output goes.
    pub program: String,
    /// What it must show.
    pub expected: &'a ExpectationFile,
    /// What to run, or why that is not possible.
    pub command: Result<Vec<OsString>, NotRun>,
    /// Where its output goes.
    pub output: Output,
}

/// Why a program is not run.
#[derive(Clone, Debug)]
pub enum NotRun {
    /// It cannot be run, and so not be judged.
    Impossible(String),
    /// The system refused what the judge itself needs to run it.
    Refused(String),
    /// It was not asked for by name, and something that it needs is not here.
    Skipped(String),
}

impl NotRun {
    /// Why, in one sentence.
    pub fn reason(&self) -> &str {
        match self {
            NotRun::Impossible(why) | NotRun::Refused(why) | NotRun::Skipped(why) => why,
        }
    }
}

impl<'a> Submission<'a> {
    /// A program on a terminal, to be judged by an expectation. `what` tells it
    /// from others of this name.
    #[must_use]
    pub fn on_terminal(
        name: String,
        what: &str,
        expected: &'a ExpectationFile,
        command: Result<Vec<OsString>, NotRun>,
    ) -> Submission<'a> {
        Submission {
            name,
            program: format!("{what}, terminal"),
            expected,
            command,
            output: Output::Terminal,
        }
    }
}
