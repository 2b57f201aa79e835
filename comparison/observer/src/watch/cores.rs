//! What the machine's cores did, whoever used them.

use std::fs;
use std::time::Duration;

/// The CPU time that all cores together have spent since the machine's start,
/// what a hypervisor took away included; `None` where the system does not tell.
/// It counts in steps of 10 ms (`/proc/stat`, see proc(5)).
pub fn busy() -> Option<Duration> {
    parse(&fs::read_to_string("/proc/stat").ok()?)
}

/// What a hypervisor has taken from each core, on average, since the machine's
/// start; zero where the system does not tell.
pub(super) fn stolen() -> Duration {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    parse_stolen(&stat).unwrap_or_default()
}

fn parse_stolen(stat: &str) -> Option<Duration> {
    let ticks = stat.lines().next()?.split_ascii_whitespace().nth(8)?;
    let cores = stat.lines().filter(|line| line.starts_with("cpu")).count() - 1;
    Some(time(ticks.parse().ok()?) / u32::try_from(cores.max(1)).ok()?)
}

/// Reads the first line: user, nice, system, idle, iowait, irq, softirq, steal.
fn parse(stat: &str) -> Option<Duration> {
    let line = stat.lines().next()?.strip_prefix("cpu ")?;
    let ticks: Result<Vec<u64>, _> = line.split_ascii_whitespace().map(str::parse).collect();
    let ticks = ticks.ok().filter(|ticks| ticks.len() >= 8)?;
    Some(time(ticks[..3].iter().chain(&ticks[5..8]).sum()))
}

/// `/proc` counts CPU time in ticks (`USER_HZ`, 100 a second on Linux).
pub(super) fn time(ticks: u64) -> Duration {
    Duration::from_millis(10 * ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_time_and_guests_do_not_count() {
        let stat = "cpu  1 2 4 1000 1000 8 16 32 500 500\ncpu0 9 9 9 9 9 9 9 9\n";
        assert_eq!(parse(stat), Some(time(63)));
        assert_eq!(parse("cpu  1 2 4 1000"), None);
        assert_eq!(parse_stolen(stat), Some(time(32)));
        assert_eq!(
            parse_stolen(&format!("{stat}cpu1 9\nintr 5\n")),
            Some(time(16))
        );
        assert_eq!(parse_stolen("cpu  1 2 4 1000"), None);
        assert_eq!(parse(""), None);
    }
}
