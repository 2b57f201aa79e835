//! `--json`: what was seen and judged, for programs.
//!
//! Of each run the first 100 lines, the first 20 of stderr, and 200 characters of
//! each. Version 1 of the schema. Units are in the names: `_s` seconds. What is not
//! known is `null`. A new field does not change the version; a field that goes
//! away, or changes its meaning, does.

use super::{Entry, Outcome, word};
use crate::schedule::runs::Obstacle;
use crate::summary::Record;
use observer::Output;
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    /// One entry a run, the runs of one program together.
    runs: Vec<Run<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    /// The example, the expectation, or the label of a submission.
    example: &'a str,
    /// Such as `Rust, terminal`.
    program: &'a str,
    /// `terminal` or `pipe`.
    output: Option<&'static str>,
    /// `pass`, `fail`, `could-not-judge` or `skipped`.
    verdict: &'static str,
    /// In one sentence, of what did not pass.
    reason: Option<&'a str>,
    /// For each paragraph with a time, its shortest gap and its longest.
    gaps_s: Vec<(f64, f64)>,
    /// The most at one moment, where the expectation asks.
    processes: Option<usize>,
    threads: Option<usize>,
    exit_code: Option<i32>,
    elapsed_s: Option<f64>,
    lines: Vec<Line<'a>>,
    /// The first lines of stderr.
    stderr: &'a [String],
}

#[derive(Serialize)]
struct Line<'a> {
    /// Since the start of the program.
    at_s: f64,
    /// What is not printable is escaped.
    text: &'a str,
}

/// The report, as one line of JSON.
pub fn json(entries: &[Entry]) -> String {
    let report = Report {
        version: 1,
        runs: entries.iter().flat_map(runs).collect(),
    };
    let text = serde_json::to_string(&report);
    text.expect("plain values, and keys that are text") + "\n"
}

fn runs<'a>(entry: &'a Entry) -> Vec<Run<'a>> {
    let without_run = |reason| Run {
        example: &entry.name,
        program: &entry.program,
        output: entry.output.map(|output| match output {
            Output::Terminal => "terminal",
            Output::Pipe => "pipe",
        }),
        verdict: word(entry.outcome.verdict()),
        reason,
        gaps_s: Vec::new(),
        processes: None,
        threads: None,
        exit_code: None,
        elapsed_s: None,
        lines: Vec::new(),
        stderr: &[],
    };
    let of_record = |record: &'a Record| Run {
        verdict: word(Some(record.verdict)),
        gaps_s: record
            .gaps
            .iter()
            .map(|&(shortest, longest)| (seconds(shortest), seconds(longest)))
            .collect(),
        processes: record.crowd.map(|crowd| crowd.processes),
        threads: record.crowd.map(|crowd| crowd.threads),
        exit_code: record.exit_code,
        elapsed_s: Some(seconds(record.elapsed)),
        lines: record.lines.iter().map(line).collect(),
        stderr: &record.stderr,
        ..without_run(record.reason.as_deref())
    };
    match &entry.outcome {
        Outcome::Ran(summary, _) => {
            let records = summary.records.iter().flatten();
            records.map(of_record).collect()
        }
        Outcome::Checked(checked) => vec![without_run(Some(&checked.summary))],
        Outcome::Not(Obstacle::NotRun(reason) | Obstacle::Skipped(reason)) => {
            vec![without_run(Some(reason))]
        }
    }
}

fn line((at, text): &(Duration, String)) -> Line<'_> {
    let at_s = seconds(*at);
    Line { at_s, text }
}

/// To the microsecond.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}
