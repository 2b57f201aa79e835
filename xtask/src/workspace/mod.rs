//! The workspace: its root, and the examples, which are all folders with an
//! `expected.txt`.
//!
//! | file | idea |
//! | --- | --- |
//! | `build.rs` | the Rust programs are built |
//! | `package.rs` | the packages, as cargo knows them |
//! | `commands.rs` | how the programs are run, in both languages |
//! | `python.rs` | the interpreter for the Python programs is found |

pub mod build;
pub mod commands;
mod package;
mod python;

use crate::usage::Usage;
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use judge::expectation::ExpectationFile;
use std::fs;
use std::path::{Path, PathBuf};

pub use package::{check_new_name, check_new_parent, initialise, members, package_names};

/// The folders, in the order in which they are best read.
pub const LESSONS: [&str; 5] = [
    "threading",
    "multiprocessing",
    "asyncio",
    "comparison",
    "xtask",
];

/// The name of the file that makes a folder an example.
pub const EXPECTED: &str = "expected.txt";

/// The workspace that this task runs in: the one that cargo runs it for, or else the
/// one around the folder that it runs in. Never the one that it was built from: its
/// examples are another's.
///
/// # Errors
/// If there is none.
pub fn root() -> Result<PathBuf> {
    if let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) {
        return Ok(manifest.parent().map(Path::to_path_buf).unwrap_or(manifest));
    }
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let mut around = here.ancestors();
    let found = around.find(|folder| folder.join("xtask/judge/Cargo.toml").is_file());
    let none = || {
        Usage(format!(
            "no workspace with examples around {}: go to one, or use `judge` for an expectation \
             of your own",
            here.display()
        ))
    };
    Ok(found.ok_or_else(none)?.to_path_buf())
}

/// A file that a task keeps in the folder `target`, which is made if it is
/// missing. Not where `CARGO_TARGET_DIR` points: several workspaces may share that.
///
/// # Errors
/// If the folder cannot be made.
pub fn kept_file(root: &Path, name: &str) -> Result<PathBuf> {
    let folder = root.join("target");
    let made = fs::create_dir_all(&folder);
    made.with_context(|| format!("failed to make {}", folder.display()))?;
    Ok(folder.join(name))
}

/// The names of the folders that have a file of this name, sorted.
///
/// # Errors
/// If the workspace's folder cannot be read.
pub fn folders_with(root: &Path, file: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(root);
    let entries = entries.with_context(|| format!("failed to read {}", root.display()))?;
    let found = entries.flatten().filter(|e| e.path().join(file).is_file());
    let names = found.filter_map(|folder| folder.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}

/// The names of all examples, sorted.
///
/// # Errors
/// If the folder cannot be read, or has no example.
pub fn names(root: &Path) -> Result<Vec<String>> {
    let names = folders_with(root, EXPECTED)?;
    let root = root.display();
    ensure!(!names.is_empty(), "no folder in {root} has an {EXPECTED}");
    Ok(names)
}

/// The examples that `wanted` names, each once; all of them if it names none.
///
/// # Errors
/// If one of them does not exist.
pub fn select(root: &Path, wanted: &[String]) -> Result<Vec<String>> {
    let known = names(root)?;
    let mut selected = Vec::new();
    for name in wanted {
        let name = folder_name(name).to_string();
        if !known.contains(&name) {
            let hint = hint(root, &name, &known);
            bail!(Usage(format!("no example is named `{name}`; {hint}")));
        }
        if !selected.contains(&name) {
            selected.push(name);
        }
    }
    Ok(if wanted.is_empty() { known } else { selected })
}

/// A folder's name as it was typed: a shell completes it with a slash.
pub fn folder_name(typed: &str) -> &str {
    typed.trim_start_matches("./").trim_end_matches('/')
}

/// What may have been meant by a name that no example has.
fn hint(root: &Path, name: &str, known: &[String]) -> String {
    if Path::new(name).is_file() {
        return format!("to judge a program by this file: `verify {name} -- COMMAND`");
    }
    if root.join(name).is_dir() {
        return format!("the folder of this name has no {EXPECTED}");
    }
    let names = known.iter().map(String::as_str).chain(["comparison"]);
    let meant = did_you_mean(name, names);
    let meant = meant.unwrap_or("a command comes behind `--`;".to_string());
    format!("{meant} the examples are {}", known.join(", "))
}

/// Asks for the known name that looks most like this one, if one does at all.
pub fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = |known: &str| strsim::normalized_levenshtein(name, known);
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(nearest) >= 0.5).then(|| format!("did you mean `{nearest}`?"))
}

/// Reads what an example must show, or its exercises, from this folder of the
/// workspace.
///
/// # Errors
/// If it cannot be read, or is not a valid expectation.
pub fn expected(root: &Path, example: &str, folder: &Path) -> Result<ExpectationFile> {
    let file = folder.join(EXPECTED);
    let read = ExpectationFile::read(&root.join(&file), &file, example.to_string());
    Ok(read?)
}

/// The same for an example's name, or for the path of any expectation file.
///
/// # Errors
/// As `expected`, or if there is neither such an example nor such a file.
pub fn expected_or_file(root: &Path, name: &str) -> Result<ExpectationFile> {
    let path = Path::new(name);
    let is_example = names(root)?.iter().any(|known| known == folder_name(name));
    // What is neither a file nor an example, but exists, is told what it is.
    if path.is_file() || (path.exists() && !is_example) {
        return Ok(ExpectationFile::read(path, path, name.to_string())?);
    }
    if name.ends_with(".txt") {
        bail!(Usage(format!("there is no expectation file `{name}`")));
    }
    let selected = select(root, &[name.to_string()])?;
    expected(root, &selected[0], Path::new(&selected[0]))
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Language {
    Rust,
    Python,
}
