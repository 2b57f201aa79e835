//! Wrong: main does not wait, and the end of main is the end of its threads.

use std::thread;
use std::time::Duration;

fn main() {
    for name in ["Thread-1", "Thread-2"] {
        thread::spawn(move || task(name));
    }
    thread::sleep(Duration::from_millis(100));
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1));
    println!("Finished {name}");
}
