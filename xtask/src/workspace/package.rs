//! The packages of a workspace, as cargo knows them. Three fields are read here;
//! the crate `cargo_metadata` would be compiled for all of them, and before each
//! learner's first exercise.

use super::build::cargo;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub description: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

impl Package {
    /// Where its manifest lies.
    pub fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }
}

/// All members of the workspace. That takes cargo some 50 ms.
///
/// # Errors
/// If cargo does not accept the workspace.
pub fn packages(root: &Path) -> Result<Vec<Package>> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version=1"];
    let output = cargo().args(arguments).current_dir(root).output();
    let output = output.context("failed to run cargo")?;
    let refusal = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}", refusal.trim());
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("failed to read what cargo says")?;
    Ok(metadata.packages)
}
