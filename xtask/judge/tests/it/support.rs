//! How a program is judged here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub const PASS: i32 = 0;
pub const FAIL: i32 = 1;
pub const USAGE: i32 = 2;
pub const COULD_NOT_JUDGE: i32 = 3;
pub const TASK_FAILED: i32 = 4;

/// What two threads that wait side by side must show.
pub const THREADS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/threads.txt");

pub fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

pub fn program(name: &str) -> String {
    programs().join(name).display().to_string()
}

/// Asked once: `python3` may be a small program that looks for the real one.
pub fn python() -> &'static str {
    static PYTHON: OnceLock<String> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let question = ["-c", "import sys; print(sys.executable)"];
        let output = Command::new("python3").args(question).output();
        let path = String::from_utf8(output.expect("python3").stdout);
        path.expect("a path").trim().to_string()
    })
}

/// Compiles a Rust program into `folder`.
pub fn compile(folder: &Path, name: &str) -> String {
    let binary = folder.join(name).with_extension("");
    let mut rustc = Command::new("rustc");
    rustc.args(["--edition=2024", "-o"]);
    rustc.args([&binary, &programs().join(name)]);
    assert!(rustc.status().expect("rustc").success(), "{name}");
    binary.display().to_string()
}

/// Whoever holds it runs alone: the programs of one test are enough for a machine.
pub fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn judge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_judge"));
    command.env_remove("GITHUB_STEP_SUMMARY");
    command
}

/// What a judge did.
pub struct Judged {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Judged {
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Lets a judge do its work; nothing that it started is running then.
pub fn run(command: &mut Command) -> Judged {
    let begun = Instant::now();
    command.stdin(Stdio::null());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = child.spawn().expect("judge");
    let pid = child.id();
    let output = child.wait_with_output().expect("judge");
    let took = begun.elapsed();
    assert_eq!(left_by(pid), Vec::<String>::new(), "{command:?}");
    let text = |bytes| String::from_utf8(bytes).expect("a report is text");
    Judged {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        took,
    }
}

pub fn send(signal: &str, child: &Child) {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{signal}")).arg(child.id().to_string());
    assert!(kill.status().expect("kill").success());
}

/// The processes that a judge started and that still run, by the mark in their
/// environment.
pub fn left_by(judge: u32) -> Vec<String> {
    let mark = format!("OBSERVED_AS={judge}.");
    let processes = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .map(|entry| entry.path());
    let marked = processes.filter(|process| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        environment
            .split(|&byte| byte == 0)
            .any(|v| v.starts_with(mark.as_bytes()))
    });
    marked
        .map(|process| process.display().to_string())
        .collect()
}
