//! How much more the system lets this process's user have: descriptors, and
//! processes and threads, which are one thing to it.

use rustix::process::{Resource, getrlimit};
use std::fs;
use std::path::Path;

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
    let of_cgroups = room_of_cgroups().unwrap_or(usize::MAX);
    room_of_user().unwrap_or(usize::MAX).min(of_cgroups)
}

fn room_of_user() -> Option<usize> {
    let limit = usize::try_from(getrlimit(Resource::Nproc).current?).ok()?;
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
    let threads = own.filter_map(|status| field(&status, "Threads:")?.parse::<usize>().ok());
    Some(limit.saturating_sub(threads.sum()))
}

/// The first word of a field of a process's `status` (proc(5)).
fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_ascii_whitespace().next()
}

/// The limit binds neither who administers the system nor who may lift it
/// (capabilities(7)); in a namespace of one's own, everybody seems to.
fn is_exempt(status: &str, identities: &str) -> bool {
    const ADMINISTRATOR: u64 = 1 << 21 | 1 << 24;
    let capabilities = field(status, "CapEff:");
    let capabilities = capabilities.and_then(|mask| u64::from_str_radix(mask, 16).ok());
    let is_whole = identities
        .split_ascii_whitespace()
        .eq(["0", "0", "4294967295"]);
    is_whole && capabilities.unwrap_or_default() & ADMINISTRATOR != 0
}

/// What is left in the cgroup with the least room, of those that this process is
/// in (version 1 or 2; cgroups(7)).
fn room_of_cgroups() -> Option<usize> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let folders = groups.lines().filter_map(|line| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let root = match controllers {
            "" => Path::new("/sys/fs/cgroup"),
            "pids" => Path::new("/sys/fs/cgroup/pids"),
            _ => return None,
        };
        Some((root, path.trim_start_matches('/')))
    });
    let number = |folder: &Path, file| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        text.trim().parse::<usize>().ok()
    };
    // Each limits all below it. A container may see only a part of the path.
    let rooms = folders.flat_map(|(root, path)| {
        let parts = Path::new(path).ancestors();
        let rooms = parts.filter_map(move |part| {
            let folder = root.join(part);
            let most = number(&folder, "pids.max")?;
            Some(most.saturating_sub(number(&folder, "pids.current")?))
        });
        rooms.collect::<Vec<_>>()
    });
    rooms.min()
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
        assert!(!is_exempt("", ""));
    }
}
