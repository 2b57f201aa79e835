//! Many runs of many programs, side by side.

use super::holds::HeldWorker;
use super::start;
use super::submission::Submission;
use crate::error::NotRun;
use crate::judgement::{Judgement, judge, judge_held};
use crate::options::{Volume, Writers};
use observer::{Observation, Observer, Program, most_side_by_side};
use std::ffi::OsString;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// So many run side by side on any machine, as they wait most of the time.
/// With 100 interpreters at once, two busy cores have no time left to look at
/// them.
const SIDE_BY_SIDE: usize = 75;

/// So many may start at once: more would keep the first lines of all of them from
/// being seen in time.
const AT_ONCE: usize = 12;

/// From one start to the next, after those.
const SPACING: Duration = Duration::from_millis(10);

/// So many runs that a stall has spoilt are judged again. Where there are more,
/// the machine is too busy to wait for it.
const SECOND_TRIES: usize = 20;

/// What came of a run.
type Judged = Result<(Judgement, Observation), NotRun>;

/// One run of a submission.
pub struct Run<'a> {
    /// The submission, by its index.
    pub index: usize,
    /// What is run.
    command: &'a [OsString],
    /// Who is held back, if anybody is.
    pub held: Option<HeldWorker>,
}

/// So many runs of each submission that can be run, taking turns.
pub fn plain_runs<'a>(submissions: &'a [Submission], times: u16) -> Vec<Run<'a>> {
    (0..times)
        .flat_map(|_| each_run(submissions, |_| vec![None]))
        .collect()
}

/// A run for each worker that is to be held back in each of the submissions.
pub fn held_runs<'a>(
    submissions: &'a [Submission],
    holds: impl Fn(usize) -> Vec<HeldWorker>,
) -> Vec<Run<'a>> {
    each_run(submissions, |index| {
        holds(index).into_iter().map(Some).collect()
    })
}

fn each_run<'a>(
    submissions: &'a [Submission],
    held: impl Fn(usize) -> Vec<Option<HeldWorker>>,
) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        if let Ok(command) = &submission.command {
            let of_each = held(index).into_iter();
            runs.extend(of_each.map(|held| Run {
                index,
                command,
                held,
            }));
        }
    }
    runs
}

/// Carries out the runs, and hands each to `done` with what came of it, in
/// whatever order they end.
pub fn run_all(
    observer: &Observer,
    submissions: &[Submission],
    runs: &[Run],
    volume: &Volume,
    done: impl FnMut(&Run, Judged) + Send,
) {
    let all = runs.len();
    let run = |number: usize| {
        let run = &runs[number];
        (run, watch(observer, &submissions[run.index], run, volume))
    };

    let next = AtomicUsize::new(0);
    let start = Mutex::new(());
    let again = Mutex::new(SecondTries::default());
    let done = Mutex::new(done);
    let done = |run: &Run, judged| done.lock().expect("no panic in a sum")(run, judged);
    let work = || {
        while !observer.is_interrupted()
            && let number = next.fetch_add(1, Ordering::Relaxed)
            && number < all
        {
            // Who is held back has time enough.
            if number >= AT_ONCE && runs[number].held.is_none() {
                space(&start);
            }
            let (of, judged) = run(number);
            let is_taken = judged.as_ref().is_ok_and(|(judgement, _)| {
                let mut again = again.lock().expect("no panic in a push");
                again.take(number, judgement)
            });
            if !is_taken {
                done(of, judged);
            }
        }
    };
    let most = volume.jobs.map_or(usize::MAX, usize::from);
    let side_by_side = most.min(SIDE_BY_SIDE).min(most_side_by_side());
    thread::scope(|scope| {
        // This thread is one of them: then it takes no other, where the system
        // refuses one.
        for _ in 1..side_by_side.min(all) {
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    for number in again.into_inner().expect("no panic in a push").numbers {
        let (of, judged) = run(number);
        done(of, judged);
    }
}

/// Waits until the next program may start.
fn space(start: &Mutex<()>) {
    let _turn = start.lock().expect("no panic in a sleep");
    thread::sleep(SPACING);
}

fn watch(observer: &Observer, submission: &Submission, run: &Run, volume: &Volume) -> Judged {
    let expectation = &submission.expected.expectation;
    let mut limits = volume.caps.limits(expectation);
    let hold = run.held.as_ref().map(|held| held.hold.clone());
    if let Some(hold) = &hold {
        limits.deadline += hold.length;
    }
    let seen = observer
        .watch(&Program {
            command: run.command.to_vec(),
            output: submission.output,
            merge_stderr: volume.stderr,
            trace: volume.writers == Writers::On,
            hold,
            limits,
        })
        .map_err(|error| start::explain(error, run.command))?;
    let judgement = match &run.held {
        None => judge(expectation, &seen),
        Some(held) => judge_held(expectation, &seen, held.told()),
    };
    Ok((judgement, seen))
}

/// The runs that came to no verdict because of what ran beside them: they are
/// judged again, alone.
#[derive(Default)]
struct SecondTries {
    numbers: Vec<usize>,
    stalled: usize,
}

impl SecondTries {
    /// Takes the run of this number, if that may help.
    fn take(&mut self, number: usize, judgement: &Judgement) -> bool {
        let is_stalled = judgement.is_stalled() && self.stalled < SECOND_TRIES;
        let is_taken = is_stalled || judgement.lacks_attribution();
        self.stalled += usize::from(is_stalled);
        self.numbers.extend(is_taken.then_some(number));
        is_taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::{THREADS, expectation, seen};
    use observer::{Process, Stall};

    #[test]
    fn what_was_spoilt_from_outside_is_judged_again() {
        let expectation = expectation(THREADS);
        let right = || seen("S1@0 S2@0 F1@2000 F2@2000 All_done!@2000");
        let mut stalled = seen("S1@0 S2@0 F1@2000 F2@3400 All_done!@3400");
        stalled.stalls = vec![Stall {
            from: Duration::from_millis(1000),
            to: Duration::from_millis(1500),
        }];
        let mut unseen = right();
        unseen.census.as_mut().expect("a census").samples.clear();
        let mut beside = right();
        beside.unattributed = vec![Process {
            pid: 8,
            command: "sleep 60".to_string(),
        }];
        let late = seen("S1@0 S2@0 F1@2000 F2@3400 All_done!@3400");

        let mut again = SecondTries::default();
        let mut takes =
            |observation: &Observation| again.take(7, &judge(&expectation, observation));
        assert!(!takes(&right()) && !takes(&late));
        assert!(takes(&beside) && takes(&unseen));
        // Where the machine stalls all the time, another try tells nothing.
        let taken = (0..100).filter(|_| takes(&stalled)).count();
        assert_eq!(taken, SECOND_TRIES - 1);
        assert!(takes(&beside));
    }
}
