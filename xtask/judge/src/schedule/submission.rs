//! A program to be judged.

use crate::error::NotRun;
use crate::expectation::ExpectationFile;
use observer::Output;
use std::ffi::OsString;
use std::path::PathBuf;

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
    /// Where it runs; of `None`, where the judge does.
    pub folder: Option<PathBuf>,
    /// What makes it, if it is to be made before.
    pub build: Option<Build>,
}

/// What makes a program.
#[derive(Debug, PartialEq)]
pub struct Build {
    /// A compiler, and what it is told.
    pub command: Vec<OsString>,
    /// What comes of it; its folder is made before.
    pub program: PathBuf,
}

impl<'a> Submission<'a> {
    /// A program on a terminal, to be judged by an expectation. `what` tells it
    /// from others of this name; `command` is what to run, or why that is not
    /// possible.
    #[must_use]
    pub fn on_terminal(
        name: String,
        what: &str,
        expected: &'a ExpectationFile,
        command: Result<Vec<OsString>, String>,
    ) -> Submission<'a> {
        Submission {
            name,
            program: format!("{what}, terminal"),
            expected,
            command: command.map_err(NotRun::Impossible),
            output: Output::Terminal,
            folder: None,
            build: None,
        }
    }
}
