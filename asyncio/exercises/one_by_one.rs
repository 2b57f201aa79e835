//! Exercise: the second coroutine begins when the first is done.
//!
//! Task: let both coroutines wait at the same time: 1 second in all, not 2.
//! Verdict: `Finished Task-1` came before `Starting Task-2`: the workers took
//! turns
//!
//! Judge it: `cargo xtask exercise one_by_one`

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    task("Task-1").await;
    task("Task-2").await;
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
