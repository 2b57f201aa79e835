// Right by luck: the handles are dropped, and main sleeps for longer.
// Verdict: main did not wait
use std::{thread, time::Duration};

fn main() {
    for number in 1..=2 {
        thread::spawn(move || {
            println!("Starting Thread-{number}");
            thread::sleep(Duration::from_secs(2));
            println!("Finished Thread-{number}");
        });
    }
    thread::sleep(Duration::from_secs(3));
    println!("All threads completed!");
}
