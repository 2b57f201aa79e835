//! Failures that a language reports on stderr while the program goes on.

/// How CPython announces that a thread, a process or a task has failed. What it
/// reports without one of these was caught, or made the program itself fail.
const ANNOUNCEMENTS: [&str; 4] = [
    "Exception in thread ",
    "Process ",
    "Task exception was never retrieved",
    "Future exception was never retrieved",
];

/// The first report of a panic or of an exception that nobody caught: where it
/// happened, and what. `failed` tells whether the program itself has failed.
pub fn report(stderr: &[u8], failed: bool) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let mut lines = text.lines();
    let mut announced = failed;
    while let Some(line) = lines.next() {
        let announces = |line: &str| ANNOUNCEMENTS.iter().any(|begin| line.starts_with(begin));
        // Rust: the message follows on a line of its own.
        if line.starts_with("thread '") && line.contains(" panicked at ") {
            return Some(format!("{line} {}", lines.next().unwrap_or_default()));
        }
        announced |= announces(line);
        // Python: the exception is the first line behind the indented trace. Two
        // threads that fail at once write into each other's lines.
        if announced && line.starts_with("Traceback ") {
            let skipped =
                |line: &&str| line.starts_with([' ', '\t']) || line.starts_with("Traceback ");
            let mut rest = lines.filter(|line| !skipped(line) && !announces(line));
            return rest.next().map(str::to_string);
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
        let rust = "note\nthread 'main' (7) panicked at src/main.rs:2:5:\nboom\nnote: run with";
        let cases = [
            ("", true, None),
            ("warning: thread 'a' is tired\n", true, None),
            (
                rust,
                false,
                Some("thread 'main' (7) panicked at src/main.rs:2:5: boom"),
            ),
            (&thread, false, Some("ValueError: boom")),
            (&process, false, Some("ValueError: boom")),
            (trace, true, Some("ValueError: boom")),
            (trace, false, None),
            (
                "Exception in thread a:\nTraceback (most recent call last):\n  cut",
                false,
                None,
            ),
        ];
        for (stderr, failed, expected) in cases {
            assert_eq!(
                report(stderr.as_bytes(), failed).as_deref(),
                expected,
                "{stderr}"
            );
        }
    }
}
