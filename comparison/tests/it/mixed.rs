//! `mixed`: few requests to each way, and its reports from a record.

use crate::support::{MIXED, RECORD, Reports, alone, comparison, finish};
use crate::support::{record, report, send, side_by_side, start, text};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

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

#[test]
fn every_way_answers_and_the_record_gives_the_same_reports() {
    let measured = {
        let _alone = alone();
        Reports::of(&["mixed", "--requests", "10"], &["json", "markdown", "svg"])
    };
    assert_eq!(text(&measured.output.stderr), "");
    let stdout = text(&measured.output.stdout);
    assert_eq!(measured.output.status.code(), Some(0), "{stdout}");
    measured.assert_repeated(&["mixed"]);

    let json: Value = serde_json::from_str(&measured.read("json")).expect("JSON");
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
        let mut record = record(MIXED);
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
            record(MIXED),
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
        assert_eq!(
            report(&record, &["mixed"]).0.status.code(),
            Some(plain),
            "{said}"
        );
        let (output, stdout) = report(&record, &["mixed", "--check"]);
        assert_eq!(output.status.code(), Some(checked), "{stdout}");
        assert!(stdout.contains(said), "{stdout}");
    }
    let mut incomplete = record(MIXED);
    incomplete["requests"] = json!(201);
    let cases = [
        (incomplete, "it is not a complete record of `mixed`"),
        // Of another measurement.
        (
            record(RECORD),
            "as a record of `mixed`, its version is 2, not 1",
        ),
    ];
    for (record, expected) in cases {
        let (output, stdout) = report(&record, &["mixed"]);
        assert_eq!((output.status.code(), stdout.as_str()), (Some(2), ""));
        let stderr = text(&output.stderr);
        assert!(stderr.contains(expected), "{stderr}");
    }
}

#[test]
fn a_signal_ends_it_at_once() {
    let _alone = alone();
    let running = start(&mut mixed(&[]));
    std::thread::sleep(Duration::from_millis(700));
    send("-INT", &running);
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
