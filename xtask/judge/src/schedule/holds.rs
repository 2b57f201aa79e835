//! Which workers are held back, and when, to see whether the others wait for
//! them.

use crate::expectation::{Expectation, Gap};
use crate::judgement::{Before, HeldBack, relaxed};
use observer::{Hold, Moment, Observation, Untraced};
use std::sync::Arc;
use std::time::Duration;

/// A worker is held back for so long at least, and past the last line of the run
/// in which nobody was.
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
    /// Who wrote what where nobody is held back.
    pub before: Arc<Before>,
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

/// Who is to be held back after a run that passed.
#[derive(Default)]
pub struct Holds {
    /// Each worker but the program's first thread: once held back in the wait
    /// before its last line, past the time at which it went on, and once from its
    /// start; for as long as the longest time, and until after all lines of the
    /// others: whoever sleeps in place of a wait may sleep for longer than that.
    pub workers: Vec<HeldWorker>,
    /// Why some or all of them are not.
    pub left_out: Option<String>,
}

/// Who is to be held back after this run, which has passed.
pub fn holds(expectation: &Expectation, seen: &Observation) -> Holds {
    let refused = match &seen.lives {
        Err(Untraced::NotAsked) => Some("writers are off".to_string()),
        Err(Untraced::Refused(why)) => Some(why.clone()),
        Ok(_) if relaxed(expectation).is_none() => {
            Some("without times, two of the lines could be the same text".to_string())
        }
        Ok(_) => None,
    };
    if let Some(why) = refused {
        return Holds {
            workers: Vec::new(),
            left_out: Some(format!("nobody could be held back: {why}")),
        };
    }
    let length = expectation.gaps().map(Gap::longest_meant).max();
    let length = length.unwrap_or_default().max(SHORTEST);
    let names = seen.worker_names().into_iter().enumerate().skip(1);
    let mut workers: Vec<(usize, String)> = names
        .filter(|(index, _)| !seen.lines_of(*index).is_empty())
        .collect();
    let all = workers.len();
    workers.truncate(MOST_WORKERS);
    let before = Arc::new(Before::of(expectation, seen));
    let of_worker = |(index, name): (usize, String)| {
        let held = |(moment, length)| HeldWorker {
            name: name.clone(),
            hold: Hold {
                worker: seen.path_of(index),
                moment,
                length,
            },
            before: Arc::clone(&before),
        };
        moments(seen, index, length).map(held)
    };
    Holds {
        workers: workers.into_iter().flat_map(of_worker).collect(),
        left_out: (all > MOST_WORKERS)
            .then(|| format!("{MOST_WORKERS} of {all} workers are held back")),
    }
}

/// When a worker is held back, and for how long.
fn moments(seen: &Observation, worker: usize, length: Duration) -> [(Moment, Duration); 2] {
    let times: Vec<Duration> = seen.lines_of(worker).iter().map(|line| line.at).collect();
    let after = times.len().saturating_sub(1);
    let since = match after.checked_sub(1) {
        Some(before) => times[before],
        None => seen.born(worker),
    };
    let last = times.last().copied().unwrap_or(since);
    let end = seen.lines.last().map_or(last, |line| line.at);
    let length = length.max(end.saturating_sub(last) + SHORTEST);
    let wait = last.saturating_sub(since);
    let pause = wait / 2;
    [
        (Moment::Wait { after, pause }, wait - pause + length),
        (Moment::Birth, length),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::{expectation, written};

    fn shown(expected: &str, came: &str) -> (Vec<String>, Option<String>) {
        let holds = holds(&expectation(expected), &written(came));
        let show = |held: &HeldWorker| {
            let Hold { moment, length, .. } = &held.hold;
            format!("{} {moment:?} {length:?}", held.name)
        };
        (holds.workers.iter().map(show).collect(), holds.left_out)
    }

    #[test]
    fn each_worker_is_held_back_in_its_last_wait_and_from_its_start() {
        let came = "1:a@10 2:b@10 1:c@1010 0:d@1020";
        let (workers, left_out) = shown("[0s]\na\nb\n\n[1s]\nc\n\nd", came);
        let expected = [
            "thread 1 Wait { after: 1, pause: 500ms } 1.5s",
            "thread 1 Birth 1s",
            "thread 2 Wait { after: 0, pause: 5ms } 1.515s",
            "thread 2 Birth 1.51s",
        ];
        assert_eq!(
            (workers, left_out),
            (expected.map(str::to_string).to_vec(), None)
        );
        // The longest time may be that of a sequence.
        let (workers, _) = shown("[in order]\na\n[2s]\nb", "1:a@0 1:b@2000");
        assert_eq!(workers[1], "thread 1 Birth 2s");
        // Others may go on for longer than that.
        let (workers, _) = shown("[0s]\na\n\nb", "1:a@100 0:b@4000");
        let expected = [
            "thread 1 Wait { after: 0, pause: 50ms } 4.45s",
            "thread 1 Birth 4.4s",
        ];
        assert_eq!(workers, expected);
        let (workers, _) = shown("a\nb", "1:a@0 1:b@0");
        assert_eq!(workers[1], "thread 1 Birth 500ms");
        let (workers, left_out) = shown(
            "[0s]\njob [*]\n\n[1s]\n[*] ready",
            "1:job_x@0 1:x_ready@1000",
        );
        assert_eq!(workers.len(), 0);
        assert!(left_out.is_some_and(|why| why.contains("the same text")));
    }
}
