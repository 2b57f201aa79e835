//! Exercise: the tasks are not begun when it seems.
//!
//! Task: let two threads do the tasks, at the same time. The main thread only
//! waits.
//! Verdict: `Finished Thread-1` came before `Starting Thread-2`: the workers
//! took turns
//!
//! Judge it: `cargo xtask exercise wrong_moment`

use std::thread;
use std::time::Duration;

fn main() {
    let names = ["Thread-1", "Thread-2"].into_iter();
    let threads = names.map(|name| thread::spawn(move || task(name)));

    for thread in threads {
        thread.join().expect("a thread panicked");
    }

    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
