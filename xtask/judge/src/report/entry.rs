//! A program, and what came of it.

use super::record::RunRecord;
use crate::error::NotRun;
use crate::expectation::ExpectationFile;
use crate::judgement::Verdict;
use crate::summary::{JudgedRun, Summary};
use observer::Output;

/// A program, and what came of it.
pub struct Entry<'a> {
    /// The example, the expectation, or the label of a submission.
    pub name: String,
    /// Which program, and where its output went.
    pub program: String,
    /// Unknown of what judges itself.
    pub output: Option<Output>,
    /// What came of it.
    pub outcome: Outcome<'a>,
}

impl Entry<'_> {
    /// Each run, as the reports for programs tell it; one record of a program
    /// that was not run here.
    pub fn records(&self) -> Vec<RunRecord> {
        let untold = |reason| RunRecord::without_run(self.outcome.verdict(), reason);
        match &self.outcome {
            Outcome::Ran(summary, _) => {
                let not_started = summary.not_started.iter().map(NotRun::to_string);
                let not_started = not_started
                    .map(|why| RunRecord::without_run(Some(Verdict::CouldNotJudge), why));
                let runs = summary.runs.iter().map(RunRecord::of);
                runs.chain(not_started).collect()
            }
            Outcome::Checked(checked) => vec![untold(checked.summary.clone())],
            Outcome::NotRun(not_run) => vec![untold(not_run.to_string())],
        }
    }
}

/// What came of a program.
pub enum Outcome<'a> {
    /// It was run, and judged by this expectation.
    Ran(Summary, &'a ExpectationFile),
    /// It judged itself.
    Checked(Checked),
    /// It was not run.
    NotRun(NotRun),
}

/// What a program that judges itself has to say.
pub struct Checked {
    /// Its own verdict.
    pub verdict: Verdict,
    /// In one line.
    pub summary: String,
    /// Shown if it did not pass.
    pub details: Vec<String>,
}

/// How many programs there were of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// As expected.
    pub passed: usize,
    /// Wrong.
    pub failed: usize,
    /// Neither.
    pub could_not_judge: usize,
    /// Not asked for by name, and something that they need is not here.
    pub skipped: usize,
}

impl Outcome<'_> {
    /// The run that tells the most: the first that did not pass, or else the last.
    pub fn telling_run(&self) -> Option<&JudgedRun> {
        match self {
            Outcome::Ran(summary, _) => summary.telling_run(),
            Outcome::Checked(_) | Outcome::NotRun(_) => None,
        }
    }

    /// `None` if it was skipped.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Outcome::Ran(summary, _) => Some(summary.verdict()),
            Outcome::Checked(checked) => Some(checked.verdict),
            Outcome::NotRun(NotRun::Skipped(_)) => None,
            Outcome::NotRun(_) => Some(Verdict::CouldNotJudge),
        }
    }

    /// Whether the system refused what the judge itself needs.
    pub fn is_refused(&self) -> bool {
        let not_run = match self {
            Outcome::Ran(summary, _) => summary.not_started.first(),
            Outcome::Checked(_) => None,
            Outcome::NotRun(not_run) => Some(not_run),
        };
        matches!(not_run, Some(NotRun::Refused(_)))
    }
}

/// Counts the programs of each kind.
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
