//! The work: what each job does, whichever technique does it.
//!
//! | file | idea |
//! | --- | --- |
//! | `io.rs` | I/O-bound: a download, which waits for its server |
//! | `server.rs` | the server that it waits for |
//! | `cpu.rs` | CPU-bound: primes are counted, which waits for nothing |

pub mod cpu;
pub mod io;
mod server;

pub use server::{Server, announce, serve};

use crate::output::print;
use anyhow::{Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::SocketAddr;

/// The two kinds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// I/O-bound: each job downloads from a server that answers after 100 ms
    Io,
    /// CPU-bound: each job counts primes
    Cpu,
}

impl Work {
    pub const ALL: [Work; 2] = [Work::Io, Work::Cpu];

    /// How many jobs there are unless somebody asks for another number: enough
    /// downloads to tell waiting together from taking turns, and as many counts
    /// as it takes to tell one core from two.
    pub fn usual_jobs(self) -> usize {
        match self {
            Work::Io => 8,
            Work::Cpu => 2,
        }
    }
}

/// As it is written on the command line, and in a record.
impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(f)
    }
}

/// One job: a worker prints that it starts it, does it, has the answer checked,
/// and prints that it is finished.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub number: usize,
    pub task: Task,
}

/// What a job does.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    Download(SocketAddr),
    CountPrimes,
}

impl Job {
    /// How many workers `jobs` deserve. A worker that waits uses no core, so
    /// each download can have its own; one that computes needs a core.
    pub fn workers(jobs: &[Job]) -> usize {
        match jobs.first().map(|job| job.task) {
            Some(Task::CountPrimes) => {
                let cores = std::thread::available_parallelism().map_or(1, usize::from);
                jobs.len().min(cores)
            }
            _ => jobs.len(),
        }
    }

    pub fn name(&self) -> String {
        format!("Job-{}", self.number)
    }

    /// Does all of it. The thread waits where the job waits.
    pub fn run(&self) -> Result<()> {
        self.start()?;
        self.finish(self.answer()?)
    }

    /// Does all of it. Where the job waits, only its task waits, and the thread
    /// is free for others; where it computes, the thread is not.
    pub async fn run_async(&self) -> Result<()> {
        self.start()?;
        let answer = match self.task {
            Task::Download(server) => io::download_async(server, &self.name()).await?,
            Task::CountPrimes => cpu::count_primes(),
        };
        self.finish(answer)
    }

    /// Prints that it starts.
    pub fn start(&self) -> Result<()> {
        print(&format!("Starting {}", self.name()))
    }

    /// The number of bytes that were downloaded, or of primes that were counted.
    pub fn answer(&self) -> Result<u64> {
        match self.task {
            Task::Download(server) => io::download(server, &self.name()),
            Task::CountPrimes => Ok(cpu::count_primes()),
        }
    }

    /// Checks the answer, and prints that the job is finished.
    pub fn finish(&self, answer: u64) -> Result<()> {
        let right = match self.task {
            Task::Download(_) => io::body(&self.name()).len() as u64,
            Task::CountPrimes => cpu::PRIMES,
        };
        let name = self.name();
        ensure!(
            answer == right,
            "{name} has a wrong answer: {answer} instead of {right}"
        );
        print(&format!("Finished {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_answer_is_an_error() {
        let job = Job {
            number: 3,
            task: Task::CountPrimes,
        };
        let error = job.finish(cpu::PRIMES + 1).unwrap_err().to_string();
        assert!(error.starts_with("Job-3 has a wrong answer: "), "{error}");
        job.finish(cpu::PRIMES).expect("the right answer");
    }
}
