//! The table of processes, as Linux shows it in `/proc` (proc(5)).
//! Elsewhere there is none, and nothing is found.
//!
//! A process may end between two reads: whatever cannot be read is left out.

use super::cores;
use std::collections::HashSet;
use std::fmt::Display;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process;
use std::sync::OnceLock;
use std::time::Duration;

/// One process, as the table shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ProcessStat {
    pub pid: u32,
    pub parent: u32,
    pub session: u32,
    /// Clock ticks from the machine's start to the process's.
    pub started_ticks: u64,
    pub state: State,
    /// CPU time that it has used, user and system, in steps of 10 ms.
    pub cpu: Duration,
}

/// A pid and the moment of a process's start: unlike a pid, it is not used
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity(u32, u64);

impl ProcessStat {
    pub(super) fn identity(&self) -> Identity {
        Identity(self.pid, self.started_ticks)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// On a core, or waiting for one.
    Running,
    /// Waiting for anything else, or stopped.
    Waiting,
    /// Ended, and not waited for by its parent.
    Ended,
}

/// All processes but those of `skipped`, from which it removes the ones that
/// have ended.
pub(super) fn table(skipped: &mut HashSet<u32>) -> Vec<ProcessStat> {
    let files = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids: HashSet<u32> = files
        .filter_map(|file| file.file_name().to_str()?.parse().ok())
        .collect();
    skipped.retain(|pid| pids.contains(pid));
    let processes = pids.difference(skipped);
    processes.filter_map(|&pid| stat(pid)).collect()
}

/// Whether the table is that of this process's own namespace: in another one's,
/// a number is somebody else.
pub(super) fn is_own() -> bool {
    static OWN: OnceLock<bool> = OnceLock::new();
    let name = || fs::read_link("/proc/self").ok();
    let own = || name().is_some_and(|name| name.as_os_str() == &*process::id().to_string());
    *OWN.get_or_init(own)
}

/// One process.
pub(super) fn stat(pid: u32) -> Option<ProcessStat> {
    if !is_own() {
        return None;
    }
    // A command's name may hold any bytes, but the last `)` is after it.
    let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
    let after_name = stat.iter().rposition(|&byte| byte == b')')? + 1;
    parse_stat(pid, std::str::from_utf8(&stat[after_name..]).ok()?)
}

/// Reads the fields of `/proc/PID/stat` that follow the command's name.
fn parse_stat(pid: u32, fields: &str) -> Option<ProcessStat> {
    let fields: Vec<&str> = fields.split_ascii_whitespace().collect();
    // The manual page numbers the fields from 1, and the state is number 3.
    let field = |number: usize| fields.get(number - 3).copied();
    // Only the first thread may have ended; the others go on without it.
    let threads: u32 = field(20)?.parse().ok()?;
    let state = match field(3)? {
        "Z" | "X" if threads <= 1 => State::Ended,
        "R" => State::Running,
        _ => State::Waiting,
    };
    let ticks = |number: usize| field(number)?.parse::<u64>().ok();
    Some(ProcessStat {
        pid,
        parent: field(4)?.parse().ok()?,
        session: field(6)?.parse().ok()?,
        started_ticks: ticks(22)?,
        state,
        cpu: cores::time(ticks(14)? + ticks(15)?),
    })
}

/// The CPU time, user and system, that all threads of a process have used so
/// far, in steps of 10 ms; `None` if there is no such process, or the system
/// does not tell.
pub fn cpu_time(pid: u32) -> Option<Duration> {
    Some(stat(pid)?.cpu)
}

/// What the scheduler did with a thread until now (`schedstat`, which counts
/// nanoseconds).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scheduled {
    /// Time on a core: its CPU time, user and system.
    pub ran: Duration,
    /// Time in which it was ready, and had no core.
    pub waited: Duration,
}

/// The threads of a process, each with what the scheduler did with it; zero
/// where the kernel does not tell.
pub(super) fn threads(pid: u32) -> Vec<(u32, Scheduled)> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"));
    let tasks = tasks.into_iter().flatten().flatten();
    let tids = tasks.filter_map(|task| task.file_name().to_str()?.parse().ok());
    tids.map(|tid| (tid, scheduled(tid).unwrap_or_default()))
        .collect()
}

/// What the scheduler did with a thread.
pub(crate) fn scheduled(tid: impl Display) -> Option<Scheduled> {
    parse_scheduled(&fs::read_to_string(format!("/proc/{tid}/schedstat")).ok()?)
}

fn parse_scheduled(schedstat: &str) -> Option<Scheduled> {
    let mut numbers = schedstat.split(' ').map(|number| number.parse().ok());
    let mut time = || Some(Duration::from_nanos(numbers.next()??));
    Some(Scheduled {
        ran: time()?,
        waited: time()?,
    })
}

/// Whether a process has this thread.
pub(crate) fn has_thread(pid: i32, tid: i32) -> bool {
    fs::exists(format!("/proc/{pid}/task/{tid}")).unwrap_or(false)
}

/// The most memory that the process has used so far, in bytes: the peak of its
/// resident set (`VmHWM`). `thread` is any of its threads that is alive: one that
/// has ended shows nothing, and the first may be.
pub(super) fn peak_memory_bytes(thread: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{thread}/status")).ok()?;
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

/// What a process keeps in files that are memory and have no name
/// (memfd_create(2)), in bytes. It counts as nobody's memory unless it is mapped.
pub(super) fn unnamed_memory_bytes(pid: u32) -> u64 {
    let files = fs::read_dir(format!("/proc/{pid}/fd"));
    let files = files
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path());
    let unnamed = files.filter(|file| {
        let name = fs::read_link(file).unwrap_or_default();
        name.as_os_str().as_encoded_bytes().starts_with(b"/memfd:")
    });
    let mut counted = HashSet::new();
    let sizes = unnamed.filter_map(|file| fs::metadata(file).ok());
    let sizes = sizes.filter(|file| counted.insert((file.dev(), file.ino())));
    // In units of 512 bytes, whatever the file system (stat(2)).
    sizes.map(|file| file.blocks() * 512).sum()
}

/// The command line for a person to read.
pub(super) fn command(pid: u32) -> String {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let words: Vec<String> = bytes
        .split(|&byte| byte == 0)
        .map(|word| String::from_utf8_lossy(word).into_owned())
        .collect();
    words.join(" ").trim_end().to_string()
}

/// One variable of the environment that the process was started with.
pub(super) fn variable(pid: u32, name: &str) -> Option<String> {
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let mut variables = environment.split(|&byte| byte == 0);
    let value = variables
        .find_map(|variable| variable.strip_prefix(name.as_bytes())?.strip_prefix(b"="))?;
    String::from_utf8(value.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_fields_of_stat() {
        let line = |state: &str, threads: u32| {
            format!(" {state} 7 8 9 0 -1 4 0 0 0 0 2 3 0 0 20 0 {threads} 0 4242 1 1")
        };
        let cases = [
            ("R", 1, State::Running),
            ("S", 3, State::Waiting),
            ("T", 1, State::Waiting),
            ("Z", 1, State::Ended),
            ("Z", 2, State::Waiting),
        ];
        for (letter, threads, state) in cases {
            let expected = ProcessStat {
                pid: 5,
                parent: 7,
                session: 9,
                started_ticks: 4242,
                state,
                cpu: Duration::from_millis(50),
            };
            assert_eq!(
                parse_stat(5, &line(letter, threads)),
                Some(expected),
                "{letter}"
            );
        }
        assert_eq!(parse_stat(5, " S 1 2"), None);
        assert_eq!(parse_stat(5, ""), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_is_in_the_table() {
        let me = std::process::id();
        let mut skipped = HashSet::new();
        let table = table(&mut skipped);
        assert_eq!(table.iter().filter(|entry| entry.pid == me).count(), 1);
        assert!(peak_memory_bytes(me).is_some_and(|bytes| bytes > 100_000));
        assert!(threads(me).iter().any(|&(tid, _)| tid == me));
        assert!(command(me).contains("observer"));
        assert_eq!(variable(me, "PATH"), std::env::var("PATH").ok());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_skipped_is_skipped_until_it_has_ended() {
        let me = std::process::id();
        let gone = u32::MAX;
        let mut skipped = HashSet::from([me, gone]);
        let table = table(&mut skipped);
        assert!(table.iter().all(|entry| entry.pid != me));
        assert_eq!(skipped, HashSet::from([me]));
    }
}
