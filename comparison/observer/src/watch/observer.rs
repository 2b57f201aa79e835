//! The observer: one program, from its start to the report of what was seen.

use super::follower::Follower;
use super::guard::Guard;
use super::proc::{self, ProcessStat};
use super::process_tree::MARK;
use super::registry::Registry;
use super::traced::Traced;
use super::{sampler, system};
use crate::{Ending, Error, Limits, Observation, Output, Process, Program};
use crate::{Stop, Untraced, Writer};
use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// How long a tracer may take to notice that all it traced has ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// Held by the one observer of this process.
static CLAIM: Mutex<Weak<()>> = Mutex::new(Weak::new());

/// Watches any number of programs, each from a thread of the caller's.
///
/// On Linux this process becomes the reaper of what the programs leave behind
/// (`PR_SET_CHILD_SUBREAPER`). One observer for each process: two would take
/// each other's orphans for their own.
#[must_use]
pub struct Observer {
    registry: Arc<Registry>,
    interrupt: Arc<AtomicBool>,
    /// Why no program can be traced, if none can; found out once.
    refused: OnceLock<Option<String>>,
    /// How the marks of all its programs begin.
    mark: String,
    /// Started with the first program that is not traced.
    guard: OnceLock<Option<Guard>>,
    _claim: Arc<()>,
}

impl Observer {
    /// Starts to take samples. When `interrupt` becomes true, every program is
    /// stopped.
    ///
    /// # Errors
    /// [`Error::SecondObserver`], if there is one already; [`Error::System`], if
    /// this process cannot become the reaper of what it starts, or no thread can
    /// be started.
    pub fn start(interrupt: Arc<AtomicBool>) -> Result<Observer, Error> {
        let mut claimed = CLAIM.lock().unwrap_or_else(PoisonError::into_inner);
        if claimed.strong_count() > 0 {
            return Err(Error::SecondObserver);
        }
        system::become_reaper().map_err(Error::system("become a subreaper"))?;
        let registry = Arc::new(Registry::default());
        sampler::start(Arc::downgrade(&registry)).map_err(Error::system("start a thread"))?;
        let claim = Arc::new(());
        *claimed = Arc::downgrade(&claim);
        Ok(Observer {
            registry,
            interrupt,
            refused: OnceLock::new(),
            mark: format!("{}.{:016x}", std::process::id(), random()?),
            guard: OnceLock::new(),
            _claim: claim,
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

    /// What `watch` watches is sampled so often, and whatever is watched meanwhile,
    /// in place of every 50 ms. Each sample takes CPU time: some tenths of a
    /// millisecond, and more where more processes run.
    pub fn sampling_every<T>(&self, interval: Duration, watch: impl FnOnce() -> T) -> T {
        self.registry.set_interval(Some(interval));
        // Until then, the sampler may still wait as usual.
        thread::sleep(sampler::INTERVAL);
        let watched = watch();
        self.registry.set_interval(None);
        watched
    }

    /// Runs a program to its end, or to a limit, and reports what was seen.
    /// When it returns, nothing that the program started is running, but for
    /// the survivors and the unattributed that the report names.
    ///
    /// # Errors
    /// [`Error::NoProgram`] and [`Error::Start`], if the program cannot be
    /// started; [`Error::System`], if the system refused what the watching
    /// needs.
    pub fn watch(&self, program: &Program) -> Result<Observation, Error> {
        if !program.trace {
            return self.run(program);
        }
        let Some(why) = self.refused.get_or_init(|| self.refusal()) else {
            return self.run(program);
        };
        let seen = self.run(&Program {
            trace: false,
            ..program.clone()
        })?;
        Ok(Observation {
            lives: Err(Untraced::Refused(why.clone())),
            ..seen
        })
    }

    /// Why the system does not let programs be traced, as a tiny one shows.
    fn refusal(&self) -> Option<String> {
        if !proc::is_own() {
            return Some("/proc does not show this system's processes".to_string());
        }
        let command = ["/bin/sh", "-c", "echo"].map(OsString::from).to_vec();
        let limits = Limits::with_deadline(Duration::from_secs(5));
        let tiny = Program {
            trace: true,
            ..Program::new(command, Output::Pipe, limits)
        };
        match self.run(&tiny) {
            Ok(seen) => match seen.lives {
                Ok(_)
                    if seen
                        .lines
                        .iter()
                        .any(|line| line.writer == Writer::Thread(0)) =>
                {
                    None
                }
                Ok(_) => Some("the system does not tell who wrote a line".to_string()),
                Err(Untraced::Refused(why)) => Some(why),
                Err(Untraced::NotAsked) => unreachable!("it was asked for"),
            },
            Err(error) => Some(error.to_string()),
        }
    }

    fn run(&self, program: &Program) -> Result<Observation, Error> {
        // A program that knew another's mark could pass its processes off as
        // that one's.
        let mark = format!("{}.{:016x}", self.mark, random()?);
        if !program.trace {
            let all = format!("{MARK}={}.", self.mark);
            self.guard.get_or_init(|| Guard::start(all.as_ref()));
        }
        let launched = self.registry.launch(program, mark)?;
        let (pid, started) = (launched.pid, launched.started);
        let mut follower = Follower::new(launched, program.limits);
        let followed = follower.follow(&self.registry, &self.interrupt);
        let stopped = Instant::now();
        let waits = match followed {
            Ok(Some(Stop::Deadline | Stop::Deadlock)) => follower.waits(),
            _ => Vec::new(),
        };
        let remaining = self.registry.remaining(pid);
        let left_behind = match followed {
            Ok(None) => name_all(&remaining.own),
            Ok(Some(_)) | Err(_) => Vec::new(),
        };
        let unattributed = name_all(&remaining.unattributed);
        let survivors = name_all(&self.registry.kill(pid));
        let finished = follower.finish(stopped);
        let traced = follower.tracer().map(|tracer| tracer.finish(PATIENCE));
        let (notes, reaped) = self.registry.unregister(pid);

        let reaped = reaped.map_err(Error::system("wait for the program"))?;
        let stop = finished.and(followed);
        let stop = stop.map_err(Error::system("read the program's output"))?;
        let counted = notes.is_some();
        let notes = notes.unwrap_or_default();
        let own_cpu = reaped.map(|used| used.rusage.utime + used.rusage.stime);
        let status = match &traced {
            Ok(traced) => traced.status,
            Err(_) => reaped.map(|used| used.status),
        };
        let (ending, end) = match (stop.or(follower.exceeded()), status, follower.ended) {
            (None, Some(status), Some(ended)) => (ending(status), ended),
            (None, ..) => unreachable!("a program is followed to its end, or stopped"),
            (Some(stop), ..) => (Ending::Stopped(stop), stopped),
        };
        let (lives, traced) = match traced {
            Ok(mut traced) => (Ok(std::mem::take(&mut traced.lives)), traced),
            Err(why) => (Err(why), Traced::default()),
        };
        let (lines, stderr, stderr_left_out) = follower.printed(&traced.writes);
        let words = program.command.iter().map(|word| word.to_string_lossy());
        let command = words.collect::<Vec<_>>().join(" ");
        Ok(Observation {
            process: Process { pid, command },
            lines,
            stderr,
            stderr_left_out,
            ending,
            elapsed: end - started,
            // What could not be killed was not waited for. A tracer waits itself.
            cpu: own_cpu.unwrap_or_default() + notes.orphans_cpu + traced.cpu,
            census: counted.then_some(notes.census),
            lives,
            held: traced.held,
            left_behind,
            survivors,
            unattributed,
            waits,
            stalls: notes.stalls,
        })
    }
}

fn random() -> Result<u64, Error> {
    getrandom::u64().map_err(Error::system("draw a random number"))
}

fn ending(status: ExitStatus) -> Ending {
    let killed = || Ending::Signalled(status.signal().unwrap_or_default());
    status.code().map_or_else(killed, Ending::Exited)
}

fn name_all(processes: &[ProcessStat]) -> Vec<Process> {
    let name = |&ProcessStat { pid, .. }: &ProcessStat| Process {
        pid,
        command: proc::command(pid),
    };
    processes.iter().map(name).collect()
}
