//! The whole comparison, as a user runs it: one round of each program.
#![cfg(target_os = "linux")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Two comparisons at once would disturb each other.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The techniques whose I/O-bound work is in the picture.
const PYTHON: [&str; 4] = ["sequential", "threading", "multiprocessing", "asyncio"];

fn comparison(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comparison"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn finish(command: &mut Command) -> (Output, String) {
    let output = command.output().expect("it starts");
    let stdout = text(&output.stdout);
    (output, stdout)
}

/// What the observer marks its programs with, when `pid` observes.
fn watched_by(pid: u32) -> usize {
    let mark = format!("OBSERVED_AS={pid}.");
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let environments =
        processes.filter_map(|process| fs::read(process.path().join("environ")).ok());
    let marked = environments.filter(|environment| text(environment).contains(&mark));
    marked.count()
}

#[test]
fn all_reports_tell_the_same() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (output, stdout) = finish(&mut comparison(&[
        "--check",
        "--rounds=1",
        "--json",
        &path("json"),
        "--markdown",
        &path("markdown"),
        "--trace",
        &path("trace"),
        "--svg",
        &path("svg"),
    ]));
    // On a loaded machine a verdict may be inconclusive, but never wrong.
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}\n{stdout}");
    assert_eq!(text(&output.stderr), "");
    assert!(!stdout.contains("UNEXPECTED"), "{stdout}");
    let read = |name| fs::read_to_string(path(name)).expect(name);
    let json: Value = serde_json::from_str(&read("json")).expect("JSON");
    assert_eq!(json["version"], 1);
    let series = json["series"].as_array().expect("series");
    assert_eq!(series.len(), 24);

    let mut shown = 0;
    for series in series {
        let run = &series["runs"][0];
        let jobs = if series["work"] == "io" { 8 } else { 2 };
        let technique = series["technique"].as_str().expect("a name");
        if series["missing"].is_null() {
            assert_eq!(
                run["jobs"].as_array().map(Vec::len),
                Some(jobs),
                "{technique}"
            );
            assert_eq!(run["wall_s"], series["wall_median_s"]);
            let wall = format!(" {:.3} s", run["wall_s"].as_f64().expect("a number"));
            let speed_up = series["speed_up"].as_f64().map(|n| format!("{n:.2}×"));
            let is_rust = series["language"] == "Rust";
            for report in [&stdout, &read("markdown")] {
                // The table of the language: Rust's comes first.
                let (rust, python) = report.split_once("\nCPython 3").expect("two tables");
                let report = if is_rust { rust } else { python };
                let row = |line: &&str| {
                    let line = line.trim_start_matches("| ");
                    line.starts_with(technique) && line.contains(&wall)
                };
                let row = report.lines().find(row).expect(technique);
                assert!(
                    speed_up
                        .as_ref()
                        .is_none_or(|speed_up| row.contains(speed_up)),
                    "{row}"
                );
            }
            let in_picture = series["work"] == "cpu" || PYTHON.contains(&technique);
            shown += usize::from(in_picture);
        }
    }

    let claims = json["claims"].as_array().expect("claims");
    assert_eq!(claims.len(), 19);
    for claim in claims {
        let says = claim["says"].as_str().expect("a sentence");
        assert!(
            stdout.contains(says) && read("markdown").contains(says),
            "{says}"
        );
        for language in ["cpython", "rust"] {
            let finding = &claim[language];
            let word = if finding["verdict"].is_null() {
                "missing"
            } else {
                "verdict"
            };
            let word = finding[word].as_str().expect("a word");
            assert!(stdout.contains(word), "{word}");
        }
    }
    check_trace(&serde_json::from_str(&read("trace")).expect("JSON"));
    check_svg(&read("svg"), shown);
}

/// The rules of the Trace Event Format for complete events and metadata: events
/// of one track nest, and metadata names every track and every process.
fn check_trace(trace: &Value) {
    let mut tracks: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
    let (mut processes, mut named) = (BTreeSet::new(), BTreeSet::new());
    for event in trace["traceEvents"].as_array().expect("events") {
        let number = |name: &str| event[name].as_u64();
        let (pid, tid) = (number("pid").expect("a pid"), number("tid").expect("a tid"));
        match (event["ph"].as_str(), event["name"].as_str()) {
            (Some("M"), Some("process_name")) => {
                assert!(event["args"]["name"].is_string() && processes.insert(pid));
            }
            (Some("M"), Some("thread_name")) => {
                assert!(event["args"]["name"].is_string() && named.insert((pid, tid)));
            }
            (Some("M"), Some("process_sort_index")) => {
                assert!(event["args"]["sort_index"].is_u64());
            }
            (Some("X"), Some(name)) => {
                assert!(!name.is_empty());
                let from = number("ts").expect("a start");
                let to = from + number("dur").expect("a duration");
                tracks.entry((pid, tid)).or_default().push((from, to));
            }
            other => panic!("{other:?}"),
        }
    }
    for ((pid, tid), events) in &tracks {
        assert!(
            processes.contains(pid) && named.contains(&(*pid, *tid)),
            "{pid} {tid}"
        );
        for (number, one) in events.iter().enumerate() {
            for other in &events[number + 1..] {
                let apart = one.1 <= other.0 || other.1 <= one.0;
                let within = |a: &(u64, u64), b: &(u64, u64)| a.0 >= b.0 && a.1 <= b.1;
                assert!(
                    apart || within(one, other) || within(other, one),
                    "{one:?} {other:?}"
                );
            }
        }
    }
}

fn check_svg(svg: &str, shown: usize) {
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("width=\"800\""));
    for name in [
        "Rust",
        "CPython",
        "threading",
        "gil",
        "crossbeam",
        "CPU-bound",
        "I/O-bound",
    ] {
        assert!(svg.contains(name), "{name}");
    }
    // At least one rectangle for each result that is shown.
    assert!(svg.matches("<rect ").count() >= shown);
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
    let failed = |series: &&Value| {
        let missing = series["missing"].as_str();
        missing.is_some_and(|missing| missing.starts_with("failed"))
    };
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
fn without_python_the_rest_stands() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let mut command = comparison(&["--rounds=1"]);
    let (output, stdout) = finish(command.env("PATH", folder.path()));
    assert_eq!(output.status.code(), Some(0), "{stdout}");
    assert!(
        stdout.contains("CPython       no python3 in PATH\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains("CPython: not measured: no python3 in PATH\n"),
        "{stdout}"
    );
    let cells = stdout.matches("not measured: no python3 in PATH").count();
    assert_eq!(cells, 1 + 19, "{stdout}");
    assert!(stdout.contains("\nRust: 8 downloads"), "{stdout}");
}

#[test]
fn a_file_that_cannot_be_written_is_found_out_before() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let cases: [(&[&str], &str); 4] = [
        (&["--svg", &path("missing/x.svg")], "cannot write"),
        (&["--json", &path("")], "it is a folder"),
        (&["--trace", "/dev/null/x"], "cannot write"),
        (
            &["--json", "-", "--svg", "-"],
            "only one report can go to -",
        ),
    ];
    for (arguments, expected) in cases {
        let begun = Instant::now();
        let (output, stdout) = finish(&mut comparison(arguments));
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(2), ""),
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

#[test]
fn a_signal_stops_everything() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let json = folder.path().join("json");
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut command = comparison(&["--json", &json.display().to_string()]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let running = command.spawn().expect("it starts");
        let pid = running.id();
        let begun = Instant::now();
        while watched_by(pid) == 0 {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "it measures nothing"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        let status = Command::new("kill")
            .args([signal, &pid.to_string()])
            .status();
        assert!(status.expect("kill").success());
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
