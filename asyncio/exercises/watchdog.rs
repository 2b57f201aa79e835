//! Exercise: a thread watches over the coroutines.
//!
//! Task: keep the limit of 5 seconds, with the one thread of the event loop
//! alone.
//! Verdict: saw 1 process with 2 threads after `Starting Task-2`; expected 1
//! process with 1 thread
//!
//! Judge it: `cargo xtask exercise watchdog`

use std::process::exit;
use std::thread;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(5));
        eprintln!("it took too long");
        exit(1);
    });
    tokio::join!(biased; task("Task-1"), task("Task-2"));
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
