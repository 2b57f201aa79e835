//! `--transcript`: lines that a program printed elsewhere, judged by their order.

use crate::support::*;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// Judges this text, and returns the exit code and what is said.
fn judge_text(folder: &Path, text: &[u8]) -> (Option<i32>, String) {
    let file = folder.join("transcript.txt");
    fs::write(&file, text).expect("a file");
    let judged = run(judge().args([THREADS, "--transcript"]).arg(&file));
    (judged.code, judged.said())
}

/// What two threads print in this order: `S1` is `Starting Thread-1`.
fn printed(order: &str) -> String {
    let lines = order.split(' ').map(|line| match line.split_at(1) {
        ("S", thread) => format!("Starting Thread-{thread}\n"),
        ("F", thread) => format!("Finished Thread-{thread}\n"),
        _ => "All threads completed!\n".to_string(),
    });
    lines.collect()
}

const NOT_JUDGED: &str = "a transcript shows no times, processes, threads, writers or exit code";

#[test]
fn each_allowed_order_passes_and_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for starts in ["S1 S2", "S2 S1"] {
        for finishes in ["F1 F2", "F2 F1"] {
            let text = printed(&format!("{starts} {finishes} All"));
            let (code, said) = judge_text(folder.path(), text.as_bytes());
            assert_eq!(code, Some(PASS), "{said}");
            let lines: Vec<&str> = text.lines().collect();
            for pair in [&lines[..2], &lines[2..4]] {
                let order = format!(
                    "`{}`, then `{}`: the other order is allowed, too",
                    pair[0], pair[1]
                );
                assert!(said.contains(&order), "{said}");
            }
            assert!(said.contains(NOT_JUDGED), "{said}");
        }
    }
}

#[test]
fn a_wrong_output_is_told_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = [
        (
            printed("S1 F1 S2 F2 All"),
            "`Finished Thread-1` came before `Starting Thread-2`",
        ),
        (
            printed("S1 S2 All F1 F2"),
            "`All threads completed!` came before `Finished Thread-1`: main did not wait",
        ),
        (
            printed("S1 S2 F2 All"),
            "`All threads completed!` came, but `Finished Thread-1` is missing: main did not wait",
        ),
        (
            printed("S1 S2 F1 F2 F2 All"),
            "`Finished Thread-2` was printed too many times",
        ),
        (
            printed("S1 S2 F1 F2 All").replace("completed", "complete"),
            "`All threads complete!` came, but `All threads completed!` was expected",
        ),
    ];
    for (text, says) in cases {
        let (code, said) = judge_text(folder.path(), text.as_bytes());
        assert_eq!(code, Some(FAIL), "{said}");
        assert!(said.contains(says) && said.contains(NOT_JUDGED), "{said}");
        // The end, and when a line came, are not told as if they were known.
        assert!(
            !said.contains(" s  ") && !said.contains("exit code 0"),
            "{said}"
        );
    }
}

#[test]
fn when_it_ended_is_not_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let [expected, came] = ["expected.txt", "came.txt"].map(|name| folder.path().join(name));
    fs::write(&expected, "[0s]\nS\n\n[2s]\nF\n").expect("a file");
    fs::write(&came, "S\n").expect("a file");
    let judged = run(judge().arg(&expected).arg("--transcript").arg(&came));
    assert_eq!(judged.code, Some(FAIL));
    assert!(
        judged.stdout.contains("\n  `F` is missing\n"),
        "{}",
        judged.stdout
    );
}

#[test]
fn whatever_the_file_is_it_has_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let right = printed("S1 S2 F1 F2 All");
    let one_line = |line: &str, times| line.repeat(times).into_bytes();
    let utf16: Vec<u8> = "\u{feff}Starting Thread-1"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: [(Vec<u8>, i32, &str); 10] = [
        (Vec::new(), FAIL, "`Starting Thread-1` is missing"),
        (right.replace('\n', "\r\n").into(), PASS, "the other order"),
        (right.trim_end().into(), PASS, "the other order"),
        (format!("\u{feff}{right}").into(), PASS, "the other order"),
        (
            right.replace("All", "\u{1b}[1mAll\u{1b}[0m").into(),
            PASS,
            "the other order",
        ),
        (
            [right.as_bytes(), b"caf\xe9\n"].concat(),
            FAIL,
            "`caf\\xe9` is not expected there",
        ),
        (
            utf16,
            USAGE,
            "transcript.txt: it is UTF-16, as PowerShell writes it: save it as UTF-8",
        ),
        (
            one_line("x\n", 4097),
            USAGE,
            "it has more than 4096 lines: give those of one run",
        ),
        (
            one_line("x", 8193),
            USAGE,
            "line 1 is longer than 8192 bytes",
        ),
        (
            one_line("x", 3 << 20),
            USAGE,
            "it has more than 2 MiB: give the output of one run",
        ),
    ];
    for (text, code, says) in cases {
        let (ended, said) = judge_text(folder.path(), &text);
        assert_eq!(ended, Some(code), "{said}");
        assert!(said.contains(says), "{says}: {said}");
    }
    for (file, says) in [
        ("none.txt", "error: failed to read none.txt: "),
        ("/", "error: failed to read /: "),
        ("/dev/zero", "error: /dev/zero: it has more than 2 MiB"),
    ] {
        let judged = run(judge().args([THREADS, "--transcript", file]));
        let said = judged.said();
        assert_eq!(judged.code, Some(USAGE), "{said}");
        assert!(said.contains(says), "{said}");
    }
    // What only a run tells cannot be asked for.
    for option in [
        "--explain",
        "--svg=x",
        "--trace=x",
        "--runs=2",
        "--perturb",
        "--stderr",
    ] {
        let judged = run(judge().args([THREADS, "--transcript=x", option]));
        let said = judged.said();
        assert_eq!(judged.code, Some(USAGE), "{said}");
        assert!(said.contains("cannot be used with"), "{said}");
    }
}

#[test]
fn it_may_come_on_stdin_and_go_out_as_json() {
    let mut command = judge();
    command.args([THREADS, "--transcript", "-", "--json", "-"]);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = pipes.stderr(Stdio::null()).spawn().expect("judge");
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = printed("S1 F1 S2 F2 All");
    stdin.write_all(text.as_bytes()).expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("judge");
    assert_eq!(output.status.code(), Some(FAIL));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let run = &json["runs"][0];
    assert_eq!(run["verdict"], "fail");
    assert_eq!(run["findings"][0]["code"], "wrong-order");
    // Nobody knows when, by whom, or how it ended.
    for unknown in [
        "output",
        "exit_code",
        "elapsed_s",
        "writers",
        "lines",
        "threads",
    ] {
        assert!(run[unknown].is_null(), "{unknown}: {run}");
    }
}
