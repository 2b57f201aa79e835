//! What only Linux offers: orphans are handed to this process, limits are set
//! from outside, and descriptors name processes.

use super::proc::{self, ProcessStat};
use crate::Limits;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Resource, Rlimit, Signal, getpid, getrlimit};
use rustix::process::{pidfd_open, pidfd_send_signal, prlimit, set_child_subreaper};
use std::io;
use std::os::fd::OwnedFd;

/// Makes this process the parent of what its children leave behind.
pub(super) fn become_reaper() -> io::Result<()> {
    Ok(set_child_subreaper(Some(getpid()))?)
}

/// Sets the limits that the system itself watches over; what the process starts
/// inherits them. It may have started something already, or have ended.
pub(super) fn limit(pid: u32, limits: &Limits) {
    let pid = Pid::from_raw(pid.cast_signed());
    let seconds = limits.cpu.as_secs().max(1);
    for (resource, most, hard) in [
        // At the hard limit the signal is SIGKILL, which does not say why.
        (Resource::Cpu, seconds, seconds + 1),
        (Resource::Fsize, limits.file_bytes, limits.file_bytes),
        (Resource::Core, 0, 0),
    ] {
        // Somebody may have set a lower one already.
        let own = getrlimit(resource);
        let lower = |most: u64, own: Option<u64>| Some(own.map_or(most, |own| own.min(most)));
        let limit = Rlimit {
            current: lower(most, own.current),
            maximum: lower(hard, own.maximum),
        };
        let _ = prlimit(pid, resource, limit);
    }
}

/// A descriptor that can be read when the process has ended, without reaping it.
pub(super) fn end_of(pid: u32) -> io::Result<OwnedFd> {
    let pid = Pid::from_raw(pid.cast_signed()).ok_or(Errno::SRCH)?;
    Ok(pidfd_open(pid, PidfdFlags::empty())?)
}

/// Kills the process that was seen, and none that was given its pid since.
pub(super) fn kill(seen: &ProcessStat) {
    // From here on, the descriptor names one process, whatever becomes of the
    // pid: if it is the right one now, the signal goes to the right one.
    let descriptor = end_of(seen.pid);
    let now = proc::stat(seen.pid).map(|now| now.identity());
    if let (Ok(process), true) = (descriptor, now == Some(seen.identity())) {
        let _ = pidfd_send_signal(process, Signal::KILL); // it may have ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    #[test]
    fn a_process_that_was_given_the_pid_later_is_not_killed() {
        let mut child = Command::new("sleep").arg("60").spawn().expect("a process");
        let seen = proc::stat(child.id()).expect("its entry");
        let older = ProcessStat {
            started_ticks: seen.started_ticks - 1,
            ..seen
        };
        kill(&older);
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert_eq!(child.try_wait().expect("waited for"), None);
        kill(&seen);
        assert_eq!(child.wait().expect("waited for").signal(), Some(9));
    }
}
