//! Two threads count, in two ways: one of them loses an update.
//!
//! The Python twin: `counter.py`.
//! Run it: `cargo run -p threading --example counter`

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

fn main() {
    let atomic = AtomicU32::new(0);
    let mutex = Mutex::new(0);

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| load_then_store(&atomic));
            scope.spawn(|| lock(&mutex));
        }
    });

    println!("load, then store: {atomic:?} of 2");
    println!("with a lock: {} of 2", mutex.lock().unwrap());
}

fn load_then_store(count: &AtomicU32) {
    let seen = count.load(SeqCst);
    thread::sleep(Duration::from_millis(200)); // another thread may come
    count.store(seen + 1, SeqCst);
}

fn lock(count: &Mutex<u32>) {
    let mut count = count.lock().unwrap();
    let seen = *count;
    thread::sleep(Duration::from_millis(200)); // no other thread may
    *count = seen + 1;
}
