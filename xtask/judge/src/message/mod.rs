//! All the words of the judge: each finding as a sentence, and as a code.
//!
//! | file | idea |
//! | --- | --- |
//! | `sentence.rs`, `words.rs` | a sentence for a person, and what it is made of |
//! | `difference.rs` | how a line differs from the expected one |
//! | `code.rs` | a stable word for a program |
//! | `kind.rs` | what many runs have in common that failed in the same way |

mod code;
mod difference;
mod kind;
mod sentence;
mod words;

pub use code::code;
pub use difference::difference;
pub use kind::kind;
pub use sentence::{fault, finding, inconclusive, note};
pub use words::{counts, number_of};

use crate::judgement::{Judgement, Verdict};

/// Why a run did not pass, in one sentence.
pub fn reason(judgement: &Judgement) -> Option<String> {
    judgement.findings.first().map(finding)
}

/// A verdict for a person; `None` if nothing was run.
pub fn verdict(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "pass",
        Some(Verdict::Fail) => "FAIL",
        Some(Verdict::CouldNotJudge) => "could not judge",
        None => "skipped",
    }
}

/// A verdict for a program.
pub fn verdict_code(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "pass",
        Some(Verdict::Fail) => "fail",
        Some(Verdict::CouldNotJudge) => "could-not-judge",
        None => "skipped",
    }
}
