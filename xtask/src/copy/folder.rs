//! A folder's files, and how they are copied.

use crate::exercise::YOURS;
use anyhow::{Context, Error, Result};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Copies a folder with everything in it but what a build, Python, git or an exercise
/// that was reset leaves there, and this one below it.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path, without: Option<&PathBuf>) -> Result<()> {
    let failed = || format!("failed to read {}", from.display());
    fs::create_dir(to).with_context(|| format!("failed to create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if is_left_behind(&from) || Some(&from) == without {
            continue;
        }
        if from.is_dir() {
            copy_folder(&from, &to, without)?;
        } else {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

/// The files below a folder, by their paths from it.
///
/// # Errors
/// If something cannot be read.
pub fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(folder.join(&next))? {
            let path = next.join(entry?.file_name());
            match folder.join(&path).is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    Ok(files)
}

/// A module may be named `target` too.
fn is_left_behind(path: &Path) -> bool {
    match path.file_name().and_then(|name| name.to_str()) {
        Some("target") => path.with_file_name("Cargo.toml").exists(),
        Some("__pycache__" | ".git") => true,
        Some(name) => name.contains(YOURS),
        _ => false,
    }
}

/// Copies a file.
///
/// # Errors
/// If it cannot be read or written.
pub fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let copied = fs::copy(from, to).map(drop);
    copied.map_err(|error| match error.kind() {
        // It does not matter at which file.
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Error::new(error).context("there is no room left")
        }
        _ => Error::new(error).context(format!("failed to copy {}", from.display())),
    })
}
