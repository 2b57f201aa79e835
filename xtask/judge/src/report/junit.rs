//! `--junit`: a test suite for each program, with a test case for each run.

use super::entry::Entry;
use crate::judgement::Verdict;
use crate::summary::{LineRecord, RunRecord};
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// The report, as XML, by the program of this name. Characters that XML does not
/// allow are left out.
///
/// # Errors
/// If it cannot be made; no known report does that.
pub fn junit(entries: &[Entry], by: &str) -> Result<String, SerializeError> {
    let mut report = Report::new(by);
    for entry in entries {
        let mut suite = TestSuite::new(format!("{}, {}", entry.name, entry.program));
        for (number, record) in (1..).zip(entry.records()) {
            suite.add_test_case(case(entry, number, &record));
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn case(entry: &Entry, number: usize, record: &RunRecord) -> TestCase {
    let status = status(record.verdict, record.reason.clone());
    let mut case = TestCase::new(format!("run {number}"), status);
    case.set_classname(format!("{}, {}", entry.name, entry.program));
    if let Some(elapsed) = record.elapsed_s {
        case.set_time(Duration::from_secs_f64(elapsed));
    }
    if let Some(lines) = &record.lines {
        let line = |line: &LineRecord| format!("{:6.2} s  {}\n", line.at.as_secs_f64(), line.text);
        case.set_system_out(lines.iter().map(line).collect::<String>());
    }
    if let Some(stderr) = &record.stderr {
        case.set_system_err(stderr.join("\n"));
    }
    case
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
