//! The names of threads and processes, and of who wrote which line.

use crate::{Life, Line, Observation, Writer};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// The program's first thread, and its process.
const MAIN: &str = "main";

impl Observation {
    /// A name for each thread of a traced program, by its index among the
    /// [`lives`](Observation::lives): `main` for the program's first thread,
    /// `thread 1` for another of the same process, `process 1` for the first of
    /// another process, `process 1 thread 1` for another of that one. They are
    /// counted in the order in which they were born. Those that write nothing are
    /// counted apart: `silent thread 1`, `silent process 1`.
    #[must_use]
    pub fn worker_names(&self) -> Vec<String> {
        let lives = self.lives.as_deref().unwrap_or_default();
        let index = |writer: Writer| match writer {
            Writer::Thread(index) => Some(index),
            Writer::Several | Writer::Unknown => None,
        };
        let writers = self.lines.iter().filter_map(|line| index(line.writer));
        let writers: BTreeSet<usize> = writers.collect();
        let pids = writers.iter().filter_map(|&index| lives.get(index));
        let pids: BTreeSet<u32> = pids.map(|life| life.pid).collect();

        let mut processes = HashMap::<u32, String>::new();
        let mut counted = HashMap::<(Option<u32>, &str), usize>::new();
        let mut next = |of, kind| {
            let number = counted.entry((of, kind)).or_default();
            *number += 1;
            format!("{kind} {number}")
        };
        let mut names = Vec::new();
        for (index, life) in lives.iter().enumerate() {
            let process = processes.entry(life.pid).or_insert_with(|| match index {
                0 => MAIN.to_string(),
                _ if pids.contains(&life.pid) => next(None, "process"),
                _ => next(None, "silent process"),
            });
            let thread = match writers.contains(&index) {
                true => "thread",
                false => "silent thread",
            };
            names.push(match process.as_str() {
                // A process has the number of its first thread.
                process if life.tid == life.pid => process.to_string(),
                MAIN => next(Some(life.pid), thread),
                process => format!("{process} {}", next(Some(life.pid), thread)),
            });
        }
        names
    }

    /// The name of each line's writer: that of a thread, or `several`; `None`
    /// where it is not known.
    #[must_use]
    pub fn writer_names(&self) -> Vec<Option<String>> {
        let names = self.worker_names();
        let name = |writer| match writer {
            Writer::Thread(index) => names.get(index).cloned(),
            Writer::Several => Some("several".to_string()),
            Writer::Unknown => None,
        };
        self.lines.iter().map(|line| name(line.writer)).collect()
    }

    /// The lines that a thread wrote.
    #[must_use]
    pub fn lines_of(&self, thread: usize) -> Vec<&Line> {
        let lines = self.lines.iter();
        lines
            .filter(|line| line.writer == Writer::Thread(thread))
            .collect()
    }

    /// When a thread was born; at the start, if nobody knows.
    #[must_use]
    pub fn born(&self, thread: usize) -> Duration {
        let lives = self.lives.as_deref().unwrap_or_default();
        lives.get(thread).map_or(Duration::ZERO, |life| life.born)
    }

    /// The first thread of a thread's process.
    #[must_use]
    pub fn process_of(&self, thread: usize) -> usize {
        let lives = self.lives.as_deref().unwrap_or_default();
        let pid = lives.get(thread).map(|life| life.pid);
        let first = lives.iter().position(|life| Some(life.pid) == pid);
        first.unwrap_or(thread)
    }

    /// Whose child a thread is: how many children their common parents had before,
    /// from the program's first thread on. Unlike an index, it is the same in each
    /// run of a program that starts its workers in one order.
    #[must_use]
    pub fn path_of(&self, thread: usize) -> Vec<usize> {
        path_of(self.lives.as_deref().unwrap_or_default(), thread)
    }
}

/// See [`Observation::path_of`].
pub(crate) fn path_of(lives: &[Life], mut thread: usize) -> Vec<usize> {
    let mut path = Vec::new();
    while let Some(parent) = lives[thread].parent {
        let older = lives[..thread]
            .iter()
            .filter(|life| life.parent == Some(parent));
        path.push(older.count());
        thread = parent;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_is_counted_in_the_order_of_birth() {
        let life = |&(pid, tid): &(u32, u32)| Life {
            pid,
            tid,
            parent: None,
            born: Duration::ZERO,
            ended: None,
            delayed: None,
        };
        let lives = [
            (5, 5),
            (5, 6),
            (5, 7),
            (20, 20),
            (9, 9),
            (9, 10),
            (5, 8),
            (8, 8),
            (9, 11),
            (20, 21),
            (30, 30),
            (30, 31),
        ];
        let line = |&index: &usize| Line {
            writer: Writer::Thread(index),
            ..Line::new(Duration::ZERO, "x")
        };
        let mut seen = Observation {
            lines: [6, 4, 2, 0, 5, 7, 4, 11].iter().map(line).collect(),
            lives: Ok(lives.iter().map(life).collect()),
            ..Observation::ended(Duration::ZERO)
        };
        seen.lines.push(Line::new(Duration::ZERO, "x"));
        seen.lines.push(Line {
            writer: Writer::Several,
            ..line(&0)
        });
        let expected = [
            "main",
            "silent thread 1",
            "thread 1",
            "silent process 1",
            "process 1",
            "process 1 thread 1",
            "thread 2",
            "process 2",
            "process 1 silent thread 1",
            "silent process 1 silent thread 1",
            "process 3",
            "process 3 thread 1",
        ];
        assert_eq!(seen.worker_names(), expected);
        let writers = seen.writer_names();
        let shown = |name: &Option<String>| name.clone().unwrap_or("?".to_string());
        let shown: Vec<String> = writers.iter().map(shown).collect();
        let expected = [
            "thread 2",
            "process 1",
            "thread 1",
            "main",
            "process 1 thread 1",
            "process 2",
            "process 1",
            "process 3 thread 1",
            "?",
            "several",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_path_tells_whose_child_a_thread_is() {
        let life = |parent| Life {
            pid: 1,
            tid: 1,
            parent,
            born: Duration::ZERO,
            ended: None,
            delayed: None,
        };
        let parents = [None, Some(0), Some(0), Some(2), Some(0), Some(3), Some(3)];
        let seen = Observation {
            lives: Ok(parents.map(life).to_vec()),
            ..Observation::ended(Duration::ZERO)
        };
        let paths: Vec<Vec<usize>> = (0..7).map(|thread| seen.path_of(thread)).collect();
        let expected: [&[usize]; 7] = [&[], &[0], &[1], &[1, 0], &[2], &[1, 0, 0], &[1, 0, 1]];
        assert_eq!(paths, expected);
    }
}
