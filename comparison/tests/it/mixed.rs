//! `mixed`: few requests to each way, and its reports from a record.

use crate::support::{MIXED, alone, comparison, finish, side_by_side, text};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const WAYS: [&str; 10] = [
    "cpython-threads",
    "cpython-short-interval",
    "cpython-process",
    "cpython-asyncio-thread",
    "cpython-asyncio-blocked",
    "gil",
    "rust-threads",
    "tokio-blocked",
    "tokio-spawn-blocking",
    "tokio-rayon",
];

fn mixed(arguments: &[&str]) -> Command {
    comparison(&[&["mixed"], arguments].concat())
}

fn record() -> Value {
    let record = fs::read(MIXED).expect("the record");
    serde_json::from_slice(&record).expect("JSON")
}

/// The reports of a record, with more arguments.
fn report(record: &Value, arguments: &[&str]) -> (Output, String) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("json");
    fs::write(&file, record.to_string()).expect("a record");
    let from = file.display().to_string();
    finish(mixed(&["--from", &from]).args(arguments))
}

#[test]
fn every_way_answers_and_the_record_gives_the_same_reports() {
    let _alone = alone();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let reports = |run: &str, arguments: &[&str]| {
        let mut command = mixed(arguments);
        for name in ["json", "markdown", "svg"] {
            command.args([format!("--{name}"), path(&format!("{run}.{name}"))]);
        }
        let (output, stdout) = finish(&mut command);
        assert_eq!(text(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0), "{stdout}");
        stdout
    };
    let measured = reports("measured", &["--requests", "10"]);
    let again = reports("again", &["--from", &path("measured.json")]);
    assert_eq!(measured, again);
    let read = |name: String| fs::read_to_string(path(&name)).expect("a report");
    for name in ["json", "markdown", "svg"] {
        let [measured, again] = ["measured", "again"].map(|run| read(format!("{run}.{name}")));
        assert_eq!(measured, again, "{name}");
    }

    let json: Value = serde_json::from_str(&read("measured.json".to_string())).expect("JSON");
    let rows = json["rows"].as_array().expect("rows");
    let ways = rows.iter().map(|row| row["way"].as_str().expect("a way"));
    assert!(ways.eq(WAYS), "{json}");
    for row in rows {
        // On a loaded machine there may be no figures, but no way fails.
        if row["missing"].is_null() {
            let late = row["late_s"].as_array().expect("answers");
            assert_eq!(late.len(), 10, "{row}");
            assert!(row["counts"].as_u64() > Some(0), "{row}");
        } else {
            assert_eq!(row["missing"]["kind"], "disturbed", "{row}");
        }
    }
}

#[test]
fn a_record_is_what_is_recorded_again_and_agrees_with_the_truth() {
    let _others = side_by_side();
    let (output, stdout) = finish(&mut mixed(&["--from", MIXED, "--check", "--json", "-"]));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout, fs::read_to_string(MIXED).expect("the record"));
    let said = text(&output.stderr);
    assert!(
        said.ends_with("\n10 verdicts agree with the truth table, 0 do not\n"),
        "{said}"
    );
}

#[test]
fn a_dot_stands_for_each_request() {
    let _others = side_by_side();
    let (_, svg) = finish(&mut mixed(&["--from", MIXED, "--svg", "-"]));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert_eq!(svg.matches("h0").count(), 10 * 200);
    for words in [
        "CPython: two threads",
        "Rust: tokio, rayon computes",
        "switch interval",
    ] {
        assert!(svg.contains(words), "{words}");
    }
}

#[test]
fn the_exit_code_tells_the_verdict() {
    let _others = side_by_side();
    let with = |way: usize, name: &str, value: Value| {
        let mut record = record();
        let row = record["rows"][way].as_object_mut().expect("a row");
        row.insert(name.to_string(), value);
        if name == "missing" {
            // A record has either figures or a reason why there are none.
            row.remove("p50_s");
        }
        record
    };
    let load = json!({ "kind": "disturbed", "why": { "load_percent": 97 } });
    let failed = json!({ "kind": "failed", "why": "it hung up" });
    // The record; the exit code without and with --check; what is said.
    let cases = [
        (
            record(),
            0,
            0,
            "10 verdicts agree with the truth table, 0 do not",
        ),
        (
            with(6, "p50_s", json!(0.0051)),
            0,
            1,
            "does not hold, UNEXPECTED (the truth table says no)",
        ),
        (
            with(6, "p50_s", json!(0.003)),
            0,
            3,
            "inconclusive: between the thresholds",
        ),
        (
            with(0, "missing", load),
            0,
            3,
            "inconclusive: others used 97 % of a core",
        ),
        (with(0, "missing", failed), 1, 1, "failed: it hung up"),
    ];
    for (record, plain, checked, said) in cases {
        assert_eq!(report(&record, &[]).0.status.code(), Some(plain), "{said}");
        let (output, stdout) = report(&record, &["--check"]);
        assert_eq!(output.status.code(), Some(checked), "{stdout}");
        assert!(stdout.contains(said), "{stdout}");
    }
    let mut incomplete = record();
    incomplete["requests"] = json!(201);
    let (output, stdout) = report(&incomplete, &[]);
    assert_eq!((output.status.code(), stdout.as_str()), (Some(2), ""));
    let stderr = text(&output.stderr);
    assert!(
        stderr.contains("it is not a complete record of `mixed`"),
        "{stderr}"
    );
}

#[test]
fn a_signal_ends_it_at_once() {
    let _alone = alone();
    let mut command = mixed(&[]);
    let running = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let running = running.expect("it starts");
    std::thread::sleep(Duration::from_millis(700));
    let pid = running.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.expect("kill").success());
    let signalled = Instant::now();
    let output = running.wait_with_output().expect("an end");
    assert!(signalled.elapsed() < Duration::from_secs(10));
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(text(&output.stderr), "error: interrupted\n");
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_program_asked_for_elsewhere_says_where_it_is() {
    let _others = side_by_side();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (output, _) = finish(&mut comparison(&["answer", "cpython-threads", &address]));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "error: cpython-threads is not in Rust: it is in mixed.py\n"
    );
}
