//! All the words of the judge.
//!
//! | file | idea |
//! | --- | --- |
//! | `finding.rs` | each finding: a code for programs, a sentence for a person |
//! | `hang.rs` | a program that does not end, and what its threads wait for |
//! | `order.rs` | which order lines came in that may come in another one |
//! | `difference.rs` | how a line differs from the expected one |
//! | `words.rs` | what the sentences are made of |

mod difference;
mod finding;
mod hang;
mod order;
mod words;

pub use finding::{Message, fault};
pub use order::{NOT_IN_A_TRANSCRIPT, orders};

use finding::finding;
pub use words::{counts, number_of, writers};

use crate::judgement::{Check, Finding, Judgement, Note, Verdict};
use std::collections::BTreeSet;

/// Why a run did not pass.
pub fn reason(judgement: &Judgement) -> Option<Message> {
    all(judgement).into_iter().next()
}

/// All that was found in a run, each sentence once; and who was held back then, if
/// anybody was.
pub fn all(judgement: &Judgement) -> Vec<Message> {
    some(judgement, |_| true)
}

/// The same of one check.
pub fn of_check(judgement: &Judgement, check: Check) -> Vec<Message> {
    some(judgement, |found| found.check() == check)
}

fn some(judgement: &Judgement, is_wanted: impl Fn(&Finding) -> bool) -> Vec<Message> {
    let when = judgement.held.as_ref().map(|held| {
        let did = match held.after {
            None => "began late",
            Some(_) => "was held back",
        };
        format!("when {} {did}, ", held.worker)
    });
    let mut said = BTreeSet::new();
    let findings = judgement.findings.iter();
    let messages = findings.filter(|found| is_wanted(found)).map(finding);
    let messages = messages.filter(|message| said.insert(message.sentence.clone()));
    let messages = messages.map(|message| match &when {
        Some(when) => message.preceded_by(when),
        None => message,
    });
    messages.collect()
}

/// What a run that passes may be told.
pub fn note(note: Note) -> &'static str {
    match note {
        Note::CrLf => "its lines end in CR LF",
        Note::NoNewline => "its last line has no line end",
        Note::Colours => "its colour codes were not compared",
        Note::NotObserved => "processes and threads were not observed on this system",
        Note::StderrCut => "the middle of its stderr was too long to keep: it may tell of a crash",
    }
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
