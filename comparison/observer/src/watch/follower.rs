//! One program, while it runs: what it prints, and when it must be stopped.

use super::excerpt::Excerpt;
use super::launch::Launched;
use super::lines::Lines;
use super::proc::{Identity, ProcessStat, State};
use super::registry::Registry;
use super::streams::Source;
use super::trace::{Standstill, Tracer};
use super::traced::Write;
use crate::{Limits, Line, Stop, Untraced, Waiting};
use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a program started may be idle for so long after the program's end: a
/// helper of CPython's needs a moment to notice that its program is gone.
const GRACE: Duration = Duration::from_millis(250);

/// It may live on for so long in all, idle or on a core. Ready without a core, it
/// may be about to end, which takes long on a loaded machine, one after the other.
const LONG_GRACE: Duration = Duration::from_secs(1);

/// Nothing lives on for longer, with a core or without one.
const LONGEST_GRACE: Duration = Duration::from_secs(5);

/// From one look at what lives on to the next.
const LOOK: Duration = Duration::from_millis(10);

/// How soon an interrupt is noticed.
const ATTENTION: Duration = Duration::from_millis(100);

/// What is unread at one moment is read in so many steps at most: a terminal
/// holds less, and who writes without end is not waited for.
const STEPS: usize = 256;

/// How long a program may take to be gone once it was killed.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a program's processes have had since its end.
struct LivedOn {
    looked: Instant,
    /// The CPU time of each of those that were there then.
    cpu: HashMap<Identity, Duration>,
    /// For how long none of them has been ready to run.
    idle: Duration,
    /// Time on a core, and time in which none was ready to run.
    had: Duration,
    /// All of the time.
    passed: Duration,
}

impl LivedOn {
    fn since(ended: Instant, own: &[ProcessStat]) -> LivedOn {
        LivedOn {
            looked: ended,
            cpu: cpu(own),
            idle: Duration::ZERO,
            had: Duration::ZERO,
            passed: Duration::ZERO,
        }
    }

    /// Whether those that are still there now have had time enough to end.
    fn is_too_long(&mut self, own: &[ProcessStat], now: Instant) -> bool {
        // A late look may have missed that the machine stood still.
        let passed = (now - self.looked).min(2 * LOOK);
        let before = std::mem::replace(&mut self.cpu, cpu(own));
        let used = |process: &ProcessStat| {
            let before = before.get(&process.identity())?;
            Some(process.cpu.saturating_sub(*before))
        };
        // Unknown where one is new: whoever started it had a core, and may have ended.
        let used: Option<Duration> = own.iter().map(used).sum();
        let is_ready = own.iter().any(|process| process.state == State::Running);
        self.idle = match is_ready {
            true => Duration::ZERO,
            false => self.idle + passed,
        };
        self.had += used.filter(|_| is_ready).unwrap_or(passed);
        self.passed += passed;
        self.looked = now;
        self.idle > GRACE || self.had > LONG_GRACE || self.passed > LONGEST_GRACE
    }
}

fn cpu(own: &[ProcessStat]) -> HashMap<Identity, Duration> {
    let own = own.iter();
    own.map(|process| (process.identity(), process.cpu))
        .collect()
}

/// Reads what a program prints.
pub(super) struct Follower {
    program: Launched,
    limits: Limits,
    lines: Lines,
    stderr: Excerpt,
    /// What the last look at its threads has shown.
    standstill: Option<Standstill>,
    /// When its end was noticed.
    pub ended: Option<Instant>,
}

impl Follower {
    pub(super) fn new(program: Launched, limits: Limits) -> Follower {
        Follower {
            program,
            limits,
            lines: Lines::new(limits),
            stderr: Excerpt::new(limits.stderr_bytes),
            standstill: None,
            ended: None,
        }
    }

    /// Reads what the program prints until it and all that it started have
    /// ended, or what it started has lived on for too long. Returns why it must
    /// be stopped, if it must.
    ///
    /// # Errors
    /// If its output cannot be read.
    pub(super) fn follow(
        &mut self,
        registry: &Registry,
        interrupt: &AtomicBool,
    ) -> io::Result<Option<Stop>> {
        let mut lived_on = None;
        loop {
            let now = Instant::now();
            let deadline = self.program.started + self.limits.deadline;
            if let Some(stop) = self.exceeded() {
                return Ok(Some(stop));
            }
            if interrupt.load(Ordering::Relaxed) {
                return Ok(Some(Stop::Interrupted));
            }
            let patience = if let Some(ended) = self.ended {
                let own = registry.remaining(self.program.pid).own;
                let lived_on = lived_on.get_or_insert_with(|| LivedOn::since(ended, &own));
                if own.is_empty() || now >= deadline || lived_on.is_too_long(&own, now) {
                    return Ok(None);
                }
                LOOK
            } else if now >= deadline {
                return Ok(Some(Stop::Deadline));
            } else if now - self.program.started >= self.limits.deadlock_after
                && self.is_deadlocked()
            {
                return Ok(Some(Stop::Deadlock));
            } else {
                ATTENTION.min(deadline - now)
            };
            let had_ended = self.ended.is_some();
            self.read(patience, None)?;
            if let Some(ended) = self.ended.filter(|_| !had_ended) {
                // What is unread now was printed before the end.
                self.drain(ended)?;
            }
        }
    }

    /// Reads the rest of a program that ended, or was killed, as if it had come
    /// at `at`.
    pub(super) fn finish(&mut self, at: Instant) -> io::Result<()> {
        let give_up = Instant::now() + PATIENCE;
        while self.ended.is_none() && Instant::now() < give_up {
            self.read(Duration::from_millis(10), Some(at))?;
        }
        self.drain(at)
    }

    /// The limit that the program went beyond.
    pub(super) fn exceeded(&self) -> Option<Stop> {
        let counted = self.program.exceeded.get().copied();
        counted.or(self.lines.exceeded())
    }

    /// Whether the program stands still, and has since this was asked before.
    fn is_deadlocked(&mut self) -> bool {
        let tracer = self.program.tracer.as_ref().ok();
        let now = tracer.and_then(|tracer| tracer.shared.standstill());
        let before = std::mem::replace(&mut self.standstill, now);
        before.is_some() && before == self.standstill
    }

    /// In what each of its threads waits now; nothing where nobody traces it.
    pub(super) fn waits(&self) -> Vec<Waiting> {
        let tracer = self.program.tracer.as_ref();
        tracer.map_or(Vec::new(), |tracer| tracer.shared.waits())
    }

    /// Who traced the program; or why nobody did. To be asked once.
    pub(super) fn tracer(&mut self) -> Result<Tracer, Untraced> {
        std::mem::replace(&mut self.program.tracer, Err(Untraced::NotAsked))
    }

    /// The lines, with their writers as far as `writes` tells; stderr, and how many
    /// bytes of it were not kept.
    pub(super) fn printed(self, writes: &[Write]) -> (Vec<Line>, Vec<u8>, usize) {
        let left_out = self.stderr.left_out;
        (self.lines.finish(writes), self.stderr.finish(), left_out)
    }

    /// Reads what is unread, as if it had come at `at`.
    fn drain(&mut self, at: Instant) -> io::Result<()> {
        for _ in 0..STEPS {
            if !self.read(Duration::ZERO, Some(at))? {
                break;
            }
        }
        Ok(())
    }

    /// Reads what comes until `patience` is over, and returns whether anything
    /// came.
    fn read(&mut self, patience: Duration, at: Option<Instant>) -> io::Result<bool> {
        let came = self.program.streams.read(patience)?;
        let at = at.unwrap_or_else(Instant::now);
        for (source, bytes) in &came {
            match source {
                Source::Stdout => self.lines.push(bytes, at - self.program.started),
                Source::Stderr => self.stderr.push(bytes),
                Source::End => self.ended = Some(at),
            }
        }
        Ok(came.iter().any(|(_, bytes)| !bytes.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: u32, state: State, cpu: Duration) -> ProcessStat {
        ProcessStat {
            pid,
            parent: 1,
            session: 1,
            started_ticks: 0,
            state,
            cpu: Duration::from_secs(3) + cpu,
        }
    }

    /// Looks again and again at what this shows; for how long it may live on.
    fn lives_on(shown: impl Fn(u32) -> ProcessStat) -> Duration {
        let ended = Instant::now();
        let mut lived_on = LivedOn::since(ended, &[shown(1)]);
        let mut looks = 1..=1000;
        let too_long =
            looks.find(|&look| lived_on.is_too_long(&[shown(look)], ended + LOOK * look));
        too_long.map_or(Duration::MAX, |look| LOOK * look)
    }

    /// The same of one process that is in one of these states in turn, and uses so much
    /// CPU time between two looks.
    fn one_lives_on(states: &[State], cpu: Duration) -> Duration {
        let state = |look: u32| states[(look as usize - 1) % states.len()];
        lives_on(|look| process(2, state(look), cpu * look))
    }

    #[test]
    fn only_time_without_a_core_is_not_counted() {
        use State::{Running, Waiting};
        let (none, all) = (Duration::ZERO, LOOK);
        let idle = one_lives_on(&[Waiting], none);
        assert_eq!(idle, Duration::from_millis(260));
        let computing = one_lives_on(&[Running], all);
        assert_eq!(computing, Duration::from_millis(1020));
        // It is idle for half of the time, and has a fifth of a core in the other.
        let now_and_then = one_lives_on(&[Running, Waiting], all / 5);
        assert!(now_and_then < Duration::from_secs(2), "{now_and_then:?}");
        let without_a_core = one_lives_on(&[Running], none);
        assert_eq!(without_a_core, Duration::from_millis(5010));
    }

    #[test]
    fn who_starts_the_next_one_has_had_a_core() {
        // Each ends so soon that no CPU time is counted.
        let chain =
            |every: u32| lives_on(|look| process(2 + look / every, State::Running, Duration::ZERO));
        assert_eq!(chain(1), Duration::from_millis(1020));
        assert_eq!(chain(2), Duration::from_millis(2020));
    }

    #[test]
    fn a_late_look_proves_nothing() {
        let ended = Instant::now();
        let late = ended + Duration::from_secs(6);
        for state in [State::Waiting, State::Running] {
            let own = [process(2, state, Duration::ZERO)];
            assert!(!LivedOn::since(ended, &own).is_too_long(&own, late));
        }
    }
}
