//! Solution: With `biased`, `join!` polls the coroutines in the order in which
//! they are written, in each round.

use std::time::Duration;
use tokio::time::{Instant, sleep_until};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Two sleeps can end a millisecond apart. One moment wakes both at once.
    let moment = Instant::now() + Duration::from_secs(1);
    tokio::join!(biased; task("Task-1", moment), task("Task-2", moment));
}

async fn task(name: &str, moment: Instant) {
    println!("Starting {name}");
    sleep_until(moment).await; // simulates I/O
    println!("Finished {name}");
}
