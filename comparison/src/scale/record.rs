//! The record of what one more worker costs: `--json` writes it, `--from` reads
//! it back, and every report is made from it.
//!
//! Version 1 of the schema: the results as `measure/results.rs` has them, the check,
//! and what was found of each claim. The last two follow from the results, and are not
//! read back.

use super::claims;
use super::measure::Results;
use crate::claims::{Check, Findings, contradictions};
use crate::report::{read_version, write_line};
use anyhow::{Result, ensure};
use serde::Serialize;

const VERSION: u32 = 1;

#[derive(Serialize)]
pub struct Record {
    version: u32,
    #[serde(flatten)]
    pub results: Results,
    pub check: Check,
    pub claims: Vec<Findings>,
}

impl Record {
    /// The results, and what they say of the claims.
    pub fn of(results: Results) -> Record {
        let claims = claims::find(&results);
        let mut problems = contradictions(&claims, &results.machine);
        problems.extend(results.notes());
        Record {
            version: VERSION,
            check: Check::of(&Findings::in_both(&claims), problems),
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
        let broken = "it is not a complete record of `scale`: write a new one with `--json`";
        let results: Results = read_version(record, VERSION, broken)?;
        ensure!(results.is_consistent(), broken);
        Ok(Record::of(results))
    }
}
