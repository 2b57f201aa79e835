//! Reads what a program prints, as soon as it comes.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read, retry_on_intr};
use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

/// What can be read of a program.
pub(super) struct Streams(Vec<(Source, OwnedFd)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Stdout,
    Stderr,
    /// Carries no bytes: it can be read when the program has ended.
    End,
}

impl Streams {
    /// `end` can be read when the program has ended.
    pub(super) fn new(stdout: OwnedFd, stderr: OwnedFd, end: OwnedFd) -> Streams {
        let (stdout, stderr) = ((Source::Stdout, stdout), (Source::Stderr, stderr));
        Streams(vec![stdout, stderr, (Source::End, end)])
    }

    /// What came of each source, as soon as anything comes, or after `patience`.
    /// No bytes mean that nothing more will come.
    pub(super) fn read(&mut self, patience: Duration) -> io::Result<Vec<(Source, Vec<u8>)>> {
        let mut polled = Vec::new();
        for (_, descriptor) in &self.0 {
            polled.push(PollFd::new(descriptor, PollFlags::IN));
        }
        let timeout = Timespec::try_from(patience).ok();
        retry_on_intr(|| poll(&mut polled, timeout.as_ref()))?;

        let mut came = Vec::new();
        for ((source, descriptor), polled) in self.0.iter().zip(&polled) {
            if polled.revents().is_empty() {
                continue;
            }
            let bytes = match source {
                Source::End => Vec::new(),
                Source::Stdout | Source::Stderr => bytes_of(|bytes| read(descriptor, bytes))?,
            };
            came.push((*source, bytes));
        }
        let closed = |source| came.contains(&(source, Vec::new()));
        self.0.retain(|(source, _)| !closed(*source));
        Ok(came)
    }
}

/// What can be read now; nothing at the end.
fn bytes_of(mut read: impl FnMut(&mut [u8]) -> rustix::io::Result<usize>) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 64 * 1024];
    let count = match retry_on_intr(|| read(&mut bytes)) {
        // So a terminal answers whose programs are all gone.
        Err(Errno::IO) => 0,
        count => count?,
    };
    bytes.truncate(count);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;

    #[test]
    fn an_error_is_not_taken_for_the_end() {
        let cases: [(&[Errno], _); 4] = [
            (&[], Ok(4)),
            (&[Errno::INTR, Errno::INTR], Ok(4)),
            (&[Errno::IO], Ok(0)),
            (&[Errno::INTR, Errno::NOMEM], Err(Errno::NOMEM)),
        ];
        for (errors, expected) in cases {
            let mut answers = errors.iter().map(|&errno| Err(errno)).chain([Ok(4)]);
            let bytes = bytes_of(|_| answers.next().expect("not read again"));
            let count = bytes.map(|bytes| bytes.len());
            let count = count.map_err(|error| Errno::from_io_error(&error).expect("an errno"));
            assert_eq!(count, expected, "{errors:?}");
        }
    }

    #[test]
    fn a_source_that_cannot_be_read_is_an_error() {
        let null = || OpenOptions::new().write(true).open("/dev/null");
        let null = || null().expect("a device that is only written to").into();
        let mut streams = Streams::new(null(), null(), null());
        let error = streams.read(Duration::ZERO).expect_err("cannot be read");
        assert_eq!(Errno::from_io_error(&error), Some(Errno::BADF));
    }
}
