//! The record: everything, for programs. `--json` writes it, `--from` reads it back.
//!
//! Version 1 of the schema: the results as `results.rs` has them, the check, and what
//! was found of each claim. The last two follow from the results, and are not read back.

use super::claims::{self, Claimed};
use super::results::Results;
use crate::claims::Check;
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
    pub claims: Vec<Claimed>,
}

impl Record {
    /// The results, and what they say of the claims.
    pub fn of(results: Results) -> Record {
        let claims = claims::find(&results);
        Record {
            version: VERSION,
            check: claims::check(&results, &claims),
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
        let broken = "it is not a complete record of `mixed`: write a new one with `--json`";
        let results: Results = read_version(record, VERSION, broken)?;
        let requests = results.requests as usize;
        let mut measured = results.rows.iter().filter_map(|row| row.outcome.get().ok());
        ensure!(
            measured.all(|figures| figures.late.len() == requests),
            broken
        );
        Ok(Record::of(results))
    }
}
