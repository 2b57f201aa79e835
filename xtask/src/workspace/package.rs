//! The packages of a workspace, as cargo knows them. Three fields are read here;
//! the crate `cargo_metadata` would be compiled for all of them, and before each
//! learner's first exercise.

use super::build::cargo;
use crate::usage::Usage;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    description: Option<String>,
    manifest_path: PathBuf,
}

/// The members of the workspace that lie directly below its root, by their
/// folders, each with its description. A nested one travels with the folder that
/// it is in. That takes cargo some 50 ms.
///
/// # Errors
/// If cargo does not accept the workspace.
pub fn members(root: &Path) -> Result<BTreeMap<String, Option<String>>> {
    let metadata = metadata(root)?;
    let member = |package: Package| {
        let folder = package.manifest_path.parent()?;
        let is_below = folder.parent() == Some(&metadata.workspace_root);
        let name = folder.file_name().filter(|_| is_below)?.to_str()?;
        Some((name.to_string(), package.description))
    };
    Ok(metadata.packages.into_iter().filter_map(member).collect())
}

/// The names of all packages of the workspace that this folder belongs to.
///
/// # Errors
/// If cargo does not accept the workspace, or the folder is no member of the one around
/// it.
pub fn package_names(folder: &Path) -> Result<Vec<String>> {
    let packages = metadata(folder)?.packages.into_iter();
    Ok(packages.map(|package| package.name).collect())
}

fn metadata(folder: &Path) -> Result<Metadata> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version=1"];
    let output = cargo().args(arguments).current_dir(folder).output();
    let output = output.context("failed to run cargo")?;
    let refusal = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}", refusal.trim());
    serde_json::from_slice(&output.stdout).context("failed to read what cargo says")
}

/// Whether a new folder can have this name.
///
/// # Errors
/// If it is no name of a folder.
pub fn check_new_name(name: &str) -> Result<()> {
    let is_one = Path::new(name).components().count() == 1 && !name.contains(['/', '.']);
    let message = format!("`{name}` is not the name of a folder; name one without `/` and `.`");
    ensure!(is_one, Usage(message));
    Ok(())
}

/// Whether a new folder can be in this one, which may be missing.
///
/// # Errors
/// If it is, or would be in, what is no folder.
pub fn check_new_parent(dir: &Path) -> Result<()> {
    // The first that exists, at least as a link that leads nowhere.
    let mut above = dir.ancestors();
    if let Some(file) = above.find(|above| above.symlink_metadata().is_ok())
        && !file.is_dir()
    {
        let what = match file.exists() {
            true => "a file",
            false => "a link that leads nowhere",
        };
        let file = file.display();
        bail!(Usage(format!("{file} is {what}; name a folder")));
    }
    Ok(())
}

/// Cargo knows which names a package cannot have, and which workspace it belongs
/// to: it becomes a member.
///
/// # Errors
/// If it cannot have this name, or cargo cannot be run.
pub fn initialise(folder: &Path) -> Result<()> {
    let init = ["init", "--quiet", "--vcs", "none"];
    let output = cargo().args(init).arg(folder).output();
    let output = output.context("failed to run cargo")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().next().unwrap_or_default();
    let reason = reason.trim_start_matches("error: ");
    let name = folder.file_name().unwrap_or_default().display();
    bail!(Usage(format!(
        "cargo cannot make a package `{name}`: {reason}"
    )))
}
