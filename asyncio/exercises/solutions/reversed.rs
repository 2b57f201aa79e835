//! Solution: With `biased`, `join!` polls the coroutines in the order in which
//! they are written, in each round.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
