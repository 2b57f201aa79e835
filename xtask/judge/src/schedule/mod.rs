//! Many runs of many submissions, within limits.
//!
//! | file | idea |
//! | --- | --- |
//! | `submissions.rs`, `command.rs` | what is run: one command, or many |
//! | `runs.rs`, `pace.rs` | as many side by side as the machine bears |
//! | `limits.rs` | what an untrusted program may use |

pub mod command;
pub mod limits;
mod pace;
pub mod runs;
pub mod submissions;
