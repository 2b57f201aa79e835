//! The exit codes, the same for every program that watches others.

use std::process::ExitCode;

/// What `--help` says of them.
pub const HELP: &str = "Exit codes: 0 all passed, 1 a program is wrong, 2 wrong usage or an \
                        invalid expectation, 3 could not be judged, 4 the task itself failed, \
                        128 + N stopped by signal N";

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Exit {
    /// 0: everything passed. What was skipped was said so, and did not fail.
    Passed,
    /// 1: a program is wrong. This stands even if a report is lost, but not if grades
    /// are.
    Failed,
    /// 2: wrong usage, or an invalid expectation: nothing was run.
    Usage,
    /// 3: no program is wrong, but one could not be judged; or, even beside a wrong one,
    /// nobody knows the grades of one, and they were asked for.
    CouldNotJudge,
    /// 4: no program is wrong, but the task itself failed: a report could not
    /// be written, the system refused what the task needs, or there is a bug; or, even
    /// beside a wrong one, grades could not be written.
    TaskFailed,
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
            Exit::TaskFailed => 4,
            Exit::Interrupted(signal) => 128 + signal,
        })
    }
}
