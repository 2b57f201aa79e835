//! The kinds of workers.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A kind of worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worker {
    /// A coroutine that an event loop runs, all on one thread
    Task,
    /// An OS thread
    Thread,
    /// A process: in Rust, the program started again
    Process,
    /// A process of CPython's multiprocessing, by its start method
    Fork,
    /// The other one
    Spawn,
}

impl Worker {
    /// Whether all workers of this kind are in one process.
    pub fn is_in_one_process(self) -> bool {
        matches!(self, Worker::Task | Worker::Thread)
    }
}

/// As it is written on the command line, and in a record.
impl fmt::Display for Worker {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(f)
    }
}
