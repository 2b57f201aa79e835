//! Exercise: there is only one process.
//!
//! Task: let two processes do the tasks, not two threads.
//! Verdict: `Starting Process-1` and `Starting Process-2` were both written by main
//!
//! Judge it: `cargo xtask exercise threads_instead`

use std::thread;
use std::time::Duration;

fn main() {
    let process_1 = thread::spawn(|| task("Process-1"));
    let process_2 = thread::spawn(|| task("Process-2"));

    process_1.join().expect("Process-1 panicked");
    process_2.join().expect("Process-2 panicked");

    println!("All processes completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
