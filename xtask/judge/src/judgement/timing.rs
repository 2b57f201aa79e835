//! Timing: the gaps between paragraphs, whatever the total.

use super::clause::{Clause, Interval};
use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use super::ruling::Ruling;
use crate::expectation::{Gap, When};
use std::time::Duration;

/// A delay up to this long is not seen: the heartbeat takes it for its own.
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
        if let When::After(expected) = paragraph.when {
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

fn judge_interval(matched: &Matched, interval: &Interval, expected: Gap) -> Option<Finding> {
    let (from, to) = (matched.at(interval.since), matched.at(interval.line));
    let seen = interval.time;
    if (expected.shortest..=expected.longest).contains(&seen) {
        return None;
    }
    let fault = Fault::Time {
        line: matched.line(interval.line),
        since: matched.line(interval.since),
        seen,
        expected,
    };
    let stalled = matched
        .seen
        .stalled_between(from.saturating_sub(BEFORE), to);
    // Would it pass if a delay had moved one of the two lines?
    let passes_after =
        |delay| seen + delay >= expected.shortest && seen.saturating_sub(delay) <= expected.longest;
    if passes_after(RESOLUTION) {
        let too_close = Inconclusive::WithinError(Box::new(fault));
        return Some(Finding::Inconclusive(too_close));
    }
    let excuse = Some(stalled).filter(|&stalled| passes_after(RESOLUTION + stalled));
    Some(Finding::unless_stalled(fault, excuse))
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
