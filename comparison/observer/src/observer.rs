//! The observer: one program, from its start to the report of what was seen.

use super::launch::Launched;
use super::proc::{self, Entry};
use super::run::Run;
use super::sampler::{Registry, beat};
use super::{Census, Ending, Observation, Process, Program};
use anyhow::{Context, Result, ensure};
use std::os::unix::process::ExitStatusExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// Whether this process has an observer.
static EXISTS: AtomicBool = AtomicBool::new(false);

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

impl Observer {
    /// Starts the heartbeat. When `interrupt` becomes true, every program is
    /// stopped.
    ///
    /// # Errors
    /// If there is one already, if this process cannot become the reaper of
    /// what it starts, or if the thread cannot be started.
    pub fn start(interrupt: Arc<AtomicBool>) -> Result<Observer> {
        ensure!(
            !EXISTS.swap(true, Ordering::Relaxed),
            "this process has an observer already"
        );
        Observer::start_only(interrupt).inspect_err(|_| EXISTS.store(false, Ordering::Relaxed))
    }

    fn start_only(interrupt: Arc<AtomicBool>) -> Result<Observer> {
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

    /// Whether the caller wants every program to be stopped.
    pub fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// When the observer was last kept from running, and could again: what was
    /// printed just before was seen late.
    pub fn last_stall(&self) -> Option<Instant> {
        self.registry.last_stall()
    }

    /// Runs a program to its end, or to a limit, and reports what was seen.
    /// When it returns, nothing that the program started is running, but for
    /// the survivors and the unattributed that the report names.
    ///
    /// # Errors
    /// If the program cannot be started; the cause is then an
    /// [`io::Error`](std::io::Error).
    pub fn watch(&self, program: &Program) -> Result<Observation> {
        let number = self.launched.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}.{number}", std::process::id());
        let exceeded = Arc::default();
        let (launched, counted) = self.registry.launch(program, mark, Arc::clone(&exceeded))?;
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

        let mut run = Run::new(pid, started, (program.limits, exceeded), streams);
        let followed = run.follow(&self.registry, &self.interrupt);
        let stopped = Instant::now();
        let left_behind = name_all(followed.as_deref().unwrap_or_default());
        let unattributed = name_all(&self.registry.remaining(pid).unattributed);
        let survivors = name_all(&self.registry.kill(pid));
        let finished = run.finish(stopped);
        drop(terminal);
        let notes = self.registry.unregister(pid);

        let stop = followed.err().or(finished.err());
        let (mut elapsed, mut cpu) = (stopped - started, notes.orphans_cpu);
        let mut ending = stop.map(Ending::Stopped);
        // Who could not be killed is not waited for.
        if run.has_ended() {
            let waited = waiter.join().ok().context("the waiting thread panicked")?;
            let (used, ended) = waited.context("failed to wait for the program")?;
            cpu += used.rusage.utime + used.rusage.stime;
            if ending.is_none() {
                let killed = || Ending::Signalled(used.status.signal().unwrap_or_default());
                ending = Some(used.status.code().map_or_else(killed, Ending::Exited));
                elapsed = ended - started;
            }
        }
        let ending = ending.context("the program's end was lost")?;
        let (lines, stderr) = run.printed(elapsed);
        let words = program.command.iter().map(|word| word.to_string_lossy());
        let command = words.collect::<Vec<_>>().join(" ");
        Ok(Observation {
            process: Process { pid, command },
            lines,
            stderr,
            ending,
            elapsed,
            cpu,
            census: counted.then_some(Census {
                samples: notes.samples,
            }),
            left_behind,
            survivors,
            unattributed,
            stalls: notes.stalls,
        })
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        EXISTS.store(false, Ordering::Relaxed);
        self.ended.store(true, Ordering::Relaxed);
        if let Some(heartbeat) = self.heartbeat.take() {
            heartbeat.thread().unpark();
            let _ = heartbeat.join();
        }
    }
}

fn name_all(entries: &[Entry]) -> Vec<Process> {
    let name = |&Entry { pid, .. }: &Entry| Process {
        pid,
        command: proc::command(pid),
    };
    entries.iter().map(name).collect()
}
