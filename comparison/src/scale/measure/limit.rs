//! The limits that end the growing, by their names: how much of each may be used, and
//! which refusals can be its doing.

use crate::units::thousands;
use nix::errno::Errno;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What ends the growing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The share of the free memory that may be used.
    Memory,
    /// `RLIMIT_NPROC`: the threads of all processes of this user.
    UserThreads,
    /// `/proc/sys/kernel/threads-max`.
    ThreadsMax,
    /// `/proc/sys/kernel/pid_max`: each thread takes a number.
    PidMax,
    /// `pids.max` of a control group, by its path.
    PidsMax(String),
    /// `/proc/sys/vm/max_map_count`: a stack and its guard take two.
    MaxMapCount,
    /// `RLIMIT_AS`.
    AddressSpace,
    /// `RLIMIT_NOFILE`.
    OpenFiles,
}

impl Limit {
    /// How much of what was free at the start may be used. What others need too
    /// is not used up; what is this process's own nearly is.
    pub fn share(&self) -> f64 {
        match self {
            Limit::Memory => 1.0,
            Limit::UserThreads | Limit::ThreadsMax | Limit::PidMax | Limit::PidsMax(_) => 0.5,
            Limit::MaxMapCount | Limit::AddressSpace | Limit::OpenFiles => 0.9,
        }
    }

    /// That share; of the memory, it is in the budget already.
    pub fn share_in_words(&self) -> &'static str {
        match (self, self.share()) {
            (Limit::Memory, _) => "a quarter",
            (_, 0.5) => "half",
            _ => "90 %",
        }
    }

    /// Its value, in brackets and in its unit.
    pub fn show(&self, most: u64, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Limit::Memory | Limit::AddressSpace => write!(f, " ({} MiB)", thousands(most >> 20)),
            _ => write!(f, " ({})", thousands(most)),
        }
    }

    /// Whether a refusal with this error can be its doing.
    pub fn may_refuse_with(&self, errno: i32) -> bool {
        let is_about_files = [Errno::EMFILE, Errno::ENFILE].contains(&Errno::from_raw(errno));
        match self {
            Limit::Memory => false, // it is our own, and the system does not know it
            Limit::OpenFiles => is_about_files,
            _ => !is_about_files,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Limit::Memory => "the free memory",
            Limit::UserThreads => "RLIMIT_NPROC",
            Limit::ThreadsMax => "threads-max",
            Limit::PidMax => "pid_max",
            Limit::MaxMapCount => "max_map_count",
            Limit::AddressSpace => "RLIMIT_AS",
            Limit::OpenFiles => "RLIMIT_NOFILE",
            Limit::PidsMax(path) => return write!(f, "pids.max of {path}"),
        })
    }
}
