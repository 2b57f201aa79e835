//! `--classroom50`: `result.json`, as Classroom 50 wants it of an `autograder.py`
//! (schemas/result-v1.schema.json of foundation50/classroom50).
//!
//! It has no state for what could not be judged. Without the file, its runner notes
//! an error in place of a grade: 0 of 0 points.

use super::feedback::Machine;
use crate::error::Error;
use crate::grade::Grade;
use crate::judgement::Verdict;
use serde::Serialize;
use std::time::SystemTime;

/// What the runner tells of a submission, in the environment.
#[derive(Clone, Debug, Serialize)]
pub struct Identity {
    classroom: String,
    assignment: String,
    assignment_type: String,
    owner: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
}

impl Identity {
    /// What is in the environment.
    ///
    /// # Errors
    /// If something is missing.
    pub fn of_environment(lookup: impl Fn(&str) -> Option<String>) -> Result<Identity, Error> {
        let get = |name: &'static str| {
            let value = lookup(name).filter(|value| !value.is_empty());
            value.ok_or(Error::NotInClassroom50(name))
        };
        Ok(Identity {
            classroom: get("CLASSROOM")?,
            assignment: get("ASSIGNMENT")?,
            assignment_type: get("ASSIGNMENT_TYPE")?,
            owner: get("OWNER")?,
            submission: get("SUBMISSION_TAG")?,
            commit: get("COMMIT_URL")?,
            release: get("RELEASE_URL")?,
            review: get("REVIEW_URL")?,
        })
    }

    /// Of one of many submissions, by the name of its file: a login has no dot.
    #[must_use]
    pub fn of_owner(&self, file: &str) -> Identity {
        Identity {
            owner: file.split('.').next().unwrap_or(file).to_string(),
            ..self.clone()
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct GradeRecord {
    score: u32,
    max_score: u32,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Results<'a> {
    schema: &'static str,
    #[serde(flatten)]
    identity: &'a Identity,
    /// The runner puts the moment of the submission in its place.
    datetime: String,
    #[serde(flatten)]
    grade: GradeRecord,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test {
    test_name: &'static str,
    passed: bool,
    score: u32,
    max_score: u32,
    /// The schema allows more fields here; these are kept.
    output: String,
}

/// The file; `None` if nobody knows the points.
pub fn classroom50(
    name: &str,
    grade: &Grade,
    machine: &Machine,
    identity: &Identity,
) -> Option<String> {
    let tests = grade.checks.iter().map(|check| {
        Some(Test {
            test_name: check.check.name(),
            passed: check.verdict == Verdict::Pass,
            score: check.points()?,
            max_score: check.most,
            output: machine.feedback(check, name),
        })
    });
    let now = humantime::format_rfc3339_seconds(SystemTime::now());
    let results = Results {
        schema: "classroom50/result/v1",
        identity,
        datetime: now.to_string(),
        grade: GradeRecord {
            score: grade.points()?,
            max_score: grade.most(),
            tests: tests.collect::<Option<_>>()?,
        },
    };
    Some(serde_json::to_string_pretty(&results).expect("plain values") + "\n")
}
