//! Lanes: what each thread did, as its share of a core over time.

use comparison::observe::Census;
use std::time::Duration;

/// A thread that uses at least this share of a core is busy. Two threads that
/// share one GIL come to half of it each.
const BUSY: f64 = 0.75;

/// One thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub pid: u32,
    pub tid: u32,
    /// In the order of time. Where there is none, nobody saw the thread.
    pub slices: Vec<Slice>,
}

/// One thread between two looks at it. Times count from the window's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    pub from: Duration,
    pub to: Duration,
    /// Its share of one core, from 0 to 1.
    pub share: f64,
}

impl Slice {
    fn cpu(&self) -> f64 {
        self.share * (self.to - self.from).as_secs_f64()
    }
}

impl Lane {
    /// Whether it used less than a tenth of a core in the time of `run`.
    pub fn is_idle(&self, run: Duration) -> bool {
        let used: f64 = self.slices.iter().map(Slice::cpu).sum();
        used < 0.1 * run.as_secs_f64()
    }
}

/// The lanes of all threads that were seen from `start` to `end`.
pub fn lanes(census: &Census, start: Duration, end: Duration) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let mut before = None;
    for sample in &census.samples {
        // A thread that is new has done all it did since the last look.
        let since = before.map_or(start, |before: &comparison::observe::Sample| before.at);
        for thread in &sample.threads {
            let known = before.and_then(|before| {
                let mut threads = before.threads.iter();
                threads.find(|known| (known.pid, known.tid) == (thread.pid, thread.tid))
            });
            let from = if known.is_some() {
                since
            } else {
                since.max(start)
            };
            let used = thread
                .cpu
                .saturating_sub(known.map_or(Duration::ZERO, |known| known.cpu));
            if sample.at <= start || from >= end || sample.at <= from {
                continue;
            }
            let share = used.as_secs_f64() / (sample.at - from).as_secs_f64();
            let slice = Slice {
                from: from.max(start) - start,
                to: sample.at.min(end) - start,
                share: share.min(1.0),
            };
            let mut existing = lanes.iter_mut();
            match existing.find(|lane| (lane.pid, lane.tid) == (thread.pid, thread.tid)) {
                Some(lane) => lane.slices.push(slice),
                None => lanes.push(Lane {
                    pid: thread.pid,
                    tid: thread.tid,
                    slices: vec![slice],
                }),
            }
        }
        before = Some(sample);
    }
    lanes
}

/// CPU time of all threads, divided by the time in which they were looked at.
/// `None` if nobody looked.
pub fn cores_busy(lanes: &[Lane]) -> Option<f64> {
    let slices = || lanes.iter().flat_map(|lane| &lane.slices);
    let seen = slices().map(|slice| slice.to).max()?.as_secs_f64();
    (seen > 0.0).then(|| slices().map(Slice::cpu).sum::<f64>() / seen)
}

/// The share of that time in which two or more threads were busy at once.
/// `None` if nobody looked.
pub fn side_by_side(lanes: &[Lane]) -> Option<f64> {
    let slices = || lanes.iter().flat_map(|lane| &lane.slices);
    let seen = slices().map(|slice| slice.to).max()?;
    let mut moments: Vec<Duration> = slices().flat_map(|slice| [slice.from, slice.to]).collect();
    moments.sort_unstable();
    let together = moments.windows(2).filter(|between| {
        let busy = slices().filter(|slice| {
            slice.share >= BUSY && slice.from <= between[0] && between[1] <= slice.to
        });
        busy.count() >= 2
    });
    let together: Duration = together.map(|between| between[1] - between[0]).sum();
    (!seen.is_zero()).then(|| together.as_secs_f64() / seen.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use comparison::observe::{Sample, Thread};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// Samples, each with a time and threads with their CPU time, all in ms.
    fn census(samples: &[(u64, &[(u32, u64)])]) -> Census {
        let thread = |&(tid, cpu): &(u32, u64)| Thread {
            pid: 1,
            tid,
            cpu: ms(cpu),
        };
        let sample = |&(at, threads): &(u64, &[(u32, u64)])| Sample {
            at: ms(at),
            threads: threads.iter().map(thread).collect(),
            peak_memory: 0,
        };
        Census {
            samples: samples.iter().map(sample).collect(),
        }
    }

    /// Each lane as `tid: from-to share %`.
    fn shown(lanes: &[Lane]) -> Vec<String> {
        let slice = |Slice { from, to, share }: &Slice| {
            format!(
                "{}-{} {:.0} %",
                from.as_millis(),
                to.as_millis(),
                share * 100.0
            )
        };
        let lane = |lane: &Lane| {
            let slices: Vec<String> = lane.slices.iter().map(slice).collect();
            format!("{}: {}", lane.tid, slices.join(", "))
        };
        lanes.iter().map(lane).collect()
    }

    #[test]
    fn a_slice_lies_between_two_looks_and_within_the_window() {
        let seen = census(&[
            (50, &[(1, 50)]),
            (100, &[(1, 75), (2, 30)]),
            (150, &[(1, 75), (2, 90)]),
            (200, &[(1, 100)]),
        ]);
        let cases: [(u64, u64, &[&str]); 4] = [
            // The second thread is new: all of its 30 ms are since 60 ms.
            (
                60,
                150,
                &["1: 0-40 50 %, 40-90 0 %", "2: 0-40 75 %, 40-90 100 %"],
            ),
            (
                0,
                120,
                &[
                    "1: 0-50 100 %, 50-100 50 %, 100-120 0 %",
                    "2: 50-100 60 %, 100-120 100 %",
                ],
            ),
            (100, 100, &[]),
            (200, 300, &[]),
        ];
        for (start, end, expected) in cases {
            assert_eq!(
                shown(&lanes(&seen, ms(start), ms(end))),
                expected,
                "{start}-{end}"
            );
        }
        assert_eq!(lanes(&Census::default(), ms(0), ms(100)), []);
    }

    #[test]
    fn one_lock_for_two_threads_is_one_core_and_never_side_by_side() {
        let slice = |from, to, share| Slice {
            from: ms(from),
            to: ms(to),
            share,
        };
        let lane = |slices: &[Slice]| Lane {
            pid: 1,
            tid: 1,
            slices: slices.to_vec(),
        };
        let both = |share| vec![lane(&[slice(0, 50, share), slice(50, 100, share)]); 2];
        let turns = vec![lane(&[slice(0, 50, 1.0)]), lane(&[slice(50, 100, 1.0)])];
        let half = vec![lane(&[slice(0, 100, 1.0)]), lane(&[slice(50, 100, 1.0)])];
        let cases = [
            (both(1.0), 2.0, 1.0),
            (both(0.5), 1.0, 0.0),
            (turns, 1.0, 0.0),
            (half, 1.5, 0.5),
            (vec![lane(&[slice(0, 100, 0.2)])], 0.2, 0.0),
        ];
        for (lanes, busy, together) in cases {
            assert!(
                (cores_busy(&lanes).expect("seen") - busy).abs() < 1e-9,
                "{lanes:?}"
            );
            assert!(
                (side_by_side(&lanes).expect("seen") - together).abs() < 1e-9,
                "{lanes:?}"
            );
        }
        assert_eq!((cores_busy(&[]), side_by_side(&[])), (None, None));
    }
}
