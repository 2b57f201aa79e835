//! The limits of the control groups that this process is in, and of all their
//! ancestors (cgroups(7)): of the first version and of the second.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of one controller, such as `pids`: that of this process's group and of
/// each of its ancestors, as far as they can be seen from here.
#[must_use]
pub fn folders(controller: &str) -> Vec<PathBuf> {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let mounts = read("/proc/self/mountinfo");
    let groups = read("/proc/self/cgroup");
    let deepest = mounts
        .lines()
        .filter_map(|mount| deepest(mount, &groups, controller));
    let ancestors = deepest.flat_map(|(root, folder)| {
        let inside = folder
            .ancestors()
            .take_while(|path| path.starts_with(&root));
        inside.map(Path::to_path_buf).collect::<Vec<_>>()
    });
    ancestors.collect()
}

/// The number that a file of a group holds; `None` if there is no such file, or it says
/// `max`.
#[must_use]
pub fn number(folder: &Path, file: &str) -> Option<u64> {
    fs::read_to_string(folder.join(file))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// Where a controller's hierarchy is mounted, and the folder of this process in
/// it; `None` if this mount is something else.
fn deepest(mount: &str, groups: &str, controller: &str) -> Option<(PathBuf, PathBuf)> {
    let (place, kind) = mount.split_once(" - ")?;
    let mut place = place.split(' ').skip(3);
    let (root, point) = (place.next()?, place.next()?);
    let mut kind = kind.split(' ');
    let (kind, options) = (kind.next()?, kind.nth(1)?);
    let has = |names: &str| names.split(',').any(|name| name == controller);
    let is_mine = |names: &str| match kind {
        "cgroup" => has(options) && has(names),
        "cgroup2" => names.is_empty(),
        _ => false,
    };
    let mut groups = groups.lines().map(|line| line.splitn(3, ':'));
    let path = groups.find_map(|mut parts| {
        let (_, names, path) = (parts.next()?, parts.next()?, parts.next()?);
        is_mine(names).then_some(path)
    })?;
    // Below the part of the hierarchy that is mounted.
    let below = path.strip_prefix(root.trim_end_matches('/'))?;
    let folder = Path::new(point).join(below.trim_start_matches('/'));
    Some((point.into(), folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_folder_of_a_controller() {
        const V1: &str = "31 25 0:28 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids";
        const V2: &str = "30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw";
        const PART: &str = "30 23 0:26 /docker/a /sys/fs/cgroup rw - cgroup2 cgroup2 rw";
        const DISK: &str = "22 1 8:1 / / rw - ext4 /dev/root rw";
        let both = "8:pids:/jobs/a\n4:memory:/m\n0::/user.slice/b\n";
        let cases = [
            (V1, both, Some(("/sys/fs/cgroup/pids", "jobs/a"))),
            (V2, both, Some(("/sys/fs/cgroup", "user.slice/b"))),
            (V1, "0::/b\n", None),
            (V2, "8:pids:/jobs/a\n", None),
            (PART, "0::/docker/a/c\n", Some(("/sys/fs/cgroup", "c"))),
            (PART, "0::/other\n", None),
            (DISK, both, None),
            ("", "", None),
        ];
        for (mount, groups, expected) in cases {
            let expected = expected.map(|(root, path)| (root.into(), Path::new(root).join(path)));
            assert_eq!(
                deepest(mount, groups, "pids"),
                expected,
                "{mount}\n{groups}"
            );
        }
    }
}
