//! Exercise: an answer never comes, and nobody gives up.
//!
//! Task: let a coroutine finish without its answer after 1.2 seconds.
//! Verdict: `Finished Task-2` did not come
//!
//! Judge it: `cargo xtask exercise no_timeout`

use std::future;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    answer(name).await;
    println!("Finished {name}");
}

/// Simulates I/O. The server of Task-2 is down.
async fn answer(name: &str) {
    match name {
        "Task-1" => tokio::time::sleep(Duration::from_secs(1)).await,
        _ => future::pending().await,
    }
}
