//! Claims, and what was measured of them: the lesson's, and what those of every
//! measurement have in common.
//!
//! | file | idea |
//! | --- | --- |
//! | `table.rs` | a claim, and what is true of it |
//! | `finding.rs` | what was found of it, held against the claim and against the truth |
//! | `check.rs` | how all findings come out together |
//! | `record.rs` | results, with what they say of the claims |
//! | `lesson.json`, `lesson.rs` | the lesson's claims, and what the figures answer |

mod check;
mod finding;
pub mod lesson;
pub mod record;
mod table;

pub use check::{Check, contradictions};
pub use finding::{Answered, Finding, Findings, Verdict, decide, find_all};
pub use table::{Answer, Claim, Expected, NoQuestion};
