//! Right: two threads of the standard library.

use std::thread;
use std::time::Duration;

fn main() {
    let workers = ["Thread-1", "Thread-2"].map(|name| thread::spawn(move || task(name)));
    for worker in workers {
        worker.join().expect("no panic");
    }
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(2));
    println!("Finished {name}");
}
