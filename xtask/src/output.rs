//! What a task prints.

pub use judge::complaint::complain;

use observer::exit::Exit;
use std::io::{ErrorKind, Write};

/// Prints this, with its colours if somebody sees them. Returns how the task
/// ended: as it says, or that the report is lost.
pub fn say(text: &str, exit: Exit) -> Exit {
    let mut stdout = anstream::stdout();
    let written = stdout.write_all(text.as_bytes());
    match written.and_then(|()| stdout.flush()) {
        // Whoever reads it may stop when they have seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("failed to write the report: {error}"));
            but_failed(exit)
        }
        _ => exit,
    }
}

/// How a task ended in which something failed besides: a verdict stands.
pub fn but_failed(exit: Exit) -> Exit {
    match exit {
        Exit::Passed | Exit::CouldNotJudge => Exit::TaskFailed,
        exit => exit,
    }
}
