//! Programs to watch, each a line of shell.

use observer::{Limits, Line, Observation, Observer, Output, Program};
use std::ffi::OsString;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

pub fn observer() -> &'static Observer {
    static OBSERVER: OnceLock<Observer> = OnceLock::new();
    OBSERVER.get_or_init(|| Observer::start(Arc::default()).expect("an observer"))
}

/// Watches a line of shell, and returns how long that took as well.
pub fn watch(script: &str, output: Output, deadline_ms: u64) -> (Observation, Duration) {
    let command = ["sh", "-c", script].map(OsString::from).to_vec();
    let limits = Limits::with_deadline(Duration::from_millis(deadline_ms));
    let begun = Instant::now();
    let observation = observer()
        .watch(&Program {
            command,
            output,
            limits,
        })
        .expect("it starts");
    (observation, begun.elapsed())
}

pub fn on_terminal(script: &str) -> Observation {
    watch(script, Output::Terminal, 20_000).0
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
