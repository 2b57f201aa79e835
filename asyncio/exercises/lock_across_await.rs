//! Exercise: a coroutine waits, and holds a lock that blocks the thread.
//!
//! Task: let both coroutines finish, and wait at the same time.
//! Verdict: `Finished Task-1` did not come
//!
//! Judge it: `cargo xtask exercise lock_across_await`

use std::sync::Mutex;
use std::time::Duration;

static DONE: Mutex<u32> = Mutex::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

// `cargo clippy` finds this mistake if this line does not keep it from that.
#[allow(clippy::await_holding_lock)]
async fn task(name: &str) {
    println!("Starting {name}");
    let mut done = DONE.lock().expect("nobody panics");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    *done += 1;
    println!("Finished {name}");
}
