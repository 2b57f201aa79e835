//! `--json`: what was seen and judged, for programs.
//!
//! Version 3 of the schema; [`RunRecord`] says what each run tells. A new field
//! does not change the version; a field that goes away, or changes its meaning,
//! does.

use super::entry::Entry;
use super::record::{RunRecord, records};
use serde::Serialize;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    /// One entry a run, the runs of one program together.
    runs: Vec<RunRecord<'a>>,
}

/// The report, as one line of JSON.
pub fn json(entries: &[Entry]) -> String {
    let report = JsonReport {
        version: 3,
        runs: entries.iter().flat_map(records).collect(),
    };
    let text = serde_json::to_string(&report);
    text.expect("plain values, and keys that are text") + "\n"
}
