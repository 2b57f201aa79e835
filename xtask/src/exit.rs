//! The exit codes, the same for every task.

use std::process::ExitCode;

/// What `--help` says of them.
pub const HELP: &str = "Exit codes: 0 all passed, 1 a program is wrong, 2 wrong usage or an \
                        invalid expectation, 3 could not be judged, 128 + N stopped by signal N";

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything passed. What was skipped was said so, and did not fail.
    Passed,
    /// 1: a program is wrong.
    Failed,
    /// 2: wrong usage, or an invalid expectation.
    Usage,
    /// 3: no program is wrong, but one could not be judged, or the report could
    /// not be written.
    CouldNotJudge,
    /// 128 + N: stopped by the signal of this number, as shells report it.
    Interrupted(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Passed => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::CouldNotJudge => 3,
            Exit::Interrupted(signal) => 128 + signal,
        })
    }
}
