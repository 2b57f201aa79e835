//! The same threads sharing one lock, as the threads of CPython share its GIL.

use crate::work::cpu::{self, is_prime};
use crate::work::{Job, Task};
use anyhow::Result;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// What `sys.getswitchinterval()` says.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

pub fn run(jobs: &[Job]) -> Result<()> {
    let gil = &Gil::new(SWITCH_INTERVAL);
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for job in jobs {
            workers.push(scope.spawn(move || interpret(job, gil)));
        }
        let joined = workers.into_iter().map(|worker| worker.join());
        let done = joined.map(|job| job.expect("a panic is a bug"));
        done.fold(Ok(()), Result::and)
    })
}

/// Does a job as CPython would: it runs only while it holds the lock, looks
/// after each small step whether another thread asks for it, and gives it up
/// while it waits.
fn interpret(job: &Job, gil: &Gil) -> Result<()> {
    let held = gil.take();
    job.start()?;
    let answer = match job.task {
        Task::Download(_) => held.released(|| job.answer())?,
        Task::CountPrimes => held.count_primes(),
    };
    job.finish(answer)
}

/// A lock with the protocol of CPython's Global Interpreter Lock since 3.2, as
/// its source, `Python/ceval_gil.c`, describes it:
///
/// - Who wants it waits for one *switch interval*. If nobody else got it in that
///   time, the waiter sets the *drop request*, and waits for another interval.
/// - The holder looks at the request between two steps, and gives the lock up.
/// - The switch is *forced*: who gave it up on request waits until another
///   thread has it. Otherwise it might take it back before the other wakes.
/// - Around a call that waits for I/O, the holder gives it up by itself.
///
/// Nobody queues: which of several waiters gets it is up to the system.
pub struct Gil {
    state: Mutex<State>,
    /// `gil->cond`: it was given up.
    dropped: Condvar,
    /// `gil->switch_cond`: another thread has it.
    switched: Condvar,
    /// `gil_drop_request`; the only part that is looked at without the mutex.
    drop_request: AtomicBool,
    interval: Duration,
}

struct State {
    locked: bool,
    last_holder: Option<ThreadId>,
    /// How often it went from one thread to another.
    switch_number: u64,
}

/// The lock is this thread's until this is dropped.
pub struct Held<'a> {
    gil: &'a Gil,
}

impl Gil {
    pub fn new(interval: Duration) -> Gil {
        Gil {
            state: Mutex::new(State {
                locked: false,
                last_holder: None,
                switch_number: 0,
            }),
            dropped: Condvar::new(),
            switched: Condvar::new(),
            drop_request: AtomicBool::new(false),
            interval,
        }
    }

    /// Waits until it is free, or asks for it, and takes it.
    pub fn take(&self) -> Held<'_> {
        self.lock();
        Held { gil: self }
    }

    /// `take_gil`
    fn lock(&self) {
        let mut state = self.state();
        while state.locked {
            let before = state.switch_number;
            let waited = self.dropped.wait_timeout(state, self.interval);
            let (now, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            state = now;
            if waited.timed_out() && state.locked && state.switch_number == before {
                self.drop_request.store(true, Ordering::Relaxed);
            }
        }
        state.locked = true;
        let me = Some(thread::current().id());
        if state.last_holder != me {
            state.last_holder = me;
            state.switch_number += 1;
        }
        self.drop_request.store(false, Ordering::Relaxed);
        self.switched.notify_all();
    }

    /// `drop_gil`
    fn unlock(&self) {
        let mut state = self.state();
        state.locked = false;
        self.dropped.notify_one();
        // Who asked is waiting for it still: taking it ends the request.
        if self.drop_request.swap(false, Ordering::Relaxed) {
            let me = Some(thread::current().id());
            while state.last_holder == me {
                let waited = self.switched.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing is left half-done where the mutex is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held<'_> {
    /// Counts as the work does, and gives way between two steps.
    pub fn count_primes(&self) -> u64 {
        let steps = (0..cpu::BOUND).inspect(|_| self.give_way());
        steps.map(|n| u64::from(is_prime(n))).sum()
    }

    /// Gives the lock up if somebody asks for it, and takes it again.
    fn give_way(&self) {
        if self.gil.drop_request.load(Ordering::Relaxed) {
            self.gil.unlock();
            self.gil.lock();
        }
    }

    /// Gives the lock up while `wait` runs (`Py_BEGIN_ALLOW_THREADS`).
    pub fn released<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.gil.unlock();
        let result = wait();
        self.gil.lock();
        result
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.gil.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Instant;

    #[test]
    fn there_are_never_two_holders() {
        let gil = Gil::new(Duration::from_micros(50));
        let held = AtomicBool::new(false);
        let enter = || assert!(!held.swap(true, Ordering::SeqCst), "two holders");
        let leave = || assert!(held.swap(false, Ordering::SeqCst), "no holder");
        let begun = Instant::now();
        let is_enough = || {
            // Whoever panicked does not take the others along.
            gil.state().switch_number >= 500 || begun.elapsed() > Duration::from_secs(60)
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while !is_enough() {
                        let holder = gil.take();
                        enter();
                        for _ in 0..10_000 {
                            leave();
                            holder.give_way();
                            enter();
                        }
                        leave();
                        holder.released(thread::yield_now);
                    }
                });
            }
        });
    }

    #[test]
    fn a_waiter_gets_it_after_one_interval_and_within_two() {
        let gil = Gil::new(Duration::from_millis(300));
        let (tell, told) = mpsc::channel();
        let done = AtomicBool::new(false);
        let waited = thread::scope(|scope| {
            scope.spawn(|| {
                let holder = gil.take();
                tell.send(()).expect("somebody listens");
                while !done.load(Ordering::Relaxed) {
                    holder.give_way();
                }
            });
            told.recv().expect("a holder");
            let begun = Instant::now();
            let holder = gil.take();
            let waited = begun.elapsed();
            done.store(true, Ordering::Relaxed);
            drop(holder);
            waited
        });
        assert!(waited >= gil.interval, "{waited:?}");
        assert!(waited <= 2 * gil.interval, "{waited:?}");
    }

    #[test]
    fn who_gives_it_up_on_request_is_not_the_next_to_have_it() {
        let gil = Gil::new(Duration::from_millis(1));
        for round in 0..50 {
            let other_had_it = AtomicBool::new(false);
            let holder = gil.take();
            thread::scope(|scope| {
                scope.spawn(|| {
                    let _holder = gil.take();
                    other_had_it.store(true, Ordering::Relaxed);
                });
                while !gil.drop_request.load(Ordering::Relaxed) {
                    thread::yield_now();
                }
                holder.give_way();
                assert!(other_had_it.load(Ordering::Relaxed), "round {round}");
                drop(holder);
            });
        }
    }

    #[test]
    fn it_is_free_while_its_holder_waits() {
        let gil = Gil::new(Duration::from_secs(60));
        let (tell, told) = mpsc::channel();
        thread::scope(|scope| {
            let holder = gil.take();
            scope.spawn(|| {
                drop(gil.take());
                tell.send(()).expect("somebody listens");
            });
            // Long before the interval is over, and without a request.
            let answer = holder.released(|| told.recv_timeout(Duration::from_secs(20)));
            answer.expect("the other thread got the lock");
        });
    }
}
