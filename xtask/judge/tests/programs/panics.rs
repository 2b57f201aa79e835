//! Wrong: a worker panics, and main looks away.

use std::thread;
use std::time::Duration;

fn main() {
    let workers = ["Thread-1", "Thread-2"].map(|name| thread::spawn(move || task(name)));
    for worker in workers {
        let _ = worker.join();
    }
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1));
    println!("Finished {name}");
    assert_ne!(name, "Thread-2", "the disk is full");
}
