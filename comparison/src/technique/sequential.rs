//! One job after the other: the baseline that the others are held against.

use crate::work::Job;
use anyhow::Result;

pub fn run(jobs: &[Job]) -> Result<()> {
    let done: Vec<Result<()>> = jobs.iter().map(Job::run).collect();
    done.into_iter().collect()
}
