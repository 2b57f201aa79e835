//! The exit codes.

use std::process::ExitCode;

/// What `--help` says of them.
pub const HELP: &str = "Exit codes: 0 measured, 1 a job failed (with --check: or a verdict \
                        contradicts the truth table), 2 wrong usage, 3 inconclusive (with \
                        --check), 128 + N stopped by signal N";

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything was measured, or with `--check`, is as it should be.
    Done,
    /// 1: a job failed or had a wrong answer. With `--check` also: a verdict
    /// contradicts the truth table.
    Failed,
    /// 2: wrong usage, a file that cannot be written among it: nothing was
    /// measured.
    Usage,
    /// 3: with `--check`, a verdict is inconclusive. Also: a report could not be
    /// written.
    Inconclusive,
    /// 128 + N: stopped by the signal of this number, as shells report it.
    Interrupted(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Inconclusive => 3,
            Exit::Interrupted(signal) => 128 + signal,
        })
    }
}
