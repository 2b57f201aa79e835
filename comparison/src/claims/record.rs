//! The record of a measurement: everything, for programs. `--json` writes it, `--from`
//! reads it back, and every report is made from it.
//!
//! It holds the results, as `results.rs` of each measurement has them; the check, as
//! `check.rs` has it; and what was found of each claim, as `finding.rs` has it. The last
//! two follow from the results, and are not read back. A new field does not change the
//! version; a field that goes away, or changes its meaning, does.

use super::check::Check;
use crate::measure::Missing;
use anyhow::{Context, Result, ensure};
use observer::exit::Exit;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The results of a measurement, as a record holds them.
pub trait Measured: Serialize + DeserializeOwned {
    /// Of the record's schema.
    const VERSION: u32;
    /// What the record is of, for a complaint.
    const NAME: &str;
    /// A claim, and what was found of it.
    type Claim: Serialize;

    /// What the results say of the claims, and how that comes out together.
    fn judge(&self) -> (Vec<Self::Claim>, Check);

    /// Everything without a result, by its name, and why.
    fn missing(&self) -> Vec<(String, Missing)>;

    /// Whether each part fits the others, as in all that this program records.
    fn is_consistent(&self) -> bool;

    /// A sentence for each that has no result. That there is no CPython is said of the
    /// machine.
    fn notes(&self) -> Vec<String> {
        let missing = self.missing().into_iter();
        let missing = missing.filter(|(_, why)| !matches!(why, Missing::NoInterpreter(_)));
        missing
            .map(|(name, why)| format!("{name}: {why}"))
            .collect()
    }
}

#[derive(Serialize)]
pub struct Record<R: Measured> {
    version: u32,
    #[serde(flatten)]
    pub results: R,
    pub check: Check,
    pub claims: Vec<R::Claim>,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl<R: Measured> Record<R> {
    /// The results, and what they say of the claims.
    pub fn of(results: R) -> Record<R> {
        let (claims, check) = results.judge();
        Record {
            version: R::VERSION,
            results,
            check,
            claims,
        }
    }

    /// As one line of JSON.
    pub fn json(&self) -> String {
        let text = serde_json::to_string(self);
        text.expect("plain values, and keys that are text") + "\n"
    }

    /// Reads what [`Record::json`] made.
    ///
    /// # Errors
    /// If it is no record, or one that this program does not write.
    pub fn read(record: &[u8]) -> Result<Record<R>> {
        let broken = || {
            let name = R::NAME;
            format!("it is not a complete record of {name}: write a new one with `--json`")
        };
        let Version { version } = serde_json::from_slice(record).with_context(broken)?;
        ensure!(
            version == R::VERSION,
            "as a record of {}, its version is {version}, not {}: write a new one with `--json`",
            R::NAME,
            R::VERSION
        );
        let results: R = serde_json::from_slice(record).with_context(broken)?;
        ensure!(results.is_consistent(), broken());
        Ok(Record::of(results))
    }

    /// A program that failed is wrong, whether anybody checks or not.
    pub fn exit(&self, checked: bool) -> Exit {
        let missing = self.results.missing();
        let mut missing = missing.into_iter().map(|(_, why)| why);
        if missing.any(|why| matches!(why, Missing::Failed(_)))
            || checked && self.check.contradict > 0
        {
            Exit::Failed
        } else if checked && self.check.inconclusive > 0 {
            Exit::CouldNotJudge
        } else {
            Exit::Passed
        }
    }
}
