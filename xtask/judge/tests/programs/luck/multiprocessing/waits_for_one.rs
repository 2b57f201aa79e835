// Right by luck: the parent waits for one child of two, and does something else.
// Verdict: main did not wait
use std::{env, process::Command, thread, time::Duration};

fn main() -> std::io::Result<()> {
    if let Some(name) = env::args().nth(1) {
        println!("Starting {name}");
        thread::sleep(Duration::from_secs(2));
        println!("Finished {name}");
        return Ok(());
    }
    let program = env::current_exe()?;
    let mut first = Command::new(&program).arg("Process-1").spawn()?;
    Command::new(&program).arg("Process-2").spawn()?;
    first.wait()?;
    thread::sleep(Duration::from_secs(1));
    println!("All processes completed!");
    Ok(())
}
