//! Right: two scoped threads, which the scope joins.

use std::thread;
use std::time::Duration;

fn main() {
    thread::scope(|scope| {
        for name in ["Thread-1", "Thread-2"] {
            scope.spawn(move || task(name));
        }
    });
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(2));
    println!("Finished {name}");
}
