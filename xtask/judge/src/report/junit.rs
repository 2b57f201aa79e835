//! `--junit`: a test suite for each program, with a test case for each run, as the
//! schema of Jenkins' xUnit plugin has it (junit-10.xsd of jenkinsci/xunit-plugin).

use super::entry::Entry;
use super::record::{LineRecord, RunRecord, records};
use crate::judgement::Verdict;
use quick_xml::se::Serializer;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename = "testsuites")]
struct Suites {
    #[serde(rename = "@name")]
    name: String,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    testsuite: Vec<Suite>,
}

/// A program.
#[derive(Serialize)]
struct Suite {
    #[serde(rename = "@name")]
    name: String,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@skipped")]
    skipped: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    testcase: Vec<Case>,
}

/// A run.
#[derive(Default, Serialize)]
struct Case {
    #[serde(rename = "@name")]
    name: String,
    #[serde(rename = "@classname")]
    class: String,
    #[serde(rename = "@time", skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Complaint>,
    /// What could not be judged, as JUnit tells it from a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Complaint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Complaint>,
    #[serde(rename = "system-out", skip_serializing_if = "Option::is_none")]
    stdout: Option<String>,
    #[serde(rename = "system-err", skip_serializing_if = "Option::is_none")]
    stderr: Option<String>,
}

/// Why a run did not pass.
#[derive(Serialize)]
struct Complaint {
    #[serde(rename = "@message")]
    message: String,
    /// All that was found, a line each.
    #[serde(rename = "$text")]
    all: String,
}

/// The report, as XML, by the program of this name.
pub fn junit(entries: &[Entry], by: &str) -> String {
    let suites: Vec<Suite> = entries.iter().map(suite).collect();
    let sum = |of: fn(&Suite) -> usize| suites.iter().map(of).sum();
    let all = Suites {
        name: text(by),
        tests: sum(|suite| suite.tests),
        failures: sum(|suite| suite.failures),
        errors: sum(|suite| suite.errors),
        testsuite: suites,
    };
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string();
    let mut serializer = Serializer::new(&mut xml);
    serializer.indent(' ', 2);
    all.serialize(serializer)
        .expect("plain values, into memory");
    xml + "\n"
}

fn suite(entry: &Entry) -> Suite {
    let name = text(&format!("{}, {}", entry.name, entry.program));
    let cases = (1..).zip(records(entry));
    let cases = cases.map(|(number, record)| case(&name, number, &record));
    let cases: Vec<Case> = cases.collect();
    let count = |is_one: fn(&Case) -> bool| cases.iter().filter(|case| is_one(case)).count();
    Suite {
        name,
        tests: cases.len(),
        skipped: count(|case| case.skipped.is_some()),
        failures: count(|case| case.failure.is_some()),
        errors: count(|case| case.error.is_some()),
        testcase: cases,
    }
}

fn case(class: &str, number: usize, record: &RunRecord) -> Case {
    let all = record.findings.iter();
    let all: Vec<&str> = all.map(|found| found.sentence.as_str()).collect();
    let complaint = Complaint {
        message: text(record.reason.as_deref().unwrap_or_default()),
        all: text(&all.join("\n")),
    };
    let line = |line: &LineRecord| format!("{:6.2} s  {}\n", line.at.as_secs_f64(), line.text);
    let lines = record.lines.as_ref();
    let case = Case {
        name: format!("run {number}"),
        class: class.to_string(),
        time: record.elapsed_s.map(|elapsed| format!("{elapsed:.3}")),
        stdout: lines.map(|lines| text(&lines.iter().map(line).collect::<String>())),
        stderr: record.stderr.as_ref().map(|lines| text(&lines.join("\n"))),
        ..Case::default()
    };
    let complaint = Some(complaint);
    match record.verdict {
        Some(Verdict::Pass) => case,
        Some(Verdict::Fail) => Case {
            failure: complaint,
            ..case
        },
        Some(Verdict::CouldNotJudge) => Case {
            error: complaint,
            ..case
        },
        None => Case {
            skipped: complaint,
            ..case
        },
    }
}

/// The text without the characters that no XML may hold, escaped or not.
fn text(text: &str) -> String {
    let is_allowed = |c: &char| *c == '\n' || !(c.is_control() || "\u{fffe}\u{ffff}".contains(*c));
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::Outcome;
    use super::*;
    use crate::error::NotRun;
    use quick_junit::Report;

    #[test]
    fn text_stays_text() {
        let entry = Entry {
            name: "\"a\" <&> 'b'\u{1b}".to_string(),
            program: "]]>".to_string(),
            output: None,
            asked: Vec::new(),
            outcome: Outcome::NotRun(NotRun::Impossible("no \"x\"".to_string())),
        };
        let report = Report::deserialize_from_str(&junit(&[entry], "me")).expect("JUnit");
        assert_eq!((report.tests, report.errors, report.failures), (1, 1, 0));
        let suite = &report.test_suites[0];
        assert_eq!(suite.name.as_str(), "\"a\" <&> 'b', ]]>");
        let said = format!("{:?}", suite.test_cases[0].status);
        assert!(said.contains(r#"no \"x\""#), "{said}");
    }
}
