//! The truth table: what the lesson claims, and what is true of it in CPython
//! with its GIL, in CPython without one, and in Rust. `lesson.json` holds the
//! claims; here is what each of its fields means.
//!
//! `--check` holds what is measured against it. A difference means that the
//! measuring is wrong, or that the world has changed: either way, somebody
//! should look.

use crate::technique::Technique;
use crate::work::Work;
use serde::{Deserialize, Serialize};

/// What can be asked of the measurements. In `lesson.json`: `"mostly-waits"`,
/// `{ "uses-cores": "threading" }`, or `{ "best-for": ["io", ["asyncio"]] }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Do threads that compute take turns?
    OneThreadAtATime,
    /// Is each of these among the fastest for this work?
    BestFor(Work, Vec<Technique>),
    /// Does it use more than one core?
    UsesCores(Technique),
    /// Does a lock that lets one thread run at a time not hold it back?
    BypassesGil(Technique),
    /// Is CPU-bound work done faster with it?
    GainsFromCores(Technique),
    /// Do its jobs wait together?
    WaitsTogether(Technique),
    /// Does one thread do it all?
    OneThread(Technique),
    /// Is every job begun before the first is done?
    WaitingBlocksNobody(Technique),
    /// Do threads use several cores where it does not?
    UnlikeThreads(Technique),
    /// Does one job after the other leave the core alone most of the time?
    MostlyWaits,
    /// Does one job after the other keep the core busy?
    MostlyComputes,
}

/// What the measurements answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Yes,
    No,
    /// Not while it computes, but while it waits.
    WhileWaiting,
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

/// One claim of the lesson. What it says is meant of CPython.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    pub part: String,
    pub says: String,
    #[serde(skip_serializing)]
    pub question: Question,
    pub claimed: Answer,
    #[serde(skip_serializing)]
    pub truth: Truth,
    /// Why the truth differs from the claim, where it does, or why it does not.
    pub reason: String,
}

/// The right answers.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Truth {
    /// With its GIL.
    pub cpython: Answer,
    /// Without one.
    pub free_threaded: Answer,
    pub rust: Answer,
}

/// Every claim that can be measured, in the order of the reports.
pub fn claims() -> Vec<Claim> {
    serde_json::from_str(include_str!("lesson.json")).expect("a test reads the same claims")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_can_be_read() {
        let claims = claims();
        assert_eq!(claims.len(), 19);
        let threads_and_coroutines = vec![Technique::Threading, Technique::Asyncio];
        let both = Question::BestFor(Work::Io, threads_and_coroutines);
        assert!(claims.iter().any(|claim| claim.question == both));
        for claim in claims {
            let said = [&claim.part, &claim.says, &claim.reason];
            assert!(said.iter().all(|text| !text.is_empty()), "{claim:?}");
        }
    }
}
