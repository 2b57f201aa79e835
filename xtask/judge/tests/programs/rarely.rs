//! Wrong once in 45 runs: then, main does not wait for its second thread. The
//! file that its argument names counts the runs. (Of 100, 20 more may be run
//! again: still two.)
use std::fs::OpenOptions;
use std::io::Write;
use std::thread;
use std::time::Duration;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let mut file = OpenOptions::new().append(true).create(true).open(&path).expect("the file");
    file.write_all(b".").expect("one more");
    let runs = file.metadata().expect("its size").len();

    let start = |name| thread::spawn(move || task(name));
    let workers = ["Thread-1", "Thread-2"].map(start);
    let joined = if runs % 45 == 0 { 1 } else { 2 };
    for worker in workers.into_iter().take(joined) {
        worker.join().expect("no panic");
    }
    println!("All threads completed!");
}

fn task(name: &str) {
    println!("Starting {name}");
    // The second one is slower, so that it shows who does not wait for it.
    let late = if name == "Thread-2" { 40 } else { 0 };
    thread::sleep(Duration::from_millis(1000 + late));
    println!("Finished {name}");
}
