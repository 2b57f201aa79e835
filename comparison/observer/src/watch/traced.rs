//! What a tracer reports of a program, and which thread each line is of: what
//! the threads wrote is held against the bytes that came.

use crate::{Held, Life, Writer};
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;
use std::process::ExitStatus;
use std::time::Duration;

/// What was seen of a program.
#[derive(Default)]
pub(super) struct Traced {
    /// Its threads, in the order in which they were born.
    pub lives: Vec<Life>,
    /// What they wrote to its output.
    pub writes: Vec<Write>,
    /// How its own process ended, if it did.
    pub status: Option<ExitStatus>,
    /// The CPU time of all threads that have ended.
    pub cpu: Duration,
    /// Who was held back.
    pub held: Option<Held>,
}

/// One write to the program's output. They are in the order of their bytes.
#[derive(Clone, Debug)]
pub(super) struct Write {
    /// The thread, by its index among all of the program.
    pub by: usize,
    /// When it began; when it returned, if the kernel moved the bytes.
    pub at: Duration,
    /// How many bytes.
    pub length: usize,
    /// What is left of their content, to know them again; `None` where it could
    /// not be read.
    pub digest: Option<u64>,
    /// How long the thread had been ready and had not run, all in all.
    pub delayed: Duration,
    /// The same of the thread that watches it.
    pub observer_delayed: Duration,
}

/// What tells bytes apart.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Which write each byte came from, as far as that is certain.
pub(super) struct Written<'a> {
    writes: &'a [Write],
    /// Where each of the writes ends among the bytes.
    ends: Vec<usize>,
}

impl<'a> Written<'a> {
    /// Holds the writes against the bytes that came; `all` says whether these are
    /// all. From the first byte on that somebody else wrote, nothing is certain.
    /// If more was written than came, nothing at all is: what seems to be the
    /// write of a byte may have gone elsewhere.
    pub(super) fn of(bytes: &[u8], all: bool, writes: &'a [Write]) -> Written<'a> {
        let mut ends = Vec::new();
        let mut start = 0;
        for write in writes {
            let end = start + write.length;
            let same = |digest: u64| bytes.get(start..end).map(self::digest) == Some(digest);
            if end > bytes.len() && all {
                ends.clear();
            }
            if end > bytes.len() || !write.digest.is_none_or(same) {
                break;
            }
            ends.push(end);
            start = end;
        }
        Written { writes, ends }
    }

    /// Who wrote these bytes, and the write with which they ended.
    pub(super) fn writer(&self, bytes: Range<usize>) -> (Writer, Option<&'a Write>) {
        let first = self.ends.partition_point(|&end| end <= bytes.start);
        let last = self.ends.partition_point(|&end| end < bytes.end);
        if bytes.is_empty() || last >= self.ends.len() {
            return (Writer::Unknown, None);
        }
        let writes = &self.writes[first..=last];
        let (by, last) = (writes[0].by, writes.last());
        let one = writes.iter().all(|write| write.by == by);
        (
            if one {
                Writer::Thread(by)
            } else {
                Writer::Several
            },
            last,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes that are given as a thread and its bytes; who wrote each line of
    /// `came`, its end not counted.
    fn writers(writes: &[(usize, &str)], came: &str) -> Vec<String> {
        let write = |&(by, text): &(usize, &str)| Write {
            by,
            at: Duration::ZERO,
            length: text.len(),
            digest: (!text.starts_with('?')).then(|| digest(text.as_bytes())),
            delayed: Duration::ZERO,
            observer_delayed: Duration::ZERO,
        };
        let writes: Vec<Write> = writes.iter().map(write).collect();
        let written = Written::of(came.as_bytes(), true, &writes);
        let mut start = 0;
        let mut shown = Vec::new();
        for line in came.split_inclusive('\n') {
            let text = line.trim_end_matches('\n').len();
            let (writer, _) = written.writer(start..start + text.max(1));
            shown.push(match writer {
                Writer::Thread(index) => index.to_string(),
                Writer::Several => "several".to_string(),
                Writer::Unknown => "unknown".to_string(),
            });
            start += line.len();
        }
        shown
    }

    #[test]
    fn a_line_is_of_whoever_wrote_its_text() {
        type Case<'a> = (&'a [(usize, &'a str)], &'a str, &'a [&'a str]);
        let cases: [Case; 12] = [
            (&[(1, "a\n"), (2, "b\n")], "a\nb\n", &["1", "2"]),
            (&[(1, "a\nb\n"), (2, "c\n")], "a\nb\nc\n", &["1", "1", "2"]),
            // The end of the line is written apart, by anybody.
            (&[(1, "a"), (2, "\n"), (2, "b\n")], "a\nb\n", &["1", "2"]),
            (
                &[(1, "a"), (2, "b"), (1, "\n\n")],
                "ab\n\n",
                &["several", "1"],
            ),
            (&[(1, "a"), (1, "b")], "ab", &["1"]),
            // Nobody wrote them, as far as it was seen.
            (&[], "a\n", &["unknown"]),
            (&[(1, "a\n")], "a\nb\n", &["1", "unknown"]),
            (
                &[(1, "a\n"), (1, "c\n")],
                "a\nb\nc\n",
                &["1", "unknown", "unknown"],
            ),
            (&[(1, "a\n"), (2, "b\n")], "b\na\n", &["unknown", "unknown"]),
            // Something went elsewhere, so nobody knows what.
            (
                &[(1, "a\n"), (2, "b\n"), (0, "a\nb\n")],
                "a\nb\n",
                &["unknown"; 2],
            ),
            (&[(1, "a\n"), (0, "a\nb\n")], "a\nb\n", &["unknown"; 2]),
            // What the kernel moved has a length only.
            (&[(1, "?\n"), (2, "b\n")], "a\nb\n", &["1", "2"]),
        ];
        for (writes, came, expected) in cases {
            assert_eq!(writers(writes, came), expected, "{writes:?} {came:?}");
        }
    }
}
