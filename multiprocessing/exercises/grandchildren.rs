//! Exercise: a child goes on when its task is done.
//!
//! Task: let each child end when its task is done. There are two tasks, and
//! each is done once.
//! Verdict: `All processes completed!` was printed too many times
//!
//! Judge it: `cargo xtask exercise grandchildren`

use anyhow::{Context, Result, ensure};
use std::process::{Child, Command};
use std::{env, thread, time::Duration};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    // Keeps this mistake harmless: without it, the children of children would
    // start children as well, and so on.
    if args.len() > 2 {
        return Ok(());
    }

    if args.len() == 2 && args[0] == "--child" {
        task(&args[1]);
    }

    let mut process_1 = start("Process-1", &args)?;
    let mut process_2 = start("Process-2", &args)?;

    let joined = (process_1.wait()?, process_2.wait()?);
    ensure!(joined.0.success() && joined.1.success(), "a child failed");

    println!("All processes completed!");
    Ok(())
}

fn start(name: &str, args: &[String]) -> Result<Child> {
    let program = env::current_exe().context("failed to find this program")?;
    let mut command = Command::new(program);
    let child = command.args(args).args(["--child", name]).spawn();
    child.with_context(|| format!("failed to start {name}"))
}

fn task(name: &str) {
    println!("Starting {name}");
    thread::sleep(Duration::from_secs(1)); // simulates I/O
    println!("Finished {name}");
}
