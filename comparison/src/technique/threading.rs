//! OS threads, one for each job. Rust has no GIL: they compute side by side.

use crate::work::Job;
use anyhow::Result;
use std::thread;

pub fn run(jobs: &[Job]) -> Result<()> {
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for job in jobs {
            workers.push(scope.spawn(move || job.run()));
        }
        let joined = workers.into_iter().map(|worker| worker.join());
        let done = joined.map(|job| job.expect("a panic is a bug"));
        done.fold(Ok(()), Result::and)
    })
}
