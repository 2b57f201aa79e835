//! Which workers are held back, and when, to see whether the others wait for
//! them.

use crate::expectation::{Expectation, Gap};
use crate::judgement::{Before, HeldBack, relaxed};
use observer::{Hold, Moment, Observation, Untraced};
use std::sync::Arc;
use std::time::Duration;

/// A worker is held back for so long at least, and past the end of the run in which
/// nobody was.
const SHORTEST: Duration = Duration::from_millis(500);

/// So long is a wait in which a worker can be stopped, and no accident.
const WAIT: Duration = Duration::from_millis(20);

/// So often workers are held back in all, at most.
const MOST: usize = 64;

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
            after: match self.hold.moment {
                Moment::Birth => None,
                Moment::Wait { after, .. } => Some(after),
            },
        }
    }
}

/// Who is to be held back after a run that passed.
#[derive(Default)]
pub struct Holds {
    /// Each worker but the program's first thread: once held back in the wait
    /// before its last line, past the time at which it went on, once from its
    /// start, and once in each other wait before a line; for as long as the longest
    /// time, and past the program's end: whoever sleeps in place of a wait may sleep
    /// for longer than that.
    pub workers: Vec<HeldWorker>,
    /// Why they are not, in some of these ways or in all.
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
    let before = Arc::new(Before::of(expectation, seen));
    let (mut workers, mut earlier) = (Vec::new(), Vec::new());
    for (index, name) in seen.worker_names().into_iter().enumerate().skip(1) {
        let held = |(moment, length)| HeldWorker {
            name: name.clone(),
            hold: Hold {
                worker: seen.path_of(index),
                moment,
                length,
            },
            before: Arc::clone(&before),
        };
        let mut held = moments(seen, index, length).into_iter().map(held);
        workers.extend(held.by_ref().take(2));
        earlier.extend(held);
    }
    workers.append(&mut earlier);
    let all = workers.len();
    workers.truncate(MOST);
    Holds {
        workers,
        left_out: (all > MOST)
            .then(|| format!("{MOST} of {all} ways to hold a worker back were tried")),
    }
}

/// When a worker is held back, and for how long: in the wait before its last line,
/// from its start, and in each other wait. Never, if it writes nothing.
fn moments(seen: &Observation, worker: usize, least: Duration) -> Vec<(Moment, Duration)> {
    // So that all else has ended before a line that came then.
    let late = |at: Duration| least.max(seen.elapsed.saturating_sub(at) + SHORTEST);
    let lines = seen.lines_of(worker);
    let mut since = seen.born(worker);
    let mut moments = Vec::new();
    for (after, line) in lines.iter().enumerate() {
        let is_last = after + 1 == lines.len();
        let wait = line.at.saturating_sub(since);
        let pause = wait / 2;
        if is_last {
            moments.push((Moment::Birth, late(line.at)));
        }
        if is_last || wait >= WAIT {
            let length = wait - pause + late(line.at);
            moments.push((Moment::Wait { after, pause }, length));
        }
        since = line.at;
    }
    moments.reverse();
    moments
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
        // Who waits before several lines is held back in each of the waits, and until
        // a main that says nothing has ended.
        let mut seen = written("1:a@200 1:b@210 1:c@500");
        seen.elapsed = Duration::from_millis(3000);
        let held = holds(&expectation("a\n\nb\n\nc"), &seen).workers;
        let moments = held
            .iter()
            .map(|held| (held.hold.moment, held.hold.length.as_millis()));
        let in_wait = |after, pause| Moment::Wait {
            after,
            pause: Duration::from_millis(pause),
        };
        let expected = [
            (in_wait(2, 145), 3145),
            (Moment::Birth, 3000),
            (in_wait(0, 100), 3400),
        ];
        assert_eq!(moments.collect::<Vec<_>>(), expected);
        let (workers, left_out) = shown(
            "[0s]\njob [*]\n\n[1s]\n[*] ready",
            "1:job_x@0 1:x_ready@1000",
        );
        assert_eq!(workers.len(), 0);
        assert!(left_out.is_some_and(|why| why.contains("the same text")));
    }
}
