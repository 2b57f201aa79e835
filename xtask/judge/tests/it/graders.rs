//! Many runs, many submissions, and reports for other programs.

use crate::contracts;
use crate::support::*;
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A page has each program with its verdict, its findings and its lines; all as text.
fn check_page(page: &str, runs: &[Value]) {
    assert!(
        page.chars().all(|c| c == '\n' || !c.is_control()),
        "{page:?}"
    );
    let as_text = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    assert!(page.contains("<h1>Judged: 1 passed, 2 failed, 2 could not be judged</h1>"));
    assert!(page.contains("ben &lt;&amp;&gt; | \\u{1b}[1m"), "{page}");
    for (verdict, count) in [("pass", 1), ("FAIL", 2), ("could not judge", 2)] {
        // In the table, and above the program.
        let badge = format!("\">{verdict}</span>");
        assert_eq!(page.matches(&badge).count(), 2 * count, "{verdict}");
    }
    for run in runs {
        for finding in run["findings"].as_array().expect("findings") {
            let message = as_text(finding["message"].as_str().expect("a message"));
            assert!(page.contains(&message), "{message}\n{page}");
        }
        for line in run["lines"].as_array().into_iter().flatten() {
            let text = as_text(line["text"].as_str().expect("text"));
            let by = line["writer"].as_str().expect("a writer");
            let is_shown = |at: f64| {
                let cells = format!("{at:.3} s</td><td>{by}</td><td class=\"line\">{text}</td>");
                page.contains(&cells)
            };
            let at = rounded(line["at_s"].as_f64().expect("seconds"));
            assert!(at.into_iter().any(is_shown), "{at:?} {text}\n{page}");
        }
    }
}

/// A time of a record, which is to the microsecond: it may lie on either side of the
/// middle between two times that are shown.
fn rounded(at: f64) -> [f64; 2] {
    [at - 1e-6, at + 1e-6]
}

/// A list of five submissions: right, wrong, right with notes, unreadable and
/// missing.
fn batch(folder: &TempDir) -> String {
    let python = |name: &str| format!("python3 '{}'", program(name));
    let hostile = python("hostile.py");
    let lines = [
        "# a course".to_string(),
        format!("anna: {}", python("right_threads.py")),
        format!("ben <&> | \u{1b}[1m: {}", python("turns.py")),
        "cleo".to_string(),
        "dora: ./no/such/program".to_string(),
        format!("emil: {hostile} escapes"),
    ];
    let file = folder.path().join("batch.txt");
    fs::write(&file, lines.join("\n")).expect("a file");
    file.display().to_string()
}

const VERDICTS: [&str; 5] = ["pass", "fail", "could-not-judge", "could-not-judge", "fail"];

#[test]
fn all_reports_of_a_batch_tell_the_same() {
    let folder = TempDir::new().expect("a folder");
    let batch = batch(&folder);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (junit, svg, trace) = (path("junit.xml"), path("lanes.svg"), path("trace.json"));
    let html = path("page.html");
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "before\n").expect("a file");
    let seen = run(judge()
        .env("GITHUB_STEP_SUMMARY", &summary)
        .args([THREADS, "--batch", &batch, "--json", "-", "--junit", &junit])
        .args(["--svg", &svg, "--trace", &trace, "--html", &html]));
    assert_eq!(seen.code, Some(1), "{}", seen.stderr);
    let text = seen.stderr;
    assert!(
        text.contains("\n1 passed, 2 failed, 2 could not be judged\n"),
        "{text}"
    );
    assert!(
        text.chars().all(|c| c == '\n' || !c.is_control()),
        "{text:?}"
    );

    let json: Value = serde_json::from_str(&seen.stdout).expect("JSON alone");
    assert_eq!(json["version"], 3);
    let runs = json["runs"].as_array().expect("runs");
    let verdicts: Vec<&str> = runs
        .iter()
        .filter_map(|run| run["verdict"].as_str())
        .collect();
    assert_eq!(verdicts, VERDICTS);
    for run in runs {
        // What the report for a person says, the other says as well.
        let verdict = match run["verdict"].as_str() {
            Some("pass") => "  pass  ",
            Some("fail") => "  FAIL  ",
            _ => "  could not judge  ",
        };
        let label = run["example"].as_str().expect("a label");
        let label = label.split(' ').next().expect("a word");
        let row = text
            .lines()
            .find(|line| line.starts_with(label))
            .expect(label);
        assert!(row.contains(verdict), "{row}");
        if let Some(reason) = run["reason"].as_str() {
            assert!(text.contains(reason), "{reason}\n{text}");
        }
        if let (Some(processes), Some(threads)) =
            (run["processes"].as_u64(), run["threads"].as_u64())
        {
            let crowd = format!("{processes} process, {threads} thread");
            assert!(row.contains(&crowd), "{row}");
        }
        // A run that passed is kept without its lines.
        let kept = run["verdict"] == "fail";
        assert_eq!(run["lines"].is_array(), kept, "{run}");
        for line in run["lines"].as_array().into_iter().flatten() {
            let at = rounded(line["at_s"].as_f64().expect("seconds"));
            let shown = line["text"].as_str().expect("text");
            let writer = line["writer"].as_str().expect("a writer");
            // The report for a person cuts long lines.
            let printed: String = shown.chars().take(41).collect();
            let by = at.map(|at| format!("{at:5.2} s  {writer}  "));
            let is_line = |row: &str| {
                let mut rests = by.iter().filter_map(|by| row.split_once(by.trim_end()));
                rests.any(|(_, rest)| rest.trim_start().starts_with(&printed))
            };
            assert!(text.lines().any(is_line), "{by:?}{printed}\n{text}");
        }
        for finding in run["findings"].as_array().expect("findings") {
            let message = finding["message"].as_str().expect("a message");
            assert!(text.contains(message), "{message}\n{text}");
        }
    }
    assert_eq!(runs[1]["findings"][0]["code"], "wrong-order");
    assert_eq!(runs[1]["writers"], "traced");
    assert!(runs[2]["writers"].is_null(), "{}", runs[2]);
    let clauses = runs[0]["clauses"].as_array().expect("clauses");
    let kinds: Vec<&str> = clauses
        .iter()
        .filter_map(|clause| clause["clause"].as_str())
        .collect();
    assert_eq!(kinds, ["time", "count"]);
    assert_eq!(runs[0]["exit_code"], 0);
    assert_eq!(runs[0]["gaps_s"].as_array().map(Vec::len), Some(1));
    assert_eq!(runs[0]["output"], "terminal");
    assert!(
        runs[4]["stderr"][0]
            .as_str()
            .expect("stderr")
            .contains("u{1b}[2J")
    );

    let read = |path: &str| fs::read_to_string(path).expect("a report");
    check_pictures(
        &read(&svg),
        &serde_json::from_str(&read(&trace)).expect("JSON"),
    );
    check_page(&read(&html), runs);
    let xml = read(&junit);
    assert!(xml.chars().all(|c| c == '\n' || !c.is_control()), "{xml:?}");
    let junit = Report::deserialize_from_str(&xml).expect("JUnit");
    assert_eq!(junit.name.as_ref().map(|name| name.as_str()), Some("judge"));
    check_junit(&junit);
    contracts::junit(&xml);

    let summary = fs::read_to_string(&summary).expect("a summary");
    assert!(
        summary.starts_with("before\n| example | program | verdict | why |\n"),
        "{summary}"
    );
    let row = summary
        .lines()
        .find(|line| line.starts_with("| ben"))
        .expect("a row");
    assert!(row.starts_with("| ben &lt;&amp;&gt; \\| \\[1m | "), "{row}");
    assert_eq!(summary.matches("| could-not-judge |").count(), 2);
}

/// What JUnit's usual schema asks for: the counts of each suite and of all of
/// them are right, and each case has a name and a class.
/// Each program that ran is there, with its workers, and its name is text.
fn check_pictures(svg: &str, trace: &Value) {
    let names: Vec<&str> = trace["traceEvents"]
        .as_array()
        .expect("events")
        .iter()
        .filter(|event| event["ph"] == "M")
        .filter_map(|event| event["args"]["name"].as_str())
        .collect();
    for name in [
        "anna, submission, terminal: pass",
        "Thread-1",
        "main",
        "thread 2",
        "threads",
    ] {
        assert!(names.contains(&name), "{names:?}");
        assert!(svg.contains(&format!(">{name}</text>")), "{name}\n{svg}");
    }
    assert!(
        svg.contains("ben &lt;&amp;&gt; | ") && !svg.contains("<&"),
        "{svg}"
    );
    assert!(svg.chars().all(|c| c == '\n' || !c.is_control()));
}

fn check_junit(report: &Report) {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    let mut verdicts = Vec::new();
    for suite in &report.test_suites {
        assert_eq!(suite.tests, suite.test_cases.len());
        for case in &suite.test_cases {
            assert!(!case.name.is_empty() && case.classname.is_some());
            verdicts.push(match &case.status {
                TestCaseStatus::Success { .. } => "pass",
                TestCaseStatus::NonSuccess {
                    kind: NonSuccessKind::Failure,
                    message,
                    ..
                } => {
                    assert!(message.is_some());
                    "fail"
                }
                TestCaseStatus::NonSuccess { .. } => "could-not-judge",
                TestCaseStatus::Skipped { .. } => "skipped",
            });
        }
        tests += suite.tests;
        failures += suite.failures;
        errors += suite.errors;
    }
    assert_eq!(verdicts, VERDICTS);
    assert_eq!(
        (report.tests, report.failures, report.errors),
        (tests, failures, errors)
    );
}

#[test]
fn one_command_is_run_for_each_file() {
    let folder = TempDir::new().expect("a folder");
    for (name, source) in [
        ("a one.py", "right_threads.py"),
        ("b.py", "turns.py"),
        ("c.txt", "turns.py"),
    ] {
        fs::copy(program(source), folder.path().join(name)).expect("a copy");
    }
    let pattern = folder.path().join("*.py").display().to_string();
    let seen = run(judge().args([THREADS, "--each", &pattern, "--", "python3", "{}"]));
    assert_eq!(seen.code, Some(1), "{}", seen.stderr);
    assert!(seen.stdout.contains("a one.py  "), "{}", seen.stdout);
    assert!(
        seen.stdout.ends_with("\n1 passed, 1 failed\n"),
        "{}",
        seen.stdout
    );

    let cases: [(&[&str], &str); 6] = [
        (
            &["--each", "/no/such/*.py", "--", "python3", "{}"],
            "no file matches `/no/such/*.py`",
        ),
        (
            &["--each", &pattern, "--", "python3"],
            "`{}` in the command stands for the file",
        ),
        (
            &["--each", "[", "--", "python3", "{}"],
            "`[` is not a valid glob pattern",
        ),
        (
            &["--batch", "/no/such/file"],
            "failed to read /no/such/file",
        ),
        (
            &["--json", "-", "--junit", "-", "--", "true"],
            "only one report can go to -",
        ),
        (
            &["--svg", "-", "--trace", "-", "--", "true"],
            "only one report can go to -",
        ),
    ];
    for (arguments, expected) in cases {
        let seen = run(judge().arg(THREADS).args(arguments));
        assert_eq!(seen.code, Some(2), "{arguments:?}");
        assert!(seen.stderr.contains(expected), "{}", seen.stderr);
    }
}

#[test]
fn what_is_wrong_twice_in_a_hundred_runs_is_caught() {
    let folder = TempDir::new().expect("a folder");
    let binary = compile(folder.path(), "rarely.rs");
    let counter = folder.path().join("counter").display().to_string();
    let seen = run(judge().args([THREADS, "--runs", "100", "--", &binary, &counter]));
    assert_eq!(seen.code, Some(1), "{}", seen.stdout);
    // On a loaded machine some of the others could not be judged.
    let row = seen.stdout.lines().next().unwrap_or_default();
    assert!(
        row.contains("  FAIL 2 of 100  ") && row.contains(" passed"),
        "{row}"
    );
    assert_eq!(
        seen.stdout.matches("\nFAIL  ").count(),
        1,
        "{}",
        seen.stdout
    );
    let once = "  in 2 of 100 runs; the first of them:\n  \
                `All threads completed!` came, but `Finished Thread-2` is missing: main did not wait\n";
    assert!(seen.stdout.contains(once), "{}", seen.stdout);
    assert_eq!(seen.stdout.matches("main did not wait").count(), 1);
    assert!(
        seen.stdout.contains("first: `Starting Thread-"),
        "{}",
        seen.stdout
    );
}

/// A process that leaves the session, the environment and its parent before
/// anybody looks could be anybody's: it must put no neighbour in doubt.
#[test]
fn who_hides_a_process_harms_nobody_else() {
    let folder = TempDir::new().expect("a folder");
    let hostile = program("hostile.py");
    let right = program("right_threads.py");
    let list = format!(
        "culprit: python3 '{hostile}' hide\nanna: python3 '{right}'\nben: python3 '{right}'\n"
    );
    let file = folder.path().join("batch.txt");
    fs::write(&file, list).expect("a file");
    let file = file.display().to_string();
    let seen = run(judge().args([THREADS, "--batch", &file]));
    assert_eq!(seen.code, Some(1), "{}", seen.stdout);
    assert!(
        seen.stdout.ends_with("\n2 passed, 1 failed\n"),
        "{}",
        seen.stdout
    );
    assert!(seen.stdout.contains("FAIL  culprit"), "{}", seen.stdout);
}

/// What is not done is not passed, in any of the reports.
#[test]
fn an_interrupt_leaves_what_is_known() {
    let folder = TempDir::new().expect("a folder");
    let json = folder.path().join("json");
    let right = program("right_threads.py");
    let mut command = judge();
    command
        .args([THREADS, "--runs=300", "--jobs=4", "--json"])
        .arg(&json);
    command.args(["--", "python3", &right]).stdin(Stdio::null());
    let running = command.stdout(Stdio::piped()).spawn().expect("judge");
    std::thread::sleep(std::time::Duration::from_secs(4));
    let pid = running.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(killed.expect("kill").success());
    let output = running.wait_with_output().expect("an end");
    let stdout = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(143), "{stdout}");
    assert!(
        stdout.contains(" of 300 ") && stdout.contains("; interrupted\n"),
        "{stdout}"
    );
    assert!(stdout.contains("could not judge"), "{stdout}");
    let json = fs::read_to_string(&json).expect("a report");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let runs = json["runs"].as_array().expect("runs");
    let of = |verdict| runs.iter().filter(|run| run["verdict"] == verdict).count();
    assert!(of("pass") > 0 && of("could-not-judge") > 0, "{json}");
    assert_eq!(of("pass") + of("could-not-judge"), runs.len());
}

#[test]
fn a_run_is_explained() {
    let folder = TempDir::new().expect("a folder");
    let expectation = folder.path().join("writers.txt");
    let text = fs::read_to_string(THREADS).expect("an expectation");
    let mark = "[1 process, 3 threads write: Thread-1, Thread-2, All]";
    fs::write(&expectation, text.replace("[1 process, 3 threads]", mark)).expect("a file");
    let explained = |writers: &str| {
        let seen = run(judge()
            .arg(&expectation)
            .args(["--explain", "--writers", writers])
            .args(["--", "python3", &program("right_threads.py")]));
        assert_eq!(seen.code, Some(0), "{}", seen.stderr);
        for part in [
            "  Thread-1        ",
            "├──",
            "  threads         ",
            "any order in its paragraph; 1.0",
        ] {
            assert!(seen.stdout.contains(part), "{part}: {}", seen.stdout);
        }
        let of_writers = [
            "  main            ",
            " s  thread 2  Finished Thread-2  ",
            " s  main      All threads completed!  ",
            "; one thread writes `Thread-2`\n",
            "\n  written: `Thread-1` by thread 1, `Thread-2` by thread 2, `All` by main; expected \
             that 3 threads write: Thread-1, Thread-2, All\n",
        ];
        of_writers.map(|part| seen.stdout.contains(part))
    };
    assert_eq!(explained("on"), [true; 5]);
    assert_eq!(explained("off"), [false; 5]);
}
