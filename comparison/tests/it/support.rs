//! The program, started and finished; and a record of it.

use serde_json::Value;
use std::process::{Command, Output, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The techniques that CPython has.
pub const PYTHON: [&str; 4] = ["sequential", "threading", "multiprocessing", "asyncio"];

/// A quiet measurement of two cores, one round.
pub const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/record.json");

/// The same of `mixed`, with 200 requests.
pub const MIXED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mixed.json");

/// What measures must be alone; the rest may run side by side.
static MACHINE: RwLock<()> = RwLock::new(());

pub fn alone() -> RwLockWriteGuard<'static, ()> {
    MACHINE.write().unwrap_or_else(PoisonError::into_inner)
}

pub fn side_by_side() -> RwLockReadGuard<'static, ()> {
    MACHINE.read().unwrap_or_else(PoisonError::into_inner)
}

pub fn comparison(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comparison"));
    command.args(arguments).stdin(Stdio::null());
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// How it ended, and what it printed on stdout.
pub fn finish(command: &mut Command) -> (Output, String) {
    let output = command.output().expect("it starts");
    let stdout = text(&output.stdout);
    (output, stdout)
}

pub fn record() -> Value {
    let record = std::fs::read(RECORD).expect("the record");
    serde_json::from_slice(&record).expect("JSON")
}
