//! A program as it was handed out: as git has it.

use super::catalog::Attempt;
use crate::usage::Usage;
use anyhow::{Context, Result, bail};
use observer::report_file::ReportFile;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands in the name of a learner's program that was kept.
pub const YOURS: &str = ".yours-";

/// Puts the program back that git has in its last commit, and says so. What was there
/// stays beside it, under another name.
///
/// # Errors
/// If git does not have it, or it cannot be written.
pub fn reset(root: &Path, attempt: &Attempt) -> Result<String> {
    let file = attempt.file();
    let shown = file.display();
    let original = original(root, &file)?;
    let path = root.join(&file);
    let own = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        own => Some(own.with_context(|| format!("failed to read {shown}"))?),
    };
    if own.as_ref() == Some(&original) {
        return Ok(format!("{shown} is as it was handed out"));
    }
    let kept = own.map(|own| keep(&path, &own));
    let kept = kept.transpose();
    let kept = kept.with_context(|| format!("failed to keep {shown} beside it"))?;
    ReportFile::open(&path)?.write(&String::from_utf8_lossy(&original))?;
    Ok(match kept {
        Some(kept) => {
            let kept = file.with_file_name(kept);
            format!(
                "{shown} is as it was handed out; what you had is in {}",
                kept.display()
            )
        }
        None => format!("{shown} is as it was handed out"),
    })
}

fn original(root: &Path, file: &Path) -> Result<Vec<u8>> {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(root)
        .arg("show")
        .arg(format!("HEAD:./{}", file.display()));
    let output = git.output().context("failed to run git")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.lines().next().unwrap_or("it does not say why");
        let file = file.display();
        bail!(Usage(format!(
            "git has no {file} as it was handed out: {why}"
        )));
    }
    Ok(output.stdout)
}

/// Writes what a learner had beside the file. Returns the name that was free.
fn keep(path: &Path, own: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for number in 1.. {
        let kept = PathBuf::from(format!("{name}{YOURS}{number}"));
        match File::create_new(path.with_file_name(&kept)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            file => {
                file?.write_all(own)?;
                return Ok(kept);
            }
        }
    }
    unreachable!("there is always a higher number")
}
