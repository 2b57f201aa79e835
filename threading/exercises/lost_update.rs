//! Exercise: an update is lost.
//!
//! Task: let the program count both tasks. They still wait at the same time.
//! Verdict: an update was lost
//!
//! Judge it: `cargo xtask exercise lost_update`

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static DONE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1"));
    let thread_2 = thread::spawn(|| task("Thread-2"));

    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    assert_eq!(DONE.load(SeqCst), 2, "an update was lost");
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    let done = DONE.load(SeqCst);
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    DONE.store(done + 1, SeqCst);
    println!("Finished {name}");
}
