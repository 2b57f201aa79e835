// Right: three threads that meet at a barrier.
use std::{sync::Barrier, thread, time::Duration};

fn main() {
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        for number in 1..=3 {
            let barrier = &barrier;
            scope.spawn(move || {
                println!("Thread-{number} did part 1");
                barrier.wait();
                thread::sleep(Duration::from_millis(500));
                println!("Thread-{number} did part 2");
            });
        }
    });
    println!("All did all");
}
