//! An expectation of what stayed the same in several runs of a program: pure
//! computation, from what was seen to what is expected.
//!
//! Lines, their order and their writers come first, with times and counts that
//! anything passes. That draft is judged, and what the judge sees of times and counts
//! is what is expected in the end.
//!
//! | file | idea |
//! | --- | --- |
//! | `lines.rs` | which printed lines are the same one in each run, and what varies in them |
//! | `order.rs` | which of them keep their order |
//! | `workers.rs` | who writes them |
//! | `measure.rs` | times and counts |

mod lines;
mod measure;
mod order;
mod workers;

use crate::expectation::{Expectation, ExpectedLine, Paragraph, Pattern, When, notation, write};
use crate::judgement::{Before, HeldBack, judge, judge_held};
use crate::message;
use lines::Step;
use measure::{ANY_COUNTS, ANY_TIME, measured};
use observer::Observation;
use order::Group;
use std::collections::BTreeMap;
use std::time::Duration;
use thiserror::Error;
use workers::Workers;

/// What was seen of a program.
#[derive(Default)]
pub struct Runs {
    /// Runs in which nobody was held back.
    pub plain: Vec<Observation>,
    /// Runs in which a worker was.
    pub held: Vec<(HeldBack, Observation)>,
}

/// Why no expectation came of the runs.
#[derive(Debug, PartialEq, Error)]
pub enum Unlearned {
    /// There is nothing to compare.
    #[error("it printed nothing")]
    NoOutput,
    /// It prints nothing that stays the same.
    #[error("no line came equally often in each of its runs")]
    NoLine,
    /// The notation has no way to say it.
    #[error("what its runs have in common cannot be written: {0}")]
    NotWritable(#[from] notation::NotationError),
    /// A run that it was learned from does not pass it.
    #[error("its runs have too little in common: {0}")]
    TooLittle(String),
}

/// What every program shows: any lines at all.
#[must_use]
pub fn anything() -> Expectation {
    let paragraph = Paragraph {
        open: true,
        ..Paragraph::default()
    };
    Expectation {
        paragraphs: vec![paragraph],
        ..Expectation::default()
    }
}

/// What stayed the same in all these runs. Each of them passes it.
///
/// # Errors
/// If nothing did, or if it cannot be said.
pub fn learn(runs: &Runs) -> Result<Expectation, Unlearned> {
    let held = runs.held.iter().map(|(_, seen)| seen);
    let seen: Vec<&Observation> = runs.plain.iter().chain(held).collect();
    if seen.iter().all(|seen| seen.lines.is_empty()) {
        return Err(Unlearned::NoOutput);
    }
    let steps = lines::in_common(&seen);
    if steps.is_empty() {
        return Err(Unlearned::NoLine);
    }
    let workers = Workers::of(&steps, &seen);
    let learned = |plain: usize, named: Option<&Workers>| {
        let groups = order::groups(&steps, &seen, plain, workers.as_ref());
        let text = write(&measured(draft(&steps, &groups, named), &runs.plain));
        // As it is read is how it is meant.
        let learned = notation::parse(text.as_bytes())?;
        check(&learned, runs).map(|()| learned)
    };
    // Sequences may have too many lines in common, and a worker may wait for whoever
    // comes first, so that only time orders its lines: better less than nothing.
    let plain = runs.plain.len();
    learned(plain, workers.as_ref())
        .or_else(|_| learned(plain, None))
        .or_else(|_| learned(seen.len(), workers.as_ref()))
        .or_else(|_| learned(seen.len(), None))
}

/// All that is the same, with any times and any counts.
fn draft(steps: &[Step], groups: &[Group], workers: Option<&Workers>) -> Expectation {
    let paragraphs = groups.iter().map(|group| Paragraph {
        lines: expected_lines(steps, group, workers),
        when: match group.wait {
            Some(_) => When::After(ANY_TIME),
            None => When::Untimed,
        },
        open: group.open,
        ..Paragraph::default()
    });
    let mut draft = Expectation {
        paragraphs: paragraphs.collect(),
        ..Expectation::default()
    };
    let mut writers = workers.and_then(Workers::expected);
    // There is the most to see; of several waits that are about as long, it is the first.
    let waiting = (0..groups.len())
        .rev()
        .filter(|&group| groups[group].wait.is_some());
    let longest = waiting.max_by_key(|&group| groups[group].wait.map(tenths));
    if let Some(longest) = longest {
        draft.paragraphs[0].when = When::Origin;
        draft.paragraphs[longest].counts = Some(ANY_COUNTS);
        // A number is one of the whole run.
        draft.paragraphs[longest].writers = writers.take_if(|writers| !writers.names.is_empty());
    }
    draft.writers = writers;
    draft
}

/// A time in tenths of a second.
fn tenths(time: Duration) -> u128 {
    (time.as_millis() + 50) / 100
}

/// The lines of a group: in any order, and then those of each worker that writes
/// several, if it writes the same in each run.
fn expected_lines(steps: &[Step], group: &Group, workers: Option<&Workers>) -> Vec<ExpectedLine> {
    let mut by_worker = BTreeMap::<_, Vec<&Pattern>>::new();
    for step in group.steps.clone() {
        let worker = workers.and_then(|workers| workers.in_one_order(step));
        by_worker
            .entry(worker)
            .or_default()
            .push(&steps[step].pattern);
    }
    let (in_order, free): (Vec<_>, Vec<_>) = by_worker.into_iter().partition(|(worker, own)| {
        worker.is_some() && own.iter().any(|pattern| *pattern != own[0])
    });
    let mut free: Vec<&Pattern> = free.into_iter().flat_map(|(_, own)| own).collect();
    free.sort_unstable();
    let line = |pattern: &Pattern| ExpectedLine::from(pattern.clone());
    let in_order = (0..).zip(in_order).flat_map(|(sequence, (_, own))| {
        let expected = move |pattern| ExpectedLine {
            sequence: Some(sequence),
            ..line(pattern)
        };
        own.into_iter().map(expected)
    });
    free.into_iter().map(line).chain(in_order).collect()
}

/// Whether each run that it was learned from passes it.
fn check(learned: &Expectation, runs: &Runs) -> Result<(), Unlearned> {
    let before = Before::of(learned, &runs.plain[0]);
    let plain = runs.plain.iter().map(|seen| judge(learned, seen));
    let held = runs.held.iter();
    let held = held.map(|(held, seen)| judge_held(learned, seen, held.clone(), &before));
    let reason = plain
        .chain(held)
        .find_map(|judgement| message::reason(&judgement));
    match reason {
        Some(reason) => Err(Unlearned::TooLittle(reason.sentence)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
