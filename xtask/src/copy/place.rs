//! Where a copy is to be: outside this workspace, where nothing is yet.

use crate::usage::Usage;
use crate::workspace;
use anyhow::{Context, Result, bail, ensure};
use std::path::{Component, Path, PathBuf};
use std::{env, fs, io};

/// Where a copy is to be.
pub struct Place {
    /// The folder that it is to be in, without symbolic links and `..`.
    pub dir: PathBuf,
    /// Its own folder.
    pub folder: PathBuf,
    /// The root of the workspace that cargo finds around it, and can read.
    around: Option<PathBuf>,
}

impl Place {
    /// The place of this name in a folder, which may be missing.
    ///
    /// # Errors
    /// If no copy can be there.
    pub fn find(root: &Path, typed: &Path, name: &str) -> Result<Place> {
        let dir = resolved(typed).context("failed to find the current folder")?;
        if dir.starts_with(root) {
            let (dir, root) = (typed.display(), root.display());
            bail!(Usage(format!(
                "{dir} lies inside this workspace; name a folder outside {root}"
            )));
        }
        workspace::check_new_parent(&dir)?;
        let folder = dir.join(name);
        if folder.symlink_metadata().is_ok() {
            let shown = typed.join(name);
            let shown = shown.display();
            bail!(Usage(format!(
                "{shown} exists already; remove it, or name another folder"
            )));
        }
        let around = workspace_around(&dir).and_then(|around| {
            let names = workspace::package_names(&around).ok()?;
            Some((around, names))
        });
        if let Some((around, names)) = &around {
            let is_taken = names.iter().any(|taken| taken == name);
            let around = around.display();
            let taken = format!(
                "a package of {around} is named `{name}`; name the copy otherwise, with `--as NAME`"
            );
            ensure!(!is_taken, Usage(taken));
        }
        Ok(Place {
            dir,
            folder,
            around: around.map(|(around, _)| around),
        })
    }

    /// What to add, and where, for a copy that cargo takes for a forgotten member of the
    /// workspace around it.
    pub fn missing_member(&self) -> Option<(&Path, PathBuf)> {
        let around = self.around.as_ref()?;
        let is_package = self.folder.join("Cargo.toml").exists();
        let is_missing = is_package && workspace::package_names(&self.folder).is_err();
        let member = self.folder.strip_prefix(around).ok()?;
        is_missing.then(|| (member, around.join("Cargo.toml")))
    }
}

/// The path without symbolic links and `..`, also where nothing exists yet.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = env::current_dir()?;
    for component in path.components() {
        resolved.push(component);
        if let Ok(real) = resolved.canonicalize() {
            resolved = real;
        } else if component == Component::ParentDir {
            resolved.pop();
            resolved.pop();
        }
    }
    Ok(resolved)
}

/// The root of the workspace that cargo finds around a folder.
fn workspace_around(dir: &Path) -> Option<PathBuf> {
    let is_root = |dir: &&Path| {
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
        let mut lines = manifest.lines().map(str::trim_start);
        lines.any(|line| line.starts_with("[workspace"))
    };
    dir.ancestors().find(is_root).map(Path::to_path_buf)
}
