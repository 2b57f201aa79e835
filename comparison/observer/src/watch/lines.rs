//! Bytes and their arrival times become lines: bounded, and nothing is decoded.

use crate::{Limits, Line, Newline, Stop};
use std::time::Duration;

/// Collects what a program prints.
pub(super) struct Lines {
    limits: Limits,
    finished: Vec<Line>,
    /// A line whose end did not come yet.
    open: Vec<u8>,
    /// When the last of it came.
    open_at: Duration,
    exceeded: Option<Stop>,
}

impl Lines {
    pub(super) fn new(limits: Limits) -> Lines {
        Lines {
            limits,
            finished: Vec::new(),
            open: Vec::new(),
            open_at: Duration::ZERO,
            exceeded: None,
        }
    }

    /// Takes what was read at one moment. What comes after a limit is reached
    /// is dropped.
    pub(super) fn push(&mut self, bytes: &[u8], at: Duration) {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.finished.len() == self.limits.lines {
                self.exceeded.get_or_insert(Stop::TooManyLines);
            }
            if self.exceeded.is_some() {
                return;
            }
            self.open_at = at;
            self.open.extend_from_slice(piece);
            if self.open.pop_if(|byte| *byte == b'\n').is_some() {
                let carriage_return = self.open.pop_if(|byte| *byte == b'\r');
                self.close(carriage_return.map_or(Newline::Lf, |_| Newline::CrLf));
            } else if self.open.len() > self.limits.line_bytes {
                self.close(Newline::Missing);
            }
        }
    }

    /// The limit that was reached.
    pub(super) fn exceeded(&self) -> Option<Stop> {
        self.exceeded
    }

    /// The lines, and what came of the last one.
    pub(super) fn finish(mut self) -> Vec<Line> {
        if !self.open.is_empty() {
            self.close(Newline::Missing);
        }
        self.finished
    }

    fn close(&mut self, newline: Newline) {
        let mut bytes = std::mem::take(&mut self.open);
        if bytes.len() > self.limits.line_bytes {
            bytes.truncate(self.limits.line_bytes);
            self.exceeded = Some(Stop::LineTooLong);
        }
        self.finished.push(Line {
            at: self.open_at,
            bytes,
            newline,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        deadline: Duration::ZERO,
        lines: 3,
        line_bytes: 4,
        stderr_bytes: 0,
        processes: 0,
        memory_bytes: 0,
        cpu: Duration::ZERO,
        file_bytes: 0,
    };

    /// Shows each line as its bytes, how it ended, and the chunk it came with.
    fn lines(chunks: &[&[u8]]) -> (String, Option<Stop>) {
        let mut lines = Lines::new(LIMITS);
        for (second, chunk) in (0..).zip(chunks) {
            lines.push(chunk, Duration::from_secs(second));
        }
        let exceeded = lines.exceeded();
        let show = |Line { at, bytes, newline }: Line| {
            format!("{} {newline:?} {}", bytes.escape_ascii(), at.as_secs())
        };
        let shown: Vec<String> = lines.finish().into_iter().map(show).collect();
        (shown.join(", "), exceeded)
    }

    #[test]
    fn splits_bytes_into_lines() {
        let cases: [(&[&[u8]], &str); 7] = [
            (&[b""], ""),
            (&[b"a\nb\n"], "a Lf 0, b Lf 0"),
            (&[b"a", b"b\n"], "ab Lf 1"),
            (&[b"a\r", b"\n"], "a CrLf 1"),
            (&[b"a\rb\n"], r"a\rb Lf 0"),
            (&[b"\n", b"\xff\0"], r" Lf 0, \xff\x00 Missing 1"),
            (&[b"abcd\n"], "abcd Lf 0"),
        ];
        for (chunks, expected) in cases {
            assert_eq!(lines(chunks), (expected.to_string(), None), "{chunks:?}");
        }
    }

    #[test]
    fn stops_at_the_limits() {
        let cases: [(&[&[u8]], &str, Stop); 3] = [
            (
                &[b"1\n2\n3\n4\n5\n"],
                "1 Lf 0, 2 Lf 0, 3 Lf 0",
                Stop::TooManyLines,
            ),
            (&[b"abc", b"def"], "abcd Missing 1", Stop::LineTooLong),
            (&[b"abcdef\n"], "abcd Lf 0", Stop::LineTooLong),
        ];
        for (chunks, expected, stop) in cases {
            assert_eq!(
                lines(chunks),
                (expected.to_string(), Some(stop)),
                "{chunks:?}"
            );
        }
    }
}
