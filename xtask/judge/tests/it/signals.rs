//! A judge that is stopped, whatever it is doing.

use crate::support::*;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A judge that is stopped ends within a second. Beside other tests, on a machine
/// that is busy with them, it is given longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for the judge's end, for so long at most.
fn wait(child: &mut Child, patience: Duration) -> Option<i32> {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if let Some(status) = child.try_wait().expect("a judge") {
            return status.code();
        }
        thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill().and_then(|()| child.wait());
    panic!("it does not end within {patience:?}");
}

fn fifo(folder: &tempfile::TempDir) -> String {
    let fifo = folder.path().join("fifo").display().to_string();
    let made = Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo").success());
    fifo
}

#[test]
fn an_interrupt_stops_what_was_started() {
    for (signal, exit_code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let mut command = judge();
        command
            .args(["threads.txt", "--", python(), "hangs.py", "2"])
            .current_dir(programs())
            .stdout(Stdio::piped());
        let child = command.spawn().expect("judge");
        let pid = child.id();
        thread::sleep(Duration::from_millis(500));
        let begun = Instant::now();
        let kill = Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(pid.to_string())
            .status();
        assert!(kill.expect("kill").success());
        let output = child.wait_with_output().expect("judge");
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(output.status.code(), Some(exit_code));
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("could not judge"), "{said}");
        assert!(said.contains("interrupted\n"), "{said}");
        assert_eq!(left_by(pid), Vec::<String>::new());
    }
}

#[test]
fn an_interrupt_ends_what_is_learned() {
    let mut command = judge();
    command.args(["--learn", "--", "sleep", "60"]);
    let child = command.stderr(Stdio::piped()).spawn().expect("judge");
    let pid = child.id();
    thread::sleep(Duration::from_millis(500));
    send("INT", &child);
    let output = child.wait_with_output().expect("judge");
    assert_eq!(output.status.code(), Some(130));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.ends_with("error: interrupted\n"), "{said}");
    assert_eq!(left_by(pid), Vec::<String>::new());
}

/// However the judge ends, and whatever a program does to stay.
#[test]
fn whoever_ends_the_judge_ends_what_it_has_started() {
    for writers in ["on", "off"] {
        for signal in ["KILL", "QUIT", "USR1", "INT", "TERM", "HUP"] {
            let mut command = judge();
            command.args(["threads.txt", "--writers", writers, "--", python()]);
            command.args(["hostile.py", "leave_daemon"]);
            command.current_dir(programs()).stdout(Stdio::null());
            let mut child = command.spawn().expect("judge");
            let pid = child.id();
            let begun = Instant::now();
            while left_by(pid).len() < 2 && begun.elapsed() < Duration::from_secs(20) {
                thread::sleep(Duration::from_millis(10));
            }
            // The child between them may have been one of the two, and be gone.
            thread::sleep(Duration::from_millis(200));
            assert!(left_by(pid).len() >= 2, "{writers} {signal}: nothing runs");
            send(signal, &child);
            let ended = Instant::now();
            wait(&mut child, PATIENCE);
            while !left_by(pid).is_empty() && ended.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(10));
            }
            let left = left_by(pid);
            assert_eq!(left, Vec::<String>::new(), "{writers} {signal}");
        }
    }
}

/// Nobody opens the other end of a pipe: of a report, of the list of commands,
/// of the expectation.
#[test]
fn a_signal_ends_every_wait_for_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let fifo = fifo(&folder);
    let right = program("right_threads.py");
    let cases: [&[&str]; 4] = [
        &[THREADS, "--json", &fifo, "--", python(), &right],
        &[
            THREADS,
            "--junit=report",
            "--svg",
            &fifo,
            "--",
            python(),
            &right,
        ],
        &[THREADS, "--batch", &fifo],
        &[&fifo, "--", python(), &right],
    ];
    for arguments in cases {
        let mut command = judge();
        command.args(arguments).current_dir(&folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("judge");
        thread::sleep(Duration::from_millis(400));
        send("TERM", &child);
        wait(&mut child, PATIENCE);
        let rest = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(rest, 1, "{arguments:?}");
    }
}

/// Somebody holds the other end of a pipe, and does not read.
#[test]
fn a_signal_ends_every_wait_for_a_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let batch = folder.path().join("batch.txt");
    let line = |number| format!("{number:0>2000}: ./no/such/program\n");
    let lines: String = (0..1000).map(line).collect();
    fs::write(&batch, lines).expect("a file");
    let batch = batch.display().to_string();
    for arguments in [&["--json", "-"][..], &["--trace", "/dev/stdout"], &[]] {
        let mut command = judge();
        command.args([THREADS, "--batch", &batch]).args(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("judge");
        let mut first = [0];
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut stderr = child.stderr.take().expect("a pipe");
        match arguments {
            // The report for people gives way to that for programs.
            ["--json", "-"] => stderr.read_exact(&mut first).expect("a report"),
            _ => stdout.read_exact(&mut first).expect("a report"),
        }
        thread::sleep(Duration::from_millis(500));
        send("TERM", &child);
        let code = wait(&mut child, PATIENCE);
        assert_eq!(code, Some(143), "{arguments:?}");
    }
}

/// A run that nobody waited for is no pass, however far it had come.
#[test]
fn a_signal_ends_the_judging() {
    let folder = tempfile::tempdir().expect("a folder");
    let expected = folder.path().join("expected.txt");
    let lines = "a\n".repeat(100) + "\n...\n\n";
    let text = format!("...\n\n{}b\n", lines.repeat(20));
    fs::write(&expected, text).expect("a file");
    let mut command = judge();
    command
        .arg(&expected)
        .args(["--runs=1000", "--jobs=1", "--", python()]);
    command.args([&program("hostile.py"), "many_equal_lines"]);
    command.stdout(Stdio::piped());
    let mut child = command.spawn().expect("judge");
    thread::sleep(Duration::from_secs(1));
    send("INT", &child);
    let code = wait(&mut child, PATIENCE);
    assert_eq!(code, Some(130));
    let report = BufReader::new(child.stdout.take().expect("a pipe"));
    let first = report.lines().next().expect("a line").expect("text");
    assert!(!first.contains("  pass "), "{first}");
}
