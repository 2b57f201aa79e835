//! Tasks on tokio's multi-thread runtime. What waits is a coroutine; what
//! computes goes to the threads for blocking work, where it delays no other.

use crate::work::{Job, Task};
use anyhow::{Context, Result};
use tokio::runtime::Runtime;

pub fn run(jobs: &[Job]) -> Result<()> {
    let runtime = Runtime::new().context("failed to start a runtime")?;
    let start = |&job: &Job| match job.task {
        Task::Download(_) => runtime.spawn(async move { job.run_async().await }),
        Task::CountPrimes => runtime.spawn_blocking(move || job.run()),
    };
    let tasks: Vec<_> = jobs.iter().map(start).collect();
    runtime.block_on(async {
        let mut done = Ok(());
        for task in tasks {
            done = done.and(task.await.context("a task panicked")?);
        }
        done
    })
}
