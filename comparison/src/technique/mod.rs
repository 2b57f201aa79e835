//! The techniques: one file each, all with one signature, each to be read alone.
//!
//! `run(jobs)` does all jobs and returns when the last is done. An error in one
//! job does not keep the others from being done.

mod asyncio;
mod crossbeam;
pub mod gil;
mod multiprocessing;
mod rayon;
mod sequential;
mod threading;
mod tokio;

pub use multiprocessing::child;

use crate::work::Job;
use anyhow::Result;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How the jobs are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Technique {
    /// One job after the other: the baseline
    Sequential,
    /// OS threads, as Rust has them
    Threading,
    /// The same threads sharing one lock, as CPython's share the GIL
    Gil,
    /// Child processes
    Multiprocessing,
    /// Coroutines on one thread
    Asyncio,
    /// A work-stealing pool
    Rayon,
    /// Threads fed from a channel
    Crossbeam,
    /// Tasks on several threads
    Tokio,
}

impl Technique {
    /// Does all jobs.
    ///
    /// # Errors
    /// If a job fails: one of the errors.
    pub fn run(self, jobs: &[Job]) -> Result<()> {
        match self {
            Technique::Sequential => sequential::run(jobs),
            Technique::Threading => threading::run(jobs),
            Technique::Gil => gil::run(jobs),
            Technique::Multiprocessing => multiprocessing::run(jobs),
            Technique::Asyncio => asyncio::run(jobs),
            Technique::Rayon => rayon::run(jobs),
            Technique::Crossbeam => crossbeam::run(jobs),
            Technique::Tokio => tokio::run(jobs),
        }
    }
}

/// As it is written on the command line, and in a record.
impl fmt::Display for Technique {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(f)
    }
}
