//! How the programs of this workspace are run, in both languages.

use super::build::{Target, build};
use super::python;
use anyhow::Result;
use judge::NotRun;
use observer::Observer;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A program of this workspace.
pub enum Source {
    Rust(Target),
    /// A file, by its path in the workspace.
    Python(PathBuf),
}

/// Builds what is to be built, and returns the command of each program, or why
/// it is not run. No program runs before all are there: a compiler beside it
/// would disturb its times. `no_python` says what it means to have no
/// interpreter.
///
/// # Errors
/// If cargo cannot be run.
pub fn commands(
    observer: &Observer,
    root: &Path,
    sources: &[Source],
    no_python: fn(String) -> NotRun,
) -> Result<Vec<Result<Vec<OsString>, NotRun>>> {
    let targets = sources.iter().filter_map(|source| match source {
        Source::Rust(target) => Some(target.clone()),
        Source::Python(_) => None,
    });
    let mut targets: Vec<Target> = targets.collect();
    targets.dedup();
    let built = match observer.is_interrupted() {
        true => BTreeMap::new(),
        false => build(root, &targets)?,
    };
    let interpreter = LazyCell::new(python::find);
    let command = |source: &Source| {
        if observer.is_interrupted() {
            return Err(NotRun::Impossible("interrupted".to_string()));
        }
        match source {
            Source::Rust(target) => match built.get(target) {
                Some(program) => Ok(vec![program.into()]),
                None => Err(not_built(target)),
            },
            Source::Python(file) => match &*interpreter {
                Ok(python) => Ok(vec![python.into(), root.join(file).into()]),
                Err(why) => Err(no_python(format!("{why:#}"))),
            },
        }
    };
    Ok(sources.iter().map(command).collect())
}

/// Cargo has said it already, but above the report.
fn not_built(target: &Target) -> NotRun {
    NotRun::Impossible(match target.example {
        Some(_) => "it could not be built: see above what cargo says".to_string(),
        None => format!(
            "`cargo build -p {}` failed: see above what it says",
            target.package
        ),
    })
}
