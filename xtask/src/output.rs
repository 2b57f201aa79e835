//! What a task prints.

pub use judge::complaint::complain;

use observer::exit::Exit;
use observer::interrupt::wait_for;
use std::io::{ErrorKind, Write};

/// Prints this, with its colours if somebody sees them. Returns how the task
/// ended: as it says, or that the report is lost.
pub fn say(text: &str, exit: Exit) -> Exit {
    let text = text.to_string();
    let written = wait_for(move || {
        let mut stdout = anstream::stdout();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    });
    match written {
        // Whoever reads it may stop when they have seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("failed to write the report: {error}"));
            worst(&[exit, Exit::TaskFailed])
        }
        _ => exit,
    }
}

/// How a task ended whose parts ended so: a verdict stands, whatever else failed.
pub fn worst(ends: &[Exit]) -> Exit {
    let by_weight = [Exit::Failed, Exit::TaskFailed, Exit::CouldNotJudge];
    let worst = by_weight.into_iter().find(|exit| ends.contains(exit));
    worst.unwrap_or(Exit::Passed)
}
