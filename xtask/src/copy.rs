//! `cargo xtask copy`: copies a folder out of this workspace, ready to build.

use crate::output::say;
use crate::usage::Usage;
use crate::workspace::{self, folder_name, nearest};
use anyhow::{Context, Result, bail};
use clap::Args;
use observer::exit::Exit;
use std::path::{Component, Path, PathBuf};
use std::{env, fs, io};

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 copied; 2 wrong usage: nothing was written; 4 the task \
                        itself failed";

/// What is copied, and where to.
#[derive(Args)]
pub struct CopyArgs {
    /// The folder to copy, such as `threading`
    example: String,

    /// Where to: the copy is DIR/EXAMPLE. DIR is created if it is missing
    dir: PathBuf,

    /// Leave out `exercises/solutions/`, for those who have to find them
    #[arg(long)]
    without_solutions: bool,
}

impl CopyArgs {
    /// Whether there is such a folder to copy.
    ///
    /// # Errors
    /// If there is none.
    pub fn check_names(&self, root: &Path) -> Result<()> {
        Originals::read(root)?.find(&self.example).map(drop)
    }
}

/// Copies a folder, and says what to do next.
///
/// # Errors
/// If it cannot be copied there. Then nothing of it is there.
pub fn run(arguments: &CopyArgs) -> Result<Exit> {
    let originals = Originals::read(&workspace::root())?;
    let name = originals.find(&arguments.example)?;
    let dir = resolved(&arguments.dir).context("failed to find the current folder")?;
    let copy = dir.join(name);
    let shown = arguments.dir.join(name);
    if dir.starts_with(&originals.root) {
        let dir = arguments.dir.display();
        let root = originals.root.display();
        bail!(Usage(format!(
            "{dir} lies inside this workspace; name a folder outside {root}"
        )));
    }
    if let Some(file) = dir.ancestors().find(|above| above.is_file()) {
        bail!(Usage(format!(
            "{} is a file; name a folder",
            file.display()
        )));
    }
    if copy.symlink_metadata().is_ok() {
        let shown = shown.display();
        bail!(Usage(format!(
            "{shown} exists already; remove it, or name another folder"
        )));
    }
    let made: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.exists()).collect();
    copy_whole(&originals.root, &copy, arguments.without_solutions)
        .inspect_err(|_| made.iter().for_each(|dir| drop(fs::remove_dir(dir))))
        .with_context(|| format!("failed to copy {name} to {}", arguments.dir.display()))?;

    let folder = shown.to_string_lossy();
    let folder = shell_words::quote(&folder);
    let release = if originals.is_slow(name) {
        " --release"
    } else {
        ""
    };
    let mut report = format!(
        "copied {name} to {}\nnext: cd {folder} && cargo run{release}\n",
        shown.display()
    );
    let mut above = dir.ancestors().map(|dir| dir.join("Cargo.toml"));
    if let Some(manifest) = above.find(|manifest| manifest.is_file()) {
        let manifest = manifest.display();
        report += &format!("if it is to be a member of {manifest}: cargo says which line to add\n");
    }
    Ok(say(&report, Exit::Passed))
}

/// What can be copied.
struct Originals {
    root: PathBuf,
    packages: Vec<workspace::Package>,
}

impl Originals {
    fn read(root: &Path) -> Result<Originals> {
        let root = root.canonicalize();
        let root = root.context("failed to find the workspace")?;
        let packages = workspace::packages(&root)?;
        Ok(Originals { root, packages })
    }

    /// The folder of this name: a member directly below the root, but this one,
    /// which works on the others. A nested one travels with the folder that it
    /// is in.
    fn find(&self, typed: &str) -> Result<&str> {
        let members = self.packages.iter().map(workspace::Package::folder);
        let below = members.filter(|folder| folder.parent() == Some(&self.root));
        let names = below.filter_map(|folder| folder.file_name()?.to_str());
        let mut names: Vec<&str> = names
            .filter(|name| *name != env!("CARGO_PKG_NAME"))
            .collect();
        names.sort_unstable();
        let wanted = folder_name(typed);
        if let Some(name) = names.iter().find(|name| **name == wanted) {
            return Ok(name);
        }
        let meant = nearest(wanted, names.iter().copied());
        let meant = meant.map_or(String::new(), |name| format!("did you mean `{name}`? "));
        let all = names.join(", ");
        bail!(Usage(format!(
            "no folder to copy is named `{wanted}`; {meant}there are {all}"
        )))
    }

    /// Whether its debug builds are optimised here, since they are too slow
    /// otherwise: that setting is the workspace's, so it stays behind.
    fn is_slow(&self, name: &str) -> bool {
        let manifest = fs::read_to_string(self.root.join("Cargo.toml")).unwrap_or_default();
        let folder = self.root.join(name);
        let inside = self
            .packages
            .iter()
            .filter(|p| p.folder().starts_with(&folder));
        let mut profiles = inside.map(|p| format!("[profile.dev.package.{}]", p.name));
        profiles.any(|profile| manifest.contains(&profile))
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

/// Copies the folder of the copy's name, whole or not at all.
fn copy_whole(root: &Path, copy: &Path, without_solutions: bool) -> Result<()> {
    let (Some(dir), Some(name)) = (copy.parent(), copy.file_name()) else {
        bail!("{} is not a folder", copy.display());
    };
    fs::create_dir_all(dir)?;
    let stage = tempfile::Builder::new().prefix(".copy-").tempdir_in(dir)?;
    let staged = stage.path().join(name);
    let original = root.join(name);
    let solutions = original.join("exercises").join("solutions");
    let is_left_out = |path: &Path| is_left_out(path) || without_solutions && path == solutions;
    copy_folder(&original, &staged, &is_left_out)?;
    copy_file(&root.join("Cargo.lock"), &staged.join("Cargo.lock"))?;
    fs::rename(&staged, copy)?;
    Ok(())
}

/// What a build, Python or git leaves in a folder. A module may be named
/// `target` too.
pub fn is_left_out(path: &Path) -> bool {
    match path.file_name().and_then(|name| name.to_str()) {
        Some("target") => path.with_file_name("Cargo.toml").exists(),
        Some("__pycache__" | ".git") => true,
        _ => false,
    }
}

/// Copies a folder with everything in it but what is to be left out.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path, is_left_out: &dyn Fn(&Path) -> bool) -> Result<()> {
    let failed = || format!("failed to read {}", from.display());
    fs::create_dir(to).with_context(|| format!("failed to create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if is_left_out(&from) {
            continue;
        }
        if from.is_dir() {
            copy_folder(&from, &to, is_left_out)?;
        } else {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("failed to copy {}", from.display()))?;
    Ok(())
}
