//! All programs that are being watched: counts them together, reaps what has
//! ended, and kills what is left.

use super::cores;
use super::launch::{Launched, launch};
use super::proc::{self, Identity, ProcessStat, State};
use super::process_tree::{MARK, Notes, Owner, ProcessTree, owners};
use super::system;
use crate::{Error, Program, Sample, Stall, Thread};
use rustix::process::{Pid, Signal, kill_process_group};
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use wait4::{ResUse, try_wait4_pid};

/// How long killed processes may take to be gone.
const PATIENCE: Duration = Duration::from_secs(1);

/// Those programs, for the threads that each follow one, and for the sampler.
#[derive(Default)]
pub(super) struct Registry(Mutex<Watched>);

#[derive(Default)]
struct Watched {
    trees: Vec<ProcessTree>,
    unattributed: HashSet<Identity>,
    /// Seen once, and of no program: they are not read again, which keeps the
    /// cost of a sample apart from how much else runs on the machine.
    foreign: HashSet<u32>,
    last_stall: Option<Instant>,
    /// From one sample to the next, where that is not as usual.
    interval: Option<Duration>,
}

/// What is running besides a program's own process.
#[derive(Default)]
pub(super) struct Remaining {
    pub own: Vec<ProcessStat>,
    /// Started by this program or by another that is being watched.
    pub unattributed: Vec<ProcessStat>,
}

impl Registry {
    /// Starts a program and registers it. No sample is taken in between, which
    /// would show it as an orphan; and no two programs start at once.
    pub(super) fn launch(&self, program: &Program, mark: String) -> Result<Launched, Error> {
        let mut watched = self.lock();
        let launched = launch(program, (MARK, &mark))?;
        // While nobody looked, a pid may have been used again.
        watched.foreign.clear();
        let tracer = launched.tracer.as_ref().ok();
        watched.trees.extend(launched.root.map(|root| ProcessTree {
            root,
            mark,
            started: launched.started,
            limits: program.limits,
            exceeded: Arc::clone(&launched.exceeded),
            notes: Notes::default(),
            known: HashSet::new(),
            traced: tracer.map(|tracer| Arc::clone(&tracer.shared)),
        }));
        Ok(launched)
    }

    /// Adds a sample to every program. `stall` is a time in which none could be
    /// taken.
    pub(super) fn sample(&self, stall: Option<(Instant, Instant)>) {
        let mut watched = self.lock();
        watched.last_stall = stall.map(|(_, to)| to).or(watched.last_stall);
        if watched.trees.is_empty() {
            return;
        }
        let stolen = cores::stolen();
        let living = watched.survey();
        for (index, tree) in watched.trees.iter_mut().enumerate() {
            let since = |moment: Instant| moment.saturating_duration_since(tree.started);
            let own = living.iter();
            let own = own.filter(|(_, owner)| *owner == Owner::Tree(index));
            let mut sample = sample(stolen, own.map(|(process, _)| process.pid));
            // Many programs take long to read: each has its own moment, by which
            // nothing is said that was not so then.
            sample.at = since(Instant::now());
            if let Some(stop) = tree.limits.exceeded_by(&sample) {
                let _ = tree.exceeded.set(stop);
                // The program's own thread does the rest; this must not wait.
                tree.kill();
            }
            let stall = stall.map(|(from, to)| Stall {
                from: since(from),
                to: since(to),
            });
            let stall = stall.filter(|stall| stall.to > Duration::ZERO);
            tree.notes.stalls.extend(stall);
            tree.notes.census.samples.push(sample);
        }
    }

    /// How long to wait for the next sample, where that is not as usual.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.lock().interval
    }

    /// From the next sample on; `None` is as usual.
    pub(super) fn set_interval(&self, interval: Option<Duration>) {
        self.lock().interval = interval;
    }

    /// When the sampler woke late for the last time.
    pub(super) fn last_stall(&self) -> Option<Instant> {
        self.lock().last_stall
    }

    pub(super) fn remaining(&self, root: u32) -> Remaining {
        self.lock().remaining(root)
    }

    /// Kills a program and everything it started, until nothing is left. Returns
    /// what could not be killed.
    pub(super) fn kill(&self, root: u32) -> Vec<ProcessStat> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let mut watched = self.lock();
            match watched.position(root) {
                Some(index) => watched.trees[index].kill(),
                None => kill_group(root),
            }
            let mut own = watched.remaining(root).own;
            own.extend(watched.root(root));
            own.retain(|process| process.state != State::Ended);
            if own.is_empty() || Instant::now() >= give_up {
                return own;
            }
            own.iter().for_each(system::kill);
            drop(watched);
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Reaps a program's process, if it has ended, and forgets the program.
    /// With the last one, the unattributed are killed.
    ///
    /// Both at once: until then its pid, which is its session's and its group's
    /// number too, is given to no other process; and a process that ended and
    /// belongs to no program is soon taken for another's orphan.
    ///
    /// There are no notes where the system shows no processes.
    pub(super) fn unregister(&self, root: u32) -> (Option<Notes>, io::Result<Option<ResUse>>) {
        let mut watched = self.lock();
        let index = watched.position(root);
        let tree = index.map(|index| watched.trees.remove(index));
        let reaped = match &tree {
            // A tracer waits for what it traces.
            Some(tree) if tree.traced.is_some() => Ok(None),
            Some(_) | None => try_wait4_pid(root),
        };
        let notes = tree.map(|tree| tree.notes);
        if watched.trees.is_empty() {
            // Nobody is left whose they could be, and who might need them.
            for (process, _) in watched.survey() {
                system::kill(&process);
            }
        }
        (notes, reaped)
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

    /// All living processes with their owners. Orphans that have ended are
    /// reaped on the way: they are this process's children now.
    fn survey(&mut self) -> Vec<(ProcessStat, Owner)> {
        let Some(me) = proc::stat(std::process::id()) else {
            return Vec::new(); // the system shows no processes
        };
        let table = if self.trees.iter().all(|tree| tree.traced.is_some()) {
            // Nobody has to be looked for.
            let own = self.trees.iter().flat_map(ProcessTree::traced_processes);
            own.filter_map(proc::stat).collect()
        } else {
            proc::table(&mut self.foreign)
        };
        let owners = owners(&table, me, &mut self.trees, &mut self.unattributed);
        // Not those whose parent ended while the table was read, nor their
        // children: they will be handed to somebody, and then it shows whose
        // they were.
        loop {
            let before = self.foreign.len();
            for &ProcessStat { pid, parent, .. } in &table {
                let of_foreign = parent == 0 || self.foreign.contains(&parent);
                if of_foreign && pid != me.pid && !owners.contains_key(&pid) {
                    self.foreign.insert(pid);
                }
            }
            if self.foreign.len() == before {
                break;
            }
        }
        let mut living = Vec::new();
        for process in table {
            let Some(&owner) = owners.get(&process.pid) else {
                continue;
            };
            if process.state != State::Ended {
                living.push((process, owner));
            } else if process.parent == me.pid && self.is_orphan(process.pid, owner) {
                let reaped = try_wait4_pid(process.pid).ok().flatten();
                if let (Some(used), Owner::Tree(index)) = (reaped, owner) {
                    self.trees[index].notes.orphans_cpu += used.rusage.utime + used.rusage.stime;
                }
            }
        }
        living
    }

    /// The process of a program itself, if it exists and was not waited for.
    fn root(&self, root: u32) -> Option<ProcessStat> {
        let seen = self.trees[self.position(root)?].root;
        let now = proc::stat(root)?;
        (now.identity() == seen.identity()).then_some(now)
    }

    /// Whether nobody else will wait for a process that has ended.
    fn is_orphan(&self, pid: u32, owner: Owner) -> bool {
        let traced = match owner {
            Owner::Tree(index) => self.trees[index].traced.is_some(),
            Owner::Unknown => false,
        };
        !traced && self.position(pid).is_none()
    }

    fn remaining(&mut self, root: u32) -> Remaining {
        let Some(index) = self.position(root) else {
            return Remaining::default();
        };
        let mut remaining = Remaining::default();
        let started_ticks = self.trees[index].root.started_ticks;
        for (process, owner) in self.survey() {
            if owner == Owner::Tree(index) && process.pid != root {
                remaining.own.push(process);
            } else if owner == Owner::Unknown && process.started_ticks >= started_ticks {
                // An older one is another program's for sure.
                remaining.unattributed.push(process);
            }
        }
        remaining
    }
}

/// What is seen of the processes, one after the other; not when that was.
fn sample(stolen: Duration, pids: impl Iterator<Item = u32>) -> Sample {
    let mut sample = Sample {
        stolen,
        ..Sample::default()
    };
    for pid in pids {
        let count = sample.threads.len();
        let threads = proc::threads(pid).into_iter();
        let threads = threads.map(|(tid, scheduled)| Thread {
            pid,
            tid,
            cpu: scheduled.ran,
            delayed: scheduled.waited,
        });
        sample.threads.extend(threads);
        let mut alive = sample.threads[count..].iter();
        let peak = alive.find_map(|thread| proc::peak_memory_bytes(thread.tid));
        sample.peak_memory_bytes += peak.unwrap_or_default() + proc::unnamed_memory_bytes(pid);
    }
    sample
}

impl ProcessTree {
    /// Kills what can be killed in one step, however fast its processes make
    /// others.
    fn kill(&self) {
        match &self.traced {
            Some(traced) => traced.kill(),
            None => kill_group(self.root.pid),
        }
    }
}

/// Kills the group that a program's own process leads. Only for a program that
/// is not traced and was not unregistered yet: its process was not waited for
/// then, so the number can be no other group's.
fn kill_group(root: u32) {
    if let Some(group) = Pid::from_raw(root.cast_signed()) {
        let _ = kill_process_group(group, Signal::KILL); // all may have ended
    }
}
