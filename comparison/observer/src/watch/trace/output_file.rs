//! Which file a program's output goes to, whatever it is opened as.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;

/// A terminal or a pipe, by its file system and its number there. (A terminal's
/// device says less: another file system of terminals has the same. And
/// `/dev/tty` may be any terminal, so what is written there has no writer.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::watch) struct OutputFile {
    system: u64,
    number: u64,
}

impl OutputFile {
    /// The file that this descriptor stands for.
    ///
    /// # Errors
    /// If the system does not tell.
    pub(in crate::watch) fn of(descriptor: BorrowedFd) -> io::Result<OutputFile> {
        let file = File::from(descriptor.as_fd().try_clone_to_owned()?);
        Ok(OutputFile::from(&file.metadata()?))
    }

    /// Whether a thread's descriptor stands for it. A process that nobody may
    /// look into has none that does.
    pub(super) fn is_at(&self, tid: i32, descriptor: u64) -> bool {
        // The kernel takes the lower half of a descriptor's register.
        let descriptor = descriptor as u32;
        let metadata = fs::metadata(format!("/proc/{tid}/fd/{descriptor}"));
        metadata.is_ok_and(|metadata| OutputFile::from(&metadata) == *self)
    }
}

impl From<&Metadata> for OutputFile {
    fn from(metadata: &Metadata) -> OutputFile {
        OutputFile {
            system: metadata.dev(),
            number: metadata.ino(),
        }
    }
}
