//! Programs to watch, each a line of shell.

use observer::{Limits, Line, Observation, Observer, Output, Program};
use std::ffi::OsString;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

pub fn observer() -> &'static Observer {
    static OBSERVER: OnceLock<Observer> = OnceLock::new();
    OBSERVER.get_or_init(|| Observer::start(Arc::default()).expect("an observer"))
}

/// Watches a line of shell, and returns how long that took as well.
///
/// `traced`: whether its writers are to be known. Nothing else may differ then.
pub fn watch(
    script: &str,
    output: Output,
    deadline_ms: u64,
    traced: bool,
) -> (Observation, Duration) {
    watch_command(&["sh", "-c", script], output, deadline_ms, traced)
}

/// Watches any program in the same way.
pub fn watch_command(
    command: &[&str],
    output: Output,
    deadline_ms: u64,
    traced: bool,
) -> (Observation, Duration) {
    let command = command.iter().map(OsString::from).collect();
    let limits = Limits::with_deadline(Duration::from_millis(deadline_ms));
    let begun = Instant::now();
    let observation = observer()
        .watch(&Program {
            trace: traced,
            ..Program::new(command, output, limits)
        })
        .expect("it starts");
    (observation, begun.elapsed())
}

pub fn on_terminal(script: &str) -> Observation {
    watch(script, Output::Terminal, 20_000, false).0
}

pub fn traced(script: &str) -> Observation {
    watch(script, Output::Terminal, 20_000, true).0
}

/// Watches a program in Python.
pub fn python(program: &str, output: Output) -> Observation {
    watch_command(&[interpreter(), "-c", program], output, 20_000, true).0
}

/// CPython itself: what is found in PATH may be a script that starts processes
/// of its own.
pub fn interpreter() -> &'static str {
    static INTERPRETER: OnceLock<String> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        let mut command = Command::new("python3");
        command.args(["-c", "import sys; print(sys.executable, end='')"]);
        let output = command.output().expect("python3 is installed");
        String::from_utf8(output.stdout).expect("a path")
    })
}

pub fn text(observation: &Observation) -> Vec<String> {
    text_of(&observation.lines)
}

pub fn text_of(lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .map(|line| line.bytes.escape_ascii().to_string())
        .collect()
}

pub fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}
