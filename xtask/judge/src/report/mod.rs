//! The reports. All of them are made from the entries alone.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `entry.rs` | a program, and what came of it |
//! | `text.rs` | the report for a person |
//! | `overview.rs` | many submissions, a row each; `--csv` |
//! | `rules.rs` | which rule each line satisfied, for the next two |
//! | `explain.rs` | `--explain`: one run over time |
//! | `html.rs` | `--html`: the same as a page |
//! | `record.rs` | one run, as programs read it |
//! | `json.rs` | `--json`: everything, for programs |
//! | `junit.rs` | `--junit`: the verdicts, for whoever shows test results |
//! | `grades/` | points for other programs, a file for each submission |
//! | `picture.rs` | `--svg`, `--trace`: one run of each program over time, drawn |
//! | `github.rs` | the summary of a job in GitHub Actions |
//! | `destinations.rs` | where they go |

mod destinations;
mod entry;
mod explain;
mod github;
mod grades;
mod html;
mod json;
mod junit;
mod overview;
mod picture;
mod record;
mod rules;
mod text;

pub use destinations::Destinations;
pub use entry::{Checked, Entry, Outcome};
