//! Which processes belong to which of the programs that are being watched.
//!
//! Ancestry alone does not tell: a process whose parent ends is handed to the
//! observer, which made itself the reaper of what it starts. So a process also
//! belongs to a program if it was seen to belong to it before, if it is in the
//! program's session, or if the mark in its environment says so.

use super::proc::{Identity, ProcessStat, variable};
use super::trace::Shared;
use crate::{Census, Limits, Stall, Stop};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// The environment variable that marks what a watched program starts.
pub(super) const MARK: &str = "OBSERVED_AS";

/// One program and everything it started.
pub(super) struct ProcessTree {
    /// The program's own process, which leads a session of its own.
    pub root: ProcessStat,
    pub mark: String,
    pub started: Instant,
    pub limits: Limits,
    /// The limit that it went beyond.
    pub exceeded: Arc<OnceLock<Stop>>,
    pub notes: Notes,
    /// Those that were seen so far.
    pub known: HashSet<Identity>,
    /// Where it is traced, nothing has to be concluded: these are its own.
    pub traced: Option<Arc<Shared>>,
}

impl ProcessTree {
    /// The processes that a tracer knows to be its own.
    pub(super) fn traced_processes(&self) -> BTreeSet<u32> {
        let traced = self.traced.as_ref();
        traced.map(|traced| traced.processes()).unwrap_or_default()
    }
}

/// What was noted of a program.
#[derive(Default)]
pub(super) struct Notes {
    pub census: Census,
    pub stalls: Vec<Stall>,
    /// CPU time of its orphans that have ended.
    pub orphans_cpu: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The tree of this index.
    Tree(usize),
    /// Started by one of the trees, but nothing tells by which.
    Unknown,
}

/// Finds the owner of each process in `table` that has one. `me` is the
/// observer's own process; `unattributed` remembers those of unknown owner.
pub(super) fn owners(
    table: &[ProcessStat],
    me: ProcessStat,
    trees: &mut [ProcessTree],
    unattributed: &mut HashSet<Identity>,
) -> HashMap<u32, Owner> {
    let mut owners = HashMap::new();
    for (index, tree) in trees.iter().enumerate() {
        let traced = tree.traced_processes().into_iter();
        owners.extend(traced.map(|pid| (pid, Owner::Tree(index))));
    }
    for process in table {
        if owners.contains_key(&process.pid) {
            continue;
        }
        let identity = process.identity();
        let owner = trees
            .iter()
            .position(|tree| tree.known.contains(&identity) || tree.root.pid == process.session);
        if let Some(owner) = owner.map(Owner::Tree) {
            owners.insert(process.pid, owner);
        } else if unattributed.contains(&identity) {
            owners.insert(process.pid, Owner::Unknown);
        }
    }
    descend(table, &mut owners);

    // What is left over among this process's children, in a session that is
    // not this one's, is an orphan that nobody saw while its parent lived.
    let orphan = |process: &&ProcessStat| process.parent == me.pid && process.session != me.session;
    for process in table.iter().filter(orphan) {
        if owners.contains_key(&process.pid) {
            continue;
        }
        let mark = variable(process.pid, MARK);
        let marked = trees
            .iter()
            .position(|tree| mark.as_ref() == Some(&tree.mark));
        let mut older =
            (0..trees.len()).filter(|&i| trees[i].root.started_ticks <= process.started_ticks);
        match (marked, older.next(), older.next()) {
            (Some(tree), ..) | (None, Some(tree), None) => {
                owners.insert(process.pid, Owner::Tree(tree));
            }
            (None, Some(_), Some(_)) => {
                unattributed.insert(process.identity());
                owners.insert(process.pid, Owner::Unknown);
            }
            (None, None, _) => {}
        }
    }
    descend(table, &mut owners);

    for process in table {
        if let Some(&Owner::Tree(tree)) = owners.get(&process.pid) {
            trees[tree].known.insert(process.identity());
        }
    }
    owners
}

/// Children belong to the owner of their parent.
fn descend(table: &[ProcessStat], owners: &mut HashMap<u32, Owner>) {
    loop {
        let before = owners.len();
        for process in table {
            if let Some(&owner) = owners.get(&process.parent) {
                owners.entry(process.pid).or_insert(owner);
            }
        }
        if owners.len() == before {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::proc::State;
    use super::*;

    // Pids beyond the highest that Linux gives, so that no real process has one.
    const ME: u32 = 5_000_000;

    fn process(pid: u32, parent: u32, session: u32) -> ProcessStat {
        let (pid, parent, session) = (ME + pid, ME + parent, ME + session);
        ProcessStat {
            pid,
            parent,
            session,
            started_ticks: u64::from(pid),
            state: State::Waiting,
            cpu: Duration::ZERO,
        }
    }

    fn tree(root: ProcessStat) -> ProcessTree {
        ProcessTree {
            root,
            mark: root.pid.to_string(),
            started: Instant::now(),
            limits: Limits::with_deadline(Duration::ZERO),
            exceeded: Arc::default(),
            notes: Notes::default(),
            known: HashSet::new(),
            traced: None,
        }
    }

    fn owner_of(found: &HashMap<u32, Owner>, pid: u32) -> Option<Owner> {
        found.get(&(ME + pid)).copied()
    }

    #[test]
    fn finds_what_a_program_started_wherever_it_went() {
        let me = process(0, 9_999, 9_999);
        let (first, second) = (process(10, 0, 10), process(20, 0, 20));
        let mut trees = [tree(first), tree(second)];
        let mut unattributed = HashSet::new();
        let mut look = |table: &[ProcessStat]| owners(table, me, &mut trees, &mut unattributed);

        // A child, and a grandchild in a session of its own that is listed first.
        let grandchild = process(32, 11, 32);
        let found = look(&[me, first, grandchild, process(11, 10, 10), second]);
        for (pid, owner) in [(10, 0), (11, 0), (32, 0), (20, 1)] {
            assert_eq!(owner_of(&found, pid), Some(Owner::Tree(owner)), "{pid}");
        }
        assert_eq!(owner_of(&found, 0), None);

        // Its parent has ended, and so has the program: it was seen before. Its
        // child is new, and so is an orphan in the program's old session.
        let orphaned = ProcessStat {
            parent: ME,
            ..grandchild
        };
        let found = look(&[
            me,
            second,
            orphaned,
            process(33, 32, 33),
            process(34, 0, 10),
        ]);
        for pid in [32, 33, 34] {
            assert_eq!(owner_of(&found, pid), Some(Owner::Tree(0)), "{pid}");
        }

        // The same pid again, for another process of this very process.
        let reused = ProcessStat {
            started_ticks: 1,
            session: me.session,
            ..orphaned
        };
        assert_eq!(owner_of(&look(&[me, reused]), 32), None);
    }

    #[test]
    fn an_orphan_that_nobody_knows_is_charged_to_nobody() {
        let me = process(0, 9_999, 9_999);
        let mut trees = [10, 20, 30].map(|pid| tree(process(pid, 0, pid)));
        let mut unattributed = HashSet::new();
        let unknown = process(25, 0, 25);
        let found = owners(&[me, unknown], me, &mut trees, &mut unattributed);
        assert_eq!(owner_of(&found, 25), Some(Owner::Unknown));

        // Also later, when only one is left that could have started it.
        let found = owners(&[me, unknown], me, &mut trees[..1], &mut unattributed);
        assert_eq!(owner_of(&found, 25), Some(Owner::Unknown));

        // Only the first is old enough to have started this one.
        let found = owners(&[me, process(15, 0, 15)], me, &mut trees, &mut unattributed);
        assert_eq!(owner_of(&found, 15), Some(Owner::Tree(0)));

        // Older than all of them, and so not theirs.
        let found = owners(&[me, process(5, 0, 5)], me, &mut trees, &mut unattributed);
        assert_eq!(owner_of(&found, 5), None);
    }
}
