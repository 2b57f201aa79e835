//! Two processes wait side by side: this program, started again twice.
//!
//! Notice that its arguments tell a process its role: the main guard, in Rust.
//! The Python twin: `example.py`, with `multiprocessing.Process`.
//! Run it: `cargo run -p multiprocessing`

use anyhow::{Context, Result, ensure};
use std::process::{Child, Command, exit};
use std::{env, thread, time::Duration};

fn main() -> Result<()> {
    let args: Vec<_> = env::args_os().skip(1).collect();
    // The equivalent of the main guard: a child does its task and returns, so
    // it can never come to the code below, which starts children.
    if args.len() == 2 && args[0] == "--child" {
        task(&args[1].to_string_lossy());
        return Ok(());
    } else if !args.is_empty() {
        eprintln!("error: unexpected arguments; run it without any");
        exit(2);
    }

    let mut process_1 = start("Process-1")?;
    let mut process_2 = start("Process-2").inspect_err(|_| {
        // Leave no child behind.
        let _ = process_1.kill().and_then(|()| process_1.wait());
    })?;

    // Join both before judging either: an early return would leave one behind.
    let joined = (process_1.wait(), process_2.wait());
    let (status_1, status_2) = (joined.0?, joined.1?);
    ensure!(status_1.success(), "Process-1 failed: {status_1}");
    ensure!(status_2.success(), "Process-2 failed: {status_2}");

    println!("All processes completed!");
    Ok(())
}

fn start(name: &str) -> Result<Child> {
    let program = env::current_exe().context("failed to find this program")?;
    let child = Command::new(program).args(["--child", name]).spawn();
    child.with_context(|| format!("failed to start {name}"))
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(2)); // simulates I/O
    println!("Finished {name}");
}
