//! Points: what each submission is given, in each report that tells it.

use crate::support::*;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// A right one, one whose threads take turns, one that cannot be run, and one that
/// ends with exit code 3.
fn batch(folder: &TempDir) -> String {
    let right = program("right_threads.py");
    let fails = folder.path().join("fails.py");
    let source = fs::read_to_string(&right).expect("a program");
    fs::write(&fails, format!("{source}\nraise SystemExit(3)\n")).expect("a file");
    let lines = [
        format!("anna: python3 '{right}'"),
        format!("ben: python3 '{}'", program("turns.py")),
        "cleo: ./no/such/program".to_string(),
        format!("dora: python3 '{}'", fails.display()),
    ];
    let file = folder.path().join("batch.txt");
    fs::write(&file, lines.join("\n")).expect("a file");
    file.display().to_string()
}

#[test]
fn each_check_has_its_points() {
    let folder = TempDir::new().expect("a folder");
    let batch = batch(&folder);
    let csv = folder.path().join("grades.csv");
    let points = "--points=order=4,time=3,technique=2";
    let seen = run(judge()
        .args([THREADS, "--batch", &batch, points, "--json", "-", "--csv"])
        .arg(&csv));
    assert_eq!(seen.code, Some(FAIL), "{}", seen.stderr);
    let json: Value = serde_json::from_str(&seen.stdout).expect("JSON alone");
    let grades = json["grades"].as_array().expect("grades");
    let all: Vec<_> = grades
        .iter()
        .map(|grade| (grade["points"].as_u64(), grade["max_points"].as_u64()))
        .collect();
    let expected = [Some(10), Some(1), None, Some(9)].map(|points| (points, Some(10)));
    assert_eq!(all, expected, "{json}");
    let checks = |index: usize| {
        let checks = grades[index]["checks"].as_array().expect("checks");
        let check = |check: &Value| {
            let name = check["check"].as_str().expect("a name").to_string();
            (name, check["points"].as_u64())
        };
        checks.iter().map(check).collect::<Vec<_>>()
    };
    let names = ["order", "time", "technique", "ending"].map(str::to_string);
    let of = |points: [Option<u64>; 4]| names.clone().into_iter().zip(points).collect::<Vec<_>>();
    assert_eq!(checks(1), of([Some(0), Some(0), Some(0), Some(1)]));
    assert_eq!(checks(2), of([None; 4]));
    assert_eq!(checks(3), of([Some(4), Some(3), Some(2), Some(0)]));
    let said = &grades[3]["checks"][3]["findings"][0];
    assert_eq!(said["code"], "exit-code", "{said}");

    let table = "\nname  verdict          points    why\n";
    let (_, rows) = seen.stderr.split_once(table).expect("a table");
    let rows: Vec<&str> = rows.lines().collect();
    let begins = [
        "anna  pass             10 of 10",
        "ben   FAIL             1 of 10   `Finished Thread-1` came before `Starting Thread-2`",
        "cleo  could not judge  ? of 10   failed to start",
        "dora  FAIL             9 of 10   ended with exit code 3",
        "",
        "1 passed, 2 failed, 1 could not be judged",
    ];
    assert_eq!(rows.len(), begins.len(), "{rows:?}");
    for (row, begin) in rows.iter().zip(begins) {
        assert!(row.starts_with(begin), "{row}");
    }
    let csv = fs::read_to_string(&csv).expect("a table");
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "name,verdict,points,max_points,message");
    assert_eq!(rows[1], "anna,pass,10,10,");
    assert!(rows[2].starts_with("ben,fail,1,10,"), "{csv}");
    assert!(rows[3].starts_with("cleo,could-not-judge,,10,"), "{csv}");
    assert!(rows[4].starts_with("dora,fail,9,10,"), "{csv}");
}
