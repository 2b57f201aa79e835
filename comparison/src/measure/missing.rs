//! Why a run does not count, and why there is no result.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What disturbed a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disturbance {
    /// Others used so many percent of a core.
    LoadPercent(u32),
    /// It needed so many percent of the CPU time of the fastest run of its program.
    SlowedPercent(u32),
    /// It took so many percent of the wall time of the fastest run of its program.
    DelayedPercent(u32),
    /// There is no sample of the time in which its jobs ran, although the
    /// system shows processes.
    Unseen,
}

impl fmt::Display for Disturbance {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Disturbance::LoadPercent(percent) => write!(f, "others used {percent} % of a core"),
            Disturbance::SlowedPercent(percent) => {
                write!(
                    f,
                    "the cores were slow: {percent} % of the CPU time of its fastest run"
                )
            }
            Disturbance::DelayedPercent(percent) => {
                write!(
                    f,
                    "it was held up: {percent} % of the time of its fastest run"
                )
            }
            Disturbance::Unseen => f.write_str("no process sample while the jobs ran"),
        }
    }
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "why", rename_all = "kebab-case")]
pub enum Missing {
    /// Every run was disturbed, and by what the last of them.
    Disturbed(Disturbance),
    /// The load was too small to disturb one run, but it was there all the time.
    SteadyLoad,
    /// A run failed, and how.
    Failed(String),
    /// This system does not tell.
    NotObserved,
    /// There is no CPython here, and why.
    NoInterpreter(String),
    /// A limit does not allow it, and which.
    Limited(String),
    /// It was not done in the time that there was.
    Late,
    /// It took too little time to see what others did meanwhile.
    Short,
}

impl Disturbance {
    /// Others used so many cores meanwhile, and that is too much.
    pub fn of_foreign_load(cores: f64) -> Disturbance {
        Disturbance::LoadPercent((cores * 100.0).round() as u32)
    }
}

impl Missing {
    /// A run failed with this error.
    pub fn failed(error: impl Into<anyhow::Error>) -> Missing {
        Missing::Failed(format!("{:#}", error.into()))
    }

    /// For a cell of a table.
    pub fn word(&self) -> &'static str {
        match self {
            Missing::Disturbed(_) | Missing::SteadyLoad | Missing::Late | Missing::Short => {
                "inconclusive"
            }
            Missing::Failed(_) => "failed",
            Missing::NotObserved => "not observed",
            Missing::NoInterpreter(_) | Missing::Limited(_) => "not measured",
        }
    }

    /// Whether another, quieter try might give a result.
    pub fn is_inconclusive(&self) -> bool {
        matches!(
            self,
            Missing::Disturbed(_) | Missing::SteadyLoad | Missing::Late | Missing::Short
        )
    }

    /// Whether somebody else's use of the machine is the cause.
    pub fn is_foreign_load(&self) -> bool {
        match self {
            Missing::Disturbed(disturbance) => *disturbance != Disturbance::Unseen,
            other => *other == Missing::SteadyLoad,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Missing::Disturbed(how) => write!(f, "inconclusive: {how}"),
            Missing::SteadyLoad => f.write_str("inconclusive: background load throughout"),
            Missing::Late => f.write_str("inconclusive: there was not enough time"),
            Missing::Short => f.write_str("inconclusive: too short to see what others did"),
            Missing::Failed(how) => write!(f, "failed: {how}"),
            Missing::NotObserved => f.write_str("not observed on this system"),
            Missing::NoInterpreter(why) | Missing::Limited(why) => {
                write!(f, "not measured: {why}")
            }
        }
    }
}
