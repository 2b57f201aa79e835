//! Solution: `map` starts a thread only when somebody asks for the next one,
//! and the loop asks when the one before is joined. `collect` asks for all.

use std::thread;
use std::time::Duration;

fn main() {
    let names = ["Thread-1", "Thread-2"].into_iter();
    let threads = names.map(|name| thread::spawn(move || task(name)));
    let threads: Vec<_> = threads.collect();

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
