//! Which file a program's output goes to, whatever it is opened as.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::{FileTypeExt, MetadataExt};

/// The device of `/dev/tty`, by which a program names its own terminal:
/// character device 5, 0 (Linux, `admin-guide/devices.txt`).
const OWN_TERMINAL: u64 = 5 << 8;

/// A terminal, or a pipe.
#[derive(Clone, Copy, Debug)]
pub(in crate::watch) enum OutputFile {
    /// By its device.
    Terminal(u64),
    /// By its file system, and its number there.
    Pipe(u64, u64),
}

impl OutputFile {
    /// The file that this descriptor stands for.
    ///
    /// # Errors
    /// If the system does not tell.
    pub(in crate::watch) fn of(descriptor: BorrowedFd) -> io::Result<OutputFile> {
        let file = File::from(descriptor.as_fd().try_clone_to_owned()?);
        let metadata = file.metadata()?;
        Ok(match is_terminal(&metadata) {
            true => OutputFile::Terminal(metadata.rdev()),
            false => OutputFile::Pipe(metadata.dev(), metadata.ino()),
        })
    }

    /// Whether a thread's descriptor stands for it. A process that nobody may
    /// look into has none that does.
    pub(super) fn is_at(&self, tid: i32, descriptor: u64) -> bool {
        // The kernel takes the lower half of a descriptor's register.
        let descriptor = descriptor as u32;
        let Ok(metadata) = fs::metadata(format!("/proc/{tid}/fd/{descriptor}")) else {
            return false;
        };
        match *self {
            OutputFile::Terminal(device) => {
                is_terminal(&metadata) && [device, OWN_TERMINAL].contains(&metadata.rdev())
            }
            OutputFile::Pipe(system, number) => {
                (metadata.dev(), metadata.ino()) == (system, number)
            }
        }
    }
}

fn is_terminal(metadata: &Metadata) -> bool {
    metadata.file_type().is_char_device()
}
