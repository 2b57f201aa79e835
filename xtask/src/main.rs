//! `cargo xtask`: `lib.rs` has the tasks.

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    xtask::main()
}

/// Where nothing can be watched, nothing can be judged: exit code 3.
#[cfg(not(unix))]
fn main() -> ExitCode {
    eprintln!("error: cargo xtask needs a Unix system: it watches programs from outside");
    ExitCode::from(3)
}
