//! Lets a stopped thread go on.
//!
//! The one place in this crate that is `unsafe`: the safe interfaces to ptrace
//! know signals by name, and a real-time signal has none, but a program that
//! waits for one (a cancelled thread, a changed user, .NET) must get it.
#![allow(unsafe_code)]

use std::io;
use std::ptr;

/// How it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Until the next event.
    Event,
    /// Until the system call in which it is has returned, or the next event.
    Return,
    /// Not at all: it was stopped by a signal, and waits for the next.
    Signal,
}

/// Lets a thread of this process's tracees go on, and gives it a signal; 0 is
/// none.
///
/// # Errors
/// If it was killed meanwhile.
pub(super) fn resume(tid: i32, until: Until, signal: i32) -> io::Result<()> {
    let request = match until {
        Until::Event => libc::PTRACE_CONT,
        Until::Return => libc::PTRACE_SYSCALL,
        Until::Signal => libc::PTRACE_LISTEN,
    };
    let nowhere = ptr::null_mut::<libc::c_void>();
    // SAFETY: these three requests read no memory, and write none: both pointers
    // are plain numbers to them (ptrace(2)).
    let result = unsafe { libc::ptrace(request, tid, nowhere, signal as libc::c_long) };
    match result {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
