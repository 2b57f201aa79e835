//! `--gradescope`: `results.json`, as Gradescope's "Autograder Specifications" tell it
//! (docs/specs.md of gradescope/autograder_samples).
//!
//! It has no state for what could not be judged. Without the file, Gradescope says
//! that the autograder failed, and gives no points.

use super::feedback::Machine;
use crate::grade::Grade;
use serde::Serialize;

#[derive(Serialize)]
struct Results {
    score: u32,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: &'static str,
    score: u32,
    max_score: u32,
    output: String,
    visibility: &'static str,
}

/// The file; `None` if nobody knows the points.
pub fn gradescope(name: &str, grade: &Grade, machine: &Machine) -> Option<String> {
    let tests = grade.checks.iter().map(|check| {
        Some(Test {
            name: check.check.name(),
            score: check.points()?,
            max_score: check.most,
            output: machine.feedback(check, name),
            visibility: "visible",
        })
    });
    let results = Results {
        score: grade.points()?,
        tests: tests.collect::<Option<_>>()?,
    };
    Some(serde_json::to_string_pretty(&results).expect("plain values") + "\n")
}
