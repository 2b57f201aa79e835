//! Exercise: nobody waits for the threads.
//!
//! Task: let the closing line come last, when both threads have finished.
//! Verdict: `All threads completed!` came, but `Finished Thread-1` is missing:
//! main did not wait
//!
//! Judge it: `cargo xtask exercise missing_join`

use std::thread;
use std::time::Duration;

fn main() {
    thread::spawn(|| task("Thread-1"));
    thread::spawn(|| task("Thread-2"));
    thread::sleep(Duration::from_millis(500)); // long enough?

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
