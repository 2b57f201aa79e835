//! Fake: one thread prints for both; the other is idle.
//! Verdict: were both written by thread 1

use std::thread;
use std::time::Duration;

fn main() {
    let idle = thread::spawn(|| thread::sleep(Duration::from_millis(2010)));
    let busy = thread::spawn(|| {
        println!("Starting Thread-1");
        println!("Starting Thread-2");
        thread::sleep(Duration::from_secs(2));
        println!("Finished Thread-1");
        println!("Finished Thread-2");
    });
    busy.join().expect("no panic");
    idle.join().expect("no panic");
    println!("All threads completed!");
}
