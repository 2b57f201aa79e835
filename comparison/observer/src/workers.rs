//! The names of the threads and processes that wrote lines.

use crate::{Life, Line, Observation, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

impl Observation {
    /// A name for each thread that wrote a line, by its index among the
    /// [`lives`](Observation::lives): `main` for the program's first thread,
    /// `thread 1` for another of the same process, `process 1` for the first of
    /// another process, `process 1 thread 1` for another of that one. They are
    /// counted in the order in which they were born; who writes nothing is not.
    #[must_use]
    pub fn worker_names(&self) -> BTreeMap<usize, String> {
        let mut threads = BTreeMap::<u32, usize>::new();
        let mut names = BTreeMap::new();
        for (index, life) in self.writers() {
            let process = self.process_name(index);
            // A process has the number of its first thread.
            let name = if life.tid == life.pid {
                process
            } else {
                let number = threads.entry(life.pid).or_default();
                *number += 1;
                match process.as_str() {
                    MAIN => format!("thread {number}"),
                    process => format!("{process} thread {number}"),
                }
            };
            names.insert(index, name);
        }
        names
    }

    /// A name for the process of a thread: `main` for the program's own, and
    /// `process 1` for the first other one that wrote a line.
    #[must_use]
    pub fn process_name(&self, thread: usize) -> String {
        let process = self.process_of(thread);
        if process == 0 {
            return MAIN.to_string();
        }
        let writers = self.writers().map(|(index, _)| self.process_of(index));
        let mut others: Vec<usize> = writers.filter(|&process| process > 0).collect();
        others.dedup();
        let mut numbered = (1..).zip(others);
        let number = numbered.find_map(|(number, other)| (other == process).then_some(number));
        number.map_or("a process".to_string(), |number: usize| {
            format!("process {number}")
        })
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

    /// The threads that wrote lines, in the order of their births.
    fn writers(&self) -> impl Iterator<Item = (usize, &Life)> {
        let index = |writer: Writer| match writer {
            Writer::Thread(index) => Some(index),
            Writer::Several | Writer::Unknown => None,
        };
        let writers = self.lines.iter().filter_map(|line| index(line.writer));
        let writers: BTreeSet<usize> = writers.collect();
        let lives = self.lives.as_deref().unwrap_or_default();
        writers
            .into_iter()
            .filter_map(|index| Some((index, lives.get(index)?)))
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

/// The program's first thread, and its process.
const MAIN: &str = "main";

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
        ];
        let line = |&index: &usize| Line {
            writer: Writer::Thread(index),
            ..Line::new(Duration::ZERO, "x")
        };
        let mut seen = Observation {
            lines: [6, 4, 2, 0, 5, 7, 4].iter().map(line).collect(),
            lives: Ok(lives.iter().map(life).collect()),
            ..Observation::ended(Duration::ZERO)
        };
        seen.lines.push(Line::new(Duration::ZERO, "x"));
        let names: Vec<(usize, String)> = seen.worker_names().into_iter().collect();
        let expected = [
            (0, "main"),
            (2, "thread 1"),
            (4, "process 1"),
            (5, "process 1 thread 1"),
            (6, "thread 2"),
            (7, "process 2"),
        ];
        assert_eq!(
            names,
            expected.map(|(index, name)| (index, name.to_string()))
        );
        assert_eq!(seen.process_name(6), "main");
        if let Ok(lives) = &mut seen.lives {
            for (thread, parent) in [(1, 0), (2, 0), (3, 2), (4, 0), (5, 3), (6, 3)] {
                lives[thread].parent = Some(parent);
            }
        }
        let paths: Vec<Vec<usize>> = (0..7).map(|thread| seen.path_of(thread)).collect();
        let expected: [&[usize]; 7] = [&[], &[0], &[1], &[1, 0], &[2], &[1, 0, 0], &[1, 0, 1]];
        assert_eq!(paths, expected);
        assert_eq!(seen.process_name(5), "process 1");
    }
}
