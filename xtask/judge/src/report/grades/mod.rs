//! Grades for other programs, a file for each submission.
//!
//! | file | idea |
//! | --- | --- |
//! | `files.rs` | a file for each submission, or none where there are no points |
//! | `feedback.rs` | what a student is told |
//! | `gradescope.rs` | `--gradescope` |
//! | `classroom50.rs` | `--classroom50` |

pub mod classroom50;
mod feedback;
mod files;
mod gradescope;

pub use files::{GradeFiles, MissingGrades};
