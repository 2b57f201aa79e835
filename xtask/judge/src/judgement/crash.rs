//! Failures that a language reports on stderr while the program goes on.

/// How CPython announces that a thread, a process or a task has failed. What it
/// reports without one of these was caught, or made the program itself fail.
const ANNOUNCEMENTS: [&str; 4] = [
    "Exception in thread ",
    "Process ",
    "Task exception was never retrieved",
    "Future exception was never retrieved",
];

/// A panic, or an exception that nobody caught.
#[derive(Clone, Debug, PartialEq)]
pub struct Crash {
    /// It was a worker that failed, not the program's main thread.
    pub worker: bool,
    /// Where it happened, and what.
    pub report: String,
}

/// The first crash on stderr. `failed` tells whether the program itself failed.
pub fn first(stderr: &[u8], failed: bool) -> Option<Crash> {
    let text = String::from_utf8_lossy(stderr);
    let mut lines = text.lines();
    let mut worker = false;
    while let Some(line) = lines.next() {
        let announces = |line: &str| ANNOUNCEMENTS.iter().any(|begin| line.starts_with(begin));
        // Rust: the message follows on a line of its own.
        if line.starts_with("thread '") && line.contains(" panicked at ") {
            let report = format!("{line} {}", lines.next().unwrap_or_default());
            return Some(Crash {
                worker: !line.starts_with("thread 'main'"),
                report,
            });
        }
        worker |= announces(line);
        // Python: the exception is the first line behind the indented trace. Two
        // threads that fail at once write into each other's lines.
        if (worker || failed) && line.starts_with("Traceback ") {
            let skipped =
                |line: &&str| line.starts_with([' ', '\t']) || line.starts_with("Traceback ");
            let report = lines
                .find(|line| !skipped(line) && !announces(line))?
                .to_string();
            return Some(Crash { worker, report });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_exceptions_are_found() {
        let trace = "Traceback (most recent call last):\n  File \"x.py\", line 9\n    f()\n    \
                     ^^^\nValueError: boom\n";
        let thread = format!("Exception in thread Thread-2 (task):\n{trace}");
        let process = format!("note\nProcess Process-1:\n{trace}");
        let panic = "note\nthread 'main' (7) panicked at a.rs:2:5:\nboom\nnote: run with";
        let worker_panic = panic.replace("main", "<unnamed>");
        let cut = "Exception in thread a:\nTraceback (most recent call last):\n  cut";
        let cases = [
            ("", true, None),
            ("warning: thread 'a' is tired\n", true, None),
            (
                panic,
                false,
                Some((false, "thread 'main' (7) panicked at a.rs:2:5: boom")),
            ),
            (
                &worker_panic,
                false,
                Some((true, "thread '<unnamed>' (7) panicked at a.rs:2:5: boom")),
            ),
            (&thread, false, Some((true, "ValueError: boom"))),
            (&process, false, Some((true, "ValueError: boom"))),
            (trace, true, Some((false, "ValueError: boom"))),
            (trace, false, None),
            (cut, false, None),
        ];
        for (stderr, failed, expected) in cases {
            let crash = first(stderr.as_bytes(), failed);
            let crash = crash
                .as_ref()
                .map(|crash| (crash.worker, crash.report.as_str()));
            assert_eq!(crash, expected, "{stderr}");
        }
    }
}
