//! Exercise: a coroutine is made, and never runs.
//!
//! Task: let both coroutines run, and wait at the same time.
//! Verdict: `Starting Task-1` is missing
//!
//! Judge it: `cargo xtask exercise never_awaited`

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _first = task("Task-1"); // in the background
    task("Task-2").await;
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
