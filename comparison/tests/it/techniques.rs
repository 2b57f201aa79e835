//! Each technique by itself, as a user runs it, and its Python twin.

use crate::support::{PYTHON, comparison, side_by_side, text};
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const RUST: [&str; 8] = [
    "sequential",
    "threading",
    "gil",
    "multiprocessing",
    "asyncio",
    "rayon",
    "crossbeam",
    "tokio",
];
const TWIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/example.py");

fn rust() -> Command {
    comparison(&[])
}

fn python() -> Command {
    let mut command = Command::new("python3");
    command.arg(TWIN);
    command
}

fn run(command: &mut Command, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output: Output = command.args(arguments).output().expect("it starts");
    let code = output.status.code();
    (code, text(&output.stdout), text(&output.stderr))
}

/// All jobs were begun and finished, each in that order and once.
fn assert_done(printed: &str, jobs: usize, what: &str) {
    let mut lines: Vec<&str> = printed.lines().collect();
    for job in 1..=jobs {
        let at = |line: String| lines.iter().position(|printed| **printed == line);
        let (started, finished) = (
            at(format!("Starting Job-{job}")),
            at(format!("Finished Job-{job}")),
        );
        assert!(started.is_some() && started < finished, "{what}: {printed}");
    }
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 2 * jobs, "{what}: {printed}");
}

#[test]
fn every_technique_does_every_job_once() {
    let _others = side_by_side();
    let programs = RUST.map(|technique| (technique, rust as fn() -> Command));
    let twins = PYTHON.map(|technique| (technique, python as fn() -> Command));
    for (technique, program) in programs.into_iter().chain(twins) {
        for (work, jobs) in [("io", 3), ("cpu", 2), ("io", 1)] {
            let arguments = ["run", technique, work, "--jobs", &jobs.to_string()];
            let mut command = program();
            let skipped = usize::from(command.get_program() == "python3");
            let (code, stdout, stderr) = run(&mut command, &arguments[skipped..]);
            let what = format!("{command:?}");
            assert_eq!((code, stderr.as_str()), (Some(0), ""), "{what}");
            assert_done(&stdout, jobs, &what);
        }
    }
}

#[test]
fn sequential_jobs_take_turns_and_waiting_coroutines_do_not() {
    let _others = side_by_side();
    for program in [rust as fn() -> Command, python] {
        let order = |technique| {
            let mut command = program();
            if command.get_program() != "python3" {
                command.arg("run");
            }
            let (_, stdout, _) = run(&mut command, &[technique, "io", "--jobs", "3"]);
            let starts = stdout.lines().map(|line| line.starts_with("Starting"));
            starts.collect::<Vec<_>>()
        };
        assert_eq!(order("sequential"), [true, false, true, false, true, false]);
        assert_eq!(order("asyncio"), [true, true, true, false, false, false]);
    }
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let _others = side_by_side();
    let cases: [(&[&str], &[&str]); 6] = [
        (
            &["run", "threadin", "io"],
            &[
                "'threadin'",
                "sequential, threading, gil",
                "similar value exists: 'threading'",
            ],
        ),
        (
            &["run", "rayon", "disk"],
            &["'disk'", "possible values: io, cpu"],
        ),
        (
            &["run", "rayon", "io", "--jobs", "0"],
            &["0 is not in 1..=100"],
        ),
        (
            &["run", "rayon", "io", "--jobs", "1000"],
            &["1000 is not in 1..=100"],
        ),
        (&["--rounds", "0"], &["0 is not in 1..=1000"]),
        (&["run"], &["<TECHNIQUE>", "<WORK>"]),
    ];
    for (arguments, expected) in cases {
        let begun = Instant::now();
        let (code, stdout, stderr) = run(&mut rust(), arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        for part in expected {
            assert!(stderr.contains(part), "{stderr}");
        }
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn a_server_that_answers_wrongly_makes_the_job_fail() {
    let _others = side_by_side();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut name = String::new();
            let mut reader = BufReader::new(stream);
            let _ = reader.read_line(&mut name);
            let wrong = name.repeat(4095) + "Job-0\n";
            let _ = std::io::Write::write_all(reader.get_mut(), wrong.as_bytes());
        }
    });
    for technique in RUST {
        let arguments = ["run", technique, "io", "--jobs", "2", "--server", &address];
        let (code, stdout, stderr) = run(&mut rust(), &arguments);
        assert_eq!(code, Some(1), "{technique}: {stderr}");
        assert!(stderr.contains("error: "), "{technique}: {stderr}");
        assert!(
            stderr.contains("a wrong byte at position 24574"),
            "{technique}: {stderr}"
        );
        assert!(!stdout.contains("Finished"), "{technique}: {stdout}");
    }
    for technique in PYTHON {
        let arguments = [technique, "io", "--jobs", "2", "--server", &address];
        let (code, stdout, stderr) = run(&mut python(), &arguments);
        assert_eq!(code, Some(1), "{technique}: {stderr}");
        assert!(
            stderr.contains("has a wrong answer"),
            "{technique}: {stderr}"
        );
        assert!(!stdout.contains("Finished"), "{technique}: {stdout}");
    }
}

#[test]
fn a_server_that_hangs_up_makes_the_job_fail() {
    let _others = side_by_side();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    // Closed at once, often before the question has come.
    std::thread::spawn(move || listener.incoming().for_each(drop));
    for technique in RUST {
        for _ in 0..5 {
            let arguments = ["run", technique, "io", "--jobs", "3", "--server", &address];
            let (code, stdout, stderr) = run(&mut rust(), &arguments);
            assert_eq!(code, Some(1), "{technique}: {stderr}");
            assert!(stderr.starts_with("error: "), "{technique}: {stderr}");
            assert!(!stdout.contains("Finished"), "{technique}: {stdout}");
        }
    }
}

#[test]
fn nobody_to_read_the_output_is_no_error() {
    let _others = side_by_side();
    for technique in RUST {
        let mut command = rust();
        command.args(["run", technique, "io"]);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = command.stdout(writer).stderr(Stdio::piped()).output();
        let output = output.expect("it starts");
        assert_eq!(text(&output.stderr), "", "{technique}");
        assert_eq!(output.status.code(), Some(0), "{technique}");
    }
}

/// The server's own standard output, and whether it ends with its parent.
#[test]
fn the_server_ends_with_who_started_it() {
    let _others = side_by_side();
    let mut command = rust();
    command
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut server = command.spawn().expect("a server");
    let mut address = String::new();
    let mut stdout = BufReader::new(server.stdout.take().expect("its output"));
    stdout.read_line(&mut address).expect("its address");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    assert!(server.try_wait().expect("a look").is_none());
    drop(server.stdin.take());
    assert!(server.wait().expect("an end").success());
}
