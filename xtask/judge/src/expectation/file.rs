//! An expectation as a file.

use super::{Expectation, notation};
use crate::error::Error;
use std::fs::{self, FileType};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// A program must show this.
pub struct ExpectationFile {
    /// How the report names it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The file as it is written.
    pub text: String,
    /// What it means.
    pub expectation: Expectation,
}

impl ExpectationFile {
    /// Reads an expectation, of which the report speaks by this name. `shown`
    /// is how a mistake in it names the file.
    ///
    /// # Errors
    /// If it cannot be read, or is not valid.
    pub fn read(path: &Path, shown: &Path, name: String) -> Result<ExpectationFile, Error> {
        let unreadable = |error| Error::Unreadable(shown.into(), error);
        // Whoever reads from a FIFO waits until somebody writes to it.
        let kind = fs::metadata(path).map_err(unreadable)?.file_type();
        if let Some(other) = other_than_file(kind) {
            return Err(Error::NotAFile(shown.into(), other));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let expectation = notation::parse(&bytes);
        Ok(ExpectationFile {
            name,
            path: path.to_path_buf(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            expectation: expectation
                .map_err(|error| Error::Expectation(shown.into(), error.into()))?,
        })
    }
}

/// What it is, if it is no file.
fn other_than_file(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder")
    } else if kind.is_fifo() {
        Some("a FIFO")
    } else {
        Some("a device")
    }
}
