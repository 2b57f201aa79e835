//! Failures that a language reports on stderr while the program goes on.

/// The first report of a panic or of an exception that nobody caught: where it
/// happened, and what.
pub fn report(stderr: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        // Rust: the message follows on a line of its own.
        if line.starts_with("thread '") && line.contains(" panicked at ") {
            return Some(format!("{line} {}", lines.next().unwrap_or_default()));
        }
        // Python: the exception is the first line behind the indented trace.
        if line.starts_with("Traceback (most recent call last)") {
            let belongs = |line: &&str| {
                // Two threads may fail at once, and write into each other's lines.
                let begins = ["Exception in ", "Traceback "]
                    .iter()
                    .any(|b| line.starts_with(b));
                !line.starts_with(' ') && !begins
            };
            return lines.find(belongs).map(str::to_string);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_exceptions_are_found() {
        let cases = [
            ("", None),
            ("warning: thread 'a' is tired\n", None),
            (
                "note\nthread 'main' (7) panicked at src/main.rs:2:5:\nboom\nnote: run with",
                Some("thread 'main' (7) panicked at src/main.rs:2:5: boom"),
            ),
            (
                "Exception in thread Thread-2 (task):\nTraceback (most recent call last):\n  \
                 File \"x.py\", line 9\n    f()\n    ^^^\nValueError: boom\n",
                Some("ValueError: boom"),
            ),
            ("Traceback (most recent call last):\n  cut", None),
        ];
        for (stderr, expected) in cases {
            assert_eq!(report(stderr.as_bytes()).as_deref(), expected, "{stderr}");
        }
    }
}
