//! Right: the program starts itself again, twice, in the role of a child.

use std::process::Command;
use std::thread;
use std::time::Duration;

fn main() {
    if let Some(name) = std::env::args().nth(1) {
        println!("Starting {name}");
        thread::sleep(Duration::from_secs(2));
        println!("Finished {name}");
        return;
    }
    let program = std::env::current_exe().expect("its own path");
    let start = |name| Command::new(&program).arg(name).spawn().expect("a child");
    for mut worker in ["Process-1", "Process-2"].map(start) {
        assert!(worker.wait().expect("a child").success());
    }
    println!("All processes completed!");
}
