//! Wrong: each of two threads waits for the lock that the other one holds.
use std::sync::{Barrier, Mutex};
use std::thread;

static FIRST: Mutex<()> = Mutex::new(());
static SECOND: Mutex<()> = Mutex::new(());
static BOTH_HAVE_ONE: Barrier = Barrier::new(2);

fn task(name: &str, own: &Mutex<()>, other: &Mutex<()>) {
    println!("Starting {name}");
    let _own = own.lock().unwrap();
    BOTH_HAVE_ONE.wait();
    let _other = other.lock().unwrap();
    println!("Finished {name}");
}

fn main() {
    let thread_1 = thread::spawn(|| task("Thread-1", &FIRST, &SECOND));
    let thread_2 = thread::spawn(|| task("Thread-2", &SECOND, &FIRST));
    thread_1.join().unwrap();
    thread_2.join().unwrap();
    println!("All threads completed!");
}
