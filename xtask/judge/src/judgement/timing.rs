//! Timing: the gaps between paragraphs, whatever the total.

use super::clause::{Clause, Interval};
use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use super::ruling::Ruling;
use crate::expectation::{Gap, When};
use observer::Withheld;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// So much longer than it should, any gap may be: what a machine takes to wake a
/// thread and to run its print, whatever the gap.
pub const TOLERANCE: Duration = Duration::from_millis(20);

/// Where nobody knows what was withheld: a delay up to this long is not seen, for
/// the observer's clock takes it for its own.
const RESOLUTION: Duration = Duration::from_millis(20);

/// From a program's start to its first instruction: an interpreter's own.
const START: Duration = Duration::from_secs(1);

/// A stall that ended so long before a line may still have delayed the one
/// before it.
const BEFORE: Duration = Duration::from_secs(1);

/// The gaps between each paragraph with a time and the one before, and within
/// sequences.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    // From the program's start, if that is asked for; else there is a line.
    let mut since: Vec<Option<usize>> = vec![None];
    for (number, paragraph) in matched.paragraphs.iter().enumerate() {
        let is_known = matched.ordered().is_some();
        let lines = own_lines(matched, number);
        if let When::After(gap) = paragraph.when {
            let seen = is_known.then(|| intervals(matched, &since, &lines));
            judge_all(matched, number, gap, seen, &mut ruling);
        }
        for (gap, interval) in in_sequences(matched, number) {
            let seen = is_known.then(|| vec![interval]);
            judge_all(matched, number, gap, seen, &mut ruling);
        }
        if paragraph.when != When::Untimed {
            since = lines.into_iter().map(Some).collect();
        }
    }
    ruling
}

fn judge_all(
    matched: &Matched,
    paragraph: usize,
    gap: Gap,
    seen: Option<Vec<Interval>>,
    ruling: &mut Ruling,
) {
    let from_start = seen
        .iter()
        .flatten()
        .any(|interval| interval.since.is_none());
    let expected = match matched.seen.lives {
        // An interpreter starts first.
        _ if from_start => Gap {
            longest: gap.loosest + START,
            ..gap
        },
        Ok(_) => gap,
        Err(_) => gap.loose(),
    };
    let judged = seen.iter().flatten();
    let findings = judged.filter_map(|interval| judge_interval(matched, interval, expected));
    ruling.findings.extend(findings);
    ruling.clauses.push(Clause::Time {
        paragraph,
        expected,
        seen,
    });
}

/// The lines of a paragraph that its time is about: not those of a sequence that
/// has come to a time of its own.
fn own_lines(matched: &Matched, paragraph: usize) -> Vec<usize> {
    let mut timed = BTreeSet::new();
    let mut lines = Vec::new();
    for slot in matched.slots_of(paragraph) {
        if slot.expected.gap.is_some() {
            timed.insert(slot.expected.sequence);
        }
        if !timed.contains(&slot.expected.sequence) {
            lines.extend(slot.taken_by);
        }
    }
    lines.sort_unstable();
    lines
}

/// The lines of sequences that have a time, each from the line before it.
fn in_sequences(matched: &Matched, paragraph: usize) -> Vec<(Gap, Interval)> {
    let mut last = BTreeMap::new();
    let mut timed = Vec::new();
    for slot in matched.slots_of(paragraph) {
        let (Some(sequence), Some(line)) = (slot.expected.sequence, slot.taken_by) else {
            continue;
        };
        let since = last.insert(sequence, line);
        if let (Some(gap), Some(since)) = (slot.expected.gap, since) {
            timed.push((gap, interval(matched, Some(since), line)));
        }
    }
    timed
}

fn interval(matched: &Matched, since: Option<usize>, line: usize) -> Interval {
    let from = since.map_or(Duration::ZERO, |since| matched.at(since));
    Interval {
        since,
        line,
        time: matched.at(line).saturating_sub(from),
        withheld: since
            .and_then(|since| matched.seen.withheld_between(since, line))
            .map(|withheld| withheld.surely()),
    }
}

fn judge_interval(matched: &Matched, interval: &Interval, gap: Gap) -> Option<Finding> {
    let Some(since) = interval.since else {
        return judge_stalled(matched, interval, gap);
    };
    match matched.seen.withheld_between(since, interval.line) {
        Some(withheld) => judge_withheld(matched, interval, gap, withheld),
        None => judge_stalled(matched, interval, gap.loose()),
    }
}

/// What was surely withheld does not count. What may have been makes it doubtful.
fn judge_withheld(
    matched: &Matched,
    interval: &Interval,
    expected: Gap,
    withheld: Withheld,
) -> Option<Finding> {
    let seen = interval.time;
    let longest = expected.longest + TOLERANCE + withheld.surely();
    if (expected.shortest..=longest).contains(&seen) {
        return None;
    }
    let perhaps = if seen < expected.shortest {
        withheld.before
    } else {
        withheld.perhaps()
    };
    let is_doubtful = seen + perhaps >= expected.shortest
        && seen <= longest + perhaps.saturating_sub(withheld.surely());
    let excuse = Some(perhaps).filter(|_| is_doubtful);
    Some(Finding::unless_stalled(
        fault(matched, interval, expected),
        excuse,
    ))
}

/// Only what the observer's own clock missed tells of the machine.
fn judge_stalled(matched: &Matched, interval: &Interval, expected: Gap) -> Option<Finding> {
    let to = matched.at(interval.line);
    let from = to.saturating_sub(interval.time);
    let seen = interval.time;
    // Would it pass if a delay had moved one of the two lines?
    let passes_after =
        |delay| seen + delay >= expected.shortest && seen.saturating_sub(delay) <= expected.longest;
    if passes_after(Duration::ZERO) {
        return None;
    }
    let fault = fault(matched, interval, expected);
    if passes_after(RESOLUTION) {
        let too_close = Inconclusive::WithinError(Box::new(fault));
        return Some(Finding::Inconclusive(too_close));
    }
    let stalled = matched
        .seen
        .stalled_between(from.saturating_sub(BEFORE), to);
    let excuse = Some(stalled).filter(|&stalled| passes_after(RESOLUTION + stalled));
    Some(Finding::unless_stalled(fault, excuse))
}

fn fault(matched: &Matched, interval: &Interval, expected: Gap) -> Fault {
    Fault::Time {
        line: matched.line(interval.line),
        since: interval.since.map(|since| matched.line(since)),
        seen: interval.time,
        expected,
    }
}

/// The k-th line after the k-th; where their numbers differ, the first after the
/// first and the last after the last.
fn intervals(matched: &Matched, since: &[Option<usize>], lines: &[usize]) -> Vec<Interval> {
    let interval = |(&since, &line): (&Option<usize>, &usize)| interval(matched, since, line);
    if since.len() == lines.len() {
        return since.iter().zip(lines).map(interval).collect();
    }
    let first = since.first().zip(lines.first());
    let last = since.last().zip(lines.last());
    first.into_iter().chain(last).map(interval).collect()
}
