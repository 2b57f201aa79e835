//! Solution: The line and its end are one write, so nothing can come between
//! them. `println!` locks the output while it writes.

use std::thread;
use std::time::Duration;

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1"));
    let thread_2 = thread::spawn(|| task("Thread-2"));

    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
