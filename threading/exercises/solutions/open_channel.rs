//! Solution: A channel is closed when its last sender is dropped. `main` had
//! one that it never sent with.

use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();

    for name in ["Thread-1", "Thread-2"] {
        let sender = sender.clone();
        thread::spawn(move || task(name, &sender));
    }
    drop(sender);

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
