//! Everything that was measured, as plain data. `--json` records it and `--from` reads
//! it back, so these types are the schema.

use super::way::Way;
use crate::measure::{Machine, Missing, Outcome, percentile};
use observer::seconds::{self, rounded};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Results {
    pub machine: Machine,
    /// To each program.
    pub requests: u32,
    #[serde(rename = "period_s", with = "seconds")]
    pub period: Duration,
    pub rows: Vec<Row>,
}

/// One way, measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    pub way: Way,
    #[serde(flatten)]
    pub outcome: Outcome<Figures>,
}

/// How late the answers were, and what the computation came to meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Half of the answers were no later.
    #[serde(rename = "p50_s", with = "seconds")]
    pub p50: Duration,
    /// 99 % of the answers were no later.
    #[serde(rename = "p99_s", with = "seconds")]
    pub p99: Duration,
    #[serde(rename = "max_s", with = "seconds")]
    pub max: Duration,
    /// CPU time of the program divided by its wall time.
    pub cores_busy: f64,
    /// How often it counted the primes.
    pub counts: u64,
    /// That divided by its wall time.
    pub counts_per_second: f64,
    /// The load of others beside it, in cores; `None` where the system does not tell.
    pub foreign_load: Option<f64>,
    /// Of each request, in the order in which they were due.
    #[serde(rename = "late_s")]
    pub late: Vec<Late>,
}

/// From the moment at which a request was due to its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Late(#[serde(with = "seconds")] pub Duration);

impl Results {
    /// # Errors
    /// If it was not recorded, or has no figures.
    pub fn figures(&self, way: Way) -> Result<&Figures, Missing> {
        let row = self.rows.iter().find(|row| row.way == way);
        row.ok_or(Missing::NotObserved)?.outcome.get()
    }
}

impl Figures {
    /// `cpu` and `wall` are the program's.
    pub fn new(
        late: &[Duration],
        counts: u64,
        cpu: Duration,
        wall: Duration,
        foreign_load: Option<f64>,
    ) -> Figures {
        let late: Vec<Duration> = late.iter().copied().map(rounded).collect();
        let mut sorted = late.clone();
        sorted.sort();
        let wall = wall.as_secs_f64().max(1e-9);
        Figures {
            p50: percentile(&sorted, 50),
            p99: percentile(&sorted, 99),
            max: percentile(&sorted, 100),
            cores_busy: hundredths(cpu.as_secs_f64() / wall),
            counts,
            counts_per_second: hundredths(counts as f64 / wall),
            foreign_load: foreign_load.map(hundredths),
            late: late.into_iter().map(Late).collect(),
        }
    }
}

/// A record of more digits would not be read back as it was written.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_the_order_in_which_requests_were_due() {
        let ms = Duration::from_millis;
        let late = [ms(5), ms(1), ms(3)];
        let figures = Figures::new(&late, 8, ms(3_000), ms(4_000), None);
        assert_eq!((figures.p50, figures.max), (ms(3), ms(5)));
        assert_eq!(figures.late, late.map(Late));
        assert!((figures.cores_busy - 0.75).abs() < 1e-9);
        assert!((figures.counts_per_second - 2.0).abs() < 1e-9);
    }
}
