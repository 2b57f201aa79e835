//! The whole comparison, one round of each program: every report tells the same,
//! whether it is made at once or from the record.

use crate::support::{PYTHON, Reports, alone, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const REPORTS: &[&str] = &["json", "markdown", "trace", "svg", "html"];

/// The one measurement that all tests share.
fn measured() -> &'static Reports {
    static MEASURED: OnceLock<Reports> = OnceLock::new();
    MEASURED.get_or_init(|| {
        let _alone = alone();
        Reports::of(&["--check", "--rounds=1"], REPORTS)
    })
}

#[test]
fn a_record_gives_the_same_reports() {
    measured().assert_repeated(&["--check"]);
}

#[test]
fn all_reports_tell_the_same() {
    let measured = measured();
    let stdout = text(&measured.output.stdout);
    // On a loaded machine a verdict may be inconclusive, but never wrong.
    let code = measured.output.status.code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}\n{stdout}");
    assert_eq!(text(&measured.output.stderr), "");
    assert!(!stdout.contains("UNEXPECTED"), "{stdout}");
    let read = |name| measured.read(name);
    let json: Value = serde_json::from_str(&read("json")).expect("JSON");
    assert_eq!(json["version"], 2);
    let series = json["series"].as_array().expect("series");
    assert_eq!(series.len(), 24);
    // For the page, each program that computes was looked at closely.
    let close_ups = json["close_ups"].as_array().expect("close-ups");
    assert_eq!(close_ups.len(), 12);
    for close_up in close_ups {
        let lanes = close_up["lanes"].as_array().expect("lanes").iter();
        let slices = lanes.flat_map(|lane| lane["slices"].as_array().expect("slices"));
        assert!(
            slices.clone().any(|slice| slice["share"] == 1.0),
            "{close_up}"
        );
    }
    assert!(read("html").contains("looked at every 2 ms"));

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
    let summary = json["check"]["summary"].as_str().expect("a sentence");
    assert_eq!(stdout.lines().last(), Some(summary));
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
    assert!(svg.contains("width=\"100%\""));
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
