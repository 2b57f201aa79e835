//! What a program and all that it made take, seen from outside (proc(5)).
//!
//! Memory is the PSS of all its processes, which shares what they share among
//! them, and the kernel's part: a stack for each thread, and page tables.

use serde::{Deserialize, Serialize};
use std::fs;

/// What the processes of a group take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    pub processes: u64,
    pub threads: u64,
    pub pss_bytes: u64,
    pub page_table_bytes: u64,
    pub kernel_stack_bytes: u64,
}

impl Usage {
    /// All processes of the group that `leader` leads.
    pub fn of(leader: u32) -> Usage {
        let mut usage = Usage::default();
        for pid in members(leader) {
            let status = read(&format!("/proc/{pid}/status"));
            let rollup = read(&format!("/proc/{pid}/smaps_rollup"));
            usage.processes += 1;
            usage.threads += value(&status, "Threads:").unwrap_or(1);
            usage.pss_bytes += 1024 * value(&rollup, "Pss:").unwrap_or_default();
            usage.page_table_bytes += 1024 * value(&status, "VmPTE:").unwrap_or_default();
        }
        usage.kernel_stack_bytes = usage.threads * kernel_stack_bytes();
        usage
    }

    pub fn bytes(&self) -> u64 {
        self.pss_bytes + self.kernel_bytes()
    }

    /// What the kernel needs for them, which PSS does not count.
    pub fn kernel_bytes(&self) -> u64 {
        self.page_table_bytes + self.kernel_stack_bytes
    }
}

/// The kernel's stack of one thread: all of them, by the number of threads.
fn kernel_stack_bytes() -> u64 {
    let all = value(&read("/proc/meminfo"), "KernelStack:").unwrap_or_default();
    let pages = (all as f64 / tasks().max(1) as f64 / 4.0).round();
    4096 * pages as u64
}

/// How many threads there are on the whole machine.
pub fn tasks() -> u64 {
    let loadavg = read("/proc/loadavg");
    let tasks = loadavg.split(' ').nth(3).unwrap_or_default();
    let tasks = tasks.split_once('/').map(|(_, all)| all.parse());
    tasks.and_then(Result::ok).unwrap_or_default()
}

fn members(leader: u32) -> impl Iterator<Item = u32> {
    let files = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = files.filter_map(|file| file.file_name().to_str()?.parse().ok());
    processes.filter(move |pid| {
        let stat = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
        group(&String::from_utf8_lossy(&stat)) == Some(leader)
    })
}

/// The process group, the third field after the command's name.
fn group(stat: &str) -> Option<u32> {
    let (_, fields) = stat.rsplit_once(") ")?;
    fields.split(' ').nth(2)?.parse().ok()
}

/// The first number after a name at the beginning of a line.
pub fn value(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_ascii_whitespace().next()?.parse().ok()
}

/// Empty where it cannot be read.
pub fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_system_shows() {
        let status = "Name:\tx\nVmSize:\t  2048 kB\nThreads:\t3\n";
        assert_eq!(value(status, "VmSize:"), Some(2048));
        assert_eq!(value(status, "Threads:"), Some(3));
        assert_eq!(value(status, "VmPTE:"), None);
        // A name may hold anything.
        assert_eq!(group("7 (a) b) S 1 5 6 0"), Some(5));
        assert_eq!(group(""), None);
    }

    #[test]
    fn this_group_is_seen() {
        let me = nix::unistd::getpgrp().as_raw().unsigned_abs();
        let usage = Usage::of(me);
        assert!(usage.processes > 0 && usage.threads > 0, "{usage:?}");
        assert!(usage.pss_bytes > 100_000, "{usage:?}");
        let stack = usage.kernel_stack_bytes / usage.threads;
        assert!((4096..=65_536).contains(&stack), "{stack}");
    }
}
