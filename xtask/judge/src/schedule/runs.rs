//! Many runs of many programs, side by side.

use super::start;
use super::submission::Submission;
use crate::error::NotRun;
use crate::judgement::{Judgement, judge};
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

/// Runs each submission as often as `volume` says, and hands each run to `done`
/// with the index of its submission, in whatever order they end. What cannot be
/// run is left out.
pub fn run_all(
    observer: &Observer,
    submissions: &[Submission],
    volume: &Volume,
    done: impl FnMut(usize, Judged) + Send,
) {
    let commands = submissions.iter().enumerate();
    let commands: Vec<(usize, &Vec<OsString>)> = commands
        .filter_map(|(index, submission)| Some((index, submission.command.as_ref().ok()?)))
        .collect();
    let all = commands.len() * usize::from(volume.runs);
    let run = |number: usize| {
        let (index, command) = commands[number % commands.len()];
        let judged = watch(observer, &submissions[index], command, volume);
        (index, judged)
    };

    let next = AtomicUsize::new(0);
    let start = Mutex::new(());
    let again = Mutex::new(SecondTries::default());
    let done = Mutex::new(done);
    let done = |index, judged| done.lock().expect("no panic in a sum")(index, judged);
    let work = || {
        while !observer.is_interrupted()
            && let number = next.fetch_add(1, Ordering::Relaxed)
            && number < all
        {
            if number >= AT_ONCE {
                space(&start);
            }
            let (index, judged) = run(number);
            let is_taken = judged.as_ref().is_ok_and(|(judgement, _)| {
                let mut again = again.lock().expect("no panic in a push");
                again.take(number, judgement)
            });
            if !is_taken {
                done(index, judged);
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
        let (index, judged) = run(number);
        done(index, judged);
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
    command: &[OsString],
    volume: &Volume,
) -> Judged {
    let expectation = &submission.expected.expectation;
    let seen = observer
        .watch(&Program {
            command: command.to_vec(),
            output: submission.output,
            trace: volume.writers == Writers::On,
            hold: None,
            limits: volume.caps.limits(expectation),
        })
        .map_err(|error| start::explain(error, command))?;
    Ok((judge(expectation, &seen), seen))
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
