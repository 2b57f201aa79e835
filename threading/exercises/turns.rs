//! Exercise: the threads take turns.
//!
//! Task: let both threads wait at the same time: 1 second in all, not 2.
//! Verdict: `Finished Thread-1` came before `Starting Thread-2`: the workers
//! took turns
//!
//! Judge it: `cargo xtask exercise turns`

use std::thread;
use std::time::Duration;

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1"));
    thread_1.join().expect("Thread-1 panicked");

    let thread_2 = thread::spawn(|| task("Thread-2"));
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
