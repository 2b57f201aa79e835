//! Coroutines on one thread, as with Python's asyncio. While one waits, the
//! others run; while one computes, none of the others does.

use crate::work::Job;
use anyhow::{Context, Result};
use tokio::runtime::Builder;

pub fn run(jobs: &[Job]) -> Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build();
    let runtime = runtime.context("failed to start a runtime")?;
    let start = |&job: &Job| runtime.spawn(async move { job.run_async().await });
    let tasks: Vec<_> = jobs.iter().map(start).collect();
    runtime.block_on(async {
        let mut done = Ok(());
        for task in tasks {
            done = done.and(task.await.context("a task panicked")?);
        }
        done
    })
}
