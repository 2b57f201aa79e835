//! A work-stealing pool. Rayon is made for computing: its pool has as many
//! threads as there are cores. A thread that waits keeps its place in the pool,
//! so for downloads the pool is made as large as there are jobs.

use crate::work::Job;
use anyhow::{Context, Result};
use rayon::prelude::*;

pub fn run(jobs: &[Job]) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(Job::workers(jobs));
    let pool = pool.build().context("failed to start a pool")?;
    // Each job is worth a thread's attention by itself.
    let jobs = jobs.par_iter().with_max_len(1);
    pool.install(|| jobs.map(Job::run).reduce(|| Ok(()), Result::and))
}
