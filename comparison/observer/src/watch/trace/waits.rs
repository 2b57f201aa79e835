//! In what a thread waits, as its system call tells (proc(5), `/proc/TID/syscall`).

use crate::Wait;
use libc::{c_int, c_long};
use std::fs;

/// The bit of a futex that only threads of one process use (futex(2)). The C library
/// waits for the end of a thread without it, since the kernel wakes whoever does.
const PRIVATE: c_int = libc::FUTEX_PRIVATE_FLAG;

/// The system call in which a thread sleeps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub number: c_long,
    pub arguments: Vec<u64>,
}

impl Call {
    /// The call of this thread; `None` if it does not sleep.
    pub(super) fn of(tid: i32) -> Option<Call> {
        Call::parse(&shown(tid)?)
    }

    fn parse(shown: &str) -> Option<Call> {
        let mut words = shown.split_ascii_whitespace();
        let number = words.next()?.parse().ok()?;
        let arguments = words.map(|word| u64::from_str_radix(word.trim_start_matches("0x"), 16));
        Some(Call {
            number,
            arguments: arguments.map_while(Result::ok).collect(),
        })
    }
}

fn shown(tid: i32) -> Option<String> {
    fs::read_to_string(format!("/proc/{tid}/syscall")).ok()
}

/// In what the thread waits. `index` finds another one by its number.
pub(super) fn wait_of(tid: i32, index: impl Fn(i32) -> Option<usize>) -> Wait {
    shown(tid).map_or(Wait::Other, |call| wait_in(&call, index))
}

fn wait_in(shown: &str, index: impl Fn(i32) -> Option<usize>) -> Wait {
    if shown.trim() == "running" {
        return Wait::Computes;
    }
    let Some(Call { number, arguments }) = Call::parse(shown) else {
        return Wait::Other;
    };
    match number {
        libc::SYS_futex => futex(&arguments, index),
        libc::SYS_nanosleep | libc::SYS_clock_nanosleep | libc::SYS_pause => Wait::Sleep,
        libc::SYS_wait4 | libc::SYS_waitid => Wait::Process,
        libc::SYS_poll
        | libc::SYS_ppoll
        | libc::SYS_select
        | libc::SYS_pselect6
        | libc::SYS_epoll_wait
        | libc::SYS_epoll_pwait
        | libc::SYS_epoll_pwait2 => Wait::Event,
        libc::SYS_read
        | libc::SYS_readv
        | libc::SYS_pread64
        | libc::SYS_recvfrom
        | libc::SYS_recvmsg
        | libc::SYS_accept
        | libc::SYS_accept4 => Wait::Read,
        libc::SYS_write
        | libc::SYS_writev
        | libc::SYS_pwrite64
        | libc::SYS_sendto
        | libc::SYS_sendmsg => Wait::Write,
        _ => Wait::Other,
    }
}

/// Whoever waits for the end of a thread waits until its number is gone.
fn futex(arguments: &[u64], index: impl Fn(i32) -> Option<usize>) -> Wait {
    let &[_, operation, value, ..] = arguments else {
        return Wait::Lock;
    };
    let is_private = operation & u64::from(PRIVATE.cast_unsigned()) != 0;
    let thread = i32::try_from(value).ok().filter(|_| !is_private);
    thread.and_then(index).map_or(Wait::Lock, Wait::Thread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_call_tells_what_a_thread_waits_for() {
        let cases = [
            ("running\n", Wait::Computes),
            // A join, and what only looks like one.
            (
                "202 0x7f46 0x109 0x767d 0x0 0x0 0xffffffff 0x7fff 0x7f46",
                Wait::Thread(3),
            ),
            (
                "202 0x7f46 0x189 0x767d 0x0 0x0 0xffffffff 0x7fff 0x7f46",
                Wait::Lock,
            ),
            (
                "202 0x7f46 0x109 0x7 0x0 0x0 0xffffffff 0x7fff 0x7f46",
                Wait::Lock,
            ),
            (
                "202 0x55f3 0x89 0x2 0x0 0x0 0xffffffff 0x7f46 0x7f46",
                Wait::Lock,
            ),
            (
                "230 0x0 0x0 0x7ffc 0x7ffc 0x0 0x0 0x7ffc 0x7f83",
                Wait::Sleep,
            ),
            (
                "61 0xffffffff 0x0 0x0 0x0 0x0 0x0 0x7ffc 0x7f83",
                Wait::Process,
            ),
            (
                "232 0x3 0x7fdb 0x1 0xffffffff 0x0 0x0 0x7ffe 0x7fdb",
                Wait::Event,
            ),
            ("0 0x3 0x7f68 0x4 0x557e 0x0 0x0 0x7ffd 0x7f68", Wait::Read),
            ("1 0x3 0x7f68 0x4 0x557e 0x0 0x0 0x7ffd 0x7f68", Wait::Write),
            ("-1 0x7ffd 0x7f68", Wait::Other),
            ("", Wait::Other),
        ];
        for (call, expected) in cases {
            let wait = wait_in(call, |tid| (tid == 0x767d).then_some(3));
            assert_eq!(wait, expected, "{call}");
        }
    }
}
