//! Exercise: the receiver waits for more.
//!
//! Task: let the closing line come when both threads have sent their result.
//! Verdict: `All threads completed!` did not come
//!
//! Judge it: `cargo xtask exercise open_channel`

use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();

    for name in ["Thread-1", "Thread-2"] {
        let sender = sender.clone();
        thread::spawn(move || task(name, &sender));
    }

    // It waits for results until the channel is closed.
    let done = receiver.iter().count();
    assert_eq!(done, 2, "a result is missing");

    println!("All threads completed!");
}

fn task(name: &'static str, results: &Sender<&'static str>) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
    results.send(name).expect("main receives");
}
