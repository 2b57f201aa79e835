//! `copy`, end to end: what it copies builds and shows what it should, wherever
//! it is copied to; and where it cannot, nothing is written.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use tempfile::TempDir;

const EXAMPLES: [&str; 3] = ["asyncio", "multiprocessing", "threading"];
const FOLDERS: [&str; 4] = ["asyncio", "comparison", "multiprocessing", "threading"];

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the workspace")
}

fn temporary() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("its path");
    (folder, path)
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn said(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(said).expect("text")
}

fn xtask(arguments: &[&str], current: &Path) -> Output {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let xtask = xtask.args(arguments).current_dir(current);
    xtask.output().expect("xtask")
}

/// Copies from the workspace to `dir`, below `current`, and returns the report.
fn copy(folder: &str, current: &Path, dir: &str) -> String {
    let output = xtask(&["copy", folder, dir], current);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// Runs cargo. What the copies have in common is built once.
fn cargo(arguments: &[&str], current: &Path, target: &Path, offline: bool) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .current_dir(current)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    if offline {
        cargo.env("CARGO_NET_OFFLINE", "true");
    }
    cargo.output().expect("cargo")
}

/// The copy in this folder was built, and not taken for another one that was
/// built before.
fn assert_built(output: &Output, copy: &Path) {
    let said = said(output);
    assert!(output.status.success(), "{}\n{said}", copy.display());
    let name = copy.file_name().expect("a name").display();
    let compiled = format!("Compiling {name} v0.1.0 ({})", copy.display());
    assert!(said.contains(&compiled), "{compiled}\n{said}");
}

/// A workspace of one package, `a`, with these lines about its members.
fn foreign_workspace(folder: &Path, members: &str) {
    let manifest = format!("[workspace]\nresolver = \"3\"\n{members}\n");
    write(folder.join("Cargo.toml"), &manifest);
    let package = "[package]\nname = \"a\"\nedition = \"2024\"\n";
    write(folder.join("a/Cargo.toml"), package);
    write(folder.join("a/src/lib.rs"), "");
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("below it");
                found.push(path.display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Asked once: `python3` may be a small program that looks for the real one.
fn python() -> String {
    let question = ["-c", "import sys; print(sys.executable)"];
    let output = Command::new("python3").args(question).output();
    said(&output.expect("python3")).trim().to_string()
}

/// Verifies a program by the expectation in its folder. On a loaded machine, a
/// run may be impossible to judge.
fn verify(folder: &Path, command: &[&str]) -> Output {
    let expectation = folder.join("expected.txt").display().to_string();
    let arguments = [&["verify", &expectation, "--"], command].concat();
    let mut run = xtask(&arguments, folder);
    for _ in 0..4 {
        if run.status.code() == Some(3) {
            run = xtask(&arguments, folder);
        }
    }
    run
}

#[test]
fn each_folder_builds_wherever_it_is_copied_to() {
    let (_folder, folder) = temporary();
    let target = folder.join("target");
    let (alone, plain) = (folder.join("alone"), folder.join("plain"));
    let (foreign, fetched) = (folder.join("foreign"), folder.join("fetched"));
    foreign_workspace(&foreign, "members = [\"a\"]");
    // So that it has the same dependencies, which are built once.
    let lock = root().join("Cargo.lock");
    fs::copy(&lock, foreign.join("Cargo.lock")).expect("Cargo.lock");
    fs::create_dir(&plain).expect("a folder");
    let build = |arguments: &[&str], current: &Path, offline, copy: &Path| {
        assert_built(&cargo(arguments, current, &target, offline), copy);
    };

    for name in FOLDERS {
        let report = copy(name, &folder, "foreign/examples");
        let list = report.lines().find_map(|line| line.strip_prefix("    "));
        let list = list.unwrap_or_else(|| panic!("no line in {report}"));
        assert!(list.contains(&format!("\"examples/{name}\"")), "{list}");
        foreign_workspace(&foreign, list);
        let member = foreign.join("examples").join(name);
        build(&["build", "-p", name], &foreign, false, &member);
        assert!(!member.join("Cargo.lock").exists(), "{name}");

        let output = xtask(&["copy", name, "fetched", "--without-solutions"], &folder);
        assert!(output.status.success(), "{}", said(&output));
        let fetched = fetched.join(name);
        let fetch = cargo(&["fetch"], &fetched, &target, false);
        assert!(fetch.status.success(), "{}", said(&fetch));
        build(&["build", "--offline"], &fetched, true, &fetched);

        // Without a Cargo.lock, the newest versions would be built; offline,
        // those that are there.
        let mut cp = Command::new("cp");
        let cp = cp.arg("-r").arg(root().join(name)).arg(&plain).status();
        assert!(cp.expect("cp").success(), "{name}");
        let plain = plain.join(name);
        build(&["build"], &plain, true, &plain);

        // The last one, so that it is its program that is in `target`.
        copy(name, &folder, "alone");
        let alone = alone.join(name);
        build(&["build"], &alone, false, &alone);
    }

    let python = python();
    let check = |name: &str| {
        let folder = alone.join(name);
        let twin = folder.join("example.py").display().to_string();
        let program = target.join("debug").join(name).display().to_string();
        // By its name: a package that has exercises builds without a program, too.
        let built = cargo(&["build", "--bin", name], &folder, &target, false);
        if !built.status.success() {
            return Err(said(&built));
        }
        for command in [&[python.as_str(), &twin][..], &[&program]] {
            let verdict = verify(&folder, command);
            if !verdict.status.success() {
                return Err(said(&verdict));
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        for name in EXAMPLES {
            scope.spawn(move || assert_eq!(check(name), Ok(()), "{name}"));
        }
    });
    for name in EXAMPLES {
        for file in ["Cargo.toml", "src/main.rs", "expected.txt", "example.py"] {
            let file = alone.join(name).join(file);
            let away = folder.join("away");
            fs::rename(&file, &away).expect("a file");
            assert!(check(name).is_err(), "without {}", file.display());
            fs::rename(&away, &file).expect("a file");
        }
    }

    let mut comparison = Command::new(target.join("debug/comparison"));
    let run = comparison.args(["run", "threading", "io"]).output();
    let run = run.expect("comparison");
    assert!(run.status.success(), "{}", said(&run));
}

#[test]
fn a_copy_that_stands_alone_is_told_how_to_run() {
    let (_folder, folder) = temporary();
    let cases = [
        ("threading", "new/er", "new/er/threading && cargo run"),
        ("./asyncio/", ".", "./asyncio && cargo run"),
        (
            "comparison",
            "my course",
            "'my course/comparison' && cargo run --release",
        ),
    ];
    for (name, dir, next) in cases {
        let report = copy(name, &folder, dir);
        let name = name.trim_matches(['.', '/']);
        let path = Path::new(dir).join(name);
        let expected = format!("copied {name} to {}\nnext: cd {next}\n", path.display());
        assert_eq!(report, expected);
        let locks = [
            root().join("Cargo.lock"),
            folder.join(path).join("Cargo.lock"),
        ];
        let [ours, theirs] = locks.map(|lock| fs::read(lock).expect("a Cargo.lock"));
        assert!(ours == theirs, "{name}");
    }
}

#[test]
fn the_place_decides_what_is_to_do() {
    // Members, what the report says, and whether the copy has a Cargo.lock.
    let cases = [
        (
            "members = [\"a\", \"z\"]\nexclude = [\"z\"]",
            "in {}, add \"at/threading\" to `members`:\n    members = [\"a\", \"at/threading\", \"z\"]\n",
            false,
        ),
        (
            "members = [\"a\", \"at/*\"]",
            "nothing to add: the `members` of {} cover it\n",
            false,
        ),
        (
            "members = [\"a\"]\nexclude = [\"at\"]",
            "it stands alone: the `exclude` of {} covers it\n",
            true,
        ),
    ];
    for (members, says, has_lock) in cases {
        let (_folder, folder) = temporary();
        foreign_workspace(&folder, members);
        let manifest = folder.join("Cargo.toml");
        let before = fs::read(&manifest).expect("a manifest");
        let report = copy("threading", &folder, "at");
        let says = says.replace("{}", &manifest.display().to_string());
        assert!(report.contains(&says), "{report}");
        assert_eq!(folder.join("at/threading/Cargo.lock").exists(), has_lock);
        assert!(
            fs::read(&manifest).expect("a manifest") == before,
            "{members}"
        );
    }

    // Cargo lets a package lie in another one that is not a workspace.
    let (_folder, folder) = temporary();
    foreign_workspace(&folder, "");
    let report = copy("threading", &folder.join("a"), "examples");
    assert!(report.contains("add \"a/examples/threading\""), "{report}");
    fs::remove_file(folder.join("Cargo.toml")).expect("a manifest");
    let report = copy("asyncio", &folder.join("a"), "examples");
    assert_eq!(report.lines().count(), 2, "{report}");
    assert!(folder.join("a/examples/asyncio/Cargo.lock").exists());
}

#[test]
fn where_it_cannot_be_copied_nothing_is_written() {
    let (_folder, folder) = temporary();
    write(folder.join("file"), "");
    write(folder.join("there/threading/mine"), "");
    foreign_workspace(&folder.join("same"), "members = [\"a\"]");
    let package = "[package]\nname = \"threading\"\nedition = \"2024\"\n";
    write(folder.join("same/a/Cargo.toml"), package);
    foreign_workspace(&folder.join("broken"), "members = [");
    let (ours, below) = (root(), root().join("new/folder"));
    symlink(&ours, folder.join("link")).expect("a link");
    let before = files(&folder);

    let (ours, below) = (ours.display().to_string(), below.display().to_string());
    let cases = [
        ("thread", "new", "`thread`; did you mean `threading`?"),
        ("xtask", "new", "no folder to copy is named `xtask`"),
        ("threading", "there", "there/threading exists already"),
        ("threading", "file", "/file is a file"),
        ("threading", "file/new", "/file is a file"),
        ("threading", &ours, "inside this workspace"),
        ("threading", &below, "inside this workspace"),
        ("threading", "link/new", "inside this workspace"),
        ("threading", "new/../link/new", "inside this workspace"),
        (
            "threading",
            "/proc/new",
            "failed to copy threading to /proc/new",
        ),
        ("threading", "same/new/er", "has a package of this name"),
        ("threading", "broken/new", "cargo does not accept it there"),
    ];
    for (name, dir, says) in cases {
        let output = xtask(&["copy", name, dir], &folder);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name} to {dir}: {said}");
        assert!(said.contains(says), "{name} to {dir}: {said}");
        assert_eq!(files(&folder), before, "{name} to {dir}");
        for new in ["new", "same/new", "broken/new"] {
            assert!(!folder.join(new).exists(), "{name} to {dir} left {new}");
        }
    }
    assert!(!Path::new(&below).exists());
}

#[test]
fn a_folder_without_the_right_to_write_stays_as_it_is() {
    let (_folder, folder) = temporary();
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).expect("a mode");
    // Root may write everywhere.
    if fs::create_dir(folder.join("probe")).is_err() {
        let output = xtask(&["copy", "threading", "."], &folder);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("Permission denied"), "{said}");
        assert_eq!(files(&folder), Vec::<String>::new());
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("a mode");
}

/// Copies out of a workspace of its own, which was unpacked without git.
#[test]
fn all_is_copied_but_what_a_build_leaves() {
    let (_folder, folder) = temporary();
    let workspace = folder.join("workspace");
    foreign_workspace(&workspace, "members = [\"a\"]");
    let written = [
        "Cargo.lock",
        "a/.git",
        "a/__pycache__/example.pyc",
        "a/exercises/__pycache__/example.pyc",
        "a/exercises/one.rs",
        "a/exercises/solutions/one.rs",
        "a/src/target/mod.rs",
        "a/target/debug/a",
        "shared/data.txt",
    ];
    for file in written {
        write(workspace.join(file), file);
    }
    write(workspace.join("a/run"), "#!/bin/sh\n");
    let mode = PermissionsExt::from_mode(0o750);
    fs::set_permissions(workspace.join("a/run"), mode).expect("a mode");
    symlink("../shared", workspace.join("a/linked")).expect("a link");
    symlink("run", workspace.join("a/walk")).expect("a link");

    let copy = |arguments: &[&str]| {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let xtask = xtask.arg("copy").args(arguments).current_dir(&folder);
        let xtask = xtask.env("CARGO_MANIFEST_DIR", workspace.join("xtask"));
        xtask.output().expect("xtask")
    };
    let mut expected = vec![
        "Cargo.lock",
        "Cargo.toml",
        "exercises/one.rs",
        "exercises/solutions/one.rs",
        "linked/data.txt",
        "run",
        "src/lib.rs",
        "src/target/mod.rs",
        "walk",
    ];
    for (arguments, dir) in [
        (&["a", "all"][..], "all"),
        (&["a", "some", "--without-solutions"], "some"),
    ] {
        let output = copy(arguments);
        assert!(output.status.success(), "{}", said(&output));
        let copied = folder.join(dir).join("a");
        assert_eq!(files(&copied), expected);
        for file in ["run", "walk"] {
            let metadata = fs::symlink_metadata(copied.join(file)).expect("a file");
            assert!(metadata.is_file(), "{file}");
            assert_eq!(metadata.permissions().mode() & 0o777, 0o750, "{file}");
        }
        expected.retain(|file| !file.contains("solutions"));
    }

    // An error on the way.
    symlink("nowhere", workspace.join("a/src/zzz")).expect("a link");
    let output = copy(&["a", "new/er"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("a/src/zzz"), "{}", said(&output));
    assert!(!folder.join("new").exists());
}

#[test]
fn the_licence_lies_in_each_folder() {
    for name in FOLDERS {
        for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let copy = root().join(name).join(file);
            assert!(!copy.is_symlink(), "{name}/{file}");
            let same = fs::read(copy).ok() == fs::read(root().join(file)).ok();
            assert!(same, "{name}/{file} is not the same as {file}");
        }
    }
}
