//! Solution: `spawn` starts a process, and `wait` waits for its end. `status`
//! does both.

use anyhow::{Context, Result, ensure};
use std::process::{Child, Command};
use std::{env, thread, time::Duration};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.len() == 2 && args[0] == "--child" {
        task(&args[1]);
        return Ok(());
    }

    let mut process_1 = start("Process-1")?;
    let mut process_2 = start("Process-2")?;

    let joined = (process_1.wait()?, process_2.wait()?);
    ensure!(joined.0.success() && joined.1.success(), "a child failed");

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
