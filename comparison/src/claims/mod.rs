//! The lesson's claims, and what the measurements say of them.
//!
//! | file | idea |
//! | --- | --- |
//! | `lesson.json` | the claims, and what is true of them |
//! | `table.rs` | what the fields of `lesson.json` mean |
//! | `answer.rs` | what the figures answer to a claim's question |
//! | `finding.rs` | the answer, held against the claim and against the truth |
//! | `check.rs` | how all findings come out together |

mod answer;
mod check;
mod finding;
mod table;

pub use answer::{Answered, decide};
pub use check::{Check, contradictions, problems};
pub use finding::{Finding, Findings, NoAnswer, Verdict, find, find_all};
pub use table::{Answer, Claim, Expected, NoQuestion};
