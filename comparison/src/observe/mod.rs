//! The observer: runs a program and reports what could be seen from outside.
//!
//! It sees each line of the program's output and when it came, how the program
//! ended, and, on Linux, a census over time: which processes and threads
//! existed and how much CPU time each had used. It needs no help from the
//! program: a learner's Rust and CPython itself are watched in the same way.
//!
//! | file | idea |
//! | --- | --- |
//! | `program.rs` | what to run, and within which limits |
//! | `observation.rs` | what was seen |
//! | `launch.rs` | a program is started so that it can be watched |
//! | `run.rs` | it runs: what it prints, and when it must be stopped |
//! | `lines.rs`, `excerpt.rs` | bytes become lines, or the two ends of a long text |
//! | `watch.rs` | the observer: from a start to the report of what was seen |
//! | `census.rs` | the heartbeat, which counts all watched programs together |
//! | `family.rs` | which processes belong to which program |
//! | `processes.rs` | the table of processes, as Linux shows it in `/proc` |

mod observation;
mod program;

pub use observation::{Census, Crowd, Ending, Line, Newline, Observation, Process, Sample};
pub use observation::{Stall, Stop, Thread};
pub use program::{Limits, Output, Program};

#[cfg(unix)]
mod census;
#[cfg(unix)]
mod excerpt;
#[cfg(unix)]
mod family;
#[cfg(unix)]
mod launch;
#[cfg(unix)]
mod lines;
#[cfg(unix)]
mod processes;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod watch;

#[cfg(unix)]
pub use launch::most_side_by_side;
#[cfg(unix)]
pub use watch::Observer;
