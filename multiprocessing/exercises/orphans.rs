//! Exercise: the closing line comes before the children are done.
//!
//! Task: let the closing line come last, when both children have ended.
//! Verdict: main did not wait
//!
//! Judge it: `cargo xtask exercise orphans`

use anyhow::{Context, Result};
use std::process::{Child, Command};
use std::{env, thread, time::Duration};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.len() == 2 && args[0] == "--child" {
        task(&args[1]);
        return Ok(());
    }

    start("Process-1")?;
    start("Process-2")?;
    thread::sleep(Duration::from_millis(500)); // long enough?

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
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
