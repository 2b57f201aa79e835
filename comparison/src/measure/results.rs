//! Everything that was measured, as plain data: made once, and rendered as often
//! as wanted. `--json` records it and `--from` reads it back, so these types are
//! the schema; `claims/record.rs` says what a record holds besides.
//!
//! Units are in the names of the record: `_s` seconds, `_bytes` bytes; a speed-up
//! and a share have none.

use super::missing::{Disturbance, Missing};
use super::outcome::Outcome;
use super::subject::{Language, Subject};
use observer::seconds;
use observer::timeline::Task;
use observer::timeline::lanes::ThreadLane;
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Results {
    pub machine: Machine,
    /// How many runs of each program were wanted.
    pub rounds: usize,
    /// In the order of a round.
    pub series: Vec<Series>,
    /// Of programs that compute, if somebody wanted a page: no figure comes from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub close_ups: Vec<CloseUp>,
}

/// What the programs ran on, and with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// Such as `Intel(R) Xeon(R) Processor @ 2.90GHz`.
    pub cpu: String,
    /// How many cores can be used: two threads of one core are one.
    pub cores: usize,
    /// Such as `Debian GNU/Linux 12 (bookworm), Linux 6.12`.
    pub system: String,
    #[serde(flatten)]
    pub cpython: Cpython,
    /// The load of others in cores, over all runs; `None` where the system does
    /// not tell, so that nothing could be kept out.
    pub foreign_load: Option<f64>,
}

/// The interpreter of the Python twins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cpython {
    Found {
        /// Such as `3.14.0`.
        #[serde(rename = "cpython")]
        version: String,
        #[serde(rename = "cpython_has_gil")]
        has_gil: bool,
    },
    Missing {
        #[serde(rename = "cpython_missing")]
        why: String,
    },
}

/// All runs of one program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Series {
    #[serde(flatten)]
    pub subject: Subject,
    #[serde(flatten)]
    pub outcome: Outcome<Figures>,
    /// Those that were measured again among them.
    pub disturbed_runs: usize,
    pub last_disturbance: Option<Disturbance>,
    /// The undisturbed runs, in the order in which they were made.
    pub runs: Vec<Run>,
}

/// What the runs of a program say together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// How many times as fast as the baseline, by the medians of the wall times;
    /// `None` if the baseline has no result.
    pub speed_up: Option<f64>,
    #[serde(rename = "wall_median_s", with = "seconds")]
    pub wall_median: Duration,
    /// Half of the way from the shortest to the longest wall time, as a share of
    /// the median.
    pub wall_spread: f64,
    #[serde(rename = "start_up_median_s", with = "seconds")]
    pub start_up_median: Duration,
    /// `None` where the system does not show it; so is the next.
    pub cores_busy_median: Option<f64>,
    pub side_by_side_median: Option<f64>,
    /// Whether in every run all jobs were begun before the first was done.
    pub waits_together: bool,
    /// The run to show, as an index: the one whose wall time is the median, or
    /// the next shorter one.
    pub typical_run: usize,
}

/// What was measured in one run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Run {
    /// From the first `Starting` to the last `Finished`.
    #[serde(rename = "wall_s", with = "seconds")]
    pub wall: Duration,
    /// From the start of the program to the first `Starting`.
    #[serde(rename = "start_up_s", with = "seconds")]
    pub start_up: Duration,
    /// CPU time of the program and of all it started, the start-up included.
    #[serde(rename = "cpu_s", with = "seconds")]
    pub cpu: Duration,
    /// The load of others beside it, in cores; `None` where the system does not
    /// tell.
    pub foreign_load: Option<f64>,
    /// What the census says, where there is one.
    pub seen: Option<Seen>,
    /// Their times count from the first `Starting`.
    pub jobs: Vec<Task>,
}

/// What the census says of the time between the first `Starting` and the last
/// `Finished`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The most at one moment.
    pub processes: usize,
    pub threads: usize,
    /// `VmHWM` of all processes, added up.
    pub peak_memory_bytes: u64,
    pub cores_busy: f64,
    /// The share of the time in which two or more threads were busy at once.
    pub side_by_side: f64,
    pub lanes: Vec<ThreadLane>,
}

/// A run for a picture alone, looked at closely.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseUp {
    #[serde(flatten)]
    pub subject: Subject,
    /// From one look to the next.
    #[serde(rename = "interval_s", with = "seconds")]
    pub interval: Duration,
    /// From the first `Starting` to the last `Finished`.
    #[serde(rename = "wall_s", with = "seconds")]
    pub wall: Duration,
    /// What the looking took of a core.
    pub looking: f64,
    /// In each slice, the thread ran or it did not.
    pub lanes: Vec<ThreadLane>,
}

impl Results {
    /// # Errors
    /// If there is no such technique in this language, or it was not recorded.
    pub fn series(&self, subject: Subject) -> Result<&Series, Missing> {
        let mut all = self.series.iter();
        let series = all.find(|series| series.subject == subject);
        series.ok_or(Missing::NotObserved)
    }

    /// The close look at a program, if there is one.
    pub fn close_up(&self, subject: Subject) -> Option<&CloseUp> {
        let mut all = self.close_ups.iter();
        all.find(|close_up| close_up.subject == subject)
    }

    /// How many times as fast as one job after the other in the same language.
    pub fn speed_up(&self, subject: Subject) -> Result<f64, Missing> {
        let speed_up = self.series(subject)?.figures()?.speed_up;
        speed_up.ok_or_else(|| {
            let baseline = self.series(subject.baseline()).and_then(Series::figures);
            baseline.err().unwrap_or(Missing::NotObserved)
        })
    }
}

impl Run {
    fn is_in_order(&self) -> bool {
        let mut seen = self.seen.iter();
        self.jobs.iter().all(|job| job.from <= job.to) && seen.all(|seen| are_in_order(&seen.lanes))
    }
}

impl CloseUp {
    /// Whether each part fits the others, as in all that this program records.
    pub fn is_consistent(&self) -> bool {
        are_in_order(&self.lanes)
    }
}

/// Whether no slice ends before it begins.
fn are_in_order(lanes: &[ThreadLane]) -> bool {
    let mut slices = lanes.iter().flat_map(|lane| &lane.slices);
    slices.all(|slice| slice.from <= slice.to)
}

impl Machine {
    /// Whether the threads of a language share a lock that lets one of them run at a
    /// time. CPython is taken to have it unless it says that it has not.
    pub fn has_gil(&self, language: Language) -> bool {
        match (language, &self.cpython) {
            (Language::Rust, _) => false,
            (Language::CPython, Cpython::Found { has_gil, .. }) => *has_gil,
            (Language::CPython, Cpython::Missing { .. }) => true,
        }
    }

    /// The language, with the version where it matters.
    pub fn name(&self, language: Language) -> String {
        match (language, &self.cpython) {
            (Language::CPython, Cpython::Found { version, .. }) => format!("CPython {version}"),
            _ => language.to_string(),
        }
    }
}

impl Series {
    /// Whether each part fits the others, as in all that this program records.
    pub fn is_consistent(&self) -> bool {
        let has_typical = match self.figures() {
            Ok(figures) => figures.typical_run < self.runs.len(),
            Err(_) => true,
        };
        has_typical && self.runs.iter().all(Run::is_in_order)
    }

    pub fn figures(&self) -> Result<&Figures, Missing> {
        self.outcome.get()
    }

    /// The run to show.
    pub fn typical(&self) -> Result<&Run, Missing> {
        Ok(&self.runs[self.figures()?.typical_run])
    }
}
