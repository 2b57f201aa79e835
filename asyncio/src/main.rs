//! Two coroutines wait side by side on one thread: 2 seconds in all, not 4.
//!
//! Notice that the order is determined, in every run, as in Python: both
//! start, then both finish, Task-1 first each time.
//!
//! At `await`, a coroutine that has to wait gives the thread to the other one;
//! a blocking sleep would keep it.
//!
//! The Python twin: `example.py`, with `asyncio.gather`.
//! Run it: `cargo run -p asyncio`

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // `biased` polls the coroutines in the order written, every time. A plain
    // `join!` begins each round with the next one, so that Task-2 would nearly
    // always finish first: not wrong, but not what `asyncio.gather` shows.
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(2)).await; // simulates I/O
    println!("Finished {name}");
}
