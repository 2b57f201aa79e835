//! Two tasks on one thread. What computes goes to a thread for blocking work, so that
//! the thread of the tasks is free to answer.

use crate::mixed::requester::BUFFER;
use crate::work::cpu::{check, count_primes};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;

pub fn run(requester: std::net::TcpStream) -> Result<u64> {
    let runtime = Builder::new_current_thread().enable_io().build();
    let runtime = runtime.context("failed to start a runtime")?;
    runtime.block_on(async {
        let done = Arc::new(AtomicBool::new(false));
        let computing = tokio::spawn(compute(Arc::clone(&done)));
        let answered = answer(requester).await;
        done.store(true, Ordering::Relaxed);
        let counts = computing.await.context("a task panicked")?;
        answered.and(counts)
    })
}

async fn compute(done: Arc<AtomicBool>) -> Result<u64> {
    let mut counts = 0;
    while !done.load(Ordering::Relaxed) {
        let primes = tokio::task::spawn_blocking(count_primes).await;
        check(primes.context("the computation panicked")?)?;
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
