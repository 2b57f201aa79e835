//! Somebody else's load: the largest error of a measurement on a shared machine.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use observer::cores::busy;
use observer::proc::cpu_time;
use std::iter::Sum;
use std::time::{Duration, Instant};

/// The system counts CPU time in these.
const TICK: Duration = Duration::from_millis(10);

/// The share of one core that others may use before a measurement is disturbed.
pub const TOLERATED: f64 = 0.05;

/// What others did to a section of the measuring.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// CPU time of all processes that do not belong to the measurement, and
    /// what the hypervisor took away. In seconds, and below zero where a tick
    /// was counted before the section: only so do the errors of many sections
    /// cancel out.
    pub foreign_s: f64,
    pub wall: Duration,
}

impl Load {
    /// In cores: 1 means that one core was always busy with something else.
    pub fn share(self) -> f64 {
        self.foreign_s / self.wall.as_secs_f64().max(1e-9)
    }

    /// The share that is others' for certain: a tick at either end may belong to the
    /// measurement itself, so a short section must show more; in a sum of many they do
    /// not matter.
    pub fn certain_share(self) -> f64 {
        let certain_s = self.foreign_s - (2 * TICK).as_secs_f64();
        certain_s.max(0.0) / self.wall.as_secs_f64().max(1e-9)
    }

    /// More than 5 % of a core.
    pub fn disturbs(self) -> bool {
        self.certain_share() > TOLERATED
    }
}

impl Sum for Load {
    fn sum<I: Iterator<Item = Load>>(loads: I) -> Load {
        loads.fold(Load::default(), |sum, load| Load {
            foreign_s: sum.foreign_s + load.foreign_s,
            wall: sum.wall + load.wall,
        })
    }
}

/// Measures the foreign load from its start on.
pub struct Meter {
    started: Instant,
    before_s: Option<f64>,
    server: Option<u32>,
}

impl Meter {
    /// A server belongs to the measurement, if there is one.
    pub fn start(server: Option<u32>) -> Meter {
        Meter {
            started: Instant::now(),
            before_s: others_s(server),
            server,
        }
    }

    /// The load since the start; `None` where the system does not tell.
    /// `watched` is the CPU time of what was being measured.
    pub fn stop(self, watched: Duration) -> Option<Load> {
        let used_s = others_s(self.server)? - self.before_s?;
        Some(Load {
            foreign_s: used_s - watched.as_secs_f64(),
            wall: self.started.elapsed(),
        })
    }
}

/// The CPU time, in seconds, of all but this process and its server.
fn others_s(server: Option<u32>) -> Option<f64> {
    let server = match server {
        Some(pid) => cpu_time(pid)?,
        None => Duration::ZERO,
    };
    Some(busy()?.as_secs_f64() - server.as_secs_f64() - own_cpu()?.as_secs_f64())
}

/// The CPU time of this process.
pub fn own_cpu() -> Option<Duration> {
    let used = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    let micros = (used.user_time() + used.system_time()).num_microseconds();
    Some(Duration::from_micros(micros.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn more_than_five_percent_disturbs() {
        let cases = [
            (0, 500, false),
            // Two ticks may be anybody's.
            (20, 100, false),
            (26, 100, true),
            (45, 500, false),
            (46, 500, true),
            // One busy neighbour.
            (250, 260, true),
            // Over many sections the ticks no longer matter.
            (500, 10_000, false),
            (530, 10_000, true),
        ];
        for (foreign, wall, expected) in cases {
            let load = Load {
                foreign_s: ms(foreign).as_secs_f64(),
                wall: ms(wall),
            };
            assert_eq!(load.disturbs(), expected, "{foreign} of {wall}");
        }
    }

    #[test]
    fn loads_add_up() {
        let load = |foreign_s, wall| Load {
            foreign_s,
            wall: ms(wall),
        };
        let sum: Load = [load(0.04, 100), load(-0.01, 200)].into_iter().sum();
        assert_eq!(sum.wall, ms(300));
        assert!((sum.share() - 0.1).abs() < 1e-9);
        assert!(!load(-1.0, 100).disturbs());
        assert!(Load::default().share().abs() < 1e-9);
    }
}
