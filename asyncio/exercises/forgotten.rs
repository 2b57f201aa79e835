//! Exercise: nobody awaits the coroutines.
//!
//! Task: let both coroutines finish before the program ends.
//! Verdict: `Finished Task-1` and `Finished Task-2` did not come
//!
//! Judge it: `cargo xtask exercise forgotten`

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(task("Task-1"));
    tokio::spawn(task("Task-2"));
    tokio::time::sleep(Duration::from_millis(500)).await; // long enough?
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
