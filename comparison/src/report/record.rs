//! The record: everything, for programs. `--json` writes it, `--from` reads it
//! back, and every report is made from it.
//!
//! Version 2 of the schema: the results as `measure/results.rs` has them, the
//! check as `claims/check.rs` has it, and the findings of `claims/finding.rs`.
//! The last two follow from the results, and are not read back. A new field does
//! not change the version; a field that goes away, or changes its meaning, does.

use crate::claims::{self, Check, Findings, problems};
use crate::measure::Results;
use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 2;

#[derive(Serialize)]
pub struct Record {
    version: u32,
    #[serde(flatten)]
    pub results: Results,
    pub check: Check,
    pub claims: Vec<Findings>,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl Record {
    /// The results, and what they say of the lesson's claims.
    pub fn of(results: Results) -> Record {
        let claims = claims::find(&results);
        Record {
            version: VERSION,
            check: Check::of(&Findings::in_both(&claims), problems(&results, &claims)),
            results,
            claims,
        }
    }

    /// As one line of JSON.
    pub fn json(&self) -> String {
        write_line(self)
    }

    /// Reads what [`Record::json`] made.
    ///
    /// # Errors
    /// If it is no record, or one that this program does not write.
    pub fn read(record: &[u8]) -> Result<Record> {
        let broken = "it is not a complete record of the comparison: write a new one with `--json`";
        let results: Results = read_version(record, VERSION, broken)?;
        ensure!(results.is_consistent(), broken);
        Ok(Record::of(results))
    }
}

/// A record, as one line of JSON.
pub fn write_line(record: &impl Serialize) -> String {
    let text = serde_json::to_string(record);
    text.expect("plain values, and keys that are text") + "\n"
}

/// Reads the results in a record of this version.
///
/// # Errors
/// If it is of another version, or, as `broken` says, is not complete.
pub fn read_version<T: DeserializeOwned>(
    record: &[u8],
    wanted: u32,
    broken: &'static str,
) -> Result<T> {
    let Version { version } = serde_json::from_slice(record).context(broken)?;
    ensure!(
        version == wanted,
        "its version is {version}, not {wanted}: write a new one with `--json`"
    );
    serde_json::from_slice(record).context(broken)
}
