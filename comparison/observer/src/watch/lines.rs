//! Bytes and their arrival times become lines: bounded, and nothing is decoded.

use super::traced::{Write, Written};
use crate::{Delays, Limits, Line, Newline, Stop};
use std::ops::Range;
use std::time::Duration;

/// Collects what a program prints.
pub(super) struct Lines {
    limits: Limits,
    /// Everything.
    bytes: Vec<u8>,
    finished: Vec<Bounds>,
    /// Where the line begins whose end did not come yet.
    open: usize,
    /// When the last of it came.
    open_at: Duration,
    exceeded: Option<Stop>,
}

/// Where a line is among the bytes.
struct Bounds {
    text: Range<usize>,
    newline: Newline,
    at: Duration,
}

impl Lines {
    pub(super) fn new(limits: Limits) -> Lines {
        Lines {
            limits,
            bytes: Vec::new(),
            finished: Vec::new(),
            open: 0,
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
            if self.bytes.len() + piece.len() > self.limits.output_bytes {
                self.exceeded = Some(Stop::TooMuchOutput);
                return;
            }
            self.open_at = at;
            self.bytes.extend_from_slice(piece);
            let line = &self.bytes[self.open..];
            if line.ends_with(b"\r\n") {
                self.close(Newline::CrLf);
            } else if line.ends_with(b"\n") {
                self.close(Newline::Lf);
            } else if line.len() > self.limits.line_bytes {
                self.close(Newline::Missing);
            }
        }
    }

    /// The limit that was reached.
    pub(super) fn exceeded(&self) -> Option<Stop> {
        self.exceeded
    }

    /// The lines, and what came of the last one; each of them with its writer,
    /// as far as `writes` tells.
    pub(super) fn finish(mut self, writes: &[Write]) -> Vec<Line> {
        if self.open < self.bytes.len() {
            self.close(Newline::Missing);
        }
        let written = Written::of(&self.bytes, self.exceeded.is_none(), writes);
        let line = |line: &Bounds| {
            // An empty line is of whoever wrote its end.
            let text = line.text.start..line.text.end.max(line.text.start + 1);
            let (writer, write) = written.writer(text);
            Line {
                at: write.map_or(line.at, |write| write.at),
                bytes: self.bytes[line.text.clone()].to_vec(),
                newline: line.newline,
                writer,
                delays: write.map(|write| Delays {
                    writer: write.delayed,
                    observer: write.observer_delayed,
                }),
            }
        };
        self.finished.iter().map(line).collect()
    }

    fn close(&mut self, newline: Newline) {
        let start = std::mem::replace(&mut self.open, self.bytes.len());
        let end = self.open
            - match newline {
                Newline::Lf => 1,
                Newline::CrLf => 2,
                Newline::Missing => 0,
            };
        let longest = start + self.limits.line_bytes;
        if end > longest {
            self.exceeded = Some(Stop::LineTooLong);
        }
        self.finished.push(Bounds {
            text: start..end.min(longest),
            newline,
            at: self.open_at,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        deadline: Duration::ZERO,
        deadlock_after: Duration::ZERO,
        lines: 3,
        line_bytes: 4,
        output_bytes: 12,
        stderr_bytes: 0,
        processes: 0,
        threads: 0,
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
        let show = |line: Line| {
            let (bytes, at) = (line.bytes.escape_ascii(), line.at.as_secs());
            format!("{bytes} {:?} {at}", line.newline)
        };
        let shown: Vec<String> = lines.finish(&[]).into_iter().map(show).collect();
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
        let cases: [(&[&[u8]], &str, Stop); 4] = [
            (
                &[b"1\n2\n3\n4\n5\n"],
                "1 Lf 0, 2 Lf 0, 3 Lf 0",
                Stop::TooManyLines,
            ),
            (&[b"abc", b"def"], "abcd Missing 1", Stop::LineTooLong),
            (&[b"abcdef\n"], "abcd Lf 0", Stop::LineTooLong),
            (
                &[b"abcd\nabcd\n", b"abcd\n"],
                "abcd Lf 0, abcd Lf 0",
                Stop::TooMuchOutput,
            ),
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
