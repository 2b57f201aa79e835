//! Two tasks on one thread. What computes goes to rayon's pool, which has as many
//! threads as there are cores; the answer comes back over a channel.

use crate::mixed::requester::BUFFER;
use crate::work::cpu::{check, count_primes};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

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
        let (tell, told) = oneshot::channel();
        rayon::spawn(|| {
            // Who listened is gone only if the task was dropped.
            let _ = tell.send(count_primes());
        });
        check(told.await.context("the computation panicked")?)?;
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
