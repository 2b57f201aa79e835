//! One job after the other: the baseline that the others are held against.

use crate::work::Job;
use anyhow::Result;

pub fn run(jobs: &[Job]) -> Result<()> {
    jobs.iter().map(Job::run).fold(Ok(()), Result::and)
}
