// Right: two threads side by side.
use std::thread;
use std::time::Duration;

fn main() {
    let task = |name| {
        move || {
            println!("Starting {name}");
            thread::sleep(Duration::from_secs(1));
            println!("Finished {name}");
        }
    };
    let threads = ["Thread-1", "Thread-2"].map(|name| thread::spawn(task(name)));
    for thread in threads {
        thread.join().expect("no panic");
    }
    println!("All threads completed!");
}
