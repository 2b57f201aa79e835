//! Which runs were disturbed, and do not count.
//!
//! A run is disturbed if others used the cores meanwhile, as `/proc/stat` shows
//! it, or if something slowed the cores down that it does not show: a
//! neighbour on the other side of a virtual machine, or of a core that runs two
//! threads. That shows in the CPU time: the same program on as many cores takes as
//! much of it. Or it did not get the cores that it could use, as where a quota
//! holds a container back: that shows in the wall time. Either way a run is compared
//! with the other runs of its program alone: a technique that truly costs more
//! than another must show it.

use super::load::Load;
use super::missing::Disturbance;
use super::results::Run;
use super::subject::Subject;
use crate::work::Work;
use std::collections::BTreeMap;
use std::time::Duration;

/// How much more CPU time than the fastest run of the same program a run may need. The verdicts
/// tell a speed-up below 1.25 from one above 1.5: a baseline or a technique
/// that is slower by a fifth makes 1.2 of 1, and 1.67 of 2, which both stay on
/// their side.
const SLOWED: f64 = 1.2;

/// How many times as long as the fastest run of the same program a run may take. A
/// technique that is held up as long makes 1.43 of a speed-up of 2; a baseline, 1.4
/// of 1. Both lie between the bounds of the verdicts: inconclusive, and not wrong.
const DELAYED: f64 = 1.4;

/// A run of a subject, with the load of others beside it.
pub struct Measured {
    pub subject: Subject,
    pub run: Run,
    pub load: Option<Load>,
}

/// For each run what disturbed it, if anything did.
pub fn disturbed(measured: &[Measured]) -> Vec<Option<Disturbance>> {
    let least_cpu = least(measured.iter().filter_map(computed));
    let least_wall = least(measured.iter().map(|one| (one.subject, one.run.wall)));
    let percent = |share: f64| (share * 100.0).round() as u32;
    let ratio =
        |time: Duration, least: Duration| time.as_secs_f64() / least.as_secs_f64().max(1e-9);
    let disturbed = |measured: &Measured| {
        let load = measured.load.filter(|load| load.disturbs());
        if let Some(load) = load {
            return Some(Disturbance::of_foreign_load(load.share()));
        }
        if measured.run.seen.is_none() && measured.load.is_some() {
            return Some(Disturbance::Unseen);
        }
        let slowed = computed(measured).map_or(1.0, |(peers, cpu)| ratio(cpu, least_cpu[&peers]));
        let delayed = ratio(measured.run.wall, least_wall[&measured.subject]);
        if slowed > SLOWED {
            Some(Disturbance::SlowedPercent(percent(slowed)))
        } else {
            (delayed > DELAYED).then(|| Disturbance::DelayedPercent(percent(delayed)))
        }
    };
    measured.iter().map(disturbed).collect()
}

/// The shortest of the times that are compared with each other.
fn least<P: Ord>(times: impl Iterator<Item = (P, Duration)>) -> BTreeMap<P, Duration> {
    let mut least = BTreeMap::new();
    for (peers, time) in times {
        let shortest = least.entry(peers).or_insert(time);
        *shortest = time.min(*shortest);
    }
    least
}

/// The CPU time of the jobs, and whose it compares to: that of the same program's
/// runs on one core, or on several. Where two cores share their parts, work takes more
/// CPU time on both of them, and that is no disturbance.
fn computed(measured: &Measured) -> Option<((Subject, bool), Duration)> {
    let cores_busy = measured.run.seen.as_ref()?.cores_busy;
    let cpu = measured.run.wall.mul_f64(cores_busy);
    let peers = (measured.subject, cores_busy > 1.25);
    (measured.subject.work == Work::Cpu).then_some((peers, cpu))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::results::Seen;
    use crate::measure::subject::Language;
    use crate::technique::Technique::{
        self, Asyncio, Gil, Multiprocessing, Rayon, Sequential, Threading,
    };

    fn measured(
        technique: Technique,
        work: Work,
        wall_ms: u64,
        cores_busy: f64,
        foreign_ms: u64,
    ) -> Measured {
        let wall = Duration::from_millis(wall_ms);
        let seen = Seen {
            cores_busy,
            ..Seen::default()
        };
        Measured {
            subject: Subject::new(Language::Rust, technique, work),
            run: Run {
                wall,
                seen: Some(seen),
                ..Run::default()
            },
            load: Some(Load {
                foreign_s: Duration::from_millis(foreign_ms).as_secs_f64(),
                wall,
            }),
        }
    }

    #[test]
    fn what_was_slowed_or_shared_the_cores_is_disturbed() {
        use Disturbance::{LoadPercent, SlowedPercent};
        let cases = [
            // Technique, work, wall time, cores busy, foreign load; disturbed?
            (Gil, Work::Cpu, 500, 1.0, 0, None),
            (Gil, Work::Cpu, 590, 1.0, 0, None),
            (Gil, Work::Cpu, 610, 1.0, 0, Some(SlowedPercent(122))),
            // A technique that always takes so much more costs so much more.
            (Asyncio, Work::Cpu, 610, 1.0, 0, None),
            (Asyncio, Work::Cpu, 610, 1.0, 0, None),
            // Two cores that share their parts: slower, but all of them are.
            (Rayon, Work::Cpu, 490, 1.0, 0, None),
            (Rayon, Work::Cpu, 400, 2.0, 0, None),
            (Rayon, Work::Cpu, 490, 2.0, 0, Some(SlowedPercent(122))),
            (Multiprocessing, Work::Cpu, 490, 2.0, 0, None),
            // A neighbour who takes half of a core from two threads.
            (Threading, Work::Cpu, 400, 2.0, 200, Some(LoadPercent(50))),
            // I/O-bound work hardly computes.
            (Sequential, Work::Io, 800, 0.02, 0, None),
            (Threading, Work::Io, 100, 0.9, 0, None),
            (Threading, Work::Io, 100, 0.2, 90, Some(LoadPercent(90))),
        ];
        let runs: Vec<Measured> = cases
            .iter()
            .map(|&(technique, work, wall, busy, foreign, _)| {
                measured(technique, work, wall, busy, foreign)
            })
            .collect();
        let expected: Vec<Option<Disturbance>> = cases.iter().map(|case| case.5).collect();
        assert_eq!(disturbed(&runs), expected);
        assert_eq!(disturbed(&[]), []);
        let mut unseen = measured(Gil, Work::Io, 100, 1.0, 0);
        unseen.run.seen = None;
        assert_eq!(disturbed(&[unseen]), [Some(Disturbance::Unseen)]);
    }

    #[test]
    fn what_did_not_get_its_cores_is_disturbed() {
        use Disturbance::DelayedPercent;
        let cases = [
            // Technique, work, wall time, cores busy; disturbed?
            (Sequential, Work::Cpu, 500, 1.0, None),
            (Multiprocessing, Work::Cpu, 250, 2.0, None),
            (Multiprocessing, Work::Cpu, 345, 1.45, None),
            // As much CPU time as the fastest, from one core instead of two.
            (
                Multiprocessing,
                Work::Cpu,
                500,
                1.0,
                Some(DelayedPercent(200)),
            ),
            // For these threads, that is how long it takes.
            (Gil, Work::Cpu, 500, 1.0, None),
            (Gil, Work::Cpu, 510, 1.0, None),
            (Threading, Work::Io, 100, 0.1, None),
            (Threading, Work::Io, 139, 0.1, None),
            (Threading, Work::Io, 142, 0.1, Some(DelayedPercent(142))),
            (Sequential, Work::Io, 800, 0.1, None),
        ];
        let run = |&(technique, work, wall, busy, _)| measured(technique, work, wall, busy, 0);
        let runs: Vec<Measured> = cases.iter().map(run).collect();
        let expected: Vec<Option<Disturbance>> = cases.iter().map(|case| case.4).collect();
        assert_eq!(disturbed(&runs), expected);
    }
}
