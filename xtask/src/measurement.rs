//! The comparison's measurement, as its `--json` recorded it. It is made once,
//! and everything that shows a figure of it is drawn from the record.

use crate::usage::Usage;
use crate::workspace;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What is read of a record; [record.rs](../../comparison/src/claims/record.rs) is
/// the schema of all of it.
#[derive(Deserialize)]
pub struct Measurement {
    /// Where it is recorded.
    #[serde(skip)]
    pub path: PathBuf,
    pub check: TruthCheck,
}

/// What came of holding the verdicts against the truth table.
#[derive(Deserialize)]
pub struct TruthCheck {
    /// Verdicts that another, quieter try might give.
    inconclusive: usize,
    /// Those that this machine cannot give.
    not_shown: usize,
    /// In one sentence.
    pub summary: String,
    /// What a reader must know of those that do not agree.
    pub problems: Vec<String>,
}

impl TruthCheck {
    /// Whether each verdict is one.
    pub fn is_conclusive(&self) -> bool {
        self.inconclusive + self.not_shown == 0
    }
}

/// Makes room for a new one: what is there afterwards is new.
///
/// # Errors
/// If its folder cannot be made, or an old one cannot be removed.
pub fn clear(root: &Path) -> Result<PathBuf> {
    let path = workspace::kept_file(root, "comparison.json")?;
    if path.exists() {
        fs::remove_file(&path).with_context(|| format!("failed to remove {}", path.display()))?;
    }
    Ok(path)
}

/// Reads a record.
///
/// # Errors
/// If there is none, or it is of another version.
pub fn read(path: &Path) -> Result<Measurement> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Usage(format!("failed to read {shown}: {error}")))?;
    let remedy = "make it with `comparison --json FILE`";
    let mut read: Measurement = serde_json::from_str(&text).map_err(|error| {
        Usage(format!(
            "{shown} is no measurement of the comparison: {error}; {remedy}"
        ))
    })?;
    read.path = path.canonicalize()?;
    Ok(read)
}
