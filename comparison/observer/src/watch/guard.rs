//! Whoever ends this process by force ends what it watches as well.
//!
//! The kernel kills what is traced with its tracer. For the rest there is a
//! process apart, which waits for this one's end.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};

/// Waits for a word that all is well; if none comes until its input ends, kills
/// whatever has the mark in its environment, until nothing has.
const SCRIPT: &str = r#"
trap '' HUP INT QUIT TERM
read -r word && exit
for again in 1 2 3 4 5 6 7 8 9; do
    found=$(grep -lsaF "$1" /proc/[0-9]*/environ)
    test "$found" || exit
    for file in $found; do
        process=${file#/proc/}
        kill -KILL "${process%/environ}"
    done
done"#;

/// A process that outlives this one.
pub(super) struct Guard(ChildStdin);

impl Guard {
    /// Starts it, to kill what has this in its environment. `None` if that is not
    /// possible: then only a signal that is caught leaves nothing behind.
    pub(super) fn start(mark: &OsStr) -> Option<Guard> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(mark);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Whoever ends all of this process's group does not end it too. It stays
        // in the session, so that it is not taken for a program's orphan.
        let mut guard = command.process_group(0).spawn().ok()?;
        guard.stdin.take().map(Guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.write_all(b"done\n"); // it may have ended
    }
}
