//! Many runs of many programs, side by side.

use super::limits::Caps;
use super::pace::{Beat, Pace};
use crate::expectation::Expected;
use crate::judgement::{Judgement, judge};
use anyhow::{Context, Result};
use observer::cores;
use observer::{Observation, Observer, Output, Program};
use std::ffi::OsString;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often the pace is looked at: each time after about as much as the
/// observer's sampler needs to notice something.
const BEAT: Duration = Duration::from_millis(60);

/// A program to be judged, and by what.
pub struct Subject<'a> {
    /// The example, the expectation, or the label of a submission.
    pub name: String,
    /// Which program, and where its output goes.
    pub program: String,
    pub expected: &'a Expected,
    /// What to run, or why that is not possible.
    pub command: Result<Vec<OsString>, Obstacle>,
    pub output: Output,
}

/// Why a program is not run.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// It could not be run, and so not be judged.
    NotRun(String),
    /// It was not asked for by name, and something that it needs is not here.
    Skipped(String),
}

/// Runs each subject `times` times, at most `most` runs side by side, and hands
/// each run to `done` with the index of its subject, in whatever order they end.
/// What cannot be run is left out.
pub fn run_all(
    observer: &Observer,
    subjects: &[Subject],
    times: usize,
    most: usize,
    caps: &Caps,
    done: impl Fn(usize, Result<(Judgement, Observation)>) + Sync,
) {
    let commands = subjects.iter().enumerate();
    let commands =
        commands.filter_map(|(index, subject)| Some((index, subject.command.as_ref().ok()?)));
    let commands: Vec<(usize, &Vec<OsString>)> = commands.collect();
    let watch = |number: usize| {
        let (index, command) = commands[number % commands.len()];
        let subject = &subjects[index];
        let watched = observer.watch(&Program {
            command: command.clone(),
            output: subject.output,
            limits: caps.limits(&subject.expected.expectation),
        });
        let judged = watched
            .map(|seen| (judge(&subject.expected.expectation, &seen), seen))
            .map_err(Into::into);
        (index, judged)
    };
    let room = Room::new(commands.len() * times, most);
    // What one program leaves behind may put its neighbours in doubt: these are
    // run again, alone.
    let alone = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| room.keep_pace(observer));
        while let Some(number) = room.enter(observer) {
            let run = {
                let (room, watch, done, alone) = (&room, &watch, &done, &alone);
                move || {
                    let _place = Place(room);
                    let (index, judged) = watch(number);
                    match judged {
                        Ok((judgement, _)) if judgement.is_in_doubt_of_strays() => {
                            alone.lock().expect("no panic in a push").push(number);
                        }
                        judged => done(index, judged),
                    }
                }
            };
            if let Err(error) = thread::Builder::new().spawn_scoped(scope, run) {
                room.leave();
                let (index, _) = commands[number % commands.len()];
                done(index, Err(error).context("failed to start a thread"));
            }
        }
    });
    for number in alone.into_inner().expect("no panic in a push") {
        let (index, judged) = watch(number);
        done(index, judged);
    }
}

/// One run's place in the room, which it leaves however it ends.
struct Place<'a>(&'a Room);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// The runs that wait, and those that run.
struct Room {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    next: usize,
    all: usize,
    running: usize,
    pace: Pace,
}

impl Room {
    fn new(all: usize, most: usize) -> Room {
        let state = State {
            next: 0,
            all,
            running: 0,
            pace: Pace::new(most),
        };
        Room {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// The number of the next run, as soon as there is room for it; `None` after
    /// the last, or if no more is wanted.
    fn enter(&self, observer: &Observer) -> Option<usize> {
        let mut state = self.state();
        while state.next < state.all
            && state.running >= state.pace.allowed()
            && !observer.is_interrupted()
        {
            let waited = self.changed.wait_timeout(state, BEAT);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.next == state.all || observer.is_interrupted() {
            state.next = state.all;
            return None;
        }
        state.running += 1;
        state.next += 1;
        Some(state.next - 1)
    }

    fn leave(&self) {
        self.state().running -= 1;
        self.changed.notify_all();
    }

    /// Measures what the runs do to the machine, until the last has begun.
    fn keep_pace(&self, observer: &Observer) {
        let cores = thread::available_parallelism().map_or(1, usize::from) as f64;
        let (mut at, mut before) = (Instant::now(), cores::busy());
        loop {
            thread::sleep(BEAT);
            let now = (Instant::now(), cores::busy());
            let busy = now.1.zip(before).map(|(now, before)| now - before);
            // Where the system does not tell, only stalls count.
            let busy = busy.unwrap_or_default().as_secs_f64();
            let idle = 1.0 - busy / (now.0 - at).as_secs_f64() / cores;
            let stalled = observer.last_stall().is_some_and(|stall| stall > at);
            let mut state = self.state();
            if state.next == state.all {
                return;
            }
            let running = state.running;
            state.pace.beat(Beat {
                stalled,
                idle,
                running,
            });
            drop(state);
            self.changed.notify_all();
            (at, before) = now;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing is left half-done where this lock is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
