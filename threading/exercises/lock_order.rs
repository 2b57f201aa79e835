//! Exercise: each thread waits for the lock that the other one has.
//!
//! Task: let both threads eat, so that the program ends.
//! Verdict: `All threads completed!` did not come
//!
//! Judge it: `cargo xtask exercise lock_order`

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

static FORK_1: Mutex<()> = Mutex::new(());
static FORK_2: Mutex<()> = Mutex::new(());

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1", &FORK_1, &FORK_2));
    let thread_2 = thread::spawn(|| task("Thread-2", &FORK_2, &FORK_1));

    thread_1.join().expect("Thread-1 panicked");
    thread_2.join().expect("Thread-2 panicked");

    println!("All threads completed!");
}

fn task(name: &str, first: &Mutex<()>, second: &Mutex<()>) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");

    // Then it eats, which takes both forks.
    let _one = first.lock().expect("nobody panics");
    thread::sleep(Duration::from_millis(300)); // picks it up
    let _other = second.lock().expect("nobody panics");
}
