//! Solution: Nothing can come between the load and the store of `fetch_add`. A
//! `Mutex` will do, too, if it is not held over the sleep: then the threads
//! would take turns.

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
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    DONE.fetch_add(1, SeqCst);
    println!("Finished {name}");
}
