//! Two OS threads wait side by side: 2 seconds in all, not 4.
//!
//! Notice that nothing orders the two threads: either may start or finish
//! first. What every run shows: both start before either finishes, and the
//! closing line comes last. Rust has no GIL; for waiting, this makes no
//! difference.
//!
//! The Python twin: `example.py`, with `threading.Thread`.
//! Run it: `cargo run -p threading`

use std::thread;
use std::time::Duration;

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1"));
    let thread_2 = thread::spawn(|| task("Thread-2"));

    // Python's join hides a thread's failure. This one returns
    // an error, and `expect` makes the whole program fail.
    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(2)); // simulates I/O
    println!("Finished {name}");
}
