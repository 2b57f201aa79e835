//! Exercise: the order is not the one that is wanted.
//!
//! Task: let Task-1 come first each time: both start, then both finish.
//! Verdict: `Finished Task-2` came before `Finished Task-1`, but belongs after
//! it
//!
//! Judge it: `cargo xtask exercise reversed`

use std::time::Duration;
use tokio::time::{Instant, sleep_until};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Two sleeps can end a millisecond apart. One moment wakes both at once.
    let moment = Instant::now() + Duration::from_secs(1);
    tokio::join!(task("Task-1", moment), task("Task-2", moment));
}

async fn task(name: &str, moment: Instant) {
    println!("Starting {name}");
    sleep_until(moment).await; // simulates I/O
    println!("Finished {name}");
}
