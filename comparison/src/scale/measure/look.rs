//! All limits at one moment: what each allows, and how much of it is used.

use super::limit::Limit;
use super::usage::{Usage, read, tasks, value};
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use observer::{cgroup, limit_of_user};
use std::fs;
use std::path::Path;

/// A limit at one moment, in its own unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub limit: Limit,
    pub most: u64,
    pub used: u64,
    /// How often it has refused something, where the system counts that.
    pub refusals: u64,
}

/// All limits, when there were so many workers.
#[derive(Clone, Debug)]
pub struct Look {
    pub workers: u64,
    pub usage: Usage,
    pub readings: Vec<Reading>,
}

impl Look {
    /// Looks at the program that leads this group, and at all limits.
    /// `memory_bytes` is what it may use.
    pub fn at(leader: u32, workers: u64, memory_bytes: u64) -> Look {
        let usage = Usage::of(leader);
        let mut readings = Vec::new();
        let mut add = |limit, most: Option<u64>, used| {
            readings.extend(most.map(|most| Reading {
                limit,
                most,
                used,
                refusals: 0,
            }));
        };
        let number = |path: &str| read(path).trim().parse().ok();
        add(Limit::Memory, Some(memory_bytes), usage.bytes());
        if let Some((most, threads)) = limit_of_user() {
            add(Limit::UserThreads, Some(most), threads);
        }
        let all = tasks();
        add(
            Limit::ThreadsMax,
            number("/proc/sys/kernel/threads-max"),
            all,
        );
        add(Limit::PidMax, number("/proc/sys/kernel/pid_max"), all);
        // These count for each process: what the program itself has.
        let of = |file: &str| format!("/proc/{leader}/{file}");
        let mappings = read(&of("maps")).lines().count() as u64;
        let most = number("/proc/sys/vm/max_map_count");
        add(Limit::MaxMapCount, most, mappings);
        let space = value(&read(&of("status")), "VmSize:").unwrap_or_default();
        add(Limit::AddressSpace, soft(Resource::RLIMIT_AS), 1024 * space);
        let files = fs::read_dir(of("fd")).into_iter().flatten().count() as u64;
        add(Limit::OpenFiles, soft(Resource::RLIMIT_NOFILE), files);
        readings.extend(cgroup::folders("pids").iter().filter_map(|path| pids(path)));
        Look {
            workers,
            usage,
            readings,
        }
    }
}

/// The soft limit, if there is one.
pub fn soft(resource: Resource) -> Option<u64> {
    let (soft, _) = getrlimit(resource).ok()?;
    (soft != RLIM_INFINITY).then_some(soft)
}

fn pids(folder: &Path) -> Option<Reading> {
    let path = folder.display().to_string();
    let events = read(&format!("{path}/pids.events"));
    Some(Reading {
        limit: Limit::PidsMax(path),
        most: cgroup::number(folder, "pids.max")?,
        used: cgroup::number(folder, "pids.current")?,
        refusals: value(&events, "max ").unwrap_or_default(),
    })
}

/// What may be used of the memory that is free now: a quarter.
pub fn memory_budget() -> u64 {
    let available = value(&read("/proc/meminfo"), "MemAvailable:").unwrap_or_default();
    let folders = cgroup::folders("memory");
    let in_groups = folders.iter().filter_map(|folder| {
        let file = |name| cgroup::number(folder, name);
        let most = file("memory.max").or_else(|| file("memory.limit_in_bytes"))?;
        let used = file("memory.current").or_else(|| file("memory.usage_in_bytes"))?;
        Some(most.saturating_sub(used))
    });
    let free = in_groups.fold(1024 * available, u64::min);
    free / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_this_machine_can_be_read() {
        let look = Look::at(std::process::id(), 0, 1);
        let has = |limit| look.readings.iter().any(|reading| reading.limit == limit);
        assert!(has(Limit::ThreadsMax) && has(Limit::PidMax) && has(Limit::MaxMapCount));
        for reading in &look.readings {
            assert!(reading.most > 0, "{reading:?}");
        }
        assert!(memory_budget() > 1_000_000);
    }
}
