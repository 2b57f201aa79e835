//! The reports. All of them are made from the entries alone.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `text.rs` | the report for a person |
//! | `explain.rs` | `--explain`: one run over time |
//! | `json.rs` | `--json`: everything, for programs |
//! | `junit.rs` | `--junit`: the verdicts, for whoever shows test results |
//! | `picture.rs` | `--svg`, `--trace`: one run of each program over time, drawn |
//! | `github.rs` | the summary of a job in GitHub Actions |

mod explain;
mod github;
mod json;
mod junit;
mod picture;
mod text;

pub use explain::explain;
pub use github::summary as github_summary;
pub use json::json;
pub use junit::junit;
pub use picture::picture;
pub use text::render;

use crate::expectation::{Expectation, Expected};
use crate::judgement::{Judgement, Verdict};
use crate::schedule::runs::Obstacle;
use crate::summary::Summary;
use observer::{Observation, Output};

/// A program, and what came of it.
pub struct Entry<'a> {
    pub name: String,
    /// Which program, and where its output went.
    pub program: String,
    /// Unknown of what judges itself.
    pub output: Option<Output>,
    pub outcome: Outcome<'a>,
}

pub enum Outcome<'a> {
    Ran(Summary, &'a Expected),
    /// It judged itself.
    Checked(Checked),
    Not(Obstacle),
}

/// What a program that judges itself has to say.
pub struct Checked {
    pub verdict: Verdict,
    /// In one line.
    pub summary: String,
    /// Shown if it did not pass.
    pub details: Vec<String>,
}

/// How many programs there were of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub could_not_judge: usize,
    pub skipped: usize,
}

impl Outcome<'_> {
    /// The run that tells the most: the first that did not pass, or else the last.
    pub fn telling_run(&self) -> Option<(&Judgement, &Observation, &Expectation)> {
        let Outcome::Ran(summary, expected) = self else {
            return None;
        };
        let failing = summary.kinds.first().map(|kind| &*kind.example);
        let (judgement, seen) = failing.or(summary.last.as_deref())?;
        Some((judgement, seen, &expected.expectation))
    }

    /// `None` if it was skipped.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Outcome::Ran(summary, _) => Some(summary.verdict()),
            Outcome::Checked(checked) => Some(checked.verdict),
            Outcome::Not(Obstacle::NotRun(_)) => Some(Verdict::CouldNotJudge),
            Outcome::Not(Obstacle::Skipped(_)) => None,
        }
    }
}

pub fn tally(entries: &[Entry]) -> Tally {
    let mut tally = Tally::default();
    for entry in entries {
        *match entry.outcome.verdict() {
            Some(Verdict::Pass) => &mut tally.passed,
            Some(Verdict::Fail) => &mut tally.failed,
            Some(Verdict::CouldNotJudge) => &mut tally.could_not_judge,
            None => &mut tally.skipped,
        } += 1;
    }
    tally
}

/// A verdict, as programs read it.
pub fn word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "pass",
        Some(Verdict::Fail) => "fail",
        Some(Verdict::CouldNotJudge) => "could-not-judge",
        None => "skipped",
    }
}
