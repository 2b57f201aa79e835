//! The program, started and finished; its reports, and records of it.

use serde_json::Value;
use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tempfile::{NamedTempFile, TempDir};

/// The techniques that CPython has.
pub const PYTHON: [&str; 4] = ["sequential", "threading", "multiprocessing", "asyncio"];

/// A quiet measurement of two cores, one round.
pub const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/record.json");

/// The same of `mixed`, with 200 requests.
pub const MIXED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mixed.json");

/// The same of `scale`.
pub const SCALE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/scale.json");

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

/// Starts what somebody is to end, or to wait for.
pub fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("it starts")
}

/// Sends a signal, such as `-INT`.
pub fn send(signal: &str, to: &Child) {
    let status = Command::new("kill")
        .args([signal, &to.id().to_string()])
        .status();
    assert!(status.expect("kill").success());
}

/// What is recorded there.
pub fn record(path: &str) -> Value {
    serde_json::from_slice(&fs::read(path).expect("the record")).expect("JSON")
}

/// What is made of a record with these arguments: how that ended, and its stdout.
pub fn report(record: &Value, arguments: &[&str]) -> (Output, String) {
    let file = NamedTempFile::new().expect("a file");
    fs::write(file.path(), record.to_string()).expect("a record");
    finish(comparison(arguments).arg("--from").arg(file.path()))
}

/// What came of a run with these reports, each in a file of its name.
pub struct Reports {
    folder: TempDir,
    names: &'static [&'static str],
    pub output: Output,
}

impl Reports {
    pub fn of(arguments: &[&str], names: &'static [&'static str]) -> Reports {
        let folder = TempDir::new().expect("a folder");
        let mut command = comparison(arguments);
        for name in names {
            let option = format!("--{name}");
            command.arg(option).arg(folder.path().join(name));
        }
        let (output, _) = finish(&mut command);
        Reports {
            folder,
            names,
            output,
        }
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect(name)
    }

    /// Made from the record, with these arguments besides, all are the same.
    pub fn assert_repeated(&self, arguments: &[&str]) {
        let record = self.folder.path().join("json").display().to_string();
        let again = Reports::of(&[arguments, &["--from", &record]].concat(), self.names);
        assert_eq!(again.output.status, self.output.status);
        assert_eq!(text(&again.output.stdout), text(&self.output.stdout));
        assert_eq!(text(&again.output.stderr), "");
        for name in self.names {
            assert_eq!(again.read(name), self.read(name), "{name}");
        }
    }
}
