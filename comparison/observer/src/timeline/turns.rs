//! When each thread ran, from samples that are close together: so close that a thread
//! is seen to run or to wait, and not only how much of a core it used.
//!
//! A sample tells what CPU time a thread has used until then. The kernel adds that up
//! whenever the thread stops running, and at each tick of its clock, which is 4 ms
//! long on many systems. So what was used is taken to be the time just before the
//! sample, even if it began before the last one; and of a thread that ran at the last
//! one, the time just after that. All is right to about the time between two samples.

use super::Slice;
use super::lanes::ThreadLane;
use crate::seconds::rounded;
use crate::{Census, Sample};
use std::time::Duration;

/// Two turns with less between them are one.
const GAP: Duration = Duration::from_micros(1500);

/// A thread's turns, as they become known.
struct Turns {
    lane: ThreadLane,
    /// When it was first seen, and last.
    born: Duration,
    seen: Duration,
    /// What it had used then.
    used: Duration,
    /// From and to, in the order of time.
    turns: Vec<(Duration, Duration)>,
}

/// The lanes from `start` to `end`: in each slice, a thread runs or it does not.
#[must_use]
pub fn turns(census: &Census, start: Duration, end: Duration) -> Vec<ThreadLane> {
    let mut all: Vec<Turns> = Vec::new();
    let mut before = Duration::ZERO;
    for sample in &census.samples {
        add(&mut all, before, sample);
        before = sample.at;
    }
    all.into_iter()
        .filter_map(|thread| thread.within(start, end))
        .collect()
}

fn add(all: &mut Vec<Turns>, before: Duration, sample: &Sample) {
    for thread in &sample.threads {
        let is_it =
            |known: &&mut Turns| (known.lane.pid, known.lane.tid) == (thread.pid, thread.tid);
        let known = match all.iter_mut().find(is_it) {
            Some(known) => known,
            None => {
                let (pid, tid, slices) = (thread.pid, thread.tid, Vec::new());
                all.push(Turns {
                    lane: ThreadLane { pid, tid, slices },
                    born: before,
                    seen: before,
                    used: Duration::ZERO,
                    turns: Vec::new(),
                });
                all.last_mut().expect("just pushed")
            }
        };
        let ran = thread.cpu.saturating_sub(known.used);
        known.ran(ran, before, sample.at);
        known.used = thread.cpu;
        known.seen = sample.at;
    }
}

impl Turns {
    /// It has run so long since the last time that was added.
    fn ran(&mut self, time: Duration, before: Duration, at: Duration) {
        if time.is_zero() {
            return;
        }
        let last = self.turns.last_mut();
        let ended = last.as_ref().map_or(self.born, |turn| turn.1);
        let goes_on = ended == before && time < at - before;
        let (from, to) = match goes_on {
            true => (before, before + time),
            false => (at.saturating_sub(time).max(ended), at),
        };
        match last {
            Some(turn) if from - turn.1 < GAP => turn.1 = to,
            _ => self.turns.push((from, to)),
        }
    }

    /// What is between these moments, with the waiting between the turns; times count
    /// from `start`. `None` if it was not there.
    fn within(self, start: Duration, end: Duration) -> Option<ThreadLane> {
        let (born, died) = (self.born.max(start), self.seen.min(end));
        let mut lane = self.lane;
        let mut add = |from: Duration, to: Duration, share| {
            let (from, to) = (from.max(born), to.min(died));
            if from < to {
                let [from, to] = [from, to].map(|at| rounded(at - start));
                lane.slices.push(Slice { from, to, share });
            }
        };
        let mut waits = born;
        for (from, to) in self.turns {
            add(waits, from, 0.0);
            add(from, to, 1.0);
            waits = to.max(born);
        }
        add(waits, died, 0.0);
        (!lane.slices.is_empty()).then_some(lane)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Thread;

    /// Samples every 2 ms, with the CPU time of two threads in tenths of a millisecond.
    fn turns_of(used: &[[u64; 2]]) -> Vec<String> {
        let sample = |(number, used): (usize, &[u64; 2])| Sample {
            at: Duration::from_millis(2 * number as u64),
            threads: (1..)
                .zip(used)
                .map(|(tid, &used)| Thread {
                    pid: 1,
                    tid,
                    cpu: Duration::from_micros(100 * used),
                    delayed: Duration::ZERO,
                })
                .collect(),
            ..Sample::default()
        };
        let census = Census {
            samples: used.iter().enumerate().map(sample).collect(),
        };
        let lanes = turns(&census, Duration::from_millis(2), Duration::from_millis(14));
        let shown = lanes.iter().map(|lane| {
            let slice = |slice: &Slice| {
                let [from, to] = [slice.from, slice.to].map(|at| at.as_secs_f64() * 1000.0);
                let does = if slice.share > 0.5 { "runs" } else { "waits" };
                format!("{from:.1}-{to:.1} {does}")
            };
            lane.slices.iter().map(slice).collect::<Vec<_>>().join(", ")
        });
        shown.collect()
    }

    #[test]
    fn threads_that_share_a_lock_take_turns() {
        // What the first has run is told at each switch and at each tick alone.
        let used = [
            [0, 0],
            [0, 0],
            [0, 0],
            [38, 0],
            [52, 6],
            [52, 6],
            [52, 44],
            [60, 50],
        ];
        let expected = [
            "0.0-0.2 waits, 0.2-5.4 runs, 5.4-11.2 waits, 11.2-12.0 runs",
            "0.0-5.4 waits, 5.4-10.6 runs, 10.6-12.0 waits",
        ];
        assert_eq!(turns_of(&used), expected);
    }

    #[test]
    fn threads_that_share_none_run_at_once() {
        let used: Vec<[u64; 2]> = (0..8).map(|number| [20 * number, 19 * number]).collect();
        let expected = ["0.0-12.0 runs", "0.0-11.9 runs, 11.9-12.0 waits"];
        assert_eq!(turns_of(&used), expected);
    }
}
