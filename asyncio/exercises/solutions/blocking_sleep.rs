//! Solution: The sleep of the event loop is awaited: meanwhile the other
//! coroutine runs. A blocking sleep keeps the only thread.

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
