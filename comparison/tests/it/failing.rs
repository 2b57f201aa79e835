//! What fails: a program, a report, the task itself; and what is interrupted.

use crate::support::{alone, comparison, finish, send, side_by_side, start, text};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the observer marks its programs with, when `pid` observes.
fn watched_by(pid: u32) -> usize {
    let mark = format!("OBSERVED_AS={pid}.");
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let environments =
        processes.filter_map(|process| fs::read(process.path().join("environ")).ok());
    let marked = environments.filter(|environment| text(environment).contains(&mark));
    marked.count()
}

/// A `python3` that answers what it is, and then does what `script` says with a
/// technique in `$2`.
fn false_python(script: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let python = folder.path().join("python3");
    let answer = format!("cpython 3 11 3.11.99 True {}", python.display());
    let script = format!("#!/bin/sh\nif [ \"$1\" = -S ]; then echo {answer}; exit; fi\n{script}\n");
    fs::write(&python, script).expect("a script");
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).expect("its rights");
    folder
}

#[test]
fn a_program_that_fails_is_named_and_the_rest_goes_on() {
    let _alone = alone();
    let python = false_python(
        "case $2 in\n\
         sequential) echo Starting Job-1; echo error: Job-1 has a wrong answer >&2; exit 1;;\n\
         threading) echo Starting Job-1; kill -9 $$;;\n\
         asyncio) echo Starting Job-1; exit 0;;\n\
         *) echo hello;;\n\
         esac",
    );
    let path = format!("{}:/usr/bin:/bin", python.path().display());
    let mut command = comparison(&["--rounds=1", "--json=-"]);
    let (output, stdout) = finish(command.env("PATH", path));
    let report = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{report}");
    for (technique, how) in [
        ("sequential", "exit code 1: Job-1 has a wrong answer"),
        ("threading", "killed by signal SIGKILL"),
        ("asyncio", "Job-1 was not finished"),
        ("multiprocessing", "it printed `hello`"),
    ] {
        for work in ["io", "cpu"] {
            let note = format!("CPython {technique}, {work}: failed: {how}\n");
            assert!(report.contains(&note), "{note}{report}");
        }
    }
    assert!(report.contains("CPython 3.11.99"), "{report}");
    let json: Value = serde_json::from_str(&stdout).expect("JSON on stdout");
    let series = json["series"].as_array().expect("series");
    let failed = |series: &&Value| series["missing"]["kind"] == "failed";
    assert_eq!(series.iter().filter(failed).count(), 8);
    let rust = series.iter().filter(|series| series["language"] == "Rust");
    assert!(rust.clone().all(|series| !failed(&series)));
    // Each was run, whether something disturbed it or not.
    for series in rust {
        let kept = series["runs"].as_array().map_or(0, Vec::len);
        let disturbed = series["disturbed_runs"].as_u64().unwrap_or_default();
        assert!(kept > 0 || disturbed > 0, "{}", series["technique"]);
    }
}

#[test]
fn a_file_that_cannot_be_written_is_found_out_before() {
    let _others = side_by_side();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let cases: [(&[&str], i32, &str); 4] = [
        (&["--svg", &path("missing/x.svg")], 4, "cannot write"),
        (&["--json", &path("")], 4, "it is a folder"),
        (&["--trace", "/dev/null/x"], 4, "cannot write"),
        (
            &["--json", "-", "--svg", "-"],
            2,
            "only one report can go to -",
        ),
    ];
    for (arguments, code, expected) in cases {
        let begun = Instant::now();
        let (output, stdout) = finish(&mut comparison(arguments));
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(code), ""),
            "{stderr}"
        );
        assert!(
            stderr.starts_with("error: ") && stderr.contains(expected),
            "{stderr}"
        );
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
}

/// Without descriptors, there is neither a server nor an observer.
#[test]
fn what_the_task_itself_lacks_is_no_verdict() {
    let _others = side_by_side();
    let program = env!("CARGO_BIN_EXE_comparison");
    for arguments in ["--rounds 1", "run sequential io"] {
        let script = format!("ulimit -n 6; exec \"$0\" {arguments}");
        let (output, stdout) = finish(Command::new("sh").args(["-c", &script, program]));
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(4), ""),
            "{stderr}"
        );
        assert!(stderr.starts_with("error: failed to "), "{stderr}");
    }
}

#[test]
fn a_signal_stops_everything() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let json = folder.path().join("json");
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let running = start(comparison(&["--json"]).arg(&json));
        let pid = running.id();
        let begun = Instant::now();
        while watched_by(pid) == 0 {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "it measures nothing"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        send(signal, &running);
        let signalled = Instant::now();
        let output = running.wait_with_output().expect("an end");
        assert!(signalled.elapsed() < Duration::from_secs(10));
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(text(&output.stdout), "");
        assert_eq!(text(&output.stderr), "error: interrupted\n");
        assert_eq!(watched_by(pid), 0);
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}
