//! Which workers are held back, and when, to see whether the others wait for
//! them.

use crate::expectation::{Expectation, Paragraph};
use crate::judgement::HeldBack;
use observer::{Hold, Line, Moment, Observation};
use std::time::Duration;

/// A worker is held back for so long at least.
const SHORTEST: Duration = Duration::from_millis(500);

/// Of a program with more workers, so many are held back.
const MOST_WORKERS: usize = 32;

/// A worker that is held back, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldWorker {
    /// Its name, such as `thread 2`.
    pub name: String,
    /// What the observer is asked for.
    pub hold: Hold,
}

impl HeldWorker {
    /// What a judgement tells of it.
    pub(super) fn told(&self) -> HeldBack {
        HeldBack {
            worker: self.name.clone(),
            from_birth: self.hold.moment == Moment::Birth,
        }
    }
}

/// Each worker of a run that passed, but its first thread: once held back in the
/// wait before its last line, past the time at which it went on, and once from
/// its start; for as long as the longest gap.
pub fn holds(expectation: &Expectation, seen: &Observation) -> Vec<HeldWorker> {
    let gaps = expectation.paragraphs.iter().filter_map(Paragraph::gap);
    let length = gaps
        .map(|gap| gap.longest_meant())
        .max()
        .unwrap_or_default();
    let length = length.max(SHORTEST);
    let workers = seen.worker_names().into_iter().enumerate().skip(1);
    let workers = workers.map(|(index, name)| (index, name, seen.lines_of(index)));
    let workers = workers.filter(|(_, _, lines)| !lines.is_empty());
    let of_worker = |(index, name, lines): (usize, String, Vec<&Line>)| {
        let moments = lines.split_last().map(|(last, before)| {
            let since = before.last().map_or(seen.born(index), |line| line.at);
            let wait = last.at.saturating_sub(since);
            let pause = wait / 2;
            let after = before.len();
            [
                (Moment::Wait { after, pause }, wait - pause + length),
                (Moment::Birth, length),
            ]
        });
        let worker = seen.path_of(index);
        let held = moments
            .into_iter()
            .flatten()
            .map(move |(moment, length)| HeldWorker {
                name: name.clone(),
                hold: Hold {
                    worker: worker.clone(),
                    moment,
                    length,
                },
            });
        held.collect::<Vec<_>>()
    };
    workers.take(MOST_WORKERS).flat_map(of_worker).collect()
}
