//! What each thread did, as its share of a core over time.

use super::{Lane, Slice};
use crate::seconds::rounded;
use crate::{Census, Sample, Thread};
use serde::{Deserialize, Serialize};
use std::iter;
use std::time::Duration;

/// A thread that uses at least this share of a core is busy. Two threads that
/// share one GIL come to half of it each.
const BUSY: f64 = 0.75;

/// One thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadLane {
    /// Its process.
    pub pid: u32,
    /// The thread; of a process's first thread, the process's id.
    pub tid: u32,
    /// In the order of time. Where there is none, nobody saw the thread.
    pub slices: Vec<Slice>,
}

impl Slice {
    fn cpu(&self) -> f64 {
        self.share * (self.to - self.from).as_secs_f64()
    }
}

impl ThreadLane {
    /// Whether it used less than a tenth of a core in the time of `run`. What a look
    /// at the window's start shows was done before as well: it counts only if there is
    /// no later one.
    #[must_use]
    pub fn is_idle(&self, run: Duration) -> bool {
        let counts = match self.slices.as_slice() {
            [first, later @ ..] if first.from.is_zero() && !later.is_empty() => later,
            all => all,
        };
        let used: f64 = counts.iter().map(Slice::cpu).sum();
        used < 0.1 * run.as_secs_f64()
    }

    /// The same, to be drawn.
    #[must_use]
    pub fn lane(&self) -> Lane {
        let main = if self.pid == self.tid { ", main" } else { "" };
        Lane {
            name: format!("process {} thread {}{main}", self.pid, self.tid),
            process: Some(self.pid),
            slices: self.slices.clone(),
            ..Lane::default()
        }
    }
}

/// All threads that were seen in a window of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    /// In the order in which they were first seen.
    pub threads: Vec<ThreadLane>,
    /// The times between two looks at which no thread ended: what all threads
    /// used in them is known. How long each was, and each thread's share.
    known: Vec<(Duration, Vec<f64>)>,
}

impl Lanes {
    /// The lanes from `start` to `end`.
    #[must_use]
    pub fn within(census: &Census, start: Duration, end: Duration) -> Lanes {
        let mut lanes = Lanes::default();
        let nobody = Sample::default();
        let earlier = iter::once(&nobody).chain(&census.samples);
        for (before, sample) in earlier.zip(&census.samples) {
            lanes.add(before, sample, start, end);
        }
        lanes
    }

    fn add(&mut self, before: &Sample, sample: &Sample, start: Duration, end: Duration) {
        let (from, to) = (before.at.max(start), sample.at.min(end));
        if from >= to {
            return;
        }
        let mut shares = Vec::new();
        for thread in &sample.threads {
            let known = find(before, thread.pid, thread.tid);
            // A thread that is new has done all it did since the last look.
            let since = known.map_or(from, |_| before.at);
            let used = thread.cpu - known.map_or(Duration::ZERO, |known| known.cpu.min(thread.cpu));
            let share = (used.as_secs_f64() / (sample.at - since).as_secs_f64()).min(1.0);
            shares.push(share);
            self.lane(thread).slices.push(Slice {
                from: rounded(from - start),
                to: rounded(to - start),
                share,
            });
        }
        let mut earlier = before.threads.iter();
        if earlier.all(|thread| find(sample, thread.pid, thread.tid).is_some()) {
            self.known.push((to - from, shares));
        }
    }

    fn lane(&mut self, thread: &Thread) -> &mut ThreadLane {
        let (pid, tid) = (thread.pid, thread.tid);
        let mut lanes = self.threads.iter();
        let position = lanes.position(|lane| (lane.pid, lane.tid) == (pid, tid));
        let position = position.unwrap_or_else(|| {
            let slices = Vec::new();
            self.threads.push(ThreadLane { pid, tid, slices });
            self.threads.len() - 1
        });
        &mut self.threads[position]
    }

    /// CPU time of all threads, divided by the time in which it is known. `None`
    /// if it never is.
    #[must_use]
    pub fn cores_busy(&self) -> Option<f64> {
        self.average(|shares| shares.iter().sum())
    }

    /// The share of that time in which two or more threads were busy at once.
    #[must_use]
    pub fn side_by_side(&self) -> Option<f64> {
        self.average(|shares| {
            let busy = shares.iter().filter(|&&share| share >= BUSY);
            if busy.count() >= 2 { 1.0 } else { 0.0 }
        })
    }

    /// The average over the time in which all shares are known.
    fn average(&self, figure: impl Fn(&[f64]) -> f64) -> Option<f64> {
        let (mut all, mut sum) = (0.0, 0.0);
        for (time, shares) in &self.known {
            all += time.as_secs_f64();
            sum += time.as_secs_f64() * figure(shares);
        }
        (all > 0.0).then(|| sum / all)
    }
}

fn find(sample: &Sample, pid: u32, tid: u32) -> Option<&Thread> {
    let mut threads = sample.threads.iter();
    threads.find(|thread| (thread.pid, thread.tid) == (pid, tid))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// Samples, each with a time and threads with their CPU time, all in ms.
    fn census(samples: &[(u64, &[(u32, u64)])]) -> Census {
        let thread = |&(tid, cpu): &(u32, u64)| Thread {
            pid: 1,
            tid,
            cpu: ms(cpu),
            delayed: Duration::ZERO,
        };
        let sample = |&(at, threads): &(u64, &[(u32, u64)])| Sample {
            at: ms(at),
            threads: threads.iter().map(thread).collect(),
            peak_memory_bytes: 0,
            stolen: Duration::ZERO,
        };
        Census {
            samples: samples.iter().map(sample).collect(),
        }
    }

    /// Each lane as `tid: from-to share %`.
    fn shown(lanes: &Lanes) -> Vec<String> {
        let slice = |Slice { from, to, share }: &Slice| {
            let (from, to) = (from.as_millis(), to.as_millis());
            format!("{from}-{to} {:.0} %", share * 100.0)
        };
        let lane = |lane: &ThreadLane| {
            let slices: Vec<String> = lane.slices.iter().map(slice).collect();
            format!("{}: {}", lane.tid, slices.join(", "))
        };
        lanes.threads.iter().map(lane).collect()
    }

    /// Main has started the program, and waits in the window; the other computes.
    #[test]
    fn what_was_done_before_the_window_keeps_nobody_busy() {
        let census = census(&[
            (50, &[(1, 40), (2, 16)]),
            (100, &[(1, 40), (2, 64)]),
            (150, &[(1, 40), (2, 112)]),
        ]);
        let busy = |to| {
            let lanes = Lanes::within(&census, ms(34), ms(to)).threads;
            let busy = lanes.iter().filter(|lane| !lane.is_idle(ms(to - 34)));
            busy.map(|lane| lane.tid).collect::<Vec<_>>()
        };
        assert_eq!(busy(150), [2]);
        // There is only that look.
        assert_eq!(busy(50), [1, 2]);
    }

    #[test]
    fn a_slice_lies_between_two_looks_and_within_the_window() {
        let seen = census(&[
            (50, &[(1, 50)]),
            (100, &[(1, 75), (2, 30)]),
            (150, &[(1, 75), (2, 90)]),
            (200, &[(1, 100)]),
        ]);
        let cases: [(u64, u64, &[&str]); 5] = [
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
            (20, 50, &["1: 0-30 100 %"]),
            (100, 100, &[]),
            (200, 300, &[]),
        ];
        for (start, end, expected) in cases {
            let lanes = Lanes::within(&seen, ms(start), ms(end));
            assert_eq!(shown(&lanes), expected, "{start}-{end}");
        }
        assert_eq!(
            Lanes::within(&Census::default(), ms(0), ms(9)),
            Lanes::default()
        );
    }

    #[test]
    fn one_lock_for_two_threads_is_one_core_and_never_side_by_side() {
        let both = |each| {
            census(&[
                (50, &[(1, each), (2, each)]),
                (100, &[(1, 2 * each), (2, 2 * each)]),
            ])
        };
        let cases = [
            (both(50), 2.0, 1.0),
            (both(25), 1.0, 0.0),
            // They take turns.
            (
                census(&[(50, &[(1, 50), (2, 0)]), (100, &[(1, 50), (2, 50)])]),
                1.0,
                0.0,
            ),
            (
                census(&[(50, &[(1, 50)]), (100, &[(1, 100), (2, 50)])]),
                1.5,
                0.5,
            ),
            (census(&[(50, &[(1, 10)]), (100, &[(1, 20)])]), 0.2, 0.0),
            // One ends after 100 ms: what it used since is not known.
            (
                census(&[
                    (50, &[(1, 0), (2, 50), (3, 50)]),
                    (100, &[(1, 0), (2, 100), (3, 100)]),
                    (150, &[(1, 0), (2, 110)]),
                ]),
                2.0,
                1.0,
            ),
        ];
        for (seen, busy, together) in cases {
            let lanes = Lanes::within(&seen, ms(0), ms(200));
            let known = (lanes.cores_busy(), lanes.side_by_side());
            let (Some(cores_busy), Some(side_by_side)) = known else {
                panic!("{lanes:?}")
            };
            assert!((cores_busy - busy).abs() < 1e-9, "{cores_busy} of {seen:?}");
            assert!((side_by_side - together).abs() < 1e-9, "{seen:?}");
        }
        let nothing = Lanes::default();
        assert_eq!((nothing.cores_busy(), nothing.side_by_side()), (None, None));
    }
}
