//! Programs that mean no good.

use crate::support::{self, FAIL, PASS, THREADS, judge, python, run};
use std::time::Duration;

/// What the judge prints of a program that means no good must not reach the
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
            &["the program was still ", " after 4."],
        ),
        (
            "disguise",
            &[],
            FAIL,
            &["the program was still ", " after 4."],
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
            &["the program was still ", " after 4."],
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
        let mut command = judge();
        command.arg(THREADS).args(flags);
        // What ends by itself, or by another limit, has its time, however busy the
        // machine is.
        let is_stopped = says.contains(&" after 4.");
        let deadline = if is_stopped { DEADLINE } else { 30 };
        command.arg(format!("--deadline={deadline}")).arg("--");
        command.args([python(), &support::program("hostile.py")]);
        let judged = run(command.args([program, &file]));
        let (said, took) = (judged.said(), judged.took);
        assert_eq!(judged.code, Some(exit_code), "{program}: {said}");
        for part in says {
            assert!(said.contains(part), "{program}: {said}");
        }
        assert!(is_harmless(&said), "{program}: {said:?}");
        assert!(
            took < Duration::from_secs(deadline + 1),
            "{program}: {took:?}"
        );
    }
}
