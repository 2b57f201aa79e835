//! Solution: `timeout` waits for the answer or for the limit, whichever comes
//! first. Then the coroutine that still waits is dropped: it is cancelled.

use std::future;
use std::time::Duration;
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    let limit = Duration::from_millis(1200);
    if timeout(limit, answer(name)).await.is_err() {
        eprintln!("{name} got no answer");
    }
    println!("Finished {name}");
}

/// Simulates I/O. The server of Task-2 is down.
async fn answer(name: &str) {
    match name {
        "Task-1" => tokio::time::sleep(Duration::from_secs(1)).await,
        _ => future::pending().await,
    }
}
