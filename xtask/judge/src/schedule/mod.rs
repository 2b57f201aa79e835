//! Many runs of many submissions, within limits.
//!
//! | file | idea |
//! | --- | --- |
//! | `submission.rs` | a program to be judged |
//! | `submissions.rs` | many of them: a list of commands, or the files of a folder |
//! | `runs.rs` | many runs, side by side |
//! | `holds.rs` | which workers are held back, and when |
//! | `start.rs` | why a command could not be started, and what would work |
//! | `limits.rs` | what an untrusted program may use |
//! | `progress.rs` | how many are done |

mod holds;
pub mod limits;
mod progress;
mod runs;
mod start;
mod submission;
mod submissions;

pub use holds::{HeldWorker, Holds, holds};
pub use progress::progress_bar;
pub use runs::{Run, held_runs, plain_runs, run_all};
pub use submission::Submission;
pub use submissions::{batch, each};
