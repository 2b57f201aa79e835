//! `copy`, end to end: what it copies is whole; and where it cannot copy, nothing
//! is written. That the copies build wherever they are is proven in `nightly.rs`.

use crate::support::{command, foreign_workspace, root, said, temporary, write};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

const FOLDERS: [&str; 4] = ["asyncio", "comparison", "multiprocessing", "threading"];

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

/// Copies out of this workspace, from this folder.
fn copy(current: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let arguments = [&["copy"], arguments].concat();
    said(command(&root(), &arguments).current_dir(current))
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
        let (report, code) = copy(&folder, &[name, dir]);
        assert_eq!(code, Some(0), "{report}");
        let name = name.trim_matches(['.', '/']);
        let path = Path::new(dir).join(name);
        let mut expected = format!("copied {name} to {}\nnext: cd {next}\n", path.display());
        if name != "comparison" {
            let judge = root().join("xtask/judge").display().to_string();
            expected += &format!(
                "to judge it there: cargo install --locked --path {judge}, then \
                 judge expected.txt -- python3 example.py\n"
            );
        }
        assert_eq!(report, expected);
        let locks = [
            root().join("Cargo.lock"),
            folder.join(&path).join("Cargo.lock"),
        ];
        let [ours, theirs] = locks.map(|lock| fs::read_to_string(lock).expect("a Cargo.lock"));
        // Nothing in another version, and nothing else.
        for package in theirs.split("\n\n").skip(1) {
            let version: Vec<&str> = package.lines().take(3).collect();
            assert!(ours.contains(&version.join("\n")), "{name}: {package}");
        }
        let mut metadata = Command::new(env!("CARGO"));
        metadata.args(["metadata", "--locked", "--offline", "--format-version=1"]);
        let (said, code) = said(metadata.current_dir(folder.join(path)));
        assert_eq!(code, Some(0), "{name}: {said}");
    }
}

#[test]
fn in_another_workspace_the_line_to_add_is_told() {
    let (_folder, folder) = temporary();
    foreign_workspace(&folder, &["a"]);
    let manifest = folder.join("Cargo.toml");
    let before = fs::read_to_string(&manifest).expect("a manifest");
    let (report, code) = copy(&folder, &["threading", "at"]);
    let first = format!(
        "copied threading to at/threading\n\
         first: add \"at/threading\" to `members` in {}\n\
         next: cd at/threading && cargo run\n",
        manifest.display()
    );
    assert!(report.starts_with(&first), "{report}");
    assert_eq!(code, Some(0));
    assert!(fs::read_to_string(&manifest).expect("a manifest") == before);
    let is_member = || {
        let mut metadata = Command::new(env!("CARGO"));
        metadata.args(["metadata", "--no-deps", "--offline", "--format-version=1"]);
        said(metadata.current_dir(folder.join("at/threading"))).1 == Some(0)
    };
    assert!(!is_member());
    let members = before.replace("[\"a\"]", "[\"a\", \"at/threading\"]");
    write(manifest.clone(), &members);
    assert!(is_member());

    // Two packages of one name would break it.
    let (said, code) = copy(&folder, &["threading", "."]);
    let taken = "is named `threading`; name the copy otherwise, with `--as NAME`\n";
    assert!(said.ends_with(taken), "{said}");
    assert_eq!(code, Some(2));
    assert!(!folder.join("threading").exists());
    // A pattern makes it a member at once: nothing is to be added.
    write(
        manifest.clone(),
        &before.replace("\"a\"", "\"a\", \"at/*\""),
    );
    let (report, code) = copy(&folder, &["threading", "at", "--as", "week3"]);
    assert_eq!(code, Some(0), "{report}");
    assert!(!report.contains("first: "), "{report}");
    // Where cargo cannot read it, that would not help.
    write(manifest, &before.replace("[\"a\"]", "[\"a\""));
    let (report, code) = copy(&folder, &["threading", "broken"]);
    assert_eq!(code, Some(0), "{report}");
    assert!(!report.contains("first: "), "{report}");
}

/// The copy of that name builds, is judged right, and says of itself nothing else.
#[test]
fn a_copy_with_another_name_is_whole() {
    let (_folder, folder) = temporary();
    for name in ["asyncio", "multiprocessing", "threading"] {
        let new = format!("{name}-week3");
        let (report, code) = copy(&folder, &[name, ".", "--as", &new]);
        assert_eq!(code, Some(0), "{report}");
        let next = format!("copied {name} to ./{new}\nnext: cd ./{new} && cargo run\n");
        assert!(report.starts_with(&next), "{report}");
        let copied = folder.join(&new);
        let read = |file: &str| fs::read_to_string(copied.join(file)).expect(file);
        for file in files(&copied) {
            let text = read(&file);
            for old in [
                format!("-p {name}"),
                format!("folder `{name}`"),
                format!("xtask verify {name}"),
                format!("name = \"{name}\""),
                format!("{name}: who works when"),
                format!("{name}, Rust"),
                format!("{name}  Rust"),
            ] {
                let rest = text.replace(&new, "");
                assert!(!rest.contains(&old), "{file} of {new}: {old}");
            }
        }
        assert!(read("README.md").contains(&format!("`{new}`\n")));
        assert!(read("src/main.rs").contains(&format!("`cargo run -p {new}`")));
    }
    // What is left of the old name is the name of a module of Python.
    let copied = folder.join("multiprocessing-week3");
    for file in files(&copied) {
        let text = fs::read_to_string(copied.join(&file)).expect("text");
        let text = text.replace("multiprocessing-week3", "");
        for line in text.lines().filter(|line| line.contains("multiprocessing")) {
            let is_pythons = line.contains("import multiprocessing")
                || line.contains("multiprocessing.")
                || line == "<!-- table: multiprocessing -->";
            assert!(is_pythons, "{file}: {line}");
        }
    }
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--locked", "--offline", "--quiet"]);
    build.env("CARGO_TARGET_DIR", folder.join("target"));
    let (report, code) = said(build.current_dir(&copied));
    assert_eq!((report.as_str(), code), ("", Some(0)));
    let program = folder.join("target/debug/multiprocessing-week3");
    let arguments = ["verify", "multiprocessing-week3/expected.txt", "--"];
    let mut verify = command(&root(), &arguments);
    let (report, code) = said(verify.arg(program).current_dir(&folder));
    assert_eq!(code, Some(0), "{report}");
    assert!(report.ends_with("\n1 passed, 0 failed\n"), "{report}");
}

#[test]
fn a_nested_package_travels_along() {
    let (_folder, folder) = temporary();
    assert_eq!(copy(&folder, &["comparison", "."]).1, Some(0));
    let copied = folder.join("comparison");
    let mut metadata = Command::new(env!("CARGO"));
    let metadata = metadata.args(["metadata", "--offline", "--format-version=1"]);
    let (said, code) = said(metadata.current_dir(&copied));
    let observer = copied.join("observer/Cargo.toml").display().to_string();
    assert!(said.contains(&observer), "{said}");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn where_it_cannot_be_copied_nothing_is_written() {
    let (_folder, folder) = temporary();
    write(folder.join("file"), "");
    write(folder.join("there/threading/mine"), "");
    let (ours, below) = (root(), root().join("new/folder"));
    symlink(&ours, folder.join("link")).expect("a link");
    symlink("gone", folder.join("dangling")).expect("a link");
    let before = files(&folder);

    let (ours, below) = (ours.display().to_string(), below.display().to_string());
    let cases = [
        ("thread", "new", "`thread`; did you mean `threading`?"),
        ("xtask", "new", "no folder to copy is named `xtask`"),
        ("threading", "there", "there/threading exists already"),
        ("threading", "file", "/file is a file"),
        ("threading", "file/new", "/file is a file"),
        (
            "threading",
            "dangling",
            "/dangling is a link that leads nowhere",
        ),
        (
            "threading",
            "dangling/new",
            "/dangling is a link that leads nowhere",
        ),
        ("threading", "/dev/null/new", "/dev/null is a file"),
        ("threading", &ours, "inside this workspace"),
        ("threading", &below, "inside this workspace"),
        ("threading", "link/new", "inside this workspace"),
        ("threading", "new/../link/new", "inside this workspace"),
        (
            "threading",
            "/proc/new",
            "failed to copy threading to /proc/new",
        ),
    ];
    for (name, dir, message) in cases {
        let (said, code) = copy(&folder, &[name, dir]);
        // What only the system refuses is not wrong usage.
        let expected = if dir == "/proc/new" { 4 } else { 2 };
        assert_eq!(code, Some(expected), "{name} to {dir}: {said}");
        assert!(said.contains(message), "{name} to {dir}: {said}");
        assert_eq!(files(&folder), before, "{name} to {dir}");
        assert!(!folder.join("new").exists(), "{name} to {dir}");
    }
    assert!(!Path::new(&below).exists());
    for (name, new, message) in [
        ("threading", "a/b", "`a/b` is not the name of a folder"),
        ("threading", "..", "`..` is not the name of a folder"),
        ("threading", "1x", "the name cannot start with a digit"),
        (
            "threading",
            "we ek",
            "error: cargo cannot make a package `we ek`: ",
        ),
        (
            "threading",
            "test",
            "conflicts with Rust's built-in test library",
        ),
        (
            "asyncio",
            "tokio",
            "`tokio` is a package that this workspace has or needs",
        ),
        (
            "threading",
            "asyncio",
            "`asyncio` is a package that this workspace",
        ),
        ("comparison", "lesson9", "comparison keeps its name"),
    ] {
        let (said, code) = copy(&folder, &[name, "new", "--as", new]);
        assert_eq!(code, Some(2), "{name} as {new}: {said}");
        assert!(said.contains(message), "{name} as {new}: {said}");
        assert_eq!(files(&folder), before, "{name} as {new}");
    }
}

#[test]
fn a_folder_without_the_right_to_write_stays_as_it_is() {
    let (_folder, folder) = temporary();
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).expect("a mode");
    // Root may write everywhere.
    if fs::create_dir(folder.join("probe")).is_err() {
        let (said, code) = copy(&folder, &["threading", "."]);
        assert_eq!(code, Some(4), "{said}");
        assert!(said.contains("Permission denied"), "{said}");
        assert_eq!(files(&folder), Vec::<String>::new());
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("a mode");
}

/// As on a full disk, a file takes no more at some point.
#[test]
fn where_there_is_no_room_nothing_is_written() {
    let (_folder, folder) = temporary();
    let copy = command(&root(), &["copy", "threading", "new"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""]);
    shell.arg(copy.get_program()).args(copy.get_args());
    for (variable, value) in copy.get_envs() {
        match value {
            Some(value) => shell.env(variable, value),
            None => shell.env_remove(variable),
        };
    }
    let (said, code) = said(shell.current_dir(&folder));
    let begin = "error: failed to copy threading to new: there is no room left: ";
    assert!(said.starts_with(begin), "{said}");
    assert_eq!((said.lines().count(), code), (1, Some(4)), "{said}");
    assert_eq!(files(&folder), Vec::<String>::new());
}

/// Copies out of a workspace of its own, which was unpacked without git.
#[test]
fn all_is_copied_but_what_a_build_leaves() {
    let (_folder, folder) = temporary();
    let workspace = folder.join("workspace");
    foreign_workspace(&workspace, &["a"]);
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
        let arguments = [&["copy"], arguments].concat();
        said(command(&workspace, &arguments).current_dir(&folder))
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
        let (report, code) = copy(arguments);
        assert_eq!(code, Some(0), "{report}");
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
    let (said, code) = copy(&["a", "new/er"]);
    assert_eq!(code, Some(4));
    assert!(said.contains("a/src/zzz"), "{said}");
    assert!(!folder.join("new").exists());
}

#[test]
fn nothing_in_a_copy_leads_out_of_it() {
    let (_folder, folder) = temporary();
    for name in FOLDERS {
        let (report, code) = copy(&folder, &[name, "."]);
        assert_eq!(code, Some(0), "{report}");
        for file in files(&folder.join(name)) {
            let text = fs::read_to_string(folder.join(name).join(&file)).unwrap_or_default();
            let is_page = file == "README.md";
            assert!(!is_page || !text.contains("](../"), "{name}/{file}");
            assert!(!text.contains("cargo xtask"), "{name}/{file}");
        }
    }
}

#[test]
fn an_example_in_python_alone_is_copied() {
    let (_folder, folder) = temporary();
    let workspace = folder.join("workspace");
    foreign_workspace(&workspace, &["a"]);
    write(workspace.join("b/example.py"), "print('x')\n");
    write(workspace.join("b/expected.txt"), "x\n");
    let mut copy = command(&workspace, &["copy", "b", "new"]);
    let (report, code) = said(copy.current_dir(&folder));
    assert_eq!(code, Some(0), "{report}");
    let next = "copied b to new/b\nnext: cd new/b && python3 example.py\n";
    assert!(report.starts_with(next), "{report}");
    assert_eq!(files(&folder.join("new/b")), ["example.py", "expected.txt"]);
}

#[test]
fn an_exercise_that_was_solved_is_named() {
    let (_folder, folder) = temporary();
    let workspace = folder.join("workspace");
    foreign_workspace(&workspace, &["a"]);
    for file in ["one.rs", "two.rs", "solutions/one.rs"] {
        write(workspace.join("a/exercises").join(file), "wrong\n");
    }
    let git = |arguments: &str| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@b.example"]);
        let git = git.args(arguments.split(' ')).current_dir(&workspace);
        let (said, code) = said(git);
        assert_eq!(code, Some(0), "{said}");
    };
    git("init --quiet");
    git("add .");
    git("commit --quiet -m x");
    let copy = |dir: &str| {
        let mut copy = command(&workspace, &["copy", "a", dir]);
        said(copy.current_dir(&folder)).0
    };
    assert!(!copy("first").contains("committed"));
    write(workspace.join("a/exercises/two.rs"), "right\n");
    write(workspace.join("a/exercises/solutions/one.rs"), "right\n");
    let report = copy("second");
    let named = "not as it was committed, and copied as it is: a/exercises/two.rs\n";
    assert!(report.ends_with(named), "{report}");
    assert_eq!(report.matches("committed").count(), 1, "{report}");
}

#[test]
fn the_licence_lies_in_each_folder() {
    for name in FOLDERS.iter().chain(&["comparison/observer"]) {
        for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let copy = root().join(name).join(file);
            assert!(!copy.is_symlink(), "{name}/{file}");
            let same = fs::read(copy).ok() == fs::read(root().join(file)).ok();
            assert!(same, "{name}/{file} is not the same as {file}");
        }
    }
}
