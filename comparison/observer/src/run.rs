//! One program, while it runs: what it prints, and when it must be stopped.

use super::excerpt::Excerpt;
use super::launch::{Source, Streams};
use super::lines::Lines;
use super::proc::{Entry, State};
use super::sampler::Registry;
use super::{Limits, Line, Stop};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// What a program started may live on for so long after the program's end: a
/// helper of CPython's needs a moment to notice that its program is gone.
const GRACE: Duration = Duration::from_millis(250);

/// For so long, if all of it is running or waiting for a core: on a loaded
/// machine, a helper that is about to end looks like that.
const LONG_GRACE: Duration = Duration::from_millis(400);

/// How soon an interrupt is noticed.
const ATTENTION: Duration = Duration::from_millis(100);

/// What is unread at one moment is read in so many steps at most: a terminal
/// holds less, and who writes without end is not waited for.
const STEPS: usize = 256;

/// How long a program may take to be gone once it was killed.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Run {
    pub pid: u32,
    pub started: Instant,
    limits: Limits,
    exceeded: Arc<OnceLock<Stop>>,
    streams: Streams,
    lines: Lines,
    stderr: Excerpt,
    /// When its end was noticed.
    ended: Option<Instant>,
}

impl Run {
    pub(super) fn new(
        pid: u32,
        started: Instant,
        (limits, exceeded): (Limits, Arc<OnceLock<Stop>>),
        streams: Streams,
    ) -> Run {
        let (lines, stderr) = (Lines::new(limits), Excerpt::new(limits.stderr_bytes));
        Run {
            pid,
            started,
            limits,
            exceeded,
            streams,
            lines,
            stderr,
            ended: None,
        }
    }

    /// Reads what the program prints until it and all that it started have
    /// ended. Returns what lived on too long.
    ///
    /// # Errors
    /// If the program must be stopped: why.
    pub(super) fn follow(
        &mut self,
        registry: &Registry,
        interrupt: &AtomicBool,
    ) -> Result<Vec<Entry>, Stop> {
        loop {
            let now = Instant::now();
            if let Some(&stop) = self.exceeded.get() {
                return Err(stop);
            }
            let patience = if let Some(ended) = self.ended {
                let own = registry.remaining(self.pid).own;
                let busy = own.iter().all(|entry| entry.state == State::Running);
                let grace = if busy { LONG_GRACE } else { GRACE };
                if own.is_empty() || now - ended > grace {
                    return Ok(own);
                }
                Duration::from_millis(10)
            } else if interrupt.load(Ordering::Relaxed) {
                return Err(Stop::Interrupted);
            } else if now - self.started >= self.limits.deadline {
                return Err(Stop::Deadline);
            } else {
                ATTENTION.min(self.started + self.limits.deadline - now)
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
    ///
    /// # Errors
    /// If the rest goes beyond a limit: which.
    pub(super) fn finish(&mut self, at: Instant) -> Result<(), Stop> {
        let give_up = Instant::now() + PATIENCE;
        let mut result = Ok(());
        while self.ended.is_none() && Instant::now() < give_up {
            result = result.and(self.read(Duration::from_millis(10), Some(at)).map(drop));
        }
        result.and(self.drain(at))
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Reads what is unread, as if it had come at `at`.
    fn drain(&mut self, at: Instant) -> Result<(), Stop> {
        for _ in 0..STEPS {
            if !self.read(Duration::ZERO, Some(at))? {
                break;
            }
        }
        Ok(())
    }

    /// Reads what comes until `patience` is over, and returns whether anything
    /// came.
    fn read(&mut self, patience: Duration, at: Option<Instant>) -> Result<bool, Stop> {
        let came = self.streams.read(patience);
        let at = at.unwrap_or_else(Instant::now) - self.started;
        let mut result = Ok(came.iter().any(|(_, bytes)| !bytes.is_empty()));
        for (source, bytes) in came {
            match source {
                Source::Stdout => result = self.lines.push(&bytes, at).and(result),
                Source::Stderr => self.stderr.push(&bytes),
                Source::End => self.ended = Some(Instant::now()),
            }
        }
        result
    }

    /// The lines and stderr of a program that ended, or was stopped, at
    /// `elapsed`. A line that came after that moment was not the program's own.
    pub(super) fn printed(self, elapsed: Duration) -> (Vec<Line>, Vec<u8>) {
        let noticed = self.ended.map(|ended| ended - self.started);
        let mut lines = self.lines.finish();
        for line in &mut lines {
            // Its end is noticed a little later than it comes.
            if noticed.is_none_or(|noticed| line.at <= noticed) {
                line.at = line.at.min(elapsed);
            }
        }
        (lines, self.stderr.finish())
    }
}
