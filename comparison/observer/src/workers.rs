//! The names of the threads that wrote lines.

use crate::{Life, Observation, Writer};
use std::collections::{BTreeMap, BTreeSet};

impl Observation {
    /// A name for each thread that wrote a line, by its index among the
    /// [`lives`](Observation::lives): `main` for the program's first thread,
    /// `thread 1` for another of the same process, `process 1` for the first of
    /// another process, `process 1 thread 1` for another of that one. They are
    /// counted in the order in which they were born; who writes nothing is not.
    #[must_use]
    pub fn workers(&self) -> BTreeMap<usize, String> {
        let Ok(lives) = &self.lives else {
            return BTreeMap::new();
        };
        let index = |writer: Writer| match writer {
            Writer::Thread(index) => Some(index),
            Writer::Several | Writer::Unknown => None,
        };
        let writers: BTreeSet<usize> = self
            .lines
            .iter()
            .filter_map(|line| index(line.writer))
            .collect();
        // A process has the number of its first thread.
        let is_first = |life: &Life| life.tid == life.pid;
        let root = lives.first().map(|life| life.pid);
        let mut processes = Vec::new();
        let mut threads = BTreeMap::<u32, usize>::new();
        let mut names = BTreeMap::new();
        for index in writers {
            let life = &lives[index];
            let process = match Some(life.pid) == root {
                true => None,
                false => Some(
                    processes
                        .iter()
                        .position(|&pid| pid == life.pid)
                        .unwrap_or_else(|| {
                            processes.push(life.pid);
                            processes.len() - 1
                        }),
                ),
            };
            let thread = (!is_first(life)).then(|| {
                let count = threads.entry(life.pid).or_default();
                *count += 1;
                *count
            });
            let name = match (process, thread) {
                (None, None) => "main".to_string(),
                (None, Some(thread)) => format!("thread {thread}"),
                (Some(process), None) => format!("process {}", process + 1),
                (Some(process), Some(thread)) => format!("process {} thread {thread}", process + 1),
            };
            names.insert(index, name);
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Line;
    use std::time::Duration;

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
        let names: Vec<(usize, String)> = seen.workers().into_iter().collect();
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
    }
}
