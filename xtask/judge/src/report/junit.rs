//! `--junit`: a test suite for each program, with a test case for each run.

use super::{Entry, Outcome};
use crate::judgement::Verdict;
use crate::schedule::runs::Obstacle;
use crate::summary::Record;
use anyhow::{Context, Result};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The report, as XML. Characters that XML does not allow are left out.
///
/// # Errors
/// If it cannot be made; no known report does that.
pub fn junit(entries: &[Entry]) -> Result<String> {
    let mut report = Report::new("cargo xtask verify");
    for entry in entries {
        let mut suite = TestSuite::new(format!("{}, {}", entry.name, entry.program));
        suite.add_test_cases(cases(entry));
        report.add_test_suite(suite);
    }
    report.to_string().context("failed to make a JUnit report")
}

fn cases(entry: &Entry) -> Vec<TestCase> {
    let case = |number: usize, status| {
        let mut case = TestCase::new(format!("run {number}"), status);
        case.set_classname(format!("{}, {}", entry.name, entry.program));
        case
    };
    let of_record = |(number, record): (usize, &Record)| {
        let reason = record.reason.clone();
        let mut case = case(number, status(Some(record.verdict), reason));
        case.set_time(record.elapsed);
        let lines = record.lines.iter();
        let lines = lines.map(|(at, text)| format!("{:6.2} s  {text}\n", at.as_secs_f64()));
        case.set_system_out(lines.collect::<String>());
        case.set_system_err(record.stderr.join("\n"));
        case
    };
    match &entry.outcome {
        Outcome::Ran(summary, _) => {
            let records = summary.records.iter().flatten();
            (1..).zip(records).map(of_record).collect()
        }
        Outcome::Checked(checked) => {
            let verdict = entry.outcome.verdict();
            vec![case(1, status(verdict, Some(checked.summary.clone())))]
        }
        Outcome::Not(Obstacle::NotRun(reason) | Obstacle::Skipped(reason)) => {
            let verdict = entry.outcome.verdict();
            vec![case(1, status(verdict, Some(reason.clone())))]
        }
    }
}

/// What could not be judged is an error, as JUnit tells it from a failure.
fn status(verdict: Option<Verdict>, reason: Option<String>) -> TestCaseStatus {
    let mut status = match verdict {
        Some(Verdict::Pass) => return TestCaseStatus::success(),
        Some(Verdict::Fail) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Some(Verdict::CouldNotJudge) => TestCaseStatus::non_success(NonSuccessKind::Error),
        None => TestCaseStatus::skipped(),
    };
    if let Some(reason) = reason {
        status.set_message(reason);
    }
    status
}
