//! Two tasks on one thread: one answers, and the other counts primes. Where it counts
//! them makes the difference.

use crate::mixed::requester::BUFFER;
use crate::work::cpu::{check, count_primes};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// In the task itself: nobody answers until it comes to its next `await`. The twin of
/// asyncio with a coroutine that computes.
pub async fn in_the_task() -> Result<u64> {
    let primes = count_primes();
    tokio::task::yield_now().await;
    Ok(primes)
}

/// On a thread for blocking work, so that the thread of the tasks is free to answer.
pub async fn in_spawn_blocking() -> Result<u64> {
    let primes = tokio::task::spawn_blocking(count_primes).await;
    primes.context("the computation panicked")
}

/// In rayon's pool, which has as many threads as there are cores; the number comes back
/// over a channel.
pub async fn in_rayons_pool() -> Result<u64> {
    let (tell, told) = oneshot::channel();
    rayon::spawn(|| {
        // Who listened is gone only if the task was dropped.
        let _ = tell.send(count_primes());
    });
    told.await.context("the computation panicked")
}

/// `count` is one of these three.
pub fn run<F>(requester: std::net::TcpStream, count: fn() -> F) -> Result<u64>
where
    F: Future<Output = Result<u64>> + Send + 'static,
{
    let runtime = Builder::new_current_thread().enable_io().build();
    let runtime = runtime.context("failed to start a runtime")?;
    runtime.block_on(async {
        let done = Arc::new(AtomicBool::new(false));
        let computing = tokio::spawn(compute(count, Arc::clone(&done)));
        let answered = answer(requester).await;
        done.store(true, Ordering::Relaxed);
        let counts = computing.await.context("a task panicked")?;
        answered.and(counts)
    })
}

async fn compute<F>(count: fn() -> F, done: Arc<AtomicBool>) -> Result<u64>
where
    F: Future<Output = Result<u64>>,
{
    let mut counts = 0;
    while !done.load(Ordering::Relaxed) {
        check(count().await?)?;
        counts += 1;
    }
    Ok(counts)
}

async fn answer(requester: std::net::TcpStream) -> Result<()> {
    requester.set_nonblocking(true)?;
    let mut requester = TcpStream::from_std(requester)?;
    let mut request = vec![0; BUFFER];
    loop {
        let bytes = requester.read(&mut request).await;
        let bytes = bytes.context("failed to read a request")?;
        if bytes == 0 {
            return Ok(());
        }
        let answered = requester.write_all(&request[..bytes]).await;
        answered.context("failed to answer")?;
    }
}
