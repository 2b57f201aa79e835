//! Exercise: one coroutine keeps the thread.
//!
//! Task: let both coroutines wait at the same time: 1 second in all, not 2.
//! Verdict: `Finished Task-1` came before `Starting Task-2`: the workers took
//! turns
//!
//! Judge it: `cargo xtask exercise blocking_sleep`

use std::thread;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
