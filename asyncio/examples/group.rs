//! A group of tasks with a limit: whatever still waits then is cancelled.
//!
//! The Python twin: `group.py`, with `asyncio.TaskGroup`.
//! Run it: `cargo run -p asyncio --example group`

use std::thread;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut group = JoinSet::new();
    group.spawn(task("Task-1", 1));
    group.spawn(task("Task-2", 60));
    group.spawn_blocking(|| blocking_task("Task-3"));

    let all = timeout(Duration::from_secs(2), group.join_all()).await;
    if all.is_err() {
        println!("The rest was cancelled");
    }
}

async fn task(name: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await; // simulates I/O
    println!("Finished {name}");
}

/// It gets a thread of its own, so it does not keep the event loop's.
fn blocking_task(name: &str) {
    thread::sleep(Duration::from_millis(500));
    println!("Finished {name}");
}
