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

/// The name of the file that says what the programs of its folder must show.
const NAME: &str = "expected.txt";

impl ExpectationFile {
    /// The expectation of each folder below this one that has one, itself among them,
    /// in the order of their names. What lies inside such a folder belongs to it, as
    /// exercises do; hidden folders and links are passed over.
    ///
    /// # Errors
    /// If a folder cannot be read, an expectation is not valid, or there is none.
    pub fn below(folder: &Path) -> Result<Vec<(PathBuf, ExpectationFile)>, Error> {
        let mut found = Vec::new();
        let mut left = vec![folder.to_path_buf()];
        while let Some(folder) = left.pop() {
            let path = folder.join(NAME);
            if path.exists() {
                let expected = ExpectationFile::read(&path, &path, folder.display().to_string())?;
                found.push((folder, expected));
                continue;
            }
            let unreadable = |error| Error::Unreadable(folder.clone(), error);
            for entry in fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                if !is_hidden && entry.file_type().map_err(unreadable)?.is_dir() {
                    left.push(entry.path());
                }
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        match found.is_empty() {
            true => Err(Error::NoExpectationBelow(folder.to_path_buf())),
            false => Ok(found),
        }
    }

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
