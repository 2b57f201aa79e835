//! An expectation as a file.

use super::{Expectation, notation};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;

/// A program must show this.
pub struct Expected {
    /// How the report names it.
    pub name: String,
    /// The file as it is written.
    pub text: String,
    /// What it means.
    pub expectation: Expectation,
}

impl Expected {
    /// Reads an expectation, of which the report speaks by this name. `shown`
    /// is how a mistake in it names the file.
    ///
    /// # Errors
    /// If it cannot be read, or is not valid.
    pub fn read(path: &Path, shown: &Path, name: String) -> Result<Expected> {
        let shown = shown.display();
        let bytes = fs::read(path).with_context(|| format!("failed to read {shown}"))?;
        let expectation = notation::parse(&bytes);
        Ok(Expected {
            name,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            expectation: expectation.map_err(|mistake| anyhow!("{shown}: {mistake}"))?,
        })
    }
}
