//! The machine that the measuring is done on.

use super::results::{Cpython, Machine};
use std::collections::BTreeSet;
use std::fs;

impl Machine {
    /// This machine.
    pub fn this(cpython: Cpython, foreign_load: Option<f64>) -> Machine {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let cpu = value(&read("/proc/cpuinfo"), "model name", ':');
        let name = value(&read("/etc/os-release"), "PRETTY_NAME", '=');
        let kernel = read("/proc/sys/kernel/osrelease");
        let kernel = format!("{} {}", std::env::consts::OS, kernel.trim());
        let system = name.into_iter().chain([kernel.trim().to_string()]);
        Machine {
            cpu: cpu.unwrap_or_else(|| format!("{} processor", std::env::consts::ARCH)),
            cores: cores(),
            system: system.collect::<Vec<_>>().join(", "),
            cpython,
            foreign_load,
        }
    }
}

/// No more than this process may use, and no more than there are.
fn cores() -> usize {
    let usable = std::thread::available_parallelism().map_or(1, usize::from);
    let cpus = fs::read_dir("/sys/devices/system/cpu")
        .into_iter()
        .flatten();
    let siblings = cpus.flatten().filter_map(|cpu| {
        let siblings = cpu.path().join("topology/thread_siblings_list");
        fs::read_to_string(siblings).ok()
    });
    // Those that share a core all name the same list.
    match siblings.collect::<BTreeSet<_>>().len() {
        0 => usable,
        cores => usable.min(cores),
    }
}

/// The first value of this name, without quotation marks.
fn value(text: &str, name: &str, separator: char) -> Option<String> {
    let value = |line: &str| {
        let (key, value) = line.split_once(separator)?;
        let value = value.trim().trim_matches('"');
        (key.trim() == name && !value.is_empty()).then(|| value.to_string())
    };
    text.lines().find_map(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_value_by_its_name() {
        let cpuinfo = "processor\t: 0\nmodel\t\t: 6\nmodel name\t: A: B\nmodel name\t: C\n";
        assert_eq!(value(cpuinfo, "model name", ':').as_deref(), Some("A: B"));
        let release = "NAME=\"X\"\nPRETTY_NAME=\"X 1\"\nEMPTY=\"\"\n";
        assert_eq!(value(release, "PRETTY_NAME", '=').as_deref(), Some("X 1"));
        assert_eq!(value(release, "EMPTY", '='), None);
        assert_eq!(value("", "NAME", '='), None);
    }
}
