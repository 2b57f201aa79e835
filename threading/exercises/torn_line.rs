//! Exercise: two lines run together.
//!
//! Task: write each line whole. Nothing else has to change: there is no need
//! for a lock.
//! Verdict: two lines ran together in
//!
//! Judge it: `cargo xtask exercise torn_line`

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

// It makes certain what is bad luck otherwise: both threads have written the
// first half of their line before one of them writes the second.
static BAD_LUCK: Barrier = Barrier::new(2);

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1"));
    let thread_2 = thread::spawn(|| task("Thread-2"));

    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str) {
    print!("Starting {name}");
    BAD_LUCK.wait();
    println!();
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
