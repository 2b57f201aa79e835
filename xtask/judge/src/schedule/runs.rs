//! Many runs of many programs, side by side.

use super::holds::HeldWorker;
use super::start;
use super::submission::Submission;
use crate::error::NotRun;
use crate::expectation::Expectation;
use crate::judgement::{Judgement, Verdict, is_refused_a_task, judge, judge_held};
use crate::options::{Volume, Writers};
use observer::{Hold, Limits, Observation, Observer, Program, most_side_by_side, room_for_tasks};
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
pub struct Run {
    /// The submission, by its index.
    pub index: usize,
    /// Who is held back, if anybody is.
    pub held: Option<HeldWorker>,
}

impl Run {
    /// What the observer is asked to hold back.
    pub fn hold(&self) -> Option<&Hold> {
        self.held.as_ref().map(|held| &held.hold)
    }

    /// What is to be said of it, by what was seen of it.
    pub fn judge(&self, expectation: &Expectation, seen: &Observation) -> Judgement {
        match &self.held {
            None => judge(expectation, seen),
            Some(held) => judge_held(expectation, seen, held.told(), &held.before),
        }
    }
}

/// So many runs of each submission that can be run, taking turns.
pub fn plain_runs(submissions: &[Submission], times: usize) -> Vec<Run> {
    let turn = |_| each_run(submissions, |_| vec![None]);
    (0..times).flat_map(turn).collect()
}

/// A run for each worker that is to be held back in each of the submissions.
pub fn held_runs(submissions: &[Submission], holds: impl Fn(usize) -> Vec<HeldWorker>) -> Vec<Run> {
    each_run(submissions, |index| {
        holds(index).into_iter().map(Some).collect()
    })
}

fn each_run(
    submissions: &[Submission],
    held: impl Fn(usize) -> Vec<Option<HeldWorker>>,
) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        if submission.command.is_ok() {
            let of_each = held(index).into_iter();
            runs.extend(of_each.map(|held| Run { index, held }));
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
    let room = room_for_tasks();
    let run = |number: usize, room: usize| {
        let run = &runs[number];
        let judged = watch(observer, &submissions[run.index], run, volume, room);
        (run, judged)
    };
    let most = volume.jobs.map_or(usize::MAX, usize::from);
    let side_by_side = most
        .min(SIDE_BY_SIDE)
        .min(most_side_by_side())
        .min(all)
        .max(1);

    let next = AtomicUsize::new(0);
    let start = Mutex::new(());
    let again = Mutex::new(SecondTries::new(side_by_side > 1));
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
            let (of, judged) = run(number, room / side_by_side);
            let is_taken = again
                .lock()
                .expect("no panic in a push")
                .take(number, &judged);
            if !is_taken {
                done(of, judged);
            }
        }
    };
    thread::scope(|scope| {
        // This thread is one of them: then it takes no other, where the system
        // refuses one.
        for _ in 1..side_by_side {
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    for number in again.into_inner().expect("no panic in a push").numbers {
        let (of, judged) = run(number, room);
        done(of, judged);
    }
}

/// Waits until the next program may start.
fn space(start: &Mutex<()>) {
    let _turn = start.lock().expect("no panic in a sleep");
    thread::sleep(SPACING);
}

fn watch(
    observer: &Observer,
    submission: &Submission,
    run: &Run,
    volume: &Volume,
    room: usize,
) -> Judged {
    let command = submission.command.as_ref().map_err(NotRun::clone)?;
    let expectation = &submission.expected.expectation;
    let mut limits = volume.caps.limits(expectation);
    if let Some(hold) = run.hold() {
        limits.deadline += hold.length;
        limits.deadlock_after += hold.length;
    }
    let seen = observer
        .watch(&Program {
            command: command.clone(),
            folder: submission.folder.clone(),
            user: volume.user.clone(),
            output: submission.output,
            merge_stderr: volume.stderr,
            trace: volume.writers == Writers::On,
            hold: run.hold().cloned(),
            limits,
        })
        .map_err(|error| start::explain(error, command))?;
    let judgement = run.judge(expectation, &seen);
    let judgement = if observer.is_interrupted() {
        Judgement::interrupted()
    } else if is_starved(&judgement, &seen, &limits, room) {
        judgement.for_want_of_room(room)
    } else {
        judgement
    };
    Ok((judgement, seen))
}

/// Whether a run failed because the system refused what the judge allows.
fn is_starved(judgement: &Judgement, seen: &Observation, limits: &Limits, room: usize) -> bool {
    let is_promised = limits.threads.max(limits.processes) > room;
    is_promised && judgement.verdict() == Verdict::Fail && is_refused_a_task(&seen.stderr)
}

/// The runs that came to no verdict because of what ran beside them: they are
/// judged again, alone.
#[derive(Default)]
struct SecondTries {
    /// Whether anything ran beside them: it may have taken all the room.
    beside: bool,
    numbers: Vec<usize>,
    /// Those that another try may help or not.
    doubtful: usize,
}

impl SecondTries {
    fn new(beside: bool) -> SecondTries {
        SecondTries {
            beside,
            ..SecondTries::default()
        }
    }

    /// Takes the run of this number, if that may help.
    fn take(&mut self, number: usize, judged: &Judged) -> bool {
        let (is_doubtful, may_help) = match judged {
            Ok((judgement, _)) => (
                judgement.is_stalled() || self.beside && judgement.is_untraced(),
                judgement.lacks_attribution() || self.beside && judgement.lacks_room(),
            ),
            Err(NotRun::Refused(_)) => (false, self.beside),
            Err(_) => (false, false),
        };
        let is_doubtful = is_doubtful && self.doubtful < SECOND_TRIES;
        let is_taken = is_doubtful || may_help;
        self.doubtful += usize::from(is_doubtful);
        self.numbers.extend(is_taken.then_some(number));
        is_taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::{THREADS, expectation, seen};
    use observer::{Ending, Process, Stall};

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
        let mut takes = |observation: &Observation| {
            let judgement = judge(&expectation, observation);
            again.take(7, &Ok((judgement, observation.clone())))
        };
        assert!(!takes(&right()) && !takes(&late));
        assert!(takes(&beside) && takes(&unseen));
        // Where the machine stalls all the time, another try tells nothing.
        let taken = (0..100).filter(|_| takes(&stalled)).count();
        assert_eq!(taken, SECOND_TRIES - 1);
        assert!(takes(&beside));
    }

    #[test]
    fn what_had_no_room_beside_others_is_judged_again() {
        let expectation = expectation(THREADS);
        let mut refused = seen("S1@0");
        refused.ending = Ending::Exited(1);
        refused.stderr = b"RuntimeError: can't start new thread\n".to_vec();
        let limits = Limits::with_deadline(Duration::from_secs(1));
        let fails = judge(&expectation, &refused);
        assert!(is_starved(&fails, &refused, &limits, 1000));
        assert!(!is_starved(&fails, &refused, &limits, 2000));
        let no_room = || Ok((fails.clone().for_want_of_room(7), refused.clone()));
        let not_started = || Err(NotRun::Refused("no".to_string()));
        for beside in [true, false] {
            let mut again = SecondTries::new(beside);
            assert_eq!(again.take(1, &no_room()), beside);
            assert_eq!(again.take(2, &not_started()), beside);
            assert!(!again.take(3, &Ok((fails.clone(), refused.clone()))));
        }
        refused.stderr.clear();
        assert!(!is_starved(&fails, &refused, &limits, 1000));
    }
}
