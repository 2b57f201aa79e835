//! Whether a program can never go on: each of its threads waits for another one.
//!
//! That is certain, however busy the machine is: who is ready to run and has no core
//! is not asleep, and neither is who is held back.

use super::waits::Call;
use libc::c_int;
use std::fs;

/// How descriptors without a name in any folder are shown, each with a number (proc(5)).
const PIPE: &[u8] = b"pipe:[";
const SOCKET: &[u8] = b"socket:[";

/// What wakes event loops, and nothing else. It is shown without a number.
const EVENT: &[u8] = b"anon_inode:[eventfd]";

/// What programs catch that wait for no signal from outside: CPython an interrupt, Rust
/// some of a thread's own faults, and glibc two that a program's threads send one
/// another (nptl(7)).
const CAUGHT_BY_ALL: [c_int; 7] = [
    libc::SIGINT,
    libc::SIGILL,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGSEGV,
    32,
    33,
];

/// All threads of a program, each asleep in what only another one of them can end.
///
/// They were looked at one after the other, so one alone proves nothing. Two that are
/// equal do: nobody has run from the end of the first look to the beginning of the
/// second, so all were asleep at one moment, and nobody is left to wake them.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::watch) struct Standstill(Vec<Asleep>);

/// A thread that waits for another one.
#[derive(Debug, PartialEq, Eq)]
struct Asleep {
    tid: i32,
    call: Call,
    /// How often it had gone to sleep, or lost its core, until then.
    switches: Vec<String>,
}

impl Standstill {
    /// Looks at these threads, which are all of a program; `None` if one of them may
    /// go on by itself, or be woken from outside.
    pub(super) fn of(threads: impl Iterator<Item = i32>) -> Option<Standstill> {
        threads.map(asleep).collect::<Option<_>>().map(Standstill)
    }
}

fn asleep(tid: i32) -> Option<Asleep> {
    // The call of a thread is shown when it has gone to sleep. Who was woken since, and
    // ran, shows that by a count behind it.
    let call = Call::of(tid)?;
    let status = fs::read_to_string(format!("/proc/{tid}/status")).ok()?;
    let is_certain = !is_woken_by_signals(&status) && is_for_another(tid, &call);
    let switches = switches(&status).filter(|_| is_certain)?;
    Some(Asleep {
        tid,
        call,
        switches,
    })
}

/// The counts, of a thread that sleeps, and was not stopped (proc(5)).
fn switches(status: &str) -> Option<Vec<String>> {
    let of = |name: &'static str| status.lines().filter(move |line| line.contains(name));
    let sleeps = of("State:").any(|line| line.contains("S (sleeping)"));
    let switches: Vec<String> = of("ctxt_switches:").map(str::to_string).collect();
    (sleeps && !switches.is_empty()).then_some(switches)
}

/// Whether a signal, which anybody may send, does something else than to end the
/// program.
fn is_woken_by_signals(status: &str) -> bool {
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|signals| u64::from_str_radix(signals.trim(), 16).ok());
    let bits = CAUGHT_BY_ALL.map(|signal| 1 << (signal - 1));
    let by_all = bits.iter().fold(0, |all: u64, bit| all | bit);
    caught.is_none_or(|caught| caught & !by_all != 0)
}

/// Whether only another thread of the same program can end this call: no time does,
/// and nobody outside. (A signal may: see [`is_woken_by_signals`].)
fn is_for_another(tid: i32, call: &Call) -> bool {
    match (call.number, call.arguments.as_slice()) {
        (libc::SYS_futex, &[address, operation, _, timeout, ..]) => {
            let operation = operation as c_int;
            let waits = [libc::FUTEX_WAIT, libc::FUTEX_WAIT_BITSET]
                .contains(&(operation & libc::FUTEX_CMD_MASK));
            let is_private = operation & libc::FUTEX_PRIVATE_FLAG != 0;
            let maps = || fs::read_to_string(format!("/proc/{tid}/maps")).unwrap_or_default();
            waits && timeout == 0 && (is_private || !is_shared(&maps(), address))
        }
        (libc::SYS_wait4, _) => true,
        // Not of a socket, which may have a time of its own (SO_RCVTIMEO).
        (libc::SYS_read | libc::SYS_write, &[descriptor, ..]) => is_own(tid, descriptor, &[PIPE]),
        (libc::SYS_epoll_wait | libc::SYS_epoll_pwait, &[descriptor, _, _, timeout, ..]) => {
            let awaited = awaited(tid, descriptor);
            let is_own = |&file: &u64| is_own(tid, file, &[PIPE, SOCKET, EVENT]);
            (timeout as c_int) < 0 && awaited.is_some_and(|files| files.iter().all(is_own))
        }
        _ => false,
    }
}

/// Whether others than this program may have the memory at this address too: a file's,
/// unless it has no name any more.
fn is_shared(maps: &str, address: u64) -> bool {
    let mapping = maps.lines().find(|line| holds(line, address));
    mapping.is_none_or(|line| {
        let is_private = line
            .split(' ')
            .nth(1)
            .is_some_and(|flags| flags.ends_with('p'));
        let is_unnamed = line.contains(" /dev/") && line.ends_with(" (deleted)");
        !is_private && !is_unnamed
    })
}

/// Whether a line of `/proc/PID/maps` is about this address.
fn holds(line: &str, address: u64) -> bool {
    let range = line
        .split(' ')
        .next()
        .and_then(|range| range.split_once('-'));
    let number = |hexadecimal| u64::from_str_radix(hexadecimal, 16).ok();
    let range = range.and_then(|(start, end)| Some(number(start)?..number(end)?));
    range.is_some_and(|range| range.contains(&address))
}

/// The descriptors whose events an event loop waits for.
fn awaited(tid: i32, epoll: u64) -> Option<Vec<u64>> {
    let info = fs::read_to_string(format!("/proc/{tid}/fdinfo/{epoll}")).ok()?;
    let awaited = info.lines().filter_map(|line| line.strip_prefix("tfd:"));
    let number = |line: &str| line.split_ascii_whitespace().next()?.parse().ok();
    awaited.map(number).collect()
}

/// Whether a descriptor is of one of these kinds, and made by the program: what it was
/// given from outside, this process has too. (Of its sockets, it has made pairs only.)
fn is_own(tid: i32, descriptor: u64, kinds: &[&[u8]]) -> bool {
    let Ok(file) = fs::read_link(format!("/proc/{tid}/fd/{descriptor}")) else {
        return false;
    };
    let files = fs::read_dir("/proc/self/fd")
        .into_iter()
        .flatten()
        .flatten();
    let mut given = files.filter_map(|file| fs::read_link(file.path()).ok());
    let name = file.as_os_str().as_encoded_bytes();
    kinds.iter().any(|kind| name.starts_with(kind)) && given.all(|given| given != file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sleeps_is_told_from_who_is_ready_or_was_stopped() {
        let status = |state: &str| {
            format!(
                "Name:\tS (sleeping)\nState:\t{state}\nTgid:\t5\n\
                 voluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t2\n"
            )
        };
        let counts = [
            "voluntary_ctxt_switches:\t7",
            "nonvoluntary_ctxt_switches:\t2",
        ];
        let counts = counts.map(str::to_string).to_vec();
        assert_eq!(switches(&status("S (sleeping)")), Some(counts));
        for other in [
            "R (running)",
            "t (tracing stop)",
            "T (stopped)",
            "Z (zombie)",
        ] {
            assert_eq!(switches(&status(other)), None, "{other}");
        }
        assert_eq!(switches("State:\tS (sleeping)\n"), None);
    }

    #[test]
    fn who_catches_what_not_all_do_may_be_woken() {
        let catches = |signals: &str| is_woken_by_signals(&format!("SigCgt:\t{signals}\n"));
        // CPython, also with a thread; Rust.
        for by_all in ["0000000000000002", "0000000100000002", "0000000000000440"] {
            assert!(!catches(by_all), "{by_all}");
        }
        // CPython with a handler of SIGUSR1, or of the first real-time signal; Node.
        for more in ["0000000000000202", "0000000200000002", "0000000100004602"] {
            assert!(catches(more), "{more}");
        }
        assert!(is_woken_by_signals("State:\tS (sleeping)\n"));
    }

    #[test]
    fn only_a_file_with_a_name_is_shared_with_others() {
        let maps = "\
7f01-7f02 rw-p 00000000 00:00 0
7f02-7f03 rw-s 00000000 00:1b 66197    /dev/shm/sem.a1tR7t (deleted)
7f03-7f04 rw-s 00000000 00:01 1        /dev/zero (deleted)
7f04-7f05 rw-s 00000000 00:1b 66198    /dev/shm/sem.queue
7f05-7f06 rw-s 00000000 08:01 12       /tmp/counter
7f06-7f07 rw-p 00000000 08:01 13       /usr/lib/libc.so.6
7f07-7f08 rw-s 00000000 00:01 32769    /SYSV00000007 (deleted)";
        for address in [0x7f01, 0x7f02, 0x7f03, 0x7f06] {
            assert!(!is_shared(maps, address), "{address:x}");
        }
        for address in [0x7f04, 0x7f05, 0x7f07, 0x7f08] {
            assert!(is_shared(maps, address), "{address:x}");
        }
    }
}
