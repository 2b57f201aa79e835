//! `--json`: what was seen and judged, for programs.
//!
//! Version 2 of the schema; [`RunRecord`] says what each run tells. A new field
//! does not change the version; a field that goes away, or changes its meaning,
//! does.

use super::entry::Entry;
use super::record::RunRecord;
use observer::Output;
use serde::Serialize;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    /// One entry a run, the runs of one program together.
    runs: Vec<JsonRun<'a>>,
}

#[derive(Serialize)]
struct JsonRun<'a> {
    /// The example, the expectation, or the label of a submission.
    example: &'a str,
    /// Such as `Rust, terminal`.
    program: &'a str,
    /// `terminal` or `pipe`.
    output: Option<&'static str>,
    #[serde(flatten)]
    record: RunRecord,
}

/// The report, as one line of JSON.
pub fn json(entries: &[Entry]) -> String {
    let report = JsonReport {
        version: 2,
        runs: entries.iter().flat_map(runs).collect(),
    };
    let text = serde_json::to_string(&report);
    text.expect("plain values, and keys that are text") + "\n"
}

fn runs<'a>(entry: &'a Entry) -> impl Iterator<Item = JsonRun<'a>> {
    let run = |record| JsonRun {
        example: &entry.name,
        program: &entry.program,
        output: entry.output.map(|output| match output {
            Output::Terminal => "terminal",
            Output::Pipe => "pipe",
        }),
        record,
    };
    entry.records().into_iter().map(run)
}
