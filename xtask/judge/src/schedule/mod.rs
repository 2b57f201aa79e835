//! Many runs of many submissions, within limits.
//!
//! | file | idea |
//! | --- | --- |
//! | `submission.rs` | a program to be judged |
//! | `submissions.rs` | many of them: a list of commands, or the files of a folder |
//! | `recipes.rs` | how a file becomes a running program, by its extension |
//! | `command_line.rs` | a command in one line of text |
//! | `build.rs` | programs are built before any is run |
//! | `runs.rs` | many runs, side by side |
//! | `journal.rs` | runs that are kept, for a judge that was stopped and goes on |
//! | `holds.rs` | which workers are held back, and when |
//! | `start.rs` | why a command could not be started, and what would work |
//! | `limits.rs` | what an untrusted program may use |
//! | `progress.rs` | how many are done |

mod build;
mod command_line;
mod holds;
mod journal;
pub mod limits;
mod progress;
mod recipes;
mod runs;
mod start;
mod submission;
mod submissions;

pub use build::{Built, build_all};
pub use holds::{HeldWorker, Holds, holds};
pub use journal::{Journal, key};
pub use progress::progress_bar;
pub use recipes::{ForExtension, Recipes};
pub use runs::{Run, held_runs, plain_runs, run_all};
pub use submission::{Build, Submission};
pub use submissions::{batch, each};
