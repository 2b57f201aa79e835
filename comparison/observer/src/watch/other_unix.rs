//! What there is where Linux's ways are missing (see `linux.rs`).

use super::proc::ProcessStat;
use crate::Limits;
use rustix::io::{Errno, retry_on_intr};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use std::io;
use std::os::fd::OwnedFd;
use std::thread;

/// Orphans go to the system's first process, and are not seen here.
pub(super) fn become_reaper() -> io::Result<()> {
    Ok(())
}

/// No process can set the limits of another.
pub(super) fn limit(_: u32, _: &Limits) {}

/// A pipe that is closed when the process has ended, without reaping it. A
/// thread waits for that.
pub(super) fn end_of(pid: u32) -> io::Result<OwnedFd> {
    let pid = Pid::from_raw(pid.cast_signed()).ok_or(Errno::SRCH)?;
    let (reader, writer) = io::pipe()?;
    let wait = move || {
        let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        let _ = retry_on_intr(|| waitid(WaitId::Pid(pid), ended));
        drop(writer);
    };
    thread::Builder::new().spawn(wait)?;
    Ok(reader.into())
}

/// Without `/proc` no process is ever seen that could be killed by its pid.
pub(super) fn kill(_: &ProcessStat) {}
