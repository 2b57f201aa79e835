//! When a file was saved: an editor may write it in several steps, or put another one
//! in its place.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// A file that has not changed for so long was saved as a whole.
const QUIET: Duration = Duration::from_millis(200);

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: SystemTime,
    length: u64,
    number: u64,
}

impl Stamp {
    /// Of the file as it is now; `None` if there is none.
    pub fn of(file: &Path) -> Option<Stamp> {
        let data = fs::metadata(file).ok()?;
        Some(Stamp {
            modified: data.modified().ok()?,
            length: data.len(),
            number: data.ino(),
        })
    }
}

/// The saves of one file.
pub struct Saves {
    /// What was looked at last.
    done: Option<Stamp>,
    seen: Option<Stamp>,
    /// Since when.
    since: Instant,
}

impl Saves {
    /// Of a file that nobody has looked at.
    pub fn new(now: Instant) -> Saves {
        Saves {
            done: None,
            seen: None,
            since: now,
        }
    }

    /// Whether the file, which is like this now, was saved since somebody looked at it
    /// last. It counts as looked at then.
    pub fn is_new(&mut self, stamp: Option<Stamp>, now: Instant) -> bool {
        if stamp != self.seen {
            (self.seen, self.since) = (stamp, now);
        }
        let is_new = self.seen.is_some() && self.seen != self.done && now - self.since >= QUIET;
        if is_new {
            self.done = self.seen;
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_counts_once_and_when_it_is_over() {
        let stamp = |length| {
            Some(Stamp {
                modified: SystemTime::UNIX_EPOCH,
                length,
                number: 7,
            })
        };
        let start = Instant::now();
        let mut saves = Saves::new(start);
        let cases = [
            (0, stamp(1), false),
            (100, stamp(1), false),
            (200, stamp(1), true),
            (300, stamp(1), false),
            // It is written in steps, and gone between them.
            (400, stamp(2), false),
            (500, None, false),
            (900, None, false),
            (1000, stamp(3), false),
            (1150, stamp(4), false),
            (1300, stamp(4), false),
            (1350, stamp(4), true),
            (9000, stamp(4), false),
        ];
        for (ms, stamp, expected) in cases {
            let now = start + Duration::from_millis(ms);
            assert_eq!(saves.is_new(stamp, now), expected, "{ms}");
        }
    }
}
