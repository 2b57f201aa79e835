//! A worker pool: a few threads take the jobs from one channel, which many may
//! read from. Who is done early takes the next.

use crate::work::Job;
use anyhow::Result;
use crossbeam::channel;
use std::thread;

pub fn run(jobs: &[Job]) -> Result<()> {
    let (sender, receiver) = channel::unbounded();
    for job in jobs {
        sender.send(job).expect("the receiver is below");
    }
    // The channel ends when it is empty and nobody can send any more.
    drop(sender);
    thread::scope(|scope| {
        let work = || receiver.iter().map(Job::run).fold(Ok(()), Result::and);
        let workers: Vec<_> = (0..Job::workers(jobs)).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        let done = joined.map(|jobs| jobs.expect("a panic is a bug"));
        done.fold(Ok(()), Result::and)
    })
}
