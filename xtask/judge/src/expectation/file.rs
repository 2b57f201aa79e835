//! An expectation as a file.

use super::{Expectation, notation};
use crate::error::Error;
use std::fs;
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
        let bytes = fs::read(path).map_err(|error| Error::Unreadable(shown.into(), error))?;
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
