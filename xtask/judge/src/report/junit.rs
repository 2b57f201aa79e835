//! `--junit`: a test suite for each program, with a test case for each run.

use super::entry::Entry;
use super::record::{LineRecord, RunRecord, records};
use crate::judgement::Verdict;
use crate::text::in_xml;
use std::fmt::Write;

/// The report, as XML, by the program of this name.
pub fn junit(entries: &[Entry], by: &str) -> String {
    let suites: Vec<_> = entries.iter().map(records).collect();
    let counts = counts(suites.iter().flatten());
    let both = entries.iter().zip(&suites);
    let suites: String = both.map(|(entry, records)| suite(entry, records)).collect();
    let by = quoted(by);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"{by}\" {counts}>\n{suites}</testsuites>\n"
    )
}

fn suite(entry: &Entry, records: &[RunRecord]) -> String {
    let name = quoted(&format!("{}, {}", entry.name, entry.program));
    let counts = counts(records);
    let cases = (1..).zip(records);
    let cases: String = cases
        .map(|(number, record)| case(&name, number, record))
        .collect();
    format!("  <testsuite name=\"{name}\" {counts}>\n{cases}  </testsuite>\n")
}

fn case(class: &str, number: usize, record: &RunRecord) -> String {
    let mut text = format!("    <testcase name=\"run {number}\" classname=\"{class}\"");
    if let Some(elapsed) = record.elapsed_s {
        let _ = write!(text, " time=\"{elapsed:.3}\"");
    }
    text.push_str(">\n");
    if let Some(kind) = kind(record.verdict) {
        let message = quoted(record.reason.as_deref().unwrap_or_default());
        let _ = writeln!(text, "      <{kind} message=\"{message}\"/>");
    }
    if let Some(lines) = &record.lines {
        let line = |line: &LineRecord| format!("{:6.2} s  {}\n", line.at.as_secs_f64(), line.text);
        let lines = in_xml(&lines.iter().map(line).collect::<String>());
        let _ = writeln!(text, "      <system-out>{lines}</system-out>");
    }
    if let Some(stderr) = &record.stderr {
        let lines = in_xml(&stderr.join("\n"));
        let _ = writeln!(text, "      <system-err>{lines}</system-err>");
    }
    text + "    </testcase>\n"
}

/// Text that stays text between double quotes.
fn quoted(text: &str) -> String {
    in_xml(text).replace('"', "&quot;")
}

/// The element of what did not pass. What could not be judged is an error, as
/// JUnit tells it from a failure.
fn kind(verdict: Option<Verdict>) -> Option<&'static str> {
    match verdict {
        Some(Verdict::Pass) => None,
        Some(Verdict::Fail) => Some("failure"),
        Some(Verdict::CouldNotJudge) => Some("error"),
        None => Some("skipped"),
    }
}

/// How many cases there are, and how many of each kind.
fn counts<'a>(records: impl IntoIterator<Item = &'a RunRecord<'a>>) -> String {
    let kinds = records.into_iter().map(|record| kind(record.verdict));
    let kinds: Vec<_> = kinds.collect();
    let count = |wanted| kinds.iter().filter(|&&kind| kind == Some(wanted)).count();
    format!(
        "tests=\"{}\" skipped=\"{}\" failures=\"{}\" errors=\"{}\"",
        kinds.len(),
        count("skipped"),
        count("failure"),
        count("error")
    )
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
