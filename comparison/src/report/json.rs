//! `--json`: everything, for programs; and the record that `--from` reads back.
//!
//! Version 2 of the schema: the results as `measure/results.rs` has them, the
//! check as `claims/check.rs` has it, and the findings of `claims/finding.rs`.
//! The last two follow from the results, and are not read back. A new field does
//! not change the version; a field that goes away, or changes its meaning, does.

use crate::claims::{Check, Findings};
use crate::measure::Results;
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

const VERSION: u32 = 2;

#[derive(Serialize)]
struct Record<'a> {
    version: u32,
    #[serde(flatten)]
    results: &'a Results,
    check: &'a Check,
    claims: &'a [Findings],
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// The record, as one line of JSON.
pub fn json(results: &Results, findings: &[Findings], check: &Check) -> String {
    let record = Record {
        version: VERSION,
        results,
        check,
        claims: findings,
    };
    let text = serde_json::to_string(&record);
    text.expect("plain values, and keys that are text") + "\n"
}

/// The results in a record.
///
/// # Errors
/// If it is none, or one that this program does not write.
pub fn read(record: &[u8]) -> Result<Results> {
    let broken = "it is not a complete record of the comparison: write a new one with `--json`";
    let Version { version } = serde_json::from_slice(record).context(broken)?;
    ensure!(
        version == VERSION,
        "its version is {version}, not {VERSION}: write a new one with `--json`"
    );
    let results: Results = serde_json::from_slice(record).context(broken)?;
    ensure!(results.is_consistent(), broken);
    Ok(results)
}
