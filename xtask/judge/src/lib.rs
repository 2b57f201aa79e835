//! Judges what was seen of a program by what was expected of it.
//!
//! | folder | idea |
//! | --- | --- |
//! | `expectation/` | what a program must show, and how that is written |
//! | `judgement/` | pure: order, timing, technique, crash |
//! | `learn/` | pure: what several runs have in common, as an expectation |
//! | `message/` | each finding as a sentence |
//! | `schedule/` | many runs of many submissions, within limits |
//! | `summary.rs` | what all runs of a program show together |
//! | `grade.rs` | the points of a submission |
//! | `report/` | one file per format |
//! | `arguments.rs`, `options.rs` | what the program `judge` can be given; the options, the same for every program that judges |
//! | `transcript.rs` | what a program printed elsewhere |
//! | `task.rs` | what happens when, from the options to the exit code |
//! | `learning.rs` | the same where an expectation is learned from a program's runs |
//! | `error.rs`, `complaint.rs` | why nothing was judged, and how that is said |
//! | `text.rs` | what a program printed, made fit to be compared and to be shown |

#![cfg(unix)]
#![warn(missing_docs)]

pub mod arguments;
pub mod complaint;
mod error;
pub mod expectation;
pub mod grade;
pub mod judgement;
pub mod learn;
pub mod learning;
pub mod message;
pub mod options;
pub mod report;
pub mod schedule;
pub mod summary;
pub mod task;
mod transcript;

pub use error::{Error, NotRun};
pub use observer::printed as text;
