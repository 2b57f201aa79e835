//! `--json`: what was seen and judged, for programs.
//!
//! Version 3 of the schema; [`RunRecord`] says what each run tells. A new field
//! does not change the version; a field that goes away, or changes its meaning,
//! does.
//!
//! What could not be judged has no points, `null`: it is worth neither 0 nor all.

use super::entry::Entry;
use super::record::{RunRecord, records};
use crate::grade::{CheckGrade, Grade, Points};
use crate::judgement::Check;
use crate::message::{self, Message};
use serde::Serialize;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    /// One entry a run, the runs of one program together.
    runs: Vec<RunRecord<'a>>,
    /// One entry a program, by all its runs.
    grades: Vec<GradeRecord<'a>>,
}

/// The points of a program.
#[derive(Serialize)]
struct GradeRecord<'a> {
    example: &'a str,
    program: &'a str,
    /// As of a run.
    verdict: &'static str,
    /// `None` if it, or one of its checks, could not be judged.
    points: Option<u32>,
    max_points: u32,
    /// Those that the expectation asks for.
    checks: Vec<CheckRecord>,
}

#[derive(Serialize)]
struct CheckRecord {
    check: Check,
    /// As of a run.
    verdict: &'static str,
    /// `None` if it could not be judged.
    points: Option<u32>,
    max_points: u32,
    /// What was wrong or in doubt. Nothing, if it was not seen: other lines came
    /// than those that it is about.
    findings: Vec<Message>,
}

impl<'a> GradeRecord<'a> {
    fn new(entry: &'a Entry, grade: Grade) -> GradeRecord<'a> {
        GradeRecord {
            example: &entry.name,
            program: &entry.program,
            verdict: message::verdict_code(entry.outcome.verdict()),
            points: grade.points(),
            max_points: grade.most(),
            checks: grade.checks.into_iter().map(CheckRecord::from).collect(),
        }
    }
}

impl From<CheckGrade> for CheckRecord {
    fn from(grade: CheckGrade) -> CheckRecord {
        CheckRecord {
            check: grade.check,
            verdict: message::verdict_code(Some(grade.verdict)),
            points: grade.points(),
            max_points: grade.most,
            findings: grade.messages,
        }
    }
}

/// The report, as one line of JSON.
pub fn json(entries: &[Entry], points: &Points) -> String {
    let grades = entries.iter();
    let grades = grades.filter_map(|entry| Some(GradeRecord::new(entry, entry.grade(points)?)));
    let report = JsonReport {
        version: 3,
        runs: entries.iter().flat_map(records).collect(),
        grades: grades.collect(),
    };
    let text = serde_json::to_string(&report);
    text.expect("plain values, and keys that are text") + "\n"
}
