// Right by luck: main waits for two messages, but not without end.
// Verdict: main did not wait
use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

fn main() {
    let (done, ended) = mpsc::channel();
    for number in 1..=2 {
        let done = done.clone();
        thread::spawn(move || {
            println!("Starting Thread-{number}");
            thread::sleep(Duration::from_secs(2));
            println!("Finished Thread-{number}");
            let _ = done.send(());
        });
    }
    let end = Instant::now() + Duration::from_secs(3);
    for _ in 0..2 {
        let _ = ended.recv_timeout(end.saturating_duration_since(Instant::now()));
    }
    println!("All threads completed!");
}
