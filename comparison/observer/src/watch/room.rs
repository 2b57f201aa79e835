//! How much more the system lets this process's user have: descriptors, and
//! processes and threads, which are one thing to it.

use super::cgroup;
use rustix::process::{Resource, getrlimit};
use std::fs;

/// What a run needs besides its program: a terminal, two pipes, and some files
/// to look at it.
const DESCRIPTORS: usize = 8;

/// What a run needs of processes and threads: two to watch it, and some for a
/// program. A larger one may be refused them.
const TASKS: usize = 8;

/// How many programs can be watched side by side.
pub fn most_side_by_side() -> usize {
    let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let by_descriptors = limit.saturating_sub(40) / DESCRIPTORS;
    let by_tasks = room_for_tasks() / TASKS;
    by_descriptors.min(by_tasks).max(1)
}

/// How many more processes and threads may exist: by the limit of this process's
/// user (`RLIMIT_NPROC`), and by those of its cgroups (`pids.max`). The highest
/// number where nothing is known to limit them.
pub fn room_for_tasks() -> usize {
    let of_user = limit_of_user();
    let groups = cgroup::folders("pids").into_iter();
    // Each limits all below it.
    let of_groups = groups.filter_map(|folder| {
        let most = cgroup::number(&folder, "pids.max")?;
        Some((most, cgroup::number(&folder, "pids.current")?))
    });
    let rooms = of_user.into_iter().chain(of_groups);
    let least = rooms.map(|(most, used)| most.saturating_sub(used)).min();
    least.map_or(usize::MAX, |room| {
        usize::try_from(room).unwrap_or(usize::MAX)
    })
}

/// How many threads the processes of this user may have (`RLIMIT_NPROC`), and how many
/// they have; `None` where nothing limits them, or nobody knows.
#[must_use]
pub fn limit_of_user() -> Option<(u64, u64)> {
    let limit = getrlimit(Resource::Nproc).current?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let identities = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    if is_exempt(&status, &identities) {
        return None;
    }
    let user = field(&status, "Uid:")?;
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let statuses =
        processes.filter_map(|process| fs::read_to_string(process.path().join("status")).ok());
    let own = statuses.filter(|status| field(status, "Uid:") == Some(user));
    let threads = own.filter_map(|status| field(&status, "Threads:")?.parse::<u64>().ok());
    Some((limit, threads.sum()))
}

/// The first word of a field of a process's `status` (proc(5)).
fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_ascii_whitespace().next()
}

/// The limit binds neither the first user, nor who administers the system or may lift it
/// (getrlimit(2), capabilities(7)); in a namespace of one's own, everybody seems to be
/// such a one.
fn is_exempt(status: &str, identities: &str) -> bool {
    const ADMINISTRATOR: u64 = 1 << 21 | 1 << 24;
    let capabilities = field(status, "CapEff:");
    let capabilities = capabilities.and_then(|mask| u64::from_str_radix(mask, 16).ok());
    let is_administrator = capabilities.unwrap_or_default() & ADMINISTRATOR != 0;
    let identities = identities.split_ascii_whitespace();
    let is_whole = identities.eq(["0", "0", "4294967295"]);
    is_whole && (is_administrator || field(status, "Uid:") == Some("0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_binds_all_but_administrators() {
        let whole = "         0          0 4294967295\n";
        let part = "         0       1000          1\n";
        let status = |mask: &str| format!("Name:\tx\nUid:\t7\t8\t9\t9\nCapEff:\t{mask}\n");
        let all = status("000001ffffffffff");
        assert_eq!(field(&all, "Uid:"), Some("7"));
        assert!(is_exempt(&all, whole));
        assert!(is_exempt(&status("0000000000200000"), whole));
        assert!(is_exempt(&status("0000000001000000"), whole));
        assert!(!is_exempt(&status("00000000fe000000"), whole));
        assert!(!is_exempt(&all, part));
        let root = "Uid:\t0\t0\t0\t0\nCapEff:\t0\n";
        assert!(is_exempt(root, whole) && !is_exempt(root, part));
        assert!(!is_exempt("", ""));
    }
}
