//! Reports and exit codes, from a record: nothing is measured.

use crate::support::{RECORD, comparison, finish, record, report, text};
use serde_json::{Value, json};
use std::fs;

/// The series of one program.
fn series<'a>(record: &'a mut Value, language: &str, technique: &str, work: &str) -> &'a mut Value {
    let all = record["series"].as_array_mut().expect("series");
    let is_it = |series: &&mut Value| {
        series["language"] == language && series["technique"] == technique && series["work"] == work
    };
    all.iter_mut().find(is_it).expect("a series")
}

/// CPython's threads reached `speed_up`, and were busy at once for a share of the time.
fn with_speed_up(speed_up: f64, side_by_side: f64) -> Value {
    let mut record = record(RECORD);
    let threading = series(&mut record, "CPython", "threading", "cpu");
    threading["speed_up"] = json!(speed_up);
    threading["cores_busy_median"] = json!(speed_up);
    threading["side_by_side_median"] = json!(side_by_side);
    record
}

/// There is no result of CPython's threads.
fn without(missing: &Value) -> Value {
    let mut record = record(RECORD);
    series(&mut record, "CPython", "threading", "cpu")["missing"] = missing.clone();
    // A record has either figures or a reason why there are none.
    for name in ["wall_median_s", "typical_run"] {
        let series = series(&mut record, "CPython", "threading", "cpu");
        series.as_object_mut().expect("a series").remove(name);
    }
    record
}

#[test]
fn a_record_is_what_is_recorded_again() {
    let (output, stdout) = finish(&mut comparison(&["--from", RECORD, "--json", "-"]));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout, fs::read_to_string(RECORD).expect("the record"));
}

#[test]
fn the_exit_code_tells_the_verdict() {
    let mut load_and_between = without(&json!({ "kind": "steady-load" }));
    series(&mut load_and_between, "Rust", "multiprocessing", "cpu")["speed_up"] = json!(1.4);
    let mut one_core = record(RECORD);
    one_core["machine"]["cores"] = json!(1);
    let failed = without(&json!({ "kind": "failed", "why": "exit code 1" }));
    let load = json!({ "kind": "disturbed", "why": { "load_percent": 41 } });
    // The record; the exit code without and with --check; counts of verdicts,
    // whether a load is the only cause, and the first problem.
    let cases = [
        (record(RECORD), 0, 0, [29, 0, 0, 0, 9], false, ""),
        (one_core, 0, 0, [10, 0, 0, 19, 9], false, ""),
        (
            with_speed_up(1.97, 1.0),
            0,
            1,
            [23, 6, 0, 0, 9],
            false,
            "it lets one thread run at a time, which limits CPU-bound work: CPython 3.11.7 does \
             not hold, UNEXPECTED (the truth table says yes): 1.97× with 2 threads",
        ),
        (
            with_speed_up(1.4, 0.3),
            0,
            3,
            [23, 0, 6, 0, 9],
            false,
            "it lets one thread run at a time, which limits CPU-bound work: CPython 3.11.7 \
             inconclusive: between the thresholds: 1.40× with 2 threads",
        ),
        (
            without(&load),
            0,
            3,
            [23, 0, 6, 0, 9],
            true,
            "no result of CPython threading, cpu: inconclusive: others used 41 % of a core",
        ),
        (
            without(&json!({ "kind": "steady-load" })),
            0,
            3,
            [23, 0, 6, 0, 9],
            true,
            "no result of CPython threading, cpu: inconclusive: background load throughout",
        ),
        (
            load_and_between,
            0,
            3,
            [20, 0, 9, 0, 9],
            false,
            "multiprocessing is best for CPU-bound tasks: Rust inconclusive: between the thresholds: \
             multiprocessing 1.40×, the best ",
        ),
        (
            without(&json!({ "kind": "disturbed", "why": "unseen" })),
            0,
            3,
            [23, 0, 6, 0, 9],
            false,
            "no result of CPython threading, cpu: inconclusive: no process sample while the jobs ran",
        ),
        (
            failed.clone(),
            1,
            1,
            [23, 0, 0, 6, 9],
            false,
            "CPython threading, cpu: failed: exit code 1",
        ),
    ];
    for (record, plain, checked, counts, only_foreign_load, problem) in cases {
        assert_eq!(
            report(&record, &[]).0.status.code(),
            Some(plain),
            "{problem}"
        );
        let (output, stdout) = report(&record, &["--check", "--json", "-"]);
        assert_eq!(output.status.code(), Some(checked), "{problem}");
        let json: Value = serde_json::from_str(&stdout).expect("JSON");
        let check = &json["check"];
        let names = [
            "agree",
            "contradict",
            "inconclusive",
            "not_shown",
            "not_counted",
        ];
        let counted = names.map(|name| check[name].as_u64().expect(name));
        assert_eq!(counted, counts, "{problem}");
        assert_eq!(check["only_foreign_load"], only_foreign_load, "{problem}");
        let first = check["problems"][0].as_str().unwrap_or_default();
        assert!(
            first.starts_with(problem) && first.is_empty() == problem.is_empty(),
            "{first}"
        );
        let summary = check["summary"].as_str().expect("a sentence");
        assert!(text(&output.stderr).ends_with(&format!("\n{summary}\n")));
    }
}

/// What was found stands, even if a report is lost: both are said.
#[test]
fn a_lost_report_hides_no_verdict() {
    let cases = [
        (record(RECORD), 4),
        (with_speed_up(1.4, 0.3), 4),
        (with_speed_up(1.97, 1.0), 1),
    ];
    for (record, code) in cases {
        let (output, stdout) = report(&record, &["--check", "--json", "/dev/full"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        assert!(stdout.contains(" verdicts agree with the truth table, "));
        assert!(
            stderr.starts_with("error: cannot write /dev/full"),
            "{stderr}"
        );
    }
}

#[test]
fn what_is_no_record_is_wrong_usage() {
    let mut old = record(RECORD);
    old["version"] = json!(1);
    let mut incomplete = record(RECORD);
    series(&mut incomplete, "Rust", "gil", "io")["wall_median_s"] = json!("x");
    let mut inconsistent = record(RECORD);
    series(&mut inconsistent, "Rust", "gil", "io")["typical_run"] = json!(7);
    let mut endless = record(RECORD);
    series(&mut endless, "Rust", "gil", "io")["runs"][0]["wall_s"] = json!(1e12);
    let cases = [
        (
            old,
            "its version is 1, not 2: write a new one with `--json`",
        ),
        (json!({}), "it is not a complete record of the comparison"),
        (incomplete, "it is not a complete record"),
        (inconsistent, "it is not a complete record"),
        (endless, "1000000000000 s is not the time of a run"),
    ];
    for (record, expected) in cases {
        let (output, stdout) = report(&record, &["--check"]);
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(2), ""),
            "{stderr}"
        );
        assert!(stderr.starts_with("error: cannot read /"), "{stderr}");
        assert!(
            stderr.contains(expected) && stderr.lines().count() == 1,
            "{stderr}"
        );
    }
    let cases: [(&[&str], &str); 3] = [
        (
            &["--from", "/nowhere"],
            "cannot read /nowhere: No such file",
        ),
        (&["--from", "/"], "cannot read /: "),
        (&["--from", RECORD, "--rounds", "2"], "cannot be used with"),
    ];
    for (arguments, expected) in cases {
        let (output, stdout) = finish(&mut comparison(arguments));
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(2), ""),
            "{stderr}"
        );
        assert!(stderr.contains(expected), "{stderr}");
    }
}

#[test]
fn without_python_the_rest_stands() {
    let why = "no python3 in PATH";
    let mut record = record(RECORD);
    let machine = record["machine"].as_object_mut().expect("a machine");
    machine.remove("cpython");
    machine.insert("cpython_missing".to_string(), json!(why));
    for series in record["series"].as_array_mut().expect("series") {
        if series["language"] == "CPython" {
            let subject = ["language", "technique", "work"].map(|name| series[name].clone());
            let [language, technique, work] = subject;
            *series = json!({
                "language": language, "technique": technique, "work": work,
                "missing": { "kind": "no-interpreter", "why": why },
                "disturbed_runs": 0, "last_disturbance": null, "runs": [],
            });
        }
    }
    let (output, stdout) = report(&record, &[]);
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
