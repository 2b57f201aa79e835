//! Who was born when, of whom, and until when each lived.

use crate::Life;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// The threads of one program, as the kernel told of them.
#[derive(Debug, Default)]
pub(super) struct Lives {
    /// In the order in which they were born.
    pub all: Vec<Life>,
    /// The index of each that is alive. A number may be used again.
    alive: HashMap<i32, usize>,
}

impl Lives {
    /// A thread was born to the thread `parent`, in the process `pid`.
    pub(super) fn born(&mut self, tid: i32, pid: i32, parent: Option<i32>, at: Duration) {
        // A death that nobody told of.
        self.ended(tid, at, None);
        self.alive.insert(tid, self.all.len());
        self.all.push(Life {
            pid: pid.unsigned_abs(),
            tid: tid.unsigned_abs(),
            parent: parent.and_then(|parent| self.index(parent)),
            born: at,
            ended: None,
            delayed: None,
        });
    }

    /// A thread has ended, or is about to; it had no core for so long, if that is known.
    pub(super) fn ended(&mut self, tid: i32, at: Duration, delayed: Option<Duration>) {
        if let Some(index) = self.alive.remove(&tid) {
            self.all[index].ended = Some(at);
            self.all[index].delayed = delayed;
        }
    }

    /// A process runs another program now: of its threads one is left, `former`,
    /// and it has the process's number.
    pub(super) fn replaced(&mut self, pid: i32, former: i32, at: Duration) {
        let process = pid.unsigned_abs();
        let others =
            |&(&tid, &index): &(&i32, &usize)| self.all[index].pid == process && tid != former;
        let others: Vec<i32> = self
            .alive
            .iter()
            .filter(others)
            .map(|(&tid, _)| tid)
            .collect();
        for tid in others {
            self.ended(tid, at, None);
        }
        if let Some(index) = self.alive.remove(&former) {
            self.all[index].tid = process;
            self.alive.insert(pid, index);
        }
    }

    /// The index of a living thread.
    pub(super) fn index(&self, tid: i32) -> Option<usize> {
        self.alive.get(&tid).copied()
    }

    /// The number of each living thread, by its index.
    pub(super) fn alive(&self) -> BTreeMap<usize, i32> {
        let alive = self.alive.iter();
        alive.map(|(&tid, &index)| (index, tid)).collect()
    }

    /// The processes that are alive.
    pub(super) fn processes(&self) -> BTreeSet<u32> {
        self.alive
            .values()
            .map(|&index| self.all[index].pid)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lives: &Lives) -> Vec<String> {
        let ms = |at: Duration| at.as_millis().to_string();
        let show = |life: &Life| {
            let parent = life
                .parent
                .map_or("-".to_string(), |parent| parent.to_string());
            let (born, ended) = (ms(life.born), life.ended.map_or("".to_string(), ms));
            format!("{}.{} of {parent}: {born}-{ended}", life.pid, life.tid)
        };
        lives.all.iter().map(show).collect()
    }

    #[test]
    fn births_and_deaths_are_kept_in_their_order() {
        let at = Duration::from_millis;
        let mut lives = Lives::default();
        lives.born(10, 10, None, at(0));
        lives.born(11, 10, Some(10), at(1));
        lives.born(20, 20, Some(11), at(2));
        lives.born(21, 20, Some(20), at(3));
        lives.ended(11, at(4), None);
        assert_eq!(lives.processes(), BTreeSet::from([10, 20]));
        // Its first thread ends before it: the process lives on.
        lives.ended(20, at(5), None);
        assert_eq!(lives.processes(), BTreeSet::from([10, 20]));
        lives.ended(21, at(6), None);
        assert_eq!(lives.processes(), BTreeSet::from([10]));
        // The number is used again.
        lives.born(11, 10, Some(10), at(7));
        assert_eq!(lives.index(11), Some(4));
        assert_eq!(
            shown(&lives),
            [
                "10.10 of -: 0-",
                "10.11 of 0: 1-4",
                "20.20 of 1: 2-5",
                "20.21 of 2: 3-6",
                "10.11 of 0: 7-",
            ]
        );
    }

    #[test]
    fn who_runs_another_program_is_alone_and_has_the_number_of_the_process() {
        let at = Duration::from_millis;
        let mut lives = Lives::default();
        lives.born(10, 10, None, at(0));
        lives.born(11, 10, Some(10), at(1));
        lives.born(12, 10, Some(10), at(2));
        lives.replaced(10, 11, at(3));
        assert_eq!(
            shown(&lives),
            ["10.10 of -: 0-3", "10.10 of 0: 1-", "10.12 of 0: 2-3"]
        );
        assert_eq!(lives.index(10), Some(1));
        lives.replaced(10, 10, at(4));
        assert_eq!(lives.index(10), Some(1));
        assert_eq!(lives.all[1].ended, None);
    }
}
