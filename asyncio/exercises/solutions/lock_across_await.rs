//! Solution: The lock is held for the update alone, and never at an `await`.
//! Whoever asks for this lock blocks the thread, and with it the coroutine that
//! is to give it back. (A lock of tokio is awaited: for what has to be held
//! while a coroutine waits. Here the coroutines would take turns.)

use std::sync::Mutex;
use std::time::Duration;

static DONE: Mutex<u32> = Mutex::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    *DONE.lock().expect("nobody panics") += 1;
    println!("Finished {name}");
}
