//! The measuring, from programs to results.
//!
//! | file | idea |
//! | --- | --- |
//! | `rounds.rs` | rounds over all programs, one at a time |
//! | `subject.rs` | what is measured |
//! | `run.rs` | what one run shows |
//! | `close_up.rs` | a close look at threads that compute, for a picture alone |
//! | `load.rs`, `disturbance.rs` | foreign load, and which runs it disturbed |
//! | `series.rs` | what all runs of a program show: median, spread, speed-up |
//! | `percentile.rs` | of many times, the one that so many of them do not exceed |
//! | `machine.rs` | what it is measured on |
//! | `twins.rs`, `python.rs` | the programs that are measured, and the interpreter |
//! | `outcome.rs`, `missing.rs` | what was measured, or why there is no result |
//! | `results.rs` | the results, as plain data that can be recorded |

mod close_up;
mod disturbance;
pub mod load;
mod machine;
mod missing;
mod outcome;
mod percentile;
mod python;
mod results;
mod rounds;
mod run;
mod series;
mod subject;
mod twins;

pub use missing::{Disturbance, Missing};
pub use outcome::Outcome;
pub use percentile::percentile;
#[cfg(test)]
pub use results::Figures;
pub use results::{CloseUp, Cpython, Machine, Results, Run, Seen, Series};
pub use rounds::{measure, progress_bar};
pub use run::ended_well;
pub use subject::{Language, Subject};
pub use twins::Twins;
