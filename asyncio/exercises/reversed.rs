//! Exercise: the order is not the one that is wanted.
//!
//! Task: let Task-1 come first each time: both start, then both finish.
//! Verdict: `Finished Task-2` came before `Finished Task-1`, but belongs after
//! it
//!
//! Judge it: `cargo xtask exercise reversed`

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
