//! Points: what each submission is given, in each report that tells it.

use crate::contracts;
use crate::support::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
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

/// What Classroom 50's runner puts into the environment.
const CLASSROOM: [(&str, &str); 8] = [
    ("CLASSROOM", "os-2026"),
    ("ASSIGNMENT", "threads"),
    ("ASSIGNMENT_TYPE", "individual"),
    ("OWNER", "anna"),
    ("SUBMISSION_TAG", "submit/20261126T073300Z-abc1234"),
    ("COMMIT_URL", "https://example.com/commit/1"),
    ("RELEASE_URL", "https://example.com/release/1"),
    ("REVIEW_URL", "https://example.com/review/1"),
];

/// What is in a folder, by name.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn each_submission_has_a_file_and_what_has_no_points_has_none() {
    let folder = TempDir::new().expect("a folder");
    let batch = batch(&folder);
    let place = |name: &str| folder.path().join(name);
    let (gradescope, classroom50) = (place("gradescope"), place("classroom50"));
    fs::create_dir(&gradescope).expect("a folder");
    // From an earlier time, when it could be judged.
    fs::write(gradescope.join("cleo.json"), "{\"score\": 0}").expect("a file");
    let seen = run(judge()
        .args([
            THREADS,
            "--batch",
            &batch,
            "--points=order=4,time=3,technique=2",
        ])
        .args([
            &"--gradescope".into(),
            &gradescope,
            &"--classroom50".into(),
            &classroom50,
        ])
        .envs(CLASSROOM));
    // Two are wrong, and of one nobody knows the points.
    assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
    let said = "error: no grades for cleo: nobody knows its points\n";
    assert_eq!(seen.stderr.matches(said).count(), 1, "{}", seen.stderr);
    let expected = ["anna.json", "ben.json", "dora.json"];
    assert_eq!(
        (files(&gradescope), files(&classroom50)),
        (
            expected.map(String::from).into(),
            expected.map(String::from).into()
        )
    );
    for (name, points) in [("anna", 10), ("ben", 1), ("dora", 9)] {
        let read = |folder: &Path| {
            let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("a file");
            assert!(
                text.chars().all(|c| c == '\n' || !c.is_control()),
                "{text:?}"
            );
            let path = folder.parent().expect("a folder").display().to_string();
            assert!(
                !text.contains(&path) && !text.contains("judge/tests"),
                "{text}"
            );
            text
        };
        let results = contracts::gradescope(&read(&gradescope));
        assert_eq!(results["score"], points, "{results}");
        let result = contracts::classroom50(&read(&classroom50));
        assert_eq!(
            (&result["score"], &result["max-score"]),
            (&points.into(), &10.into())
        );
        assert_eq!(result["owner"], name);
        assert_eq!(results["tests"][0]["output"], result["tests"][0]["output"]);
    }
    let ben = fs::read_to_string(gradescope.join("ben.json")).expect("a file");
    assert!(ben.contains("came before `Starting Thread-2`"), "{ben}");
    assert!(
        ben.contains("nothing was seen of it: other lines came"),
        "{ben}"
    );
}

#[test]
fn one_program_has_one_file_or_none() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("results.json");
    let graded = |format: &str, command: &[&str]| {
        fs::write(&file, "old").expect("a file");
        let seen = run(judge()
            .args([THREADS, format])
            .arg(&file)
            .arg("--")
            .args(command)
            .envs(CLASSROOM));
        (seen.code, fs::read_to_string(&file).ok())
    };
    let (right, turns) = (program("right_threads.py"), program("turns.py"));
    let (code, text) = graded("--gradescope", &["python3", &right]);
    assert_eq!(code, Some(PASS));
    assert_eq!(contracts::gradescope(&text.expect("a file"))["score"], 4);
    let (code, text) = graded("--classroom50", &["python3", &turns]);
    assert_eq!(code, Some(FAIL));
    assert_eq!(contracts::classroom50(&text.expect("a file"))["score"], 1);
    // Its output comes all at once when it ends, so nobody knows its times.
    let buffered = program("buffered_processes.py");
    for format in ["--gradescope", "--classroom50"] {
        let processes = program("processes.txt");
        fs::write(&file, "old").expect("a file");
        let seen = run(judge()
            .args([&processes, format])
            .arg(&file)
            .args(["--", "python3", &buffered])
            .envs(CLASSROOM));
        assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
        assert!(!file.exists(), "{format}");
    }
    assert_eq!(files(folder.path()), Vec::<String>::new());
}

/// Whoever asks for grades has no other word for those that are missing: 0 and 1 say that
/// all are there.
#[test]
fn missing_grades_hide_behind_no_verdict() {
    let folder = TempDir::new().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (file, fails) = (place("results.json"), place("fails.py"));
    // Its output comes all at once: of its times nobody knows.
    let buffered = fs::read_to_string(program("buffered_processes.py")).expect("a program");
    fs::write(&fails, buffered + "    raise SystemExit(3)\n").expect("a file");
    let expected = program("processes.txt");
    let judged = |options: &[&str], command: &[&str]| {
        fs::write(&file, "old").expect("a file");
        let mut judge = judge();
        run(judge.arg(&expected).args(options).arg("--").args(command))
    };
    let wrong = ["python3", &fails];
    assert_eq!(judged(&[], &wrong).code, Some(FAIL));
    let seen = judged(&["--gradescope", &file], &wrong);
    assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
    assert!(
        seen.stdout.ends_with("\n0 passed, 1 failed\n"),
        "{}",
        seen.stdout
    );
    let said = format!("error: no grades for {expected}: nobody knows its points\n");
    assert_eq!(seen.stderr, said);
    assert!(!Path::new(&file).exists());
    let seen = judged(&["--gradescope", &file], &["./no/such/program"]);
    assert_eq!(seen.code, Some(USAGE), "{}", seen.said());
    assert!(!Path::new(&file).exists());
}

#[test]
fn grades_that_nobody_can_write_are_wrong_usage() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("a file");
    let file = file.display().to_string();
    let right = program("right_threads.py");
    let list = folder.path().join("batch.txt");
    fs::write(
        &list,
        format!("a b: python3 {right}\na_b: python3 {right}\n"),
    )
    .expect("a file");
    let list = list.display().to_string();
    let cases: [(&[&str], &str); 4] = [
        (
            &["--classroom50", "x", "--", "true"],
            "`CLASSROOM` is not in the environment: --classroom50 is for an `autograder.py`",
        ),
        (
            &["--gradescope", &file, "--batch", &list],
            "`a b` and `a_b` would have one file for their grades",
        ),
        (
            &["--gradescope", &file, "--each", &file, "--", "cat", "{}"],
            "the grades of many go to a folder, and",
        ),
        (
            &["--points", "style=1", "--", "true"],
            "there is no check `style`, but order, time, technique, ending",
        ),
    ];
    for (arguments, expected) in cases {
        let seen = run(judge().arg(THREADS).args(arguments).env_remove("CLASSROOM"));
        assert_eq!(seen.code, Some(USAGE), "{arguments:?}: {}", seen.said());
        assert!(seen.stderr.contains(expected), "{}", seen.stderr);
    }
}

/// A file is there as a whole or not at all, whoever else writes it and whatever the
/// disk does.
#[test]
fn no_grade_is_written_in_part() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("results.json");
    fs::write(&file, "{\"score\": 1}").expect("a file");
    let arguments = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_judge"), THREADS]);
        shell.arg(&file).arg(program("right_threads.py"));
        shell.env_remove("GITHUB_STEP_SUMMARY");
        shell
    };
    // A file that may not grow is what a full disk is to whoever writes it.
    let full =
        "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$1\" --gradescope \"$2\" -- python3 \"$3\"";
    let seen = run(&mut arguments(full));
    assert_eq!(seen.code, Some(TASK_FAILED), "{}", seen.said());
    assert!(
        seen.stderr.contains("error: cannot write "),
        "{}",
        seen.stderr
    );
    assert_eq!(
        fs::read_to_string(&file).ok().as_deref(),
        Some("{\"score\": 1}")
    );
    assert_eq!(files(folder.path()), ["results.json"]);
    let two =
        "for judge in 1 2 3; do \"$0\" \"$1\" --gradescope \"$2\" -- python3 \"$3\" & done; wait";
    let seen = run(&mut arguments(two));
    assert_eq!(
        seen.stdout.matches("\n1 passed, 0 failed\n").count(),
        3,
        "{}",
        seen.said()
    );
    let text = fs::read_to_string(&file).expect("a file");
    assert_eq!(contracts::gradescope(&text)["score"], 4);
    assert_eq!(files(folder.path()), ["results.json"]);
}

/// Whatever a program prints, and whatever its file is called, is text in each report.
#[test]
fn hostile_output_is_text_everywhere() {
    let folder = TempDir::new().expect("a folder");
    let hostile = folder.path().join("in/<b>&\"'=.py");
    fs::create_dir(folder.path().join("in")).expect("a folder");
    let source = "import sys\n\
        print('<script>alert(1)</script>')\n\
        print(']]> &amp; --> <!-- \\x1b[2J\\x07\\x00 \\ufffe \\u202e')\n\
        print('<' * 8191)\n\
        print('=HYPERLINK(\"x\")', file=sys.stderr)\n\
        raise SystemExit('<script> ]]> \\x1b[2J')\n";
    fs::write(&hostile, source).expect("a file");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (summary, input) = (place("summary.md"), place("in"));
    let formats = [
        "json",
        "junit",
        "csv",
        "html",
        "svg",
        "trace",
        "gradescope",
        "classroom50",
    ];
    let options = formats.map(|format| [format!("--{format}"), place(format)]);
    let seen = run(judge()
        .args([THREADS, "--each", &input, "--run", "py=python3 {}"])
        .args(options.iter().flatten())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .envs(CLASSROOM));
    assert_eq!(seen.code, Some(FAIL), "{}", seen.said());
    assert!(
        seen.stdout.contains("<script>alert(1)</script>"),
        "{}",
        seen.stdout
    );
    let read = |path: &str| fs::read_to_string(path).expect(path);
    let one = |folder: &str| place(&format!("{folder}/_b_____.py.json"));
    let all = ["json", "junit", "csv", "html", "svg", "trace", "summary.md"].map(place);
    let grades = [one("gradescope"), one("classroom50")];
    for path in all.iter().chain(&grades) {
        let text = read(path);
        let is_harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(text.chars().all(is_harmless), "{path}");
    }
    for path in ["junit", "html", "svg", "summary.md"] {
        let text = read(&place(path));
        assert!(
            !text.contains("<script>alert") && !text.contains("<b>"),
            "{path}: {text}"
        );
    }
    for path in ["json", "trace"] {
        let _: Value = serde_json::from_str(&read(&place(path))).expect(path);
    }
    contracts::junit(&read(&place("junit")));
    contracts::gradescope(&read(&grades[0]));
    contracts::classroom50(&read(&grades[1]));
    let csv = read(&place("csv"));
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<_> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!((rows.len(), rows[0].len()), (1, 5), "{csv}");
    assert!(rows[0][0].ends_with("/in/<b>&\"'=.py"), "{csv}");
}
