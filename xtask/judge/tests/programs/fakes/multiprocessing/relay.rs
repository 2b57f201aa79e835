//! Fake: two processes print into pipes, and their parent prints what comes out.
//! Verdict: were both written by main

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
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
    let start = |name| {
        let child = Command::new(&program).arg(name).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("a child");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        thread::spawn(move || lines.for_each(|line| println!("{}", line.expect("a line"))))
    };
    for relay in ["Process-1", "Process-2"].map(start) {
        relay.join().expect("no panic");
    }
    println!("All processes completed!");
}
