//! The examples where something goes wrong: a worker fails, a child cannot be
//! started, an argument should not be there. And the order of `asyncio`.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Builds an example as the tests themselves were built, and returns its program.
fn build(example: &str) -> PathBuf {
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    let mut cargo = Command::new(env!("CARGO"));
    let status = cargo
        .args(["build", "-q", "-p", example, "--profile", profile])
        .status();
    assert!(status.expect("cargo").success());
    Path::new(env!("CARGO_BIN_EXE_xtask")).with_file_name(example)
}

fn start(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0")
        .spawn()
        .expect("it starts")
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// The children of a process, each with its command line.
fn children(parent: u32) -> Vec<(u32, String)> {
    let pids = fs::read_dir("/proc").expect("/proc").flatten();
    let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let child = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let parent_of = stat.rsplit(')').next()?.split_whitespace().nth(1)?;
        let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
        (parent_of == parent.to_string()).then_some((pid, command.replace('\0', " ")))
    };
    pids.filter_map(child).collect()
}

#[test]
fn a_worker_that_panics_makes_threading_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../threading/src/main.rs");
    let right = fs::read_to_string(source).expect("the example");
    let wrong = right.replace(
        "println!(\"Finished {name}\");",
        "assert_ne!(name, \"Thread-2\", \"the disk is full\");",
    );
    assert_ne!(right, wrong);
    let file = folder.path().join("main.rs");
    fs::write(&file, wrong).expect("a copy");
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--edition=2024", "main.rs"])
        .current_dir(folder.path());
    assert!(rustc.status().expect("rustc").success());

    let mut program = Command::new(folder.path().join("main"));
    let output = start(&mut program).wait_with_output().expect("an end");
    let (stdout, stderr) = text(&output);
    assert_eq!(output.status.code(), Some(101));
    assert!(!stdout.contains("completed"), "{stdout}");
    assert!(stderr.contains("the disk is full"), "{stderr}");
    assert!(stderr.contains("Thread-2 panicked"), "{stderr}");
}

#[test]
fn multiprocessing_takes_no_arguments() {
    let program = build("multiprocessing");
    let cases: [&[&str]; 4] = [
        &["x"],
        &["--child"],
        &["--child", "a", "b"],
        &["--help", "a"],
    ];
    for arguments in cases {
        let output = start(Command::new(&program).args(arguments)).wait_with_output();
        let output = output.expect("an end");
        let error = "error: unexpected arguments; run it without any\n";
        assert_eq!(
            text(&output),
            (String::new(), error.to_string()),
            "{arguments:?}"
        );
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_child_of_multiprocessing_starts_no_children() {
    let program = build("multiprocessing");
    let child = start(Command::new(program).args(["--child", "Process-7"]));
    thread::sleep(Duration::from_millis(500));
    assert_eq!(children(child.id()), []);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(text(&output).0, "Starting Process-7\nFinished Process-7\n");
}

#[test]
fn multiprocessing_names_the_child_that_failed() {
    let parent = start(&mut Command::new(build("multiprocessing")));
    thread::sleep(Duration::from_millis(500));
    let children = children(parent.id());
    let second = children
        .iter()
        .find(|(_, command)| command.ends_with("--child Process-2 "));
    let (pid, _) = second.expect("the second child");
    let status = Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status();
    assert!(status.expect("kill").success());
    let output = parent.wait_with_output().expect("an end");
    let (stdout, stderr) = text(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr, "Error: Process-2 failed: signal: 9 (SIGKILL)\n");
    // The first child is waited for all the same.
    assert!(stdout.contains("Finished Process-1\n"), "{stdout}");
    assert!(!stdout.contains("completed"), "{stdout}");
}

/// As a user who may have two processes, the program itself and one child. Only
/// root can become such a user.
#[test]
fn multiprocessing_leaves_no_child_behind_if_it_cannot_start_the_second() {
    let mut id = Command::new("id");
    if id.arg("-u").output().expect("id").stdout != b"0\n" {
        eprintln!("not tested: only root can become another user");
        return;
    }
    // Another run of this test must not count among that user's processes.
    let nobody_else = 100_000 + std::process::id();
    let folder = tempfile::tempdir_in("/tmp").expect("a folder that every user can enter");
    let program = folder.path().join("multiprocessing");
    // By another process: what this one has open for writing, a child of another test
    // has, too, and until that is gone nobody can run it.
    let mut copy = Command::new("cp");
    copy.arg(build("multiprocessing")).arg(folder.path());
    assert!(copy.status().expect("cp").success());
    for path in [folder.path(), &program] {
        let status = Command::new("chmod").arg("755").arg(path).status();
        assert!(status.expect("chmod").success());
    }

    let mut command = Command::new("prlimit");
    command
        .args(["--nproc=2", "--"])
        .arg(&program)
        .uid(nobody_else)
        .current_dir("/");
    let begun = Instant::now();
    let output = start(&mut command).wait_with_output().expect("an end");
    let (stdout, stderr) = text(&output);
    assert_eq!(output.status.code(), Some(1), "{stdout} {stderr}");
    assert!(
        stderr.starts_with("Error: failed to start Process-2\n"),
        "{stderr}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "it waited for the first child"
    );
    // The pipe is closed by now only because the first child is gone.
    assert!(!stdout.contains("Finished"), "{stdout}");
}

#[test]
fn asyncio_has_one_order() {
    let program = build("asyncio");
    let runs: Vec<Child> = (0..100)
        .map(|_| start(&mut Command::new(&program)))
        .collect();
    for run in runs {
        let (stdout, _) = text(&run.wait_with_output().expect("an end"));
        let expected = "Starting Task-1\nStarting Task-2\nFinished Task-1\nFinished Task-2\n";
        assert_eq!(stdout, expected);
    }
}
