//! Timing: the gaps between paragraphs, whatever the total.

use super::clause::{Clause, Interval};
use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use super::ruling::Ruling;
use crate::expectation::{Gap, When};
use observer::Withheld;
use std::time::Duration;

/// So much longer than it should, any gap may be: what a machine takes to wake a
/// thread and to run its print, whatever the gap.
const TOLERANCE: Duration = Duration::from_millis(20);

/// Where nobody knows what was withheld: a delay up to this long is not seen, for
/// the observer's clock takes it for its own.
const RESOLUTION: Duration = Duration::from_millis(20);

/// A stall that ended so long before a line may still have delayed the one
/// before it.
const BEFORE: Duration = Duration::from_secs(1);

/// The gaps between each paragraph with a time and the one before.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    let mut since: &[usize] = &[];
    for (number, paragraph) in matched.paragraphs.iter().enumerate() {
        let lines = matched
            .ordered()
            .map(|assigned| assigned[number].as_slice());
        if let When::After(gap) = paragraph.when {
            let expected = match matched.seen.lives {
                Ok(_) => gap,
                Err(_) => gap.loose(),
            };
            let seen = lines.map(|lines| intervals(matched, since, lines));
            let judged = seen.iter().flatten();
            let findings =
                judged.filter_map(|interval| judge_interval(matched, interval, expected));
            ruling.findings.extend(findings);
            ruling.clauses.push(Clause::Time {
                paragraph: number,
                expected,
                seen,
            });
        }
        if paragraph.when != When::Untimed {
            since = lines.unwrap_or_default();
        }
    }
    ruling
}

fn judge_interval(matched: &Matched, interval: &Interval, gap: Gap) -> Option<Finding> {
    match matched.seen.withheld_between(interval.since, interval.line) {
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
        withheld.from_all + withheld.from_observer + withheld.stolen
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
    let (from, to) = (matched.at(interval.since), matched.at(interval.line));
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
        since: matched.line(interval.since),
        seen: interval.time,
        expected,
    }
}

/// The k-th line after the k-th; where their numbers differ, the first after the
/// first and the last after the last.
fn intervals(matched: &Matched, since: &[usize], lines: &[usize]) -> Vec<Interval> {
    let interval = |(&since, &line): (&usize, &usize)| Interval {
        since,
        line,
        time: matched.at(line) - matched.at(since),
    };
    if since.len() == lines.len() {
        return since.iter().zip(lines).map(interval).collect();
    }
    let first = since.first().zip(lines.first());
    let last = since.last().zip(lines.last());
    first.into_iter().chain(last).map(interval).collect()
}
