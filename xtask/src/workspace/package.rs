//! The packages of a workspace, as cargo knows them. Three fields are read here;
//! the crate `cargo_metadata` would be compiled for all of them, and before each
//! learner's first exercise.

use super::build::cargo;
use anyhow::{Context, Result, ensure};
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
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version=1"];
    let output = cargo().args(arguments).current_dir(root).output();
    let output = output.context("failed to run cargo")?;
    let refusal = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}", refusal.trim());
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("failed to read what cargo says")?;
    let member = |package: Package| {
        let folder = package.manifest_path.parent()?;
        let is_below = folder.parent() == Some(&metadata.workspace_root);
        let name = folder.file_name().filter(|_| is_below)?.to_str()?;
        Some((name.to_string(), package.description))
    };
    Ok(metadata.packages.into_iter().filter_map(member).collect())
}
