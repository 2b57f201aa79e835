//! Wrong usage, signals, and a judge that cannot do its work.

use crate::support::*;
use std::fs;
use std::process::{Command, Stdio};

/// Arguments of the judge, its exit code, and what it says.
fn check(arguments: &[&str], code: i32, says: &[&str]) {
    let judged = run(judge().args(arguments));
    let said = judged.said();
    assert_eq!(judged.code, Some(code), "{arguments:?}: {said}");
    for part in says {
        assert!(said.contains(part), "{arguments:?}: no {part:?} in {said}");
    }
}

#[test]
fn what_cannot_be_started_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("student.py");
    fs::copy(program("turns.py"), &script).expect("a copy");
    let script = script.display().to_string();
    let invalid = folder.path().join("expected.txt");
    fs::write(&invalid, "[2s]\nlate\n").expect("a file");
    let invalid = invalid.display().to_string();
    let cases: [(&[&str], &[&str]); 6] = [
        (
            &[THREADS, "--", "no-such-program"],
            &[
                "error: failed to start `no-such-program`: ",
                "; not found in PATH",
            ],
        ),
        (
            &[THREADS, "--", &script],
            &["run it by its interpreter: `python3 "],
        ),
        (
            &["none.txt", "--", &script],
            &["error: failed to read none.txt: "],
        ),
        (
            &[&invalid, "--", &script],
            &["expected.txt: line 1: `[2s]` has no earlier `[0s]`; put `[0s]` above"],
        ),
        (
            &[THREADS, "--"],
            &["error: no command follows `--`: `judge EXPECTATION -- COMMAND`"],
        ),
        (
            &[THREADS],
            &["error: nothing to judge: `judge EXPECTATION -- COMMAND`"],
        ),
    ];
    for (arguments, says) in cases {
        check(arguments, USAGE, says);
    }
}

/// Nothing is waited for that nobody may ever write.
#[test]
fn only_a_file_is_an_expectation() {
    let folder = tempfile::tempdir().expect("a folder");
    let fifo = folder.path().join("fifo.txt").display().to_string();
    let made = Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo").success());
    let folder = folder.path().display().to_string();
    let is_folder = format!("error: {folder} is a folder, and an expectation is a file");
    let is_fifo = format!("error: {fifo} is a FIFO, and an expectation is a file");
    for (path, says) in [(&folder, &is_folder), (&fifo, &is_fifo)] {
        check(&[path, "--", "true"], USAGE, &[says]);
    }
}

/// It works where there is nothing: no workspace, no cargo, no `HOME`.
#[test]
fn an_empty_folder_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, code) in [("right_threads.py", PASS), ("turns.py", FAIL)] {
        let mut command = judge();
        command.current_dir(&folder).env_clear();
        let judged = run(command.args([THREADS, "--", python(), &program(name)]));
        assert_eq!(judged.code, Some(code), "{}", judged.said());
    }
    let rest = fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(rest, 0);
}

/// Whether a program is wrong is said, and decides, whatever becomes of the
/// reports.
#[test]
fn a_report_that_is_lost_hides_no_verdict() {
    let right = program("right_threads.py");
    let wrong = program("turns.py");
    for report in ["--json", "--junit"] {
        let command = |program| [THREADS, report, "/dev/full", "--", python(), program];
        let lost = "error: cannot write /dev/full: ";
        check(&command(&right), TASK_FAILED, &["1 passed, 0 failed", lost]);
        check(&command(&wrong), FAIL, &["the workers took turns", lost]);
    }
}

#[test]
fn what_stdout_does_not_take_is_said_on_stderr() {
    let full = fs::File::create("/dev/full").expect("a device");
    let mut command = judge();
    command.args([THREADS, "--", python(), &program("turns.py")]);
    let output = command.stdout(full).output().expect("judge");
    assert_eq!(output.status.code(), Some(FAIL));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the workers took turns"), "{said}");
    assert!(
        said.contains("error: failed to write the report: "),
        "{said}"
    );
}

/// Runs a judge whose streams go where nothing can be written.
fn judge_in_shell(redirection: &str, arguments: &str) -> Option<i32> {
    let script = format!("exec \"$0\" {arguments} {redirection}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_judge")]);
    shell.env("THREADS", THREADS).env("PYTHON", python());
    shell.env("PROGRAMS", programs());
    shell.status().expect("a shell").code()
}

#[test]
fn it_does_not_matter_whether_anybody_hears_of_an_error() {
    let right = "$THREADS -- $PYTHON $PROGRAMS/right_threads.py";
    let wrong = "$THREADS -- $PYTHON $PROGRAMS/turns.py";
    for stderr in ["2>/dev/full", "2>&-"] {
        let usage = judge_in_shell(stderr, "/no/such/file -- true");
        assert_eq!(usage, Some(USAGE), "{stderr}");
        for (program, code) in [(right, TASK_FAILED), (wrong, FAIL)] {
            let lost = judge_in_shell(&format!(">/dev/full {stderr}"), program);
            assert_eq!(lost, Some(code), "{stderr} {program}");
        }
    }
}

#[test]
fn what_the_system_refuses_is_no_fault_of_the_program() {
    let right = "$THREADS -- $PYTHON $PROGRAMS/right_threads.py";
    for descriptors in 5..16 {
        let script = format!("ulimit -n {descriptors}; exec \"$0\" {right}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_judge")]);
        shell.env("THREADS", THREADS).env("PYTHON", python());
        let judged = run(shell.env("PROGRAMS", programs()));
        let said = judged.said();
        match judged.code {
            // What is too few for samples is too few.
            Some(PASS) => assert!(said.contains("1 process, 3 threads"), "{said}"),
            code => assert_eq!(code, Some(TASK_FAILED), "{descriptors}: {said}"),
        }
    }
}

#[test]
fn no_report_replaces_another_or_what_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (expectation, list) = (path("expected.txt"), path("list.txt"));
    fs::copy(THREADS, &expectation).expect("a copy");
    let evidence = path("evidence");
    fs::write(&list, format!("anna: touch '{evidence}'\n")).expect("a list");
    std::os::unix::fs::symlink(&list, path("link")).expect("a link");
    fs::hard_link(&list, path("hard")).expect("a link");
    fs::write(path("one"), "as it was").expect("a file");
    fs::hard_link(path("one"), path("other")).expect("a link");
    std::os::unix::fs::symlink(path("one"), path("third")).expect("a link");
    let report = path("report");
    let same = format!("{}/./report", folder.path().display());
    let (over_expectation, over_list) = (path("./expected.txt"), path("link"));
    let (over_hard, one, other, third) = (path("hard"), path("one"), path("other"), path("third"));
    let cases: [(&[&str], &str); 8] = [
        (
            &["--json", &report, "--junit", &same],
            "error: only one report can go to ",
        ),
        (
            &["--json", &over_expectation],
            "error: a report cannot go to ",
        ),
        (&["--junit", &over_list], "error: a report cannot go to "),
        (&["--svg", &over_hard], "error: a report cannot go to "),
        (
            &["--json", &one, "--junit", &other],
            "error: only one report can go to ",
        ),
        (
            &["--svg", &other, "--trace", &third],
            "error: only one report can go to ",
        ),
        (
            &["--svg", "/dev/stdout", "--trace", "-"],
            "error: only one report can go to ",
        ),
        (
            &["--json", "-", "--trace", "-"],
            "error: only one report can go to -",
        ),
    ];
    for (reports, says) in cases {
        let arguments = [&[&*expectation, "--batch", &list], reports].concat();
        check(&arguments, USAGE, &[says]);
    }
    assert!(!fs::exists(evidence).expect("a folder"));
    assert!(!fs::exists(report).expect("a folder"));
    let text = fs::read_to_string(&expectation).expect("an expectation");
    assert_eq!(text, fs::read_to_string(THREADS).expect("an expectation"));
    assert_eq!(fs::read_to_string(one).expect("a file"), "as it was");
}

#[test]
fn a_reader_who_has_seen_enough_changes_nothing() {
    let mut command = judge();
    let program = program("one_thread.py");
    command.args(["threads.txt", "--", python()]).arg(program);
    let mut child = command
        .current_dir(programs())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("judge");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("judge");
    assert_eq!(output.status.code(), Some(FAIL));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
