//! The heartbeat: every 50 ms one thread counts all watched programs together.
//!
//! One look at the table of processes serves them all, so watching nine costs
//! little more than watching one. And the thread knows when it should have
//! woken: where it woke late, the machine was not to be had.

use super::launch::{Launched, launch};
use super::proc::{self, Entry, State};
use super::process_tree::{MARK, Owner, ProcessTree, owners};
use super::{Program, Sample, Stall, Stop, Thread};
use anyhow::Result;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use wait4::try_wait4_pid;

const INTERVAL: Duration = Duration::from_millis(50);

/// A sleep overshoots by well under a millisecond on a quiet machine; only what
/// is far above that is a stall.
const TOLERANCE: Duration = Duration::from_millis(20);

/// How long killed processes may take to be gone.
const PATIENCE: Duration = Duration::from_secs(1);

/// All programs that are being watched.
#[derive(Default)]
pub(super) struct Registry(Mutex<Watched>);

#[derive(Default)]
struct Watched {
    trees: Vec<ProcessTree>,
    unattributed: HashSet<(u32, u64)>,
    /// Seen once, and of no program: they are not looked at again, which keeps
    /// the cost of a look apart from how much else runs on the machine.
    foreign: HashSet<u32>,
    stalls: Vec<(Instant, Instant)>,
}

/// What was noted of a program.
#[derive(Default)]
pub(super) struct Notes {
    pub samples: Vec<Sample>,
    pub stalls: Vec<Stall>,
    pub orphans_cpu: Duration,
}

/// What is running besides a program's own process.
#[derive(Default)]
pub(super) struct Remaining {
    pub own: Vec<Entry>,
    /// Started by this program or by another that is being watched.
    pub unattributed: Vec<Entry>,
}

/// Wakes every 50 ms until `stop` is set and the thread unparked.
pub(super) fn beat(registry: &Registry, stop: &AtomicBool) {
    let mut due = Instant::now() + INTERVAL;
    while !stop.load(Ordering::Relaxed) {
        thread::park_timeout(due.saturating_duration_since(Instant::now()));
        let now = Instant::now();
        if now < due {
            continue;
        }
        let mut watched = registry.lock();
        if now - due > TOLERANCE {
            watched.stalls.push((due, now));
        }
        watched.count();
        // The count itself takes time, which is not the machine's fault.
        due = Instant::now() + INTERVAL;
    }
}

impl Registry {
    /// Starts a program and registers it. Nobody looks in between, who would
    /// take it for an orphan; and no two programs start at once.
    ///
    /// Returns false besides it where the system shows no processes. `exceeded`
    /// is set if the program goes beyond a limit that is counted here.
    pub(super) fn launch(
        &self,
        program: &Program,
        mark: String,
        exceeded: Arc<OnceLock<Stop>>,
    ) -> Result<(Launched, bool)> {
        let mut watched = self.lock();
        let launched = launch(program, (MARK, &mark))?;
        // While nobody looked, a pid may have been used again.
        watched.foreign.clear();
        // It is there even if it has ended: nobody has waited for it yet.
        let root = proc::entry(launched.child.id());
        let tree = root.map(|root| {
            let limits = (program.limits, exceeded);
            ProcessTree::new(root, mark, launched.started, limits)
        });
        watched.trees.extend(tree);
        Ok((launched, root.is_some()))
    }

    /// Forgets a program. With the last one, the unattributed are killed.
    pub(super) fn unregister(&self, root: u32) -> Notes {
        let mut watched = self.lock();
        let Some(index) = watched.position(root) else {
            return Notes::default();
        };
        let tree = watched.trees.remove(index);
        if watched.trees.is_empty() {
            // Nobody is left whose they could be, and who might need them.
            let unattributed: Vec<Entry> = watched
                .survey()
                .into_iter()
                .map(|(entry, _)| entry)
                .collect();
            kill_all(&unattributed);
        }
        let since = |moment: Instant| moment.saturating_duration_since(tree.started);
        let stalls = watched
            .stalls
            .iter()
            .map(|&(from, to)| (since(from), since(to)));
        Notes {
            stalls: stalls
                .filter(|&(_, to)| to > Duration::ZERO)
                .map(|(from, to)| Stall { from, to })
                .collect(),
            samples: tree.samples,
            orphans_cpu: tree.orphans_cpu,
        }
    }

    /// When the heartbeat woke late for the last time.
    pub(super) fn last_stall(&self) -> Option<Instant> {
        self.lock().stalls.last().map(|&(_, to)| to)
    }

    pub(super) fn remaining(&self, root: u32) -> Remaining {
        self.lock().remaining(root)
    }

    /// Kills a program and everything it started, until nothing is left. Returns
    /// what could not be killed.
    pub(super) fn kill(&self, root: u32) -> Vec<Entry> {
        let group = Pid::from_raw(root.cast_signed());
        let give_up = Instant::now() + PATIENCE;
        loop {
            let mut watched = self.lock();
            if watched.position(root).is_none() {
                let _ = killpg(group, Signal::SIGKILL); // the system shows no processes
                return Vec::new();
            }
            let mut own = watched.remaining(root).own;
            own.extend(proc::entry(root).filter(|entry| watched.is_root(entry)));
            own.retain(|entry| entry.state != State::Ended);
            if own.is_empty() || Instant::now() >= give_up {
                return own;
            }
            // A group is killed in one step, however fast its processes make
            // others. While one of the session lives, its number is not reused.
            if own.iter().any(|entry| entry.session == root) {
                let _ = killpg(group, Signal::SIGKILL);
            }
            kill_all(&own);
            drop(watched);
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        // Nothing is left half-done where this lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    fn position(&self, root: u32) -> Option<usize> {
        self.trees.iter().position(|tree| tree.root.pid == root)
    }

    fn is_root(&self, entry: &Entry) -> bool {
        let identity = |tree: &ProcessTree| (tree.root.pid, tree.root.started);
        self.trees
            .iter()
            .any(|tree| identity(tree) == (entry.pid, entry.started))
    }

    /// All living processes with their owners. Orphans that have ended are
    /// waited for on the way: they are this process's children now.
    fn survey(&mut self) -> Vec<(Entry, Owner)> {
        let Some(table) = proc::table(&mut self.foreign) else {
            return Vec::new();
        };
        let Some(&me) = table.iter().find(|entry| entry.pid == std::process::id()) else {
            return Vec::new();
        };
        let owners = owners(&table, me, &mut self.trees, &mut self.unattributed);
        // Not those whose parent ended during this look, nor their children:
        // they will be handed to somebody, and then it shows whose they were.
        loop {
            let known = self.foreign.len();
            let foreign = table.iter().filter(|entry| {
                let parent_is_foreign = entry.parent == 0 || self.foreign.contains(&entry.parent);
                parent_is_foreign && !owners.contains_key(&entry.pid) && entry.pid != me.pid
            });
            let foreign: Vec<u32> = foreign.map(|entry| entry.pid).collect();
            self.foreign.extend(foreign);
            if self.foreign.len() == known {
                break;
            }
        }
        let mut living = Vec::new();
        for entry in table {
            let Some(&owner) = owners.get(&entry.pid) else {
                continue;
            };
            if entry.state != State::Ended {
                living.push((entry, owner));
            } else if entry.parent == me.pid && !self.is_root(&entry) {
                let reaped = try_wait4_pid(entry.pid).ok().flatten();
                if let (Some(used), Owner::Tree(index)) = (reaped, owner) {
                    self.trees[index].orphans_cpu += used.rusage.utime + used.rusage.stime;
                }
            }
        }
        living
    }

    /// Adds a sample to every program.
    fn count(&mut self) {
        if self.trees.is_empty() {
            return;
        }
        let now = Instant::now();
        let living = self.survey();
        for (index, tree) in self.trees.iter_mut().enumerate() {
            let at = now.saturating_duration_since(tree.started);
            let (mut threads, mut peak_memory_bytes) = (Vec::new(), 0);
            for &(Entry { pid, .. }, owner) in &living {
                if owner == Owner::Tree(index) {
                    let counted = proc::threads(pid).into_iter();
                    threads.extend(counted.map(|(tid, cpu)| Thread { pid, tid, cpu }));
                    peak_memory_bytes += proc::peak_memory_bytes(pid).unwrap_or_default();
                }
            }
            let sample = Sample {
                at,
                threads,
                peak_memory_bytes,
            };
            let limits = tree.limits;
            let stop = if sample.counts().processes > limits.processes {
                Some(Stop::TooManyProcesses)
            } else if peak_memory_bytes > limits.memory_bytes {
                Some(Stop::TooMuchMemory)
            } else {
                None
            };
            if let Some(stop) = stop {
                let _ = tree.exceeded.set(stop);
                // The program's own thread does the rest; this must not wait.
                let _ = killpg(Pid::from_raw(tree.root.pid.cast_signed()), Signal::SIGKILL);
            }
            tree.samples.push(sample);
        }
    }

    fn remaining(&mut self, root: u32) -> Remaining {
        let Some(index) = self.position(root) else {
            return Remaining::default();
        };
        let mut remaining = Remaining::default();
        for (entry, owner) in self.survey() {
            match owner {
                Owner::Tree(tree) if tree == index && entry.pid != root => {
                    remaining.own.push(entry);
                }
                // Older than the program itself, it is another's for sure.
                Owner::Unknown if entry.started >= self.trees[index].root.started => {
                    remaining.unattributed.push(entry);
                }
                Owner::Unknown => {}
                Owner::Tree(_) => {}
            }
        }
        remaining
    }
}

fn kill_all(entries: &[Entry]) {
    for entry in entries {
        // It may have ended meanwhile.
        let _ = kill(Pid::from_raw(entry.pid.cast_signed()), Signal::SIGKILL);
    }
}
