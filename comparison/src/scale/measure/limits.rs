//! The limits that end the growing: what each allows, how much of it is used,
//! and which of them explains that the system refused one more.

use super::cgroup;
use super::usage::{Usage, processes, read, tasks, value};
use crate::report::thousands;
use nix::errno::Errno;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use nix::unistd::Uid;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// What ends the growing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The share of the free memory that may be used.
    Memory,
    /// `RLIMIT_NPROC`: the threads of all processes of this user.
    UserThreads,
    /// `/proc/sys/kernel/threads-max`.
    ThreadsMax,
    /// `/proc/sys/kernel/pid_max`: each thread takes a number.
    PidMax,
    /// `pids.max` of a control group, by its path.
    PidsMax(String),
    /// `/proc/sys/vm/max_map_count`: a stack and its guard take two.
    MaxMapCount,
    /// `RLIMIT_AS`.
    AddressSpace,
    /// `RLIMIT_NOFILE`.
    OpenFiles,
}

impl Limit {
    /// How much of what was free at the start may be used. What others need too
    /// is not used up; what is this process's own nearly is.
    fn share(&self) -> f64 {
        match self {
            Limit::Memory => 1.0,
            Limit::UserThreads | Limit::ThreadsMax | Limit::PidMax | Limit::PidsMax(_) => 0.5,
            Limit::MaxMapCount | Limit::AddressSpace | Limit::OpenFiles => 0.9,
        }
    }

    /// That share; of the memory, it is in the budget already.
    pub fn share_in_words(&self) -> &'static str {
        match (self, self.share()) {
            (Limit::Memory, _) => "a quarter",
            (_, 0.5) => "half",
            _ => "90 %",
        }
    }

    /// Its value, in brackets and in its unit.
    pub fn show(&self, most: u64, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Limit::Memory | Limit::AddressSpace => write!(f, " ({} MiB)", thousands(most >> 20)),
            _ => write!(f, " ({})", thousands(most)),
        }
    }

    /// Whether a refusal with this error can be its doing.
    fn may_refuse_with(&self, errno: i32) -> bool {
        let is_about_files = [Errno::EMFILE, Errno::ENFILE].contains(&Errno::from_raw(errno));
        match self {
            Limit::Memory => false, // it is our own, and the system does not know it
            Limit::OpenFiles => is_about_files,
            _ => !is_about_files,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Limit::Memory => "the free memory",
            Limit::UserThreads => "RLIMIT_NPROC",
            Limit::ThreadsMax => "threads-max",
            Limit::PidMax => "pid_max",
            Limit::MaxMapCount => "max_map_count",
            Limit::AddressSpace => "RLIMIT_AS",
            Limit::OpenFiles => "RLIMIT_NOFILE",
            Limit::PidsMax(path) => return write!(f, "pids.max of {path}"),
        })
    }
}

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
        if !is_exempt() {
            let most = soft(Resource::RLIMIT_NPROC);
            add(Limit::UserThreads, most, own_threads());
        }
        let all = tasks();
        add(
            Limit::ThreadsMax,
            number("/proc/sys/kernel/threads-max"),
            all,
        );
        add(Limit::PidMax, number("/proc/sys/kernel/pid_max"), all);
        let mappings = number("/proc/sys/vm/max_map_count");
        add(Limit::MaxMapCount, mappings, usage.mappings);
        let space = soft(Resource::RLIMIT_AS);
        add(Limit::AddressSpace, space, usage.address_space_bytes);
        let files = soft(Resource::RLIMIT_NOFILE);
        add(Limit::OpenFiles, files, usage.descriptors);
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

/// Whether `RLIMIT_NPROC` does not hold for this process (getrlimit(2)): for the
/// first user, and with one of two capabilities.
fn is_exempt() -> bool {
    let status = read("/proc/self/status");
    let effective = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let effective = effective.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    let (sys_admin, sys_resource) = (1 << 21, 1 << 24);
    Uid::current().is_root() || effective.unwrap_or_default() & (sys_admin | sys_resource) != 0
}

/// The threads of all processes of this user.
fn own_threads() -> u64 {
    let me = u64::from(Uid::current().as_raw());
    let statuses = processes().map(|pid| read(&format!("/proc/{pid}/status")));
    let own = statuses.filter(|status| value(status, "Uid:") == Some(me));
    own.filter_map(|status| value(&status, "Threads:")).sum()
}

fn pids(folder: &Path) -> Option<Reading> {
    let file = |name: &str| read(&folder.join(name).display().to_string());
    Some(Reading {
        limit: Limit::PidsMax(folder.display().to_string()),
        most: file("pids.max").trim().parse().ok()?,
        used: file("pids.current").trim().parse().ok()?,
        refusals: value(&file("pids.events"), "max ").unwrap_or_default(),
    })
}

/// What may be used of the memory that is free now: a quarter.
pub fn memory_budget() -> u64 {
    let available = value(&read("/proc/meminfo"), "MemAvailable:").unwrap_or_default();
    let folders = cgroup::folders("memory");
    let in_groups = folders.iter().filter_map(|folder| {
        let file = |name: &str| {
            read(&folder.join(name).display().to_string())
                .trim()
                .parse()
                .ok()
        };
        let most: u64 = file("memory.max").or_else(|| file("memory.limit_in_bytes"))?;
        let used: u64 = file("memory.current").or_else(|| file("memory.usage_in_bytes"))?;
        Some(most.saturating_sub(used))
    });
    let free = in_groups.fold(1024 * available, u64::min);
    free / 4
}

/// How many more workers a limit allows: `share` of what was free at first.
fn room(first: &Look, last: &Look, reading: &Reading, share: f64) -> f64 {
    let before = first.readings.iter().find(|one| one.limit == reading.limit);
    let before = before.map_or(0, |one| one.used) as f64;
    let allowed = before + share * (reading.most as f64 - before);
    let left = allowed - reading.used as f64;
    let workers = last.workers.saturating_sub(first.workers);
    let each = (reading.used as f64 - before) / workers.max(1) as f64;
    match left {
        left if left <= 0.0 => 0.0,
        _ if each <= 0.0 => f64::INFINITY,
        left => left / each,
    }
}

/// The most workers that all limits allow, and the limit that allows the fewest.
pub fn ceiling(first: &Look, last: &Look) -> Option<(u64, Reading)> {
    let rooms = last.readings.iter().map(|reading| {
        let room = room(first, last, reading, reading.limit.share());
        (room, reading)
    });
    let (room, reading) = rooms.min_by(|one, other| one.0.total_cmp(&other.0))?;
    room.is_finite()
        .then(|| (last.workers + room as u64, reading.clone()))
}

/// Which limit explains that the system refused one more worker, when the last
/// look was taken. `None`: unknown.
pub fn explain(first: &Look, last: &Look, errno: i32) -> Option<Reading> {
    let refused = |reading: &&Reading| {
        let before = first.readings.iter().find(|one| one.limit == reading.limit);
        before.is_some_and(|before| reading.refusals > before.refusals)
    };
    let counted = last.readings.iter().find(refused);
    let possible = last.readings.iter();
    let possible = possible.filter(|reading| reading.limit.may_refuse_with(errno));
    let rooms = possible.map(|reading| (room(first, last, reading, 1.0), reading));
    // A worker may take a little more for a moment than it keeps.
    let least = rooms.filter(|(room, _)| *room < 2.0);
    let least = least.min_by(|one, other| one.0.total_cmp(&other.0));
    counted.or(least.map(|(_, reading)| reading)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(workers: u64, readings: &[(Limit, u64, u64, u64)]) -> Look {
        let reading = |(limit, most, used, refusals): &(Limit, u64, u64, u64)| Reading {
            limit: limit.clone(),
            most: *most,
            used: *used,
            refusals: *refusals,
        };
        Look {
            workers,
            usage: Usage::default(),
            readings: readings.iter().map(reading).collect(),
        }
    }

    const GROUP: fn() -> Limit = || Limit::PidsMax("/jobs".to_string());

    #[test]
    fn the_limit_that_allows_the_fewest_is_the_ceiling() {
        use Limit::{Memory, OpenFiles, PidMax, ThreadsMax};
        let first = look(
            0,
            &[
                (Memory, 1_000_000, 0, 0),
                (ThreadsMax, 50_000, 100, 0),
                (PidMax, 30_100, 100, 0),
                (OpenFiles, 1000, 10, 0),
            ],
        );
        let at_100 = |memory: u64, tasks: u64, files: u64| {
            look(
                100,
                &[
                    (Memory, 1_000_000, memory, 0),
                    (ThreadsMax, 50_000, 100 + tasks, 0),
                    (PidMax, 30_100, 100 + tasks, 0),
                    (OpenFiles, 1000, 10 + files, 0),
                ],
            )
        };
        let cases = [
            // Bytes, threads and descriptors at 100 workers; the ceiling.
            (1000, 100, 0, Some((15_000, PidMax))),
            (10_000, 100, 0, Some((10_000, Memory))),
            (10_000, 100, 200, Some((445, OpenFiles))),
            (2_000_000, 0, 0, Some((100, Memory))),
            (0, 0, 0, None),
        ];
        for (memory, tasks, files, expected) in cases {
            let found = ceiling(&first, &at_100(memory, tasks, files));
            let found = found.map(|(workers, reading)| (workers, reading.limit));
            assert_eq!(found, expected, "{memory} {tasks} {files}");
        }
    }

    #[test]
    fn a_refusal_is_named_after_the_limit_that_is_used_up() {
        use Limit::{AddressSpace, MaxMapCount, OpenFiles, PidMax, UserThreads};
        let (again, too_many) = (Errno::EAGAIN as i32, Errno::EMFILE as i32);
        let none = (PidMax, 1000, 100, 0);
        let cases = [
            // The limit, most, used at first, used then, refusals; the error, and
            // whether it explains that.
            (UserThreads, 110, 10, 110, 0, again, true),
            (UserThreads, 110, 10, 110, 0, 0, true),
            (UserThreads, 500, 10, 110, 0, again, false),
            (
                AddressSpace,
                300_000_000,
                90_000_000,
                299_000_000,
                0,
                again,
                true,
            ),
            (
                AddressSpace,
                300_000_000,
                90_000_000,
                200_000_000,
                0,
                again,
                false,
            ),
            (MaxMapCount, 300, 50, 299, 0, again, true),
            // Another error than this limit's.
            (OpenFiles, 110, 10, 110, 0, again, false),
            (OpenFiles, 110, 10, 110, 0, too_many, true),
            (UserThreads, 110, 10, 110, 0, too_many, false),
            // The group says itself that it refused, wherever it stands now.
            (GROUP(), 200, 10, 50, 1, again, true),
            (GROUP(), 200, 10, 50, 0, again, false),
        ];
        for (limit, most, before, used, refusals, errno, expected) in cases {
            let first = look(0, &[none.clone(), (limit.clone(), most, before, 0)]);
            let then = [
                (PidMax, 1000, 200, 0),
                (limit.clone(), most, used, refusals),
            ];
            let found = explain(&first, &look(100, &then), errno);
            let found = found.map(|reading| reading.limit);
            assert_eq!(found, expected.then_some(limit.clone()), "{limit:?} {used}");
        }
        // Before there is one worker.
        let full = look(0, &[(UserThreads, 10, 10, 0)]);
        let found = explain(&full, &full, again).map(|reading| reading.limit);
        assert_eq!(found, Some(UserThreads));
    }

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
