//! What the page is made from: the comparison's own record, and what else was recorded.

use crate::claims::lesson::Record;
use crate::flow::Recorded;
use crate::mixed;
#[cfg(target_os = "linux")]
use crate::scale;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;

pub struct Records {
    pub own: Record,
    /// In the order in which they were named.
    pub beside: Vec<Beside>,
}

/// The record of another measurement.
pub enum Beside {
    Mixed(mixed::Record),
    #[cfg(target_os = "linux")]
    Scale(scale::Record),
}

/// What a record has that no other kind of record has.
#[derive(Default, Deserialize)]
struct Fields {
    requests: Option<IgnoredAny>,
    connections: Option<IgnoredAny>,
}

impl Records {
    pub fn alone(own: Record) -> Records {
        let beside = Vec::new();
        Records { own, beside }
    }

    /// Reads the comparison's own record, and others beside it, in any order.
    ///
    /// # Errors
    /// If one is no record, or there is not just one of the comparison's own.
    pub fn read(files: &[Recorded]) -> Result<Records> {
        let (mut own, mut beside) = (None, Vec::new());
        for file in files {
            // What is no record at all is read as the comparison's, which says so.
            let fields: Fields = serde_json::from_slice(&file.bytes).unwrap_or_default();
            if fields.requests.is_some() {
                beside.push(Beside::Mixed(file.record()?));
                continue;
            }
            #[cfg(target_os = "linux")]
            if fields.connections.is_some() {
                beside.push(Beside::Scale(file.record()?));
                continue;
            }
            if own.replace(file.record()?).is_some() {
                bail!("only one record of the comparison itself can be reported");
            }
        }
        let own = own.context("none is a record of the comparison itself: name one, too")?;
        Ok(Records { own, beside })
    }
}
