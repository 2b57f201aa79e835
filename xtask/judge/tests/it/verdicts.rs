//! What is said of each way to be wrong.

use crate::support::*;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A command, and what the judge must say of it.
struct Case {
    expectation: &'static str,
    command: Vec<String>,
    exit_code: i32,
    /// Each of these is in the report.
    says: &'static [&'static str],
}

/// A case for a Python program and its arguments.
fn py(
    expectation: &'static str,
    program: &str,
    exit_code: i32,
    says: &'static [&'static str],
) -> Case {
    let (name, arguments) = program.split_once(' ').unwrap_or((program, ""));
    let mut command = vec![python().to_string(), crate::support::program(name)];
    // "not utf-8" is one argument: arguments are parted by two spaces.
    let arguments = arguments.split("  ").filter(|a| !a.is_empty());
    command.extend(arguments.map(str::to_string));
    Case {
        expectation,
        command,
        exit_code,
        says,
    }
}

/// A case for a wrong Rust program, compiled into `folder`.
fn rs(folder: &Path, program: &str, says: &'static [&'static str]) -> Case {
    Case {
        expectation: "threads.txt",
        command: vec![compile(folder, program)],
        exit_code: FAIL,
        says,
    }
}

/// Judges the cases, a few at a time, and shows every wrong verdict at once.
fn check(cases: &[Case]) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let expectation = program(case.expectation);
            let judged = run(judge().args([&expectation, "--"]).args(&case.command));
            let (exit_code, said) = (judged.code, judged.said());
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
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(work)).collect();
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
        py("threads.txt", "logs.py", PASS, &["1 passed, 0 failed"]),
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
            "prints_after.py",
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
                "; expected 0.95 to 1.05 s",
            ],
        ),
        py(
            "threads.txt",
            "sleeps.py 1.8",
            FAIL,
            &[" came 1.", "; expected 0.95 to 1.05 s"],
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
            &["`Finished Thread-2` was printed too many times"],
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

/// The lines came, but not where they are read; or nobody waited for them.
#[test]
fn missing_lines_are_explained() {
    check(&[
        py(
            "workers.txt",
            "workers.py daemons",
            FAIL,
            &[
                "  it ended 0.",
                " s after `Starting Thread-",
                "`, and `Finished Thread-1` and `Finished Thread-2` did not come: main did not wait",
            ],
        ),
        py(
            "workers.txt",
            "workers.py stderr",
            FAIL,
            &["all its lines came on stderr; print them to stdout"],
        ),
        py(
            "workers.txt",
            "workers.py alone",
            FAIL,
            &[
                "were both written by main; expected a thread of its own for each; main wrote \
                 every line, though 2 other threads lived: where the language's runtime",
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
    const STILL: &str = "the program was still running after 1";
    check(&[
        py(
            "threads.txt",
            "hangs.py 0",
            FAIL,
            &[
                STILL,
                "`Starting Thread-1` did not come; main waited in a lock, a queue or a join, \
                 silent thread 1 and silent thread 2 slept",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 2",
            FAIL,
            &[
                STILL,
                "`Finished Thread-1` did not come; main waited in a lock",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 4",
            FAIL,
            &[
                STILL,
                "`All threads completed!` did not come; main waited in a lock",
            ],
        ),
        py(
            "threads.txt",
            "hangs.py 5",
            FAIL,
            &[STILL, "all its lines had come; main waited in a lock"],
        ),
        py(
            "threads.txt",
            "hangs.py 5  close",
            FAIL,
            &[STILL, "all its lines had come; main waited in a lock"],
        ),
    ]);
}

/// Two threads that each hold the lock which the other one waits for: that is certain
/// long before the deadline.
#[test]
fn a_deadlock_is_told_at_once_with_what_each_thread_waits_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let deadline = Duration::from_secs(300);
    let cases: [(Vec<String>, &str); 2] = [
        (
            vec![python().to_string(), program("lock_order.py")],
            " s: a deadlock? `Finished Thread-1` did not come; main, thread 1 and thread 2 \
             waited in a lock, a queue or a join\n",
        ),
        (
            vec![compile(folder.path(), "lock_order.rs")],
            " s: a deadlock? `Finished Thread-1` did not come; main waited for thread 1 to \
             end, thread 1 and thread 2 waited in a lock, a queue or a join\n",
        ),
    ];
    for (command, says) in cases {
        let deadline_option = format!("--deadline={}", deadline.as_secs());
        let judged = run(judge()
            .args([THREADS, &deadline_option, "--"])
            .args(command));
        let said = judged.said();
        assert_eq!(judged.code, Some(FAIL), "{said}");
        assert!(
            said.contains("the program was still waiting after "),
            "{said}"
        );
        assert!(said.contains(says), "{said}");
        assert!(judged.took < deadline / 2, "{:?}", judged.took);
    }
}

#[test]
fn what_is_left_behind_is_named_and_stopped() {
    for place in ["group", "session"] {
        let program = format!("leaves_behind.py {place}");
        let says: &[&str] = &["left `sleep 600` behind when it ended; it was stopped"];
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
            &["a worker failed: thread '<unnamed>' panicked at "],
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

/// A crash is found wherever stderr tells it; or it is said that a part of stderr is
/// not known.
#[test]
fn a_worker_that_fails_is_found() {
    let failed: &[&str] = &["a worker failed: ValueError: the disk is full"];
    check(&[
        py("threads.txt", "fails.py bar", FAIL, failed),
        py("threads.txt", "fails.py return", FAIL, failed),
        py("threads.txt", "fails.py low", FAIL, failed),
        py(
            "threads.txt",
            "fails.py cut",
            PASS,
            &["the middle of its stderr was too long to keep: it may tell of a crash"],
        ),
    ]);
}

/// What a tracer keeps from running is not the program's fault.
#[test]
fn what_does_not_run_under_a_tracer_is_judged_without() {
    let program = program("traces_itself.py");
    let traced = run(judge().args([THREADS, "--", python(), &program]));
    let said = traced.said();
    assert_eq!(traced.code, Some(COULD_NOT_JUDGE), "{said}");
    let advice = "(`ptrace: Operation not permitted`); judge it with `--writers off`";
    assert!(said.contains(advice), "{said}");
    let off = ["--writers", "off", "--", python(), &program];
    let untraced = run(judge().arg(THREADS).args(off));
    assert_eq!(untraced.code, Some(PASS), "{}", untraced.said());
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
            "endless.py long",
            FAIL,
            &["printed 2045 KiB, and was stopped", "more lines"],
        ),
        py(
            "threads.txt",
            "endless.py line",
            FAIL,
            &["printed a line of more than 8192 bytes, and was stopped"],
        ),
    ]);
}
