//! The exit codes, the same for every task.

use std::io::{ErrorKind, Write};
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

/// Prints this, with its colours if somebody sees them. Returns how the task
/// ended: as it says, or that the report is lost.
pub fn say(text: &str, exit: Exit) -> Exit {
    let mut stdout = anstream::stdout();
    let written = stdout.write_all(text.as_bytes());
    match written.and_then(|()| stdout.flush()) {
        // Whoever reads it may stop when they have seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("error: failed to write the report: {error}");
            match exit {
                Exit::Passed => Exit::CouldNotJudge,
                exit => exit,
            }
        }
        _ => exit,
    }
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
