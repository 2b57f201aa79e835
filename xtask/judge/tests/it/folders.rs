//! A course of one's own: folders with an expectation each, and users who run
//! programs.

use crate::support::*;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

/// Two folders with a right and a wrong program, exercises inside the first, one without
/// an expectation, and a hidden one.
fn course() -> TempDir {
    let course = TempDir::new().expect("a folder");
    for (folder, source) in [
        ("1/threads", "right_threads.py"),
        ("1/threads/exercises", "turns.py"),
        ("2", "turns.py"),
        ("notes", "turns.py"),
        (".git", "turns.py"),
    ] {
        let folder = course.path().join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::copy(program(source), folder.join("main.py")).expect("a copy");
        if !folder.ends_with("notes") {
            fs::copy(THREADS, folder.join("expected.txt")).expect("a copy");
        }
    }
    course
}

#[test]
fn a_command_runs_in_each_folder_with_an_expectation() {
    let course = course();
    let all = |folder: &str| {
        let mut judge = judge();
        judge.current_dir(course.path()).args(["--all", folder]);
        run(judge.args(["--", "python3", "main.py"]))
    };
    let seen = all(".");
    assert_eq!(seen.code, Some(FAIL), "{}", seen.said());
    let rows: Vec<&str> = seen.stdout.lines().take(2).collect();
    assert!(
        rows[0].starts_with("./1/threads  command, terminal  pass  "),
        "{rows:?}"
    );
    assert!(
        rows[1].starts_with("./2          command, terminal  FAIL  "),
        "{rows:?}"
    );
    assert!(
        seen.stdout.ends_with("\n1 passed, 1 failed\n"),
        "{}",
        seen.stdout
    );
    assert_eq!(all("1").code, Some(PASS));
    let none = all("notes");
    assert_eq!(none.code, Some(USAGE));
    assert!(
        none.stderr
            .contains("no folder below notes has an `expected.txt`")
    );
    let seen = run(judge().args(["--all", "."]));
    assert_eq!(seen.code, Some(USAGE));
    assert!(
        seen.stderr.contains("`judge --all FOLDER -- COMMAND`"),
        "{}",
        seen.stderr
    );
}

#[test]
fn expectations_are_checked_without_a_program() {
    let folder = TempDir::new().expect("a folder");
    let wrong = folder.path().join("wrong.txt").display().to_string();
    fs::write(&wrong, "a\n\n[1s]\nb\n").expect("a file");
    let missing = folder.path().join("missing.txt").display().to_string();
    assert_eq!(run(judge().args(["--check", THREADS])).code, Some(PASS));
    let seen = run(judge().args(["--check", &wrong, THREADS, &missing]));
    assert_eq!((seen.code, seen.stdout.as_str()), (Some(USAGE), ""));
    let lines: Vec<&str> = seen.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].contains("wrong.txt") && lines[1].contains("missing.txt"),
        "{lines:?}"
    );
    assert_eq!(
        run(judge().args(["--check", THREADS, "--", "true"])).code,
        Some(USAGE)
    );
}

/// Tries to end the judge, and to write its report and another's program.
const MEANS_NO_GOOD: &str = "\
import os, signal, sys
def refused(do):
    try:
        do()
    except PermissionError:
        return 'refused'
    return 'done'
judge = int(os.environ['OBSERVED_AS'].split('.')[0])
here = os.path.dirname(os.path.abspath(__file__))
print('user', os.getuid() != 0 and os.getgroups() in ([], [os.getgid()]))
print('kill', refused(lambda: os.kill(judge, signal.SIGKILL)))
print('report', refused(lambda: open(here + '/../report.json', 'w')))
print('folder', refused(lambda: open(here + '/../new', 'w')))
print('built', refused(lambda: open(sys.argv[1], 'w')))
print('again', refused(lambda: open('/dev/stdout', 'w')))
";

#[test]
fn another_user_can_neither_end_the_judge_nor_write_its_files() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("left out: only root runs programs as another user");
        let seen = run(judge().args([THREADS, "--user", "nobody", "--", "true"]));
        assert_eq!(seen.code, Some(USAGE));
        return;
    }
    let folder = TempDir::new().expect("a folder");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("its rights");
    let place = |name: &str| folder.path().join(name);
    fs::create_dir(place("in")).expect("a folder");
    fs::write(place("in/anna.x"), MEANS_NO_GOOD).expect("a program");
    fs::write(place("report.json"), "{}").expect("a file");
    let text = "user True\n\nkill refused\n\nreport refused\n\nfolder refused\n\n\
                built refused\n\nagain done\n";
    let text = format!("[1 process, 1 thread]\n{text}");
    fs::write(place("expected.txt"), text).expect("a file");
    let judged = |python: &str| {
        run(judge()
            .arg(place("expected.txt"))
            .args(["--user", "nobody", "--json"])
            .arg(place("report.json"))
            .args(["--build", "x=cp {} {out}", "--run"])
            .arg(format!("x={python} {{}} {{out}}"))
            .arg("--each")
            .arg(place("in")))
    };
    let seen = judged("/usr/bin/python3");
    assert_eq!(seen.code, Some(PASS), "{}", seen.said());
    let report = fs::read_to_string(place("report.json")).expect("a report");
    assert!(report.contains("\"writers\":\"traced\""), "{report}");
    // What they may not read is no fault of the program.
    fs::set_permissions(place("in/anna.x"), Permissions::from_mode(0o600)).expect("its rights");
    let seen = judged("/usr/bin/python3");
    assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
    assert!(
        seen.stdout.contains("`nobody` may not read "),
        "{}",
        seen.stdout
    );
    for (name, why) in [("root", "is root"), ("no-such-user", "there is no user")] {
        let seen = run(judge().args([THREADS, "--user", name, "--", "true"]));
        assert_eq!(seen.code, Some(USAGE));
        assert!(seen.stderr.contains(why), "{}", seen.stderr);
    }
}
