//! `cargo xtask copy`: copies a folder out of this workspace, ready to build.
//!
//! | file | idea |
//! | --- | --- |
//! | `adapt.rs` | what is true here only is made true of the copy |
//! | `place.rs` | where it is to be |
//! | `folder.rs` | a folder's files, and how they are copied |
//! | `rename.rs` | the copy has another name |
//! | `changed.rs` | exercises that are not as they were committed |

mod adapt;
mod changed;
mod folder;
mod place;
mod rename;

use crate::output::say;
use crate::usage::Usage;
use crate::workspace::{self, did_you_mean, folder_name};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use observer::exit::Exit;
use place::Place;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub use folder::{copy_file, copy_folder};

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 copied; 2 wrong usage: nothing was written; 4 the task \
                        itself failed";

/// What is copied, and where to.
#[derive(Args)]
pub struct CopyArgs {
    /// The folder to copy, such as `threading`
    example: String,

    /// Where to: the copy is DIR/EXAMPLE, or DIR/NAME. DIR is created if it is missing
    dir: PathBuf,

    /// The copy's name, a folder's and a package's, if it is not EXAMPLE
    #[arg(long = "as", value_name = "NAME")]
    new_name: Option<String>,

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
        find(root, &self.example).map(drop)
    }
}

/// Copies a folder, and says what to do next.
///
/// # Errors
/// If it cannot be copied there. Then nothing of it is there.
pub fn run(arguments: &CopyArgs) -> Result<Exit> {
    let root = workspace::root()?.canonicalize();
    let root = root.context("failed to find the workspace")?;
    let name = find(&root, &arguments.example)?;
    let new_name = arguments.new_name.as_deref().unwrap_or(&name);
    if new_name != name {
        check_rename(&root, &name, new_name)?;
    }
    let place = Place::find(&root, &arguments.dir, new_name)?;
    let above = place.dir.ancestors();
    let made: Vec<&Path> = above.take_while(|dir| !dir.exists()).collect();
    copy_whole(
        &root,
        &name,
        (&place.dir, new_name),
        arguments.without_solutions,
    )
    .inspect_err(|_| made.iter().for_each(|dir| drop(fs::remove_dir(dir))))
    .with_context(|| format!("failed to copy {name} to {}", arguments.dir.display()))?;

    let copy = arguments.dir.join(new_name);
    let folder = copy.to_string_lossy();
    let folder = shell_words::quote(&folder);
    let run = command(&root, &name);
    let mut report = format!("copied {name} to {}\n", copy.display());
    if let Some((member, manifest)) = place.missing_member() {
        let (member, manifest) = (member.display(), manifest.display());
        report += &format!("first: add \"{member}\" to `members` in {manifest}\n");
    }
    report += &format!("next: cd {folder} && {run}\n");
    if copy.join("expected.txt").exists() && copy.join("example.py").exists() {
        let judge = root.join("xtask/judge");
        let judge = judge.to_string_lossy();
        let judge = shell_words::quote(&judge);
        report += &format!(
            "to judge it there: cargo install --locked --path {judge}, then \
             judge expected.txt -- python3 example.py\n"
        );
    }
    for file in changed::exercises(&root, &name) {
        report += &format!("not as it was committed, and copied as it is: {file}\n");
    }
    Ok(say(&report, Exit::Passed))
}

/// Whether this copy can have this name, which is not the folder's.
fn check_rename(root: &Path, name: &str, new: &str) -> Result<()> {
    workspace::check_new_name(new)?;
    let is_example = workspace::names(root)?.iter().any(|known| known == name);
    let keeps = || {
        Usage(format!(
            "{name} keeps its name: only an example can have another"
        ))
    };
    ensure!(is_example, keeps());
    if root.join(name).join("Cargo.toml").exists() {
        let scratch = tempfile::tempdir().context("failed to make a temporary folder")?;
        workspace::initialise(&scratch.path().join(new))?;
    }
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let is_taken = lock.contains(&format!("\nname = \"{new}\"\n"));
    let taken =
        format!("`{new}` is a package that this workspace has or needs; choose another name");
    ensure!(!is_taken, Usage(taken));
    Ok(())
}

/// What runs the program of a folder.
fn command(root: &Path, name: &str) -> String {
    if !root.join(name).join("Cargo.toml").exists() {
        return "python3 example.py".to_string();
    }
    // A setting of the workspace, which stays behind: without it, a debug build
    // would be too slow.
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    match manifest.contains(&format!("[profile.dev.package.{name}]")) {
        true => "cargo run --release".to_string(),
        false => "cargo run".to_string(),
    }
}

/// The folder of this name: an example, which may be in Python alone, or a member
/// of the workspace but this one, which works on the others.
fn find(root: &Path, typed: &str) -> Result<String> {
    let members = workspace::members(root)?.into_keys();
    let examples = workspace::folders_with(root, workspace::EXPECTED)?;
    let mut names: BTreeSet<String> = members.chain(examples).collect();
    names.remove(env!("CARGO_PKG_NAME"));
    let wanted = folder_name(typed);
    if names.contains(wanted) {
        return Ok(wanted.to_string());
    }
    let meant = did_you_mean(wanted, names.iter().map(String::as_str));
    let meant = meant.map_or(String::new(), |question| question + " ");
    let all = names.into_iter().collect::<Vec<_>>().join(", ");
    bail!(Usage(format!(
        "no folder to copy is named `{wanted}`; {meant}there are {all}"
    )))
}

/// Copies the folder of this name into another one under a name there, whole or not at
/// all.
fn copy_whole(
    root: &Path,
    name: &str,
    (dir, new_name): (&Path, &str),
    without_solutions: bool,
) -> Result<()> {
    fs::create_dir_all(dir)?;
    let stage = tempfile::Builder::new().prefix(".copy-").tempdir_in(dir)?;
    let staged = stage.path().join(new_name);
    let original = root.join(name);
    let solutions = original.join("exercises").join("solutions");
    copy_folder(&original, &staged, without_solutions.then_some(&solutions))?;
    let lock = root.join("Cargo.lock");
    if original.join("Cargo.toml").exists() && lock.exists() {
        copy_file(&lock, &staged.join("Cargo.lock"))?;
    }
    adapt::adapt(&staged)?;
    if new_name != name {
        rename::rename(&staged, name, new_name)?;
    }
    prune_lock(&staged)?;
    Ok(fs::rename(&staged, dir.join(new_name))?)
}

/// Leaves in the `Cargo.lock` of a copy what the copy needs, in the same versions: with
/// more in it, `cargo build --locked` refuses. Where cargo cannot tell, as below another
/// workspace, whose `Cargo.lock` holds there, it stays whole. That takes 20 to 300 ms.
fn prune_lock(copy: &Path) -> Result<()> {
    if copy.join("Cargo.lock").exists() {
        let update = ["update", "--workspace", "--offline", "--quiet"];
        let update = workspace::build::cargo()
            .args(update)
            .current_dir(copy)
            .output();
        update.context("failed to run cargo")?;
    }
    Ok(())
}
