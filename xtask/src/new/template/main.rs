//! Two threads wait side by side: 1 second in all, not 2.
//!
//! The Python twin: `example.py`

use std::thread;
use std::time::Duration;

fn main() {
    let names = ["Thread-1", "Thread-2"];
    let workers = names.map(|name| thread::spawn(move || task(name)));

    for worker in workers {
        worker.join().expect("a worker panicked");
    }
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
