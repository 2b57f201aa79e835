//! Reads what a program prints, as soon as it comes.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::OwnedFd;
use std::time::Duration;

/// What can be read of a program.
pub(super) struct Streams(Vec<(Source, File)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Stdout,
    Stderr,
    /// Carries no bytes: it can be read when the program has ended.
    End,
}

/// A pipe's reading end, and its writing end.
pub(super) fn open_pipe() -> io::Result<(File, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    Ok((OwnedFd::from(reader).into(), writer.into()))
}

impl Streams {
    /// `end` can be read when the program has ended.
    pub(super) fn new(stdout: File, stderr: File, end: OwnedFd) -> Streams {
        let (stdout, stderr) = ((Source::Stdout, stdout), (Source::Stderr, stderr));
        Streams(vec![stdout, stderr, (Source::End, end.into())])
    }

    /// What came of each source, as soon as anything comes, or after `patience`.
    /// No bytes mean that nothing more will come.
    pub(super) fn read(&mut self, patience: Duration) -> io::Result<Vec<(Source, Vec<u8>)>> {
        let descriptors = self.0.iter();
        let mut descriptors: Vec<_> = descriptors
            .map(|(_, file)| PollFd::new(file, PollFlags::IN))
            .collect();
        let timeout = Timespec::try_from(patience).ok();
        retry_on_intr(|| poll(&mut descriptors, timeout.as_ref()))?;
        let ready = |descriptor: &PollFd| !descriptor.revents().is_empty();
        let ready: Vec<bool> = descriptors.iter().map(ready).collect();

        let mut came = Vec::new();
        for ((source, file), _) in self.0.iter_mut().zip(&ready).filter(|(_, ready)| **ready) {
            let bytes = match source {
                Source::End => Vec::new(),
                Source::Stdout | Source::Stderr => read_once(file)?,
            };
            came.push((*source, bytes));
        }
        self.0
            .retain(|(source, _)| !came.contains(&(*source, Vec::new())));
        Ok(came)
    }
}

/// What can be read now; nothing at the end.
fn read_once(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 64 * 1024];
    let count = loop {
        match from.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // So a terminal answers whose programs are all gone.
            Err(error) if Errno::from_io_error(&error) == Some(Errno::IO) => break 0,
            result => break result?,
        }
    };
    bytes.truncate(count);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;

    /// Answers with one of these after the other.
    struct Answers(Vec<io::Result<&'static [u8]>>);

    impl Read for Answers {
        fn read(&mut self, mut bytes: &mut [u8]) -> io::Result<usize> {
            io::Write::write(&mut bytes, self.0.remove(0)?)
        }
    }

    #[test]
    fn an_error_is_not_taken_for_the_end() {
        let text: &[u8] = b"text";
        let cases: [(&[Errno], _); 4] = [
            (&[], Ok(text)),
            (&[Errno::INTR, Errno::INTR], Ok(text)),
            (&[Errno::IO], Ok(b"")),
            (&[Errno::INTR, Errno::NOMEM], Err(Errno::NOMEM)),
        ];
        for (errors, expected) in cases {
            let shown = format!("{errors:?}");
            let errors = errors.iter().map(|&errno| Err(errno.into()));
            let answers = errors.chain([Ok(text)]).collect();
            let read = read_once(&mut Answers(answers));
            let read = read.map_err(|error| Errno::from_io_error(&error).expect("an errno"));
            assert_eq!(read, expected.map(<[u8]>::to_vec), "{shown}");
        }
    }

    #[test]
    fn a_source_that_cannot_be_read_is_an_error() {
        let null = || OpenOptions::new().write(true).open("/dev/null");
        let null = || null().expect("a device that is only written to");
        let mut streams = Streams::new(null(), null(), null().into());
        let error = streams.read(Duration::ZERO).expect_err("cannot be read");
        assert_eq!(Errno::from_io_error(&error), Some(Errno::BADF));
    }
}
