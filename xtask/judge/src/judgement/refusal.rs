//! What a program says that could not start a thread or a process.

use super::finding::Text;

/// The system's own words, and those of runtimes: C and Rust, CPython, shells,
/// the JVM, Go, Node.
const REFUSALS: [&str; 8] = [
    "resource temporarily unavailable",
    "can't start new thread",
    "failed to spawn thread",
    "cannot fork",
    "fork: retry",
    "unable to create native thread",
    "failed to create new os thread",
    "eagain",
];

/// Whether stderr says so.
pub fn is_refused_a_task(stderr: &[u8]) -> bool {
    let text: Text = stderr.to_ascii_lowercase();
    let text = String::from_utf8_lossy(&text);
    REFUSALS.iter().any(|refusal| text.contains(refusal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_known_in_several_languages() {
        let cases = [
            ("RuntimeError: can't start new thread", true),
            (
                "BlockingIOError: [Errno 11] Resource temporarily unavailable",
                true,
            ),
            (
                "failed to spawn thread: Os { code: 11, kind: WouldBlock",
                true,
            ),
            ("sh: 1: Cannot fork", true),
            (
                "java.lang.OutOfMemoryError: unable to create native thread",
                true,
            ),
            ("runtime: failed to create new OS thread (have 5)", true),
            ("Error: spawn /bin/true EAGAIN", true),
            ("RuntimeError: threads can only be started once", false),
            ("", false),
        ];
        for (stderr, expected) in cases {
            assert_eq!(is_refused_a_task(stderr.as_bytes()), expected, "{stderr}");
        }
    }
}
