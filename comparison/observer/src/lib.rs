//! Watches programs from outside, whatever language they are written in.
//!
//! It sees each line of a program's output and when it came, how the program
//! ended, and, on Linux, who existed over time: which processes and threads,
//! and how much CPU time each had used. Where it may trace, it sees who wrote each
//! line, and each birth and death of a thread as well. It needs no help from the program: a
//! learner's Rust and CPython itself are watched in the same way.
//!
//! | file | idea |
//! | --- | --- |
//! | `program.rs` | what to run, and within which limits |
//! | `observation.rs` | what was seen |
//! | `workers.rs` | who wrote lines, by name |
//! | `withheld.rs` | what the machine kept from a program between two lines |
//! | `watch/` | the watching, from the start to the report of what was seen |
//! | `error.rs` | why a program could not be watched |
//! | `timeline/` | what was seen, drawn over time |
//! | `seconds.rs` | times in records |
//! | `printed.rs` | what a program printed, fit to be shown |
//! | `interrupt.rs`, `exit.rs`, `report_file.rs` | what each program that watches others needs: signals that end it, exit codes, files written whole |
//!
//! The watching needs Unix. The exit codes do not.
#![warn(missing_docs)]

mod error;
pub mod exit;
mod observation;
pub mod printed;
mod program;
pub mod seconds;
pub mod timeline;
mod withheld;
mod workers;

#[cfg(unix)]
pub mod interrupt;
#[cfg(unix)]
pub mod report_file;
#[cfg(unix)]
mod user;
#[cfg(unix)]
mod watch;

pub use error::Error;
pub use observation::{
    Census, Counts, Delays, Ending, Held, Life, Line, Newline, Observation, Process,
};
pub use observation::{Sample, Stall, Stop, Thread, Untraced, Wait, Waiting, Writer};
pub use program::{Hold, Limits, Moment, Output, Program};
#[cfg(unix)]
pub use user::User;
#[cfg(unix)]
pub use watch::{Observer, cgroup, cores, limit_of_user, most_side_by_side, proc, room_for_tasks};
pub use withheld::Withheld;
