//! What the tests have in common: workspaces, and the program that is tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub const EXAMPLES: [&str; 3] = ["asyncio", "multiprocessing", "threading"];

/// This workspace.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the workspace")
}

/// An empty folder, and its path without symbolic links.
pub fn temporary() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("its path");
    (folder, path)
}

pub fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A workspace of these members; the package `a` is there.
pub fn foreign_workspace(folder: &Path, members: &[&str]) {
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    write(folder.join("Cargo.toml"), &manifest);
    let package = "[package]\nname = \"a\"\nedition = \"2024\"\n";
    write(folder.join("a/Cargo.toml"), package);
    write(folder.join("a/src/lib.rs"), "");
}

/// A copy of these files and folders of this workspace, in which things can be
/// changed.
pub fn copied(what: &[&str]) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for what in what {
        let mut cp = Command::new("cp");
        cp.arg("-r").arg(root().join(what)).arg(copy.path());
        assert!(cp.status().expect("cp").success(), "{what}");
    }
    copy
}

/// The examples in a workspace of their own, in which nothing was judged yet.
pub fn examples() -> TempDir {
    let copy = copied(&[EXAMPLES.as_slice(), &["Cargo.lock"]].concat());
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {EXAMPLES:?}\n");
    write(copy.path().join("Cargo.toml"), &manifest);
    copy
}

/// `cargo xtask` in this workspace, from its root.
pub fn command(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env_remove("GITHUB_STEP_SUMMARY")
        .current_dir(workspace)
        .stdin(Stdio::null());
    command
}

/// What a command says, and its exit code.
pub fn said(command: &mut Command) -> (String, Option<i32>) {
    let output = command.output().expect("it starts");
    (text(&output), output.status.code())
}

/// What `cargo xtask` says in this workspace, and its exit code.
pub fn xtask(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    said(&mut command(workspace, arguments))
}

pub fn text(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(said).expect("text")
}
