//! In what a thread waits, as its system call tells (proc(5), `/proc/TID/syscall`).

use crate::Wait;
use libc::{c_int, c_long};
use std::fs;

/// The bit of a futex that only threads of one process use (futex(2)). The C library
/// waits for the end of a thread without it, since the kernel wakes whoever does.
const PRIVATE: c_int = libc::FUTEX_PRIVATE_FLAG;

/// In what the thread waits. `index` finds another one by its number.
pub(super) fn wait_of(tid: i32, index: impl Fn(i32) -> Option<usize>) -> Wait {
    let call = fs::read_to_string(format!("/proc/{tid}/syscall"));
    call.map_or(Wait::Other, |call| parse(&call, index))
}

/// Reads the number of the call and its arguments, or `running`.
fn parse(call: &str, index: impl Fn(i32) -> Option<usize>) -> Wait {
    if call.trim() == "running" {
        return Wait::Computes;
    }
    let mut words = call.split_ascii_whitespace();
    let number = words
        .next()
        .and_then(|number| number.parse::<c_long>().ok());
    let arguments = words.map(|word| u64::from_str_radix(word.trim_start_matches("0x"), 16));
    let arguments: Vec<u64> = arguments.map_while(Result::ok).collect();
    match number {
        Some(libc::SYS_futex) => futex(&arguments, index),
        Some(libc::SYS_nanosleep | libc::SYS_clock_nanosleep | libc::SYS_pause) => Wait::Sleep,
        Some(libc::SYS_wait4 | libc::SYS_waitid) => Wait::Process,
        Some(
            libc::SYS_poll
            | libc::SYS_ppoll
            | libc::SYS_select
            | libc::SYS_pselect6
            | libc::SYS_epoll_wait
            | libc::SYS_epoll_pwait
            | libc::SYS_epoll_pwait2,
        ) => Wait::Event,
        Some(
            libc::SYS_read
            | libc::SYS_readv
            | libc::SYS_pread64
            | libc::SYS_recvfrom
            | libc::SYS_recvmsg
            | libc::SYS_accept
            | libc::SYS_accept4,
        ) => Wait::Read,
        Some(
            libc::SYS_write
            | libc::SYS_writev
            | libc::SYS_pwrite64
            | libc::SYS_sendto
            | libc::SYS_sendmsg,
        ) => Wait::Write,
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
            let wait = parse(call, |tid| (tid == 0x767d).then_some(3));
            assert_eq!(wait, expected, "{call}");
        }
    }
}
