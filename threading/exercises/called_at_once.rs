//! Exercise: the task is called, not handed to a thread.
//!
//! Task: let two threads do the tasks, at the same time. The main thread only
//! waits.
//! Verdict: `Finished Thread-1` came before `Starting Thread-2`: the workers
//! took turns
//!
//! Judge it: `cargo xtask exercise called_at_once`

use std::thread;
use std::time::Duration;

fn main() {
    let thread_1 = thread::spawn({
        task("Thread-1");
        || {}
    });
    let thread_2 = thread::spawn({
        task("Thread-2");
        || {}
    });

    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
