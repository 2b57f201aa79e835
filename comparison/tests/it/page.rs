//! The page, from records of all kinds: nothing is measured.

use crate::support::{MIXED, RECORD, SCALE, comparison, finish, record, text};
use serde_json::{Value, json};
use std::fs;
use tempfile::NamedTempFile;

/// The page of these records.
fn page(records: &[&str]) -> String {
    let mut command = comparison(&["--html", "-"]);
    for record in records {
        command.args(["--from", record]);
    }
    let (output, page) = finish(&mut command);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    page
}

fn in_html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[test]
fn a_page_has_the_tables_the_lanes_and_the_claims() {
    let page = page(&[RECORD]);
    assert!(page.len() < 1024 * 1024);
    let markdown = finish(&mut comparison(&["--from", RECORD, "--markdown", "-"])).1;
    let rows = markdown.lines().filter(|line| line.starts_with('|'));
    let cells = rows.flat_map(|row| row.split('|')).map(str::trim);
    let cells = cells.filter(|cell| !cell.trim_matches('-').is_empty());
    // Markdown has a verdict in bold, before its figures; and a claim behind its part.
    let parts = cells.flat_map(|cell| cell.split("**: ").flat_map(|part| part.split(": ")));
    for part in parts.map(|part| in_html(part.trim_matches('*'))) {
        assert!(page.contains(&part), "{part}");
    }
    // Two rows of lanes are played.
    assert_eq!(page.matches("class=\"player\"").count(), 2);
    assert_eq!(page.matches("<figure>").count(), 4);
    assert!(page.contains("looked at every 50 ms"));
}

#[test]
fn other_records_have_their_place_in_any_order() {
    let one = page(&[RECORD, MIXED, SCALE]);
    assert!(one.len() < 1024 * 1024);
    for part in [
        "Who answers beside",
        "What one more costs",
        "What the lesson says",
    ] {
        assert!(one.contains(part), "{part}");
    }
    // A claim has its source.
    for claim in record(MIXED)["claims"].as_array().expect("claims") {
        let source = claim["source"].as_str().expect("a source");
        assert!(one.contains(&format!("<a href=\"{source}\">")), "{source}");
    }
    assert_eq!(page(&[MIXED, RECORD, SCALE]), one);
    assert_ne!(page(&[SCALE, MIXED, RECORD]), one);
}

/// A close look is drawn in place of the 50 ms, and its cost is told.
#[test]
fn a_close_look_is_drawn_and_its_cost_is_told() {
    let slice = |from: u32, share| json!({ "from_s": f64::from(from) / 1e3, "to_s": f64::from(from + 5) / 1e3, "share": share });
    let turns = |first: u32| (0..8).map(move |turn| slice(5 * turn, f64::from((turn + first) % 2)));
    let lane = |tid: u32| json!({ "pid": 7, "tid": tid, "slices": turns(tid).collect::<Vec<_>>() });
    let mut record = record(RECORD);
    record["close_ups"] = json!([{
        "language": "CPython", "technique": "threading", "work": "cpu", "interval_s": 0.002,
        "wall_s": 0.04, "looking": 0.163, "lanes": [lane(8), lane(9)],
    }]);
    let file = NamedTempFile::new().expect("a file");
    fs::write(file.path(), record.to_string()).expect("a record");
    let path = file.path().display().to_string();
    let page = page(&[&path]);
    assert!(page.contains("looked at every 2 ms") && page.contains("16 % of a core"));
    assert_eq!(page.matches("0.04 s, 0.02 s of a core").count(), 2);
    // What is recorded again is the same.
    let (_, again) = finish(&mut comparison(&["--from", &path, "--json", "-"]));
    let again: Value = serde_json::from_str(&again).expect("JSON");
    assert_eq!(again["close_ups"], record["close_ups"]);
}

#[test]
fn what_cannot_be_reported_together_is_wrong_usage() {
    let cases: [(&[&str], &str); 5] = [
        (
            &["--from", MIXED],
            "none is a record of the comparison itself",
        ),
        (
            &["--from", RECORD, "--from", RECORD],
            "only one record of the comparison itself",
        ),
        (
            &["--from", RECORD, "--from", "/nowhere"],
            "cannot read /nowhere",
        ),
        (
            &["mixed", "--from", MIXED, "--from", MIXED],
            "cannot be used multiple times",
        ),
        (
            &["--html", "/tmp/x", "--svg", "/tmp/x"],
            "only one report can go to /tmp/x",
        ),
    ];
    for (arguments, expected) in cases {
        let (output, _) = finish(&mut comparison(arguments));
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
    }
}
