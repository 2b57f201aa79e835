//! `verify` against programs that are right and programs that are wrong, each
//! in its own way: the real binary, the real programs, the verdict.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A command, and what `verify` must say of it.
struct Case {
    expectation: &'static str,
    command: Vec<String>,
    exit_code: i32,
    /// Each of these is in the report.
    says: &'static [&'static str],
}

const PASS: i32 = 0;
const FAIL: i32 = 1;
const USAGE: i32 = 2;
const COULD_NOT_JUDGE: i32 = 3;

fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

/// Asked once: `python3` may be a small program that looks for the real one.
fn python() -> &'static str {
    static PYTHON: OnceLock<String> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let question = ["-c", "import sys; print(sys.executable)"];
        let output = Command::new("python3")
            .args(question)
            .output()
            .expect("python3");
        String::from_utf8(output.stdout)
            .expect("a path")
            .trim()
            .to_string()
    })
}

/// A case for a Python program and its arguments.
fn py(
    expectation: &'static str,
    program: &str,
    exit_code: i32,
    says: &'static [&'static str],
) -> Case {
    let (program, arguments) = program.split_once(' ').unwrap_or((program, ""));
    let program = programs().join(program).display().to_string();
    let mut command = vec![python().to_string(), program];
    // "not utf-8" is one argument: arguments are parted by two spaces.
    command.extend(
        arguments
            .split("  ")
            .filter(|a| !a.is_empty())
            .map(str::to_string),
    );
    Case {
        expectation,
        command,
        exit_code,
        says,
    }
}

/// Compiles a Rust program into `folder`.
fn rs(folder: &Path, program: &str, says: &'static [&'static str]) -> Case {
    let binary = folder.join(program).with_extension("");
    let source = programs().join(program);
    let status = Command::new("rustc")
        .args(["--edition=2024", "-o"])
        .args([&binary, &source])
        .status()
        .expect("rustc");
    assert!(status.success(), "{program}");
    let command = vec![binary.display().to_string()];
    Case {
        expectation: "threads.txt",
        command,
        exit_code: FAIL,
        says,
    }
}

fn verify(case: &Case) -> (Option<i32>, String, Duration) {
    let begun = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("verify")
        .arg(programs().join(case.expectation))
        .arg("--")
        .args(&case.command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xtask");
    let verifier = child.id();
    let output = child.wait_with_output().expect("xtask");
    let took = begun.elapsed();
    assert_eq!(
        left_by(verifier),
        Vec::<String>::new(),
        "{:?}",
        case.command
    );
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8(said).expect("a report is text"),
        took,
    )
}

/// The processes that a verifier started and that still run, by the mark in
/// their environment.
fn left_by(verifier: u32) -> Vec<String> {
    let mark = format!("OBSERVED_AS={verifier}.");
    let processes = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .map(|entry| entry.path());
    let marked = processes.filter(|process| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        environment
            .split(|&byte| byte == 0)
            .any(|v| v.starts_with(mark.as_bytes()))
    });
    marked
        .map(|process| process.display().to_string())
        .collect()
}

/// Judges the cases, a few at a time, and shows every wrong verdict at once.
fn check(cases: &[Case]) {
    let next = AtomicUsize::new(0);
    let judge = || {
        let mut wrong = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (exit_code, said, _) = verify(case);
            let silent: Vec<_> = case
                .says
                .iter()
                .filter(|text| !said.contains(**text))
                .collect();
            if exit_code != Some(case.exit_code) || !silent.is_empty() {
                let Case {
                    command,
                    exit_code: expected,
                    ..
                } = case;
                wrong.push(format!(
                    "{command:?}\nexit code {exit_code:?}, not {expected}; missing {silent:?}\n{said}"
                ));
            }
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(judge)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn right_programs_pass() {
    check(&[
        py(
            "threads.txt",
            "right_threads.py",
            PASS,
            &["  pass  ", "1 process, 3 threads"],
        ),
        py(
            "processes.txt",
            "right_processes.py fork",
            PASS,
            &["3 processes, 3 threads"],
        ),
        py(
            "processes.txt",
            "right_processes.py spawn",
            PASS,
            &["4 processes"],
        ),
        py(
            "processes.txt",
            "right_processes.py forkserver",
            PASS,
            &["5 processes"],
        ),
        py(
            "threads.txt",
            "right_caught.py",
            PASS,
            &["1 passed, 0 failed"],
        ),
        py("threads.txt", "sleeps.py 1", PASS, &["1 passed, 0 failed"]),
        py(
            "threads.txt",
            "lines.py crlf",
            PASS,
            &["its lines end in CR LF"],
        ),
        py(
            "threads.txt",
            "lines.py colours",
            PASS,
            &["its colour codes were not compared"],
        ),
        py(
            "threads.txt",
            "lines.py no newline",
            PASS,
            &["its last line has no line end"],
        ),
    ]);
}

#[test]
fn wrong_order_is_seen() {
    check(&[
        py(
            "threads.txt",
            "turns.py",
            FAIL,
            &["`Finished Thread-1` came before `Starting Thread-2`: the workers took turns"],
        ),
        py(
            "threads.txt",
            "no_join.py",
            FAIL,
            &["`All threads completed!` came before `Finished Thread-2`: main did not wait"],
        ),
    ]);
}

#[test]
fn wrong_times_are_seen() {
    check(&[
        py(
            "threads.txt",
            "sleeps.py 0",
            FAIL,
            &[
                "`Finished Thread-",
                " came 0.0",
                " s after `Starting Thread-",
                "; expected 0.95 to 1.5 s",
            ],
        ),
        py(
            "threads.txt",
            "sleeps.py 1.8",
            FAIL,
            &[" came 1.", "; expected 0.95 to 1.5 s"],
        ),
        py(
            "processes.txt",
            "buffered_processes.py",
            COULD_NOT_JUDGE,
            &["its output came all at once when it ended"],
        ),
        py(
            "threads.txt",
            "buffered.py",
            COULD_NOT_JUDGE,
            &[
                "could not judge",
                "its output came all at once when it ended, so the times are unknown",
                "flush=True",
            ],
        ),
    ]);
}

#[test]
fn wrong_lines_are_named() {
    check(&[
        py(
            "threads.txt",
            "lines.py missing",
            FAIL,
            &["`All threads completed!` came, but `Finished Thread-2` is missing"],
        ),
        py(
            "threads.txt",
            "lines.py doubled",
            FAIL,
            &["`Finished Thread-2` came once too often"],
        ),
        py(
            "threads.txt",
            "lines.py extra",
            FAIL,
            &["`Thanks for all the fish.` is not expected there"],
        ),
        py(
            "threads.txt",
            "lines.py case",
            FAIL,
            &[
                "`all Threads completed!` came, but `All threads completed!` was expected",
                "    came:     all Threads completed!\n              ^   ^\n",
            ],
        ),
        py(
            "threads.txt",
            "lines.py spacing",
            FAIL,
            &["`Starting  Thread-1` came, but `Starting Thread-1` was expected"],
        ),
        py(
            "threads.txt",
            "lines.py not utf-8",
            FAIL,
            &["`All \\xff threads completed!` came"],
        ),
        py(
            "threads.txt",
            "lines.py control",
            FAIL,
            &["`All threads completed!\\u{1b}]0;owned\\u{7}` came"],
        ),
        py(
            "threads.txt",
            "torn.py",
            FAIL,
            &[
                "two lines ran together in `Starting Thread-",
                "; print each in one write",
            ],
        ),
    ]);
}

#[test]
fn wrong_technique_is_seen() {
    check(&[
        py(
            "processes.txt",
            "threads_as_processes.py",
            FAIL,
            &[
                "saw 1 process with 3 threads after `Starting Process-",
                "; expected at least 3 processes",
            ],
        ),
        py(
            "threads.txt",
            "processes_as_threads.py",
            FAIL,
            &[
                "saw 3 processes with 3 threads after `Starting Thread-",
                "; expected 1 process with 3 threads",
            ],
        ),
        py(
            "threads.txt",
            "one_thread.py",
            FAIL,
            &[
                "saw 1 process with 1 thread after `Starting Thread-2`; expected 1 process with 3 threads",
            ],
        ),
    ]);
}

#[test]
fn hanging_programs_are_stopped() {
    check(&[
        py(
            "threads.txt",
            "hangs.py 0",
            FAIL,
            &[
                "printed nothing, and `Starting Thread-1` was expected; pid ",
                "hangs.py 0) was stopped after 1",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 2",
            FAIL,
            &[
                "`Finished Thread-1` did not come within 1",
                "was stopped after 1",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 4",
            FAIL,
            &[
                "`All threads completed!` did not come within 1",
                "was stopped after 1",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 5",
            FAIL,
            &["all its lines came, but it did not end; pid "],
        ),
        py(
            "threads.txt",
            "hangs.py 5  close",
            FAIL,
            &[
                "all its lines came, but it did not end; pid ",
                "hangs.py 5 close) was stopped after 1",
            ],
        ),
    ]);
}

#[test]
fn what_is_left_behind_is_named_and_stopped() {
    for place in ["group", "session"] {
        let program = format!("leaves_behind.py {place}");
        let says: &[&str] = &[
            " (sleep 600) behind when it ended; it was stopped",
            "left pid ",
        ];
        let case = py("threads.txt", &program, FAIL, says);
        check(&[case]);
    }
}

#[test]
fn wrong_ends_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    check(&[
        py(
            "threads.txt",
            "ends.py code  3",
            FAIL,
            &["ended with exit code 3; expected 0"],
        ),
        py(
            "threads.txt",
            "ends.py signal  11",
            FAIL,
            &["was killed by SIGSEGV"],
        ),
        py(
            "threads.txt",
            "raises.py",
            FAIL,
            &["a worker failed: ValueError: the disk is full"],
        ),
        rs(
            folder.path(),
            "panics.rs",
            &["a worker failed: thread '<unnamed>' (", "panicked at "],
        ),
        rs(
            folder.path(),
            "forgets.rs",
            &[
                "`All threads completed!` came, but `Finished Thread-1` is missing: main did not wait",
            ],
        ),
    ]);
}

#[test]
fn endless_output_is_stopped_at_the_cap() {
    check(&[
        py(
            "threads.txt",
            "endless.py lines",
            FAIL,
            &[
                "printed more than 4096 lines, and was stopped",
                "… and 4076 more lines",
            ],
        ),
        py(
            "threads.txt",
            "endless.py line",
            FAIL,
            &["printed a line of more than 8192 bytes, and was stopped"],
        ),
    ]);
}

/// What the verifier prints of a program that means no good must not reach the
/// grader's terminal as anything but text.
fn is_harmless(said: &str) -> bool {
    said.chars().all(|c| c == '\n' || !c.is_control())
}

#[test]
fn hostile_programs_are_judged_and_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("big");
    let file = file.display().to_string();
    const DEADLINE: u64 = 4;
    // A program, flags, the exit code, and what the report says.
    let cases: [(&str, &[&str], i32, &[&str]); 17] = [
        (
            "fork_bomb",
            &[],
            FAIL,
            &[" processes at once, and was stopped"],
        ),
        (
            "daemon",
            &[],
            FAIL,
            &[" behind when it ended; it was stopped"],
        ),
        (
            "double_fork",
            &[],
            FAIL,
            &[" behind when it ended; it was stopped"],
        ),
        (
            "ignore_signals",
            &[],
            FAIL,
            &["printed nothing", " was stopped after 4.0"],
        ),
        (
            "disguise",
            &[],
            FAIL,
            &["printed nothing", " was stopped after 4.0"],
        ),
        (
            "gibibyte",
            &[],
            FAIL,
            &["printed more than 4096 lines, and was stopped"],
        ),
        (
            "gibibyte",
            &["--max-lines=10"],
            FAIL,
            &["printed more than 10 lines"],
        ),
        (
            "long_line",
            &[],
            FAIL,
            &["printed a line of more than 8192 bytes"],
        ),
        ("escapes", &[], FAIL, &["\\u{1b}[2J", "pwned"]),
        ("reopen", &[], PASS, &["1 passed"]),
        (
            "own_terminal",
            &[],
            FAIL,
            &["No such device or address: '/dev/tty'"],
        ),
        ("exit_early", &[], FAIL, &["main did not wait"]),
        (
            "stop_itself",
            &[],
            FAIL,
            &["did not come within", " was stopped after 4.0"],
        ),
        ("zombie", &[], PASS, &["1 passed"]),
        (
            "memory",
            &["--max-memory=300"],
            FAIL,
            &["MiB of memory, and was stopped"],
        ),
        (
            "cpu",
            &["--max-cpu=1"],
            FAIL,
            &["used too much CPU time, and was stopped"],
        ),
        ("file", &["--max-file=4"], FAIL, &["File too large"]),
    ];
    for (program, flags, exit_code, says) in cases {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.arg("verify").arg(programs().join("threads.txt"));
        xtask
            .args(flags)
            .arg(format!("--deadline={DEADLINE}"))
            .arg("--");
        xtask.args([
            python(),
            &programs().join("hostile.py").display().to_string(),
        ]);
        xtask.args([program, &file]).stdin(Stdio::null());
        xtask.stdout(Stdio::piped()).stderr(Stdio::piped());
        let begun = Instant::now();
        let child = xtask.spawn().expect("xtask");
        let verifier = child.id();
        let output = child.wait_with_output().expect("xtask");
        let took = begun.elapsed();
        assert_eq!(left_by(verifier), Vec::<String>::new(), "{program}");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("a report is text");
        assert_eq!(output.status.code(), Some(exit_code), "{program}: {said}");
        for part in says {
            assert!(said.contains(part), "{program}: {said}");
        }
        assert!(is_harmless(&said), "{program}: {said:?}");
        assert!(
            took < Duration::from_secs(DEADLINE + 1),
            "{program}: {took:?}"
        );
    }
}

#[test]
fn what_cannot_be_started_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("student.py");
    fs::copy(programs().join("turns.py"), &script).expect("a copy");
    let invalid = folder.path().join("expected.txt");
    fs::write(&invalid, "[2s]\nlate\n").expect("a file");
    let case = |expectation, command: &Path, says| Case {
        expectation,
        command: vec![command.display().to_string()],
        exit_code: USAGE,
        says,
    };
    let invalid: &'static str = invalid.display().to_string().leak();
    check(&[
        case(
            "threads.txt",
            Path::new("no-such-program"),
            &[
                "error: failed to start `no-such-program`: ",
                "is it spelt right, and in PATH?",
            ],
        ),
        case(
            "threads.txt",
            &script,
            &["run it by its interpreter: `python3 "],
        ),
        case("none.txt", &script, &["there is no expectation file `"]),
        case(
            invalid,
            &script,
            &["expected.txt: line 1: `[2s]` counts from nowhere; put `[0s]` above"],
        ),
    ]);
}

#[test]
fn an_interrupt_stops_what_was_started() {
    for (signal, exit_code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(["verify", "threads.txt", "--", python(), "hangs.py", "2"])
            .current_dir(programs())
            .stdout(Stdio::piped());
        let child = command.spawn().expect("xtask");
        let verifier = child.id();
        thread::sleep(Duration::from_millis(500));
        let begun = Instant::now();
        let kill = Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(verifier.to_string())
            .status();
        assert!(kill.expect("kill").success());
        let output = child.wait_with_output().expect("xtask");
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(output.status.code(), Some(exit_code));
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("could not judge"), "{said}");
        assert!(said.contains("interrupted\n"), "{said}");
        assert_eq!(left_by(verifier), Vec::<String>::new());
    }
}

#[test]
fn a_reader_who_has_seen_enough_changes_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let program = programs().join("one_thread.py");
    command
        .args(["verify", "threads.txt", "--", python()])
        .arg(program);
    let mut child = command
        .current_dir(programs())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xtask");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("xtask");
    assert_eq!(output.status.code(), Some(FAIL));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
