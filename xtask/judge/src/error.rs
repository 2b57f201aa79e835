//! Why nothing was judged, or one program not.

use crate::judgement::Verdict;
use observer::exit::Exit;
use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why nothing was judged.
#[derive(Debug, Error)]
pub enum Error {
    /// An expectation or a list of commands cannot be read.
    #[error("failed to read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// An expectation is no file, but this.
    #[error("{} is {}, and an expectation is a file; name that", .0.display(), .1)]
    NotAFile(PathBuf, &'static str),
    /// No folder has an expectation.
    #[error("no folder below {} has an `expected.txt`", .0.display())]
    NoExpectationBelow(PathBuf),
    /// An expectation breaks the rules of the notation.
    #[error("{}", .0.display())]
    Expectation(PathBuf, #[source] Box<dyn StdError + Send + Sync>),
    /// No command follows `--`; this is how one is given.
    #[error("no command follows `--`: `{0}`")]
    NoCommand(&'static str),
    /// There is nothing to learn from; this is how a program is given.
    #[error("nothing to learn from: `{0}`")]
    NothingToLearnFrom(&'static str),
    /// Neither a command nor a list of them was given; this is how one is.
    #[error("nothing to judge: `{0}`")]
    NothingToJudge(&'static str),
    /// What a program printed elsewhere cannot be judged.
    #[error("{}", .0.display())]
    Transcript(PathBuf, #[source] TranscriptError),
    /// A list names no command at all.
    #[error("{} has no line `label: command`", .0.display())]
    EmptyList(PathBuf),
    /// A command for many files does not say where the file goes.
    #[error("`{{}}` in the command stands for the file, and this one has none")]
    NoPlaceForFile,
    /// An extension has two commands for one thing.
    #[error("two commands for `.{0}`: leave out one")]
    TwoCommands(String),
    /// A program is run that nobody builds.
    #[error("`{{out}}` of `.{0}` is not built: `--build {0}='…'`")]
    NotBuilt(String),
    /// A program is built that nobody runs.
    #[error("nothing runs what is built of `.{0}`: `--run {0}={{out}}`")]
    BuiltForNothing(String),
    /// A build does not say what becomes of what.
    #[error("`{{}}` and `{{out}}` in `--build {0}` say where the program goes, and of what file")]
    NoPlaceForProgram(String),
    /// There is no place to build programs in.
    #[error("failed to make a folder to build in")]
    NoBuildFolder(#[source] io::Error),
    /// A pattern for files has a mistake.
    #[error("`{0}` is not a valid glob pattern")]
    Pattern(String, #[source] glob::PatternError),
    /// A pattern for files matches none.
    #[error("no file matches `{0}`")]
    NoFile(String),
    /// Two reports would go to one file.
    #[error("only one report can go to {}", .0.display())]
    SharedReport(PathBuf),
    /// A report would replace what says what is judged.
    #[error("a report cannot go to {}, which is read here: give another file", .0.display())]
    ReportOverInput(PathBuf),
    /// A file is to say what was run already, and says something else.
    #[error("{} is no record of runs, as `--resume` writes it: give a new file", .0.display())]
    NotAJournal(PathBuf),
    /// No expectation came of a program's runs: one did not pass, or could not be
    /// judged, or they have too little in common.
    #[error("nothing learned from {name}: {why}")]
    NothingLearned {
        /// What was run.
        name: String,
        /// The verdict on it.
        verdict: Verdict,
        /// What was wrong or in doubt.
        why: String,
    },
    /// Where Classroom 50 runs programs, this variable is set.
    #[error(
        "`{0}` is not in the environment: --classroom50 is for an `autograder.py` of Classroom 50, which sets it"
    )]
    NotInClassroom50(&'static str),
    /// The grades of many submissions go to a folder.
    #[error("the grades of many go to a folder, and {} is none", .0.display())]
    NoFolderForGrades(PathBuf, #[source] io::Error),
    /// The grades of two submissions would go to one file.
    #[error("`{0}` and `{1}` would have one file for their grades: name them otherwise")]
    SameGradeFile(String, String),
    /// A signal came before anything was run.
    #[error("interrupted")]
    Interrupted(u8),
    /// The only program is not run.
    #[error(transparent)]
    NotRun(#[from] NotRun),
    /// The system refused what the judge itself needs.
    #[error(transparent)]
    System(#[from] observer::Error),
}

/// Why what a program printed elsewhere cannot be judged.
#[derive(Debug, Error)]
pub enum TranscriptError {
    /// It has more lines than a run may.
    #[error("it has more than {0} lines: give those of one run, or a higher `--max-lines`")]
    TooManyLines(usize),
    /// It has more bytes than a run may.
    #[error("it has more than {0} MiB: give the output of one run, or a higher `--max-output`")]
    TooLarge(usize),
    /// The line of this number has more bytes than one may.
    #[error("line {0} is longer than {1} bytes, and a program that prints it is stopped")]
    LineTooLong(usize, usize),
    /// It begins as UTF-16 does.
    #[error("it is UTF-16, as PowerShell writes it: save it as UTF-8")]
    Utf16,
}

/// Why a program is not run.
#[derive(Clone, Debug, Error)]
#[error("{0}")]
pub enum NotRun {
    /// It cannot be run, and so not be judged.
    Impossible(String),
    /// The system refused what the judge itself needs to run it.
    Refused(String),
    /// It was not asked for by name, and something that it needs is not here.
    Skipped(String),
}

impl Error {
    /// How a task ends because of it.
    pub fn exit(&self) -> Exit {
        match self {
            Error::Interrupted(signal) => Exit::Interrupted(*signal),
            Error::NothingLearned { verdict, .. } if *verdict == Verdict::Fail => Exit::Failed,
            Error::NothingLearned { .. } => Exit::CouldNotJudge,
            Error::NotRun(NotRun::Refused(_)) | Error::System(_) | Error::NoBuildFolder(_) => {
                Exit::TaskFailed
            }
            _ => Exit::Usage,
        }
    }
}
