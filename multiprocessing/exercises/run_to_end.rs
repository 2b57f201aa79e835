//! Exercise: each process ends before the next one starts.
//!
//! Task: let both processes wait at the same time: 1 second in all, not 2.
//! Verdict: `Finished Process-1` came before `Starting Process-2`: the workers
//! took turns
//!
//! Judge it: `cargo xtask exercise run_to_end`

use anyhow::{Context, Result, ensure};
use std::process::{Command, ExitStatus};
use std::{env, thread, time::Duration};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.len() == 2 && args[0] == "--child" {
        task(&args[1]);
        return Ok(());
    }

    let status_1 = start("Process-1")?;
    let status_2 = start("Process-2")?;

    ensure!(status_1.success() && status_2.success(), "a child failed");

    println!("All processes completed!");
    Ok(())
}

fn start(name: &str) -> Result<ExitStatus> {
    let program = env::current_exe().context("failed to find this program")?;
    let status = Command::new(program).args(["--child", name]).status();
    status.with_context(|| format!("failed to start {name}"))
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
