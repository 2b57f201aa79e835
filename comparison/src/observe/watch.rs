//! One program, from its start to its end.

use super::census::{Registry, beat};
use super::launch::{Launched, Source, Streams};
use super::lines::Lines;
use super::processes::{self, Entry, State};
use super::{Census, Ending, Limits, Observation, Process, Program, Stop};
use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::os::unix::process::ExitStatusExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a program started may live on for so long after the program's end: a
/// helper of CPython's needs a moment to notice that its program is gone.
const GRACE: Duration = Duration::from_millis(250);

/// For so long, if all of it is running or waiting for a core: on a loaded
/// machine, a helper that is about to end looks like that.
const LONG_GRACE: Duration = Duration::from_millis(400);

/// How soon an interrupt is noticed.
const ATTENTION: Duration = Duration::from_millis(100);

/// Watches any number of programs, each from a thread of the caller's.
///
/// On Linux this process becomes the reaper of what the programs leave behind
/// (`PR_SET_CHILD_SUBREAPER`). One observer for each process: two would take
/// each other's orphans for their own.
pub struct Observer {
    registry: Arc<Registry>,
    heartbeat: Option<JoinHandle<()>>,
    ended: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    launched: AtomicU64,
}

/// What a program has printed so far.
struct Printed {
    lines: Lines,
    stderr: Vec<u8>,
    stderr_bytes: usize,
}

impl Observer {
    /// Starts the heartbeat. When `interrupt` becomes true, every program is
    /// stopped.
    ///
    /// # Errors
    /// If this process cannot become the reaper of what it starts, or the
    /// thread cannot be started.
    pub fn start(interrupt: Arc<AtomicBool>) -> Result<Observer> {
        #[cfg(target_os = "linux")]
        nix::sys::prctl::set_child_subreaper(true).context("failed to become a subreaper")?;
        let registry = Arc::new(Registry::default());
        let ended = Arc::new(AtomicBool::new(false));
        let heartbeat = {
            let (registry, ended) = (Arc::clone(&registry), Arc::clone(&ended));
            let thread = thread::Builder::new().name("heartbeat".to_string());
            thread
                .spawn(move || beat(&registry, &ended))
                .context("failed to start a thread")?
        };
        let (heartbeat, launched) = (Some(heartbeat), AtomicU64::new(0));
        Ok(Observer {
            registry,
            heartbeat,
            ended,
            interrupt,
            launched,
        })
    }

    /// Runs a program to its end, or to a limit, and reports what was seen.
    /// When it returns, nothing that the program started is running.
    ///
    /// # Errors
    /// If the program cannot be started; the cause is then an
    /// [`io::Error`](std::io::Error).
    pub fn watch(&self, program: &Program) -> Result<Observation> {
        let number = self.launched.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}.{number}", std::process::id());
        let (launched, counted) = self.registry.launch(program, mark)?;
        let Launched {
            child,
            started,
            mut streams,
            terminal,
        } = launched;
        let pid = child.id();
        let waiter = streams.add_end_of(child).inspect_err(|_| {
            self.registry.kill(pid);
            self.registry.unregister(pid);
        })?;

        let mut printed = Printed::new(program.limits);
        let (stop, left_behind) =
            self.follow(pid, started, program.limits, &mut streams, &mut printed);
        let stopped = Instant::now();
        let strays = name_all(&self.registry.remaining(pid).strays);
        if counted {
            self.registry.kill(pid);
        } else {
            let _ = killpg(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL);
        }
        let waited = waiter.join();
        printed.rest(&mut streams, started);
        drop(terminal);
        let notes = self.registry.unregister(pid);
        let (used, ended) = waited
            .ok()
            .context("the waiting thread panicked")?
            .context("failed to wait for the program")?;

        let ending = match (stop, used.status.code(), used.status.signal()) {
            (Some(stop), ..) => Ending::Stopped(stop),
            (None, Some(code), _) => Ending::Exited(code),
            (None, None, signal) => Ending::Signalled(signal.unwrap_or_default()),
        };
        let words = program.command.iter().map(|word| word.to_string_lossy());
        let command = words.collect::<Vec<_>>().join(" ");
        Ok(Observation {
            process: Process { pid, command },
            lines: printed.lines.finish(),
            stderr: printed.stderr,
            ending,
            elapsed: stop.map_or(ended, |_| stopped) - started,
            cpu: used.rusage.utime + used.rusage.stime + notes.orphans_cpu,
            census: counted.then_some(Census {
                samples: notes.samples,
            }),
            left_behind,
            strays,
            stalls: notes.stalls,
        })
    }

    /// Reads what the program prints until it and all that it started have
    /// ended, or must be stopped. Returns why, and what lived on too long.
    fn follow(
        &self,
        pid: u32,
        started: Instant,
        limits: Limits,
        streams: &mut Streams,
        printed: &mut Printed,
    ) -> (Option<Stop>, Vec<Process>) {
        let mut ended: Option<Instant> = None;
        loop {
            let now = Instant::now();
            let patience = if let Some(ended) = ended {
                let own = self.registry.remaining(pid).own;
                let busy = own.iter().all(|entry| entry.state == State::Running);
                let grace = if busy { LONG_GRACE } else { GRACE };
                if own.is_empty() || now - ended > grace {
                    return (None, name_all(&own));
                }
                Duration::from_millis(10)
            } else if self.interrupt.load(Ordering::Relaxed) {
                return (Some(Stop::Interrupted), Vec::new());
            } else if now - started >= limits.deadline {
                return (Some(Stop::Deadline), Vec::new());
            } else {
                ATTENTION.min(started + limits.deadline - now)
            };
            for (source, bytes) in streams.read(patience) {
                if source == Source::End {
                    ended = Some(Instant::now());
                } else if let Err(stop) = printed.take(source, &bytes, started.elapsed()) {
                    return (Some(stop), Vec::new());
                }
            }
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(heartbeat) = self.heartbeat.take() {
            heartbeat.thread().unpark();
            let _ = heartbeat.join();
        }
    }
}

impl Printed {
    fn new(limits: Limits) -> Printed {
        let stderr_bytes = limits.stderr_bytes;
        Printed {
            lines: Lines::new(limits),
            stderr: Vec::new(),
            stderr_bytes,
        }
    }

    fn take(&mut self, source: Source, bytes: &[u8], at: Duration) -> Result<(), Stop> {
        if source == Source::Stderr {
            let room = self.stderr_bytes - self.stderr.len();
            self.stderr
                .extend_from_slice(&bytes[..bytes.len().min(room)]);
            return Ok(());
        }
        self.lines.push(bytes, at)
    }

    /// Takes what is still unread when everything that could print has ended.
    fn rest(&mut self, streams: &mut Streams, started: Instant) {
        loop {
            let came = streams.read(Duration::ZERO);
            if came.iter().all(|(_, bytes)| bytes.is_empty()) {
                return;
            }
            for (source, bytes) in came {
                if self.take(source, &bytes, started.elapsed()).is_err() {
                    return;
                }
            }
        }
    }
}

fn name_all(entries: &[Entry]) -> Vec<Process> {
    let name = |&Entry { pid, .. }: &Entry| Process {
        pid,
        command: processes::command(pid),
    };
    entries.iter().map(name).collect()
}
